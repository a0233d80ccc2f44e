package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;

import io.wutong.host.AdapterSpec;
import io.wutong.host.Serving;
import io.wutong.sandbox.Dialects.Resident;
import io.wutong.simulator.national.Guard;
import io.wutong.simulator.national.NationalPlatform;
import io.wutong.simulator.pool.Person;
import io.wutong.simulator.pool.Pool;
import io.wutong.spi.Body;
import io.wutong.spi.Secret;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One legacy system of 重庆, to be configured while the world runs; it insures a resident and an employee. */
final class City implements AutoCloseable {

    static final Resident RESIDENT = new Resident("region-nhsa", "500112", "500112190001010011", "郑示范");
    static final Resident EMPLOYEE = new Resident("region-nhsa", "500112", "500112190001010038", "钱示范");

    private static final String AREA = "500000";
    private static final String TOKEN = "token-of-a-city";

    private final String name;
    private final NationalPlatform platform;
    private final int port;

    private City(String name, NationalPlatform platform, int port) {
        this.name = name;
        this.platform = platform;
        this.port = port;
    }

    /** @param serial its settlements are numbered behind this one */
    static City open(WorldExtension world, String name, int serial) {
        NationalPlatform platform = new NationalPlatform(
                        Guard.tif("wutong", TOKEN, false),
                        false,
                        Clock.system(ZoneId.of("Asia/Shanghai")),
                        List.of(
                                person("50011200000000000001", RESIDENT, "390"),
                                person("50011200000000000002", EMPLOYEE, "310")))
                .numberedFrom(serial);
        return new City(name, platform, await(platform.start(world.vertx())));
    }

    private static Person person(String number, Resident who, String coverage) {
        return new Person(
                number, who.certno(), who.name(), "1", "19000101", coverage, who.area(), false, 0, Counterparts.rule());
    }

    Pool pool() {
        return platform.pool();
    }

    /** With this system for what nobody else serves; a second one from the day of the change on. */
    List<AdapterSpec> added(List<AdapterSpec> now) {
        boolean second = now.stream().anyMatch(spec -> spec.area().equals(AREA));
        AdapterSpec own = AdapterSpec.of(name, RESIDENT.plugin(), AREA)
                .withAllowedHosts("127.0.0.1:" + port)
                .withSettings(Body.builder()
                        .put("url", "http://127.0.0.1:" + port + "/fsi/api/rsfComIfsService/callService/x")
                        .put("transport", "single")
                        .put(
                                "tif",
                                Body.builder()
                                        .put("paasid", "wutong")
                                        .put("tokenSecret", "tif-token")
                                        .build())
                        .build())
                .withSecrets(Map.of("tif-token", Secret.of(TOKEN)));
        AdapterSpec serving = second ? own.withServing(new Serving(Set.of("390"), DialectsIT.CHANGE, null)) : own;
        return Stream.concat(now.stream(), Stream.of(serving)).toList();
    }

    /** With this system for some visits only. */
    List<AdapterSpec> serving(List<AdapterSpec> now, Serving kept) {
        return now.stream()
                .map(spec -> spec.name().equals(name) ? spec.withServing(kept) : spec)
                .toList();
    }

    @Override
    public void close() {
        await(platform.stop());
    }
}
