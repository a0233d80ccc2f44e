package io.wutong.region.nhsa;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.host.HostServices;
import io.wutong.simulator.national.NationalPlatform;
import io.wutong.simulator.pool.Fault;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import io.wutong.testkit.Calls;
import io.wutong.testkit.MemoryVisitMemory;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An outpatient's visit of several charge batches, and a stay whose hospital never tells of the discharge. */
class BatchesContractTest {

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock(Instant.parse("2025-01-08T02:00:05Z"), ZoneId.of("UTC"));
    private final MemoryVisitMemory memory = new MemoryVisitMemory();
    private final NationalPlatform platform = Bench.platform(Bench.Way.SINGLE, clock);
    private final NationalStay stay = Bench.stay();
    private final Care bill = stay.care(5_000, 0, 8_750, 86_250, "2025-01-08 10:00:00");
    private HostServices services;
    private AdapterSpec spec;
    private RegionAdapter adapter;

    @BeforeEach
    void open() {
        spec = Bench.spec(Bench.Way.SINGLE, Calls.await(platform.start(vertx)));
        services = new HostServices(vertx, spec, BatchesContractTest.class.getClassLoader(), clock);
        serve(spec.settings());
    }

    private void serve(Body settings) {
        adapter =
                Calls.await(new NhsaFactory().create(new AdapterConfig(spec.name(), spec.area(), settings), services));
    }

    @AfterEach
    void close() {
        Calls.await(services.close());
        Calls.await(platform.stop());
        Calls.await(vertx.close());
    }

    private Outcome<Body> call(Request request) {
        return Calls.await(adapter.call(request, Calls.context(20_000, memory)));
    }

    private Outcome<Body> query(Request request) {
        return Calls.await(adapter.query(new Reference(request, 1), Calls.context(20_000, memory)));
    }

    private static Body answer(Outcome<Body> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Body>) outcome).answer();
    }

    private void registered() {
        answer(call(stay.request(
                "2201",
                "{\"data\":{\"psn_no\":\"" + stay.psnNo() + "\",\"insutype\":\"390\",\"ipt_otp_no\":\"MZ0001\","
                        + "\"begntime\":\"2025-01-08 09:00:00\"}}",
                stay.empty())));
    }

    private Request settlement(String infno, String batch) {
        Request whole = stay.settlement(infno, bill, "0");
        Body data = whole.input().body("data").with("chrg_bchno", Value.text(batch));
        return stay.request(infno, Json.writeText(Body.of("data", data)), bill);
    }

    private Body settled(String batch) {
        return answer(call(settlement("2207", batch))).body("setlinfo");
    }

    @Test
    void should_settle_and_cancel_each_charge_batch_by_itself() {
        registered();
        answer(call(settlement("2206", "B1")));
        Body first = settled("B1");
        Body second = settled("B2");
        assertThat(second.text("setl_id")).isNotEqualTo(first.text("setl_id"));
        assertThat(second.text("mdtrt_id")).contains(NationalStay.VISIT);
        assertThat(platform.pool().settledStays()).isEqualTo(2);

        Request cancel = stay.ofVisit("2208", first.textOr("setl_id", ""));
        platform.misbehave("2208", Fault.LOSE_ANSWER_AFTER_EFFECT);
        assertThat(call(cancel)).isInstanceOf(Outcome.Unknown.class);
        Body found = answer(query(cancel)).body("setlinfo");
        assertThat(found.text("init_setl_id")).isEqualTo(first.text("setl_id"));
        assertThat(found.fen("medfee_sumamt"))
                .contains(-first.fen("medfee_sumamt").orElseThrow());
        assertThat(platform.pool().settledStays()).isOne();

        answer(call(stay.ofVisit("2208", second.textOr("setl_id", ""))));
        assertThat(platform.pool().settledStays()).isZero();
        assertThat(platform.pool().fundsFen()).isZero();
        answer(call(stay.ofVisit("2202", "")));
        assertThat(platform.pool().openStays()).isZero();
    }

    @Test
    void should_never_take_another_batch_for_the_one_whose_answer_was_lost() {
        registered();
        Body first = settled("B1");
        platform.misbehave("2207", Fault.RESET_AFTER_READ);
        Request lost = settlement("2207", "B2");
        assertThat(call(lost)).isInstanceOf(Outcome.Unknown.class);
        clock.move(Duration.ofSeconds(31));
        assertThat(query(lost)).isEqualTo(Outcome.unknown("query_several"));
        assertThat(Calls.await(adapter.reverse(new Reference(lost, 1), Calls.context(20_000, memory))))
                .as("2601 knows it by its message")
                .isInstanceOf(Outcome.Succeeded.class);
        assertThat(platform.pool().settledStays()).as("the first stands").isOne();
        Body third = settled("B3");
        clock.move(Duration.ofSeconds(31));
        assertThat(query(stay.ofVisit("2208", first.textOr("setl_id", ""))))
                .as("never cancelled")
                .isInstanceOf(Outcome.Rejected.class);
        assertThat(third.fen("medfee_sumamt")).contains(100_000L);
    }

    @Test
    void should_remember_little_when_a_visit_has_many_batches() {
        registered();
        for (int i = 1; i <= 12; i++) {
            settled("B" + i);
        }
        assertThat(memory.text().length()).isLessThan(4_096);
        assertThat(platform.pool().settledStays()).isEqualTo(12);
    }

    private void ahead() {
        platform.wantingDischarge();
        serve(spec.settings().with("dischargeAhead", new Value.Bool(true)));
        answer(call(stay.admission()));
    }

    @Test
    void should_tell_of_the_discharge_once_ahead_when_the_hospital_never_did() {
        ahead();
        Body settled = answer(call(stay.settle())).body("setlinfo");
        assertThat(platform.calls()).containsSubsequence("2401", "2402", "2304");
        answer(call(stay.cancel(settled.textOr("setl_id", ""))));
        answer(call(stay.settle()));
        assertThat(platform.calls()).filteredOn("2402"::equals).hasSize(1);
    }

    @Test
    void should_not_tell_again_when_the_hospital_did_or_when_the_stay_goes_on() {
        ahead();
        answer(call(stay.trial()));
        Request mid = stay.request(
                "2304",
                Json.writeText(stay.settle().input()).replace("\"mid_setl_flag\":\"0\"", "\"mid_setl_flag\":\"1\""),
                stay.whole());
        assertThat(call(mid)).as("the region's own rule").isEqualTo(Outcome.rejected("NHSA-2", "未办理出院登记，不能结算"));
        answer(call(stay.discharge("1")));
        answer(call(stay.settle()));
        assertThat(platform.calls()).filteredOn("2402"::equals).hasSize(1);
    }

    @Test
    void should_settle_when_the_answer_to_the_discharge_was_lost() {
        ahead();
        platform.misbehave("2402", Fault.LOSE_ANSWER_AFTER_EFFECT);
        assertThat(call(stay.settle())).isInstanceOf(Outcome.NotSent.class);
        assertThat(platform.pool().settledStays()).isZero();
        answer(call(stay.settle()));
        assertThat(platform.pool().settledStays()).isOne();
    }
}
