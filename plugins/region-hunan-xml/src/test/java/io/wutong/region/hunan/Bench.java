package io.wutong.region.hunan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.host.HostServices;
import io.wutong.simulator.hunan.HunanLegacySystem;
import io.wutong.simulator.hunan.Insured;
import io.wutong.simulator.pool.BenefitRule;
import io.wutong.simulator.pool.BenefitRule.Bracket;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.spi.Secret;
import io.wutong.support.Charsets;
import io.wutong.support.Xml;
import io.wutong.testkit.Calls;
import io.wutong.testkit.MemoryVisitMemory;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.ScriptedServices;
import io.wutong.testkit.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The simulated legacy system, the host's services and the adapter between them. */
final class Bench implements AutoCloseable {

    static final String PERSON = "430300000000001";
    static final String CERTNO = "430381195501010012";

    static final BenefitRule RULE = new BenefitRule(
            80_000,
            6_500,
            25_000_000,
            List.of(new Bracket(1_500_000, 5_000), new Bracket(3_000_000, 6_000), new Bracket(6_000_000, 9_000)),
            100_000_000);

    final HunanLegacySystem legacy;
    final RegionAdapter adapter;
    final MemoryVisitMemory memory = new MemoryVisitMemory();
    final TestClock clock = new TestClock(Instant.parse("2025-01-08T02:00:05Z"), ZoneId.of("UTC"));

    private final Vertx vertx = Vertx.vertx();
    private final HostServices services;

    private Bench(String charset, String password) {
        legacy = system(charset, clock);
        int port = await(legacy.start(vertx));
        Body settings = settings("http://127.0.0.1:" + port + "/hygeia_esb/api/call.action", charset);
        AdapterSpec spec = AdapterSpec.of("xiangtan", "region-hunan-xml", "430300")
                .withSettings(settings)
                .withSecrets(Map.of("hunan-password", Secret.of(password)))
                .withAllowedHosts("127.0.0.1:" + port);
        services = new HostServices(vertx, spec, Bench.class.getClassLoader(), clock);
        adapter = await(new HunanXmlFactory().create(new AdapterConfig("xiangtan", "430300", settings), services));
    }

    static NationalStay resident() {
        return stay(PERSON, "390");
    }

    static NationalStay stay(String psnNo, String insutype) {
        return new NationalStay(psnNo, CERTNO, insutype, "430381");
    }

    /** Recorded payloads instead of a system. */
    static ScriptedServices script() {
        return new ScriptedServices(
                message -> Xml.read(message).text("function_id").orElseThrow(),
                "xml",
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_8);
    }

    static Bench open() {
        return new Bench("UTF-8", "invented");
    }

    static Bench open(String charset) {
        return new Bench(charset, "invented");
    }

    static Bench withPassword(String password) {
        return new Bench("UTF-8", password);
    }

    static Body settings(String url, String charset) {
        return Body.builder()
                .put("url", url)
                .put("charset", charset)
                .put("userid", "W00001")
                .put("passwordSecret", "hunan-password")
                .put("akb020", "W00001")
                .put("aaa027", "430300")
                .put("timeoutMillis", 10_000)
                .put("loginTimeoutMillis", 2_000)
                .put("absenceMillis", 30_000)
                .build();
    }

    static HunanLegacySystem system(String charset, Clock clock) {
        return known(HunanLegacySystem.builder("W00001", "invented", "W00001")
                        .charset(Charsets.of(charset))
                        .clock(clock.withZone(ZoneId.of("Asia/Shanghai"))))
                .build();
    }

    /** As above, in profile H1. */
    static HunanLegacySystem province(Clock clock) {
        return known(HunanLegacySystem.builder("W00001", "invented", "W00001")
                        .clock(clock.withZone(ZoneId.of("Asia/Shanghai")))
                        .parted())
                .build();
    }

    private static HunanLegacySystem.Builder known(HunanLegacySystem.Builder builder) {
        return builder.person(person(Bench.PERSON, Bench.CERTNO, "390", "15", false, 0))
                .person(person("430300000000002", "430381196001010020", "310", "11", false, 50_000))
                .person(person("430300000000003", "430381197001010030", "390", "15", true, 0))
                .person(person("430300000000004", Bench.CERTNO, "310", "12", false, 1_234));
    }

    private static Insured person(
            String number, String certno, String coverage, String kind, boolean frozen, long accountFen) {
        String birthday = certno.substring(6, 14);
        return new Insured(
                number, certno, "参保人甲", "1", birthday, coverage, "430381", kind, frozen, "", accountFen, RULE);
    }

    Outcome<Body> call(Request request) {
        return await(adapter.call(request, Calls.context(20_000, memory)));
    }

    /** With so little time left that a system which hangs is given up soon. */
    Outcome<Body> callHurried(Request request) {
        return await(adapter.call(request, Calls.context(1_000, memory)));
    }

    Outcome<Body> query(Request request) {
        return await(adapter.query(new Reference(request, 1), Calls.context(20_000, memory)));
    }

    Outcome<Body> reverse(Request request) {
        return await(adapter.reverse(new Reference(request, 1), Calls.context(20_000, memory)));
    }

    List<DayDifference> compare(DayRow... ours) {
        Outcome<List<DayDifference>> outcome = await(adapter.compareDay(
                LocalDate.of(2025, 1, 8), List.of(ours), Calls.context(20_000, new MemoryVisitMemory())));
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<List<DayDifference>>) outcome).answer();
    }

    Body answered(Request request) {
        return answer(call(request));
    }

    static Body answer(Outcome<Body> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Body>) outcome).answer();
    }

    /** Admitted, with the whole bill uploaded and the discharge told. */
    NationalStay admitted() {
        NationalStay stay = Bench.resident();
        answered(stay.admission());
        answered(stay.wholeBill());
        answered(stay.discharge("1"));
        return stay;
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("did not complete", e);
        }
    }

    @Override
    public void close() {
        await(services.close());
        await(legacy.stop());
        await(vertx.close());
    }
}
