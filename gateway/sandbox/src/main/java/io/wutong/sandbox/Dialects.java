package io.wutong.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.wutong.host.AdapterSpec;
import io.wutong.host.DatabaseSpec;
import io.wutong.simulator.guangdong.GuangdongPlatform;
import io.wutong.simulator.national.Guard;
import io.wutong.simulator.national.NationalPlatform;
import io.wutong.simulator.ncms.RuralScheme;
import io.wutong.simulator.pool.BenefitRule;
import io.wutong.simulator.pool.Person;
import io.wutong.simulator.pool.Pool;
import io.wutong.simulator.shanghai.ShanghaiFrontMachine;
import io.wutong.spi.Body;
import io.wutong.spi.Secret;
import io.wutong.spi.Value;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Homes behind dialects besides the demonstration's: a city each, its simulated legacy system, and one resident who is
 * insured there by the same rule as the demonstration's patient from 湖南.
 */
public final class Dialects {

    /** A resident of a home behind a dialect. */
    public record Resident(String plugin, String area, String certno, String name) {}

    static final Resident SHANGHAI = new Resident("region-shanghai-v5", "310101", "310101190001010015", "王示范");
    static final Resident FOSHAN = new Resident("region-guangdong-lb101", "440604", "440604190001010012", "陈示范");
    static final Resident CHANGCHUN = new Resident("region-nhsa", "220102", "220102190001010016", "赵示范");

    static final Resident FENGJIE = new Resident("region-ncms-tables", "500236", "500236190001010018", "吴示范");

    /** Insured where no node of ours is: the nation hands on to a platform above it. */
    static final Resident CHENGDU = new Resident("region-nhsa", "510104", "510104190001010014", "周示范");

    /** The nodes of these homes, all hosted with the nation. */
    static final List<String> NODES = List.of("310000", "440000", "440600", "220000", "220100");

    private static final long LOOK_EVERY_MILLIS = 50;
    private static final String SHANGHAI_INSTITUTION = "99999000001";

    private final ShanghaiFrontMachine shanghai;
    private final GuangdongPlatform foshan;
    private final NationalPlatform changchun;
    private final NationalPlatform uplink;
    private final @Nullable RuralScheme fengjie;
    private final @Nullable PgConnectOptions front;
    private final String tifToken;
    private int shanghaiPort;
    private int foshanPort;
    private int changchunPort;
    private int uplinkPort;

    private Dialects(BenefitRule rule, String tifToken, @Nullable PgConnectOptions front) {
        Clock clock = Clock.system(ZoneId.of("Asia/Shanghai"));
        this.tifToken = tifToken;
        shanghai =
                new ShanghaiFrontMachine(SHANGHAI_INSTITUTION, clock, List.of(insured("SH00000001", SHANGHAI, rule)));
        foshan = new GuangdongPlatform(
                GuangdongPlatform.Flavour.CROSS_PROVINCE, clock, List.of(insured("GDSSN0000000001", FOSHAN, rule)));
        changchun = new NationalPlatform(
                Guard.tif("wutong", tifToken, true),
                true,
                clock,
                List.of(insured("22010200000000000001", CHANGCHUN, rule)));
        uplink = new NationalPlatform(
                Guard.tif("wutong", tifToken, false),
                false,
                clock,
                List.of(insured("51010400000000000001", CHENGDU, rule)));
        this.front = front;
        fengjie = front == null
                ? null
                : new RuralScheme(
                        front, clock, LOOK_EVERY_MILLIS, 0, List.of(insured("50023600000001", FENGJIE, rule)));
    }

    private static Person insured(String number, Resident resident, BenefitRule rule) {
        return new Person(
                number, resident.certno(), resident.name(), "1", "19000101", "390", resident.area(), false, 0, rule);
    }

    /** @param front the rural scheme's front database, null for a world without that scheme */
    static Future<Dialects> start(Vertx vertx, BenefitRule rule, String tifToken, @Nullable PgConnectOptions front) {
        Dialects dialects = new Dialects(rule, tifToken, front);
        RuralScheme scheme = dialects.fengjie;
        return dialects.shanghai
                .start(vertx)
                .onSuccess(port -> dialects.shanghaiPort = port)
                .compose(port -> dialects.foshan.start(vertx))
                .onSuccess(port -> dialects.foshanPort = port)
                .compose(port -> dialects.changchun.start(vertx))
                .onSuccess(port -> dialects.changchunPort = port)
                .compose(port -> dialects.uplink.start(vertx))
                .onSuccess(port -> dialects.uplinkPort = port)
                .compose(port -> scheme == null ? Future.succeededFuture() : scheme.start(vertx))
                .map(dialects);
    }

    /** The adapters of those homes whose nodes a process hosts. */
    List<AdapterSpec> adapters(List<String> hosted) {
        List<AdapterSpec> adapters = new ArrayList<>();
        if (hosted.contains("310000")) {
            adapters.add(spec("shanghai", SHANGHAI, "310000", shanghaiPort)
                    .withSettings(settings(shanghaiPort, "/sendrcv")
                            .put("jgdm", SHANGHAI_INSTITUTION)
                            .build()));
        }
        if (hosted.contains("440600")) {
            String path = "/STYDJY/services/STYDJKService";
            adapters.add(spec("foshan", FOSHAN, "440600", foshanPort)
                    .withSettings(
                            settings(foshanPort, path).put("flavour", "cross").build()));
        }
        if (hosted.contains("220100")) {
            adapters.add(spec("changchun", CHANGCHUN, "220100", changchunPort)
                    .withSettings(settings(changchunPort, "/ebus/rio_fsi")
                            .put("transport", "paths")
                            .put("signIn", new Value.Bool(true))
                            .put("tif", tif())
                            .build())
                    .withSecrets(Map.of("tif-token", Secret.of(tifToken))));
        }
        if (hosted.contains("500236") && front != null) {
            adapters.add(AdapterSpec.of("fengjie", FENGJIE.plugin(), "500236")
                    .withSettings(Body.builder()
                            .put("hospCode", "W32000001")
                            .put("clrOptins", "500236")
                            .put("absenceMillis", 0)
                            .build())
                    .withDatabases(Map.of("front", frontDatabase(front))));
        }
        if (hosted.contains("100000")) {
            adapters.add(spec("uplink", CHENGDU, "100000", uplinkPort)
                    .withSettings(settings(uplinkPort, "/fsi/api/rsfComIfsService/callService/x")
                            .put("transport", "single")
                            .put("tif", tif())
                            .build())
                    .withSecrets(Map.of("tif-token", Secret.of(tifToken))));
        }
        return adapters;
    }

    private static DatabaseSpec frontDatabase(PgConnectOptions front) {
        return DatabaseSpec.of(
                front.getHost(), front.getPort(), front.getDatabase(), front.getUser(), Secret.of(front.getPassword()));
    }

    private static Body tif() {
        return Body.builder()
                .put("paasid", "wutong")
                .put("tokenSecret", "tif-token")
                .build();
    }

    private static AdapterSpec spec(String name, Resident resident, String area, int port) {
        return AdapterSpec.of(name, resident.plugin(), area).withAllowedHosts("127.0.0.1:" + port);
    }

    private static Body.Builder settings(int port, String path) {
        return Body.builder().put("url", "http://127.0.0.1:" + port + path).put("absenceMillis", 0);
    }

    /** The books of a resident's insurer. */
    public Pool pool(Resident resident) {
        return switch (resident.plugin()) {
            case "region-shanghai-v5" -> shanghai.pool();
            case "region-guangdong-lb101" -> foshan.pool();
            case "region-ncms-tables" -> Objects.requireNonNull(fengjie).pool();
            default -> resident.equals(CHENGDU) ? uplink.pool() : changchun.pool();
        };
    }

    Future<Void> stop() {
        return shanghai.stop()
                .compose(done -> foshan.stop())
                .compose(done -> changchun.stop())
                .compose(done -> uplink.stop())
                .compose(done -> fengjie == null ? Future.succeededFuture() : fengjie.stop());
    }
}
