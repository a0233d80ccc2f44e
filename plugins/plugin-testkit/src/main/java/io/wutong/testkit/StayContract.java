package io.wutong.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.host.HostServices;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.Capability;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.spi.Request;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A stay at a legacy system, and each thing that can go wrong with it: what every dialect with admission, settlement,
 * cancellation, query and reversal holds to. The bill is 141,000.00, of which 140,800.00 in scope; the simulated pool
 * takes 800.00 off, pays 65 % above it, and a critical illness layer of 50, 60 and 90 % from 15,000, 30,000, 60,000.
 */
public abstract class StayContract {

    private static final Duration QUIET = Duration.ofSeconds(31);

    /** The three calls with an effect, to be spoiled by their own names. */
    public enum Effect {
        ADMIT,
        SETTLE,
        CANCEL
    }

    /** The simulated system. */
    public interface Legacy {
        Future<Integer> start(Vertx vertx);

        Future<Void> stop();

        /** Spoils the next call of that effect: one of the names of {@code io.wutong.simulator.pool.Fault}. */
        void spoil(Effect effect, String fault);

        int settledStays();

        int openStays();

        /** What the person's year has gathered, and what the funds have paid: equal when nothing is left over. */
        Object books();
    }

    /** With {@code absenceMillis} 30,000 and a time-out of 10 s. */
    protected abstract AdapterSpec spec(int port);

    protected abstract RegionAdapterFactory factory();

    protected abstract Legacy legacy(Clock clock);

    /** The messages of the person that the simulated system knows. */
    protected abstract NationalStay stay();

    /** Whether the settlement can be found when nothing is remembered. */
    protected boolean findsWithoutMemory() {
        return false;
    }

    protected final TestClock clock = new TestClock(Instant.parse("2025-01-08T02:00:05Z"), ZoneId.of("UTC"));
    protected final MemoryVisitMemory memory = new MemoryVisitMemory();
    private Vertx vertx;
    private Legacy legacy;
    private AdapterSpec spec;
    private RegionAdapter adapter;
    private @Nullable HostServices services;

    @BeforeEach
    final void open() {
        vertx = Vertx.vertx();
        legacy = legacy(clock.withZone(ZoneId.of("Asia/Shanghai")));
        spec = spec(Calls.await(legacy.start(vertx)));
        restart();
    }

    /** Another process, with the same configuration. */
    private void restart() {
        if (services != null) {
            Calls.await(services.close());
        }
        services = new HostServices(vertx, spec, StayContract.class.getClassLoader(), clock);
        adapter = Calls.await(factory().create(new AdapterConfig(spec.name(), spec.area(), spec.settings()), services));
        memory.revive();
    }

    @AfterEach
    final void close() {
        Calls.await(Objects.requireNonNull(services).close());
        Calls.await(legacy.stop());
        Calls.await(vertx.close());
    }

    protected final Outcome<Body> call(Request request) {
        return Calls.await(adapter.call(request, Calls.context(20_000, memory)));
    }

    protected final Body answered(Request request) {
        return answer(call(request));
    }

    protected final Outcome<Body> query(Request request) {
        return Calls.await(adapter.query(new Reference(request, 1), Calls.context(20_000, memory)));
    }

    protected final Outcome<Body> reverse(Request request) {
        return Calls.await(adapter.reverse(new Reference(request, 1), Calls.context(20_000, memory)));
    }

    protected static Body answer(Outcome<Body> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Body>) outcome).answer();
    }

    /** Admitted and discharged. */
    protected final NationalStay admitted() {
        return admitted(stay());
    }

    private NationalStay admitted(NationalStay stay) {
        answered(stay.admission());
        answered(stay.discharge("1"));
        return stay;
    }

    @Test
    void should_know_the_person_when_asked_by_certificate_and_by_number() {
        NationalStay stay = stay();
        Body output = answered(stay.person());
        assertThat(output.body("baseinfo").text("psn_no")).contains(stay.psnNo());
        assertThat(output.bodies("insuinfo"))
                .anySatisfy(coverage -> assertThat(coverage.text("insutype")).contains(stay.insutype()));
        Body trtinfo = answered(stay.entitlement()).bodies("trtinfo").get(0);
        assertThat(trtinfo.text("trt_enjymnt_flag")).contains("1");
    }

    @Test
    void should_settle_and_cancel_when_a_whole_stay_is_played() {
        final Object before = legacy.books();
        NationalStay stay = admitted();
        Body trial = answered(stay.trial());
        assertThat(trial.body("setlinfo").text("setl_id")).isEmpty();
        assertThat(legacy.settledStays()).isZero();

        Request settle = stay.settle();
        Body settled = answered(settle);
        SumRules.assertHold(trial);
        SumRules.assertHold(settled);
        Body setlinfo = settled.body("setlinfo");
        assertThat(setlinfo.text("psn_no")).contains(stay.psnNo());
        assertThat(setlinfo.fen("medfee_sumamt")).contains(14_100_000L);
        assertThat(setlinfo.fen("hifp_pay")).contains(9_100_000L);
        assertThat(setlinfo.fen("fund_pay_sumamt")).contains(9_100_000L + 1_938_000L);
        assertThat(setlinfo.fen("psn_cash_pay")).contains(3_042_000L + 20_000L);
        assertThat(setlinfo.fen("act_pay_dedc")).contains(80_000L);
        assertThat(legacy.settledStays()).isOne();

        String setlId = setlinfo.text("setl_id").orElseThrow();
        assertThat(setlId.length()).isLessThanOrEqualTo(30);
        Body found = answer(query(settle));
        assertThat(found.get("setldetail")).isEqualTo(settled.get("setldetail"));
        assertThat(found.body("setlinfo").text("setl_id")).contains(setlId);
        Body asked = answered(stay.ofVisit("5203", setlId));
        assertThat(asked.get("setldetail")).isEqualTo(settled.get("setldetail"));

        Body cancelled = answered(stay.cancel(setlId));
        SumRules.assertHold(cancelled);
        assertOpposite(settled, cancelled);
        assertThat(legacy.books()).isEqualTo(before);
        answered(stay.ofVisit("2404", ""));
        assertThat(legacy.openStays()).isZero();
    }

    private static void assertOpposite(Body settled, Body cancelled) {
        for (String name : List.of("medfee_sumamt", "inscp_scp_amt", "hifp_pay", "fund_pay_sumamt", "psn_cash_pay")) {
            assertThat(cancelled.body("setlinfo").fen(name).orElseThrow())
                    .isEqualTo(-settled.body("setlinfo").fen(name).orElseThrow());
        }
        assertThat(cancelled.body("setlinfo").text("setl_id"))
                .isPresent()
                .isNotEqualTo(settled.body("setlinfo").text("setl_id"));
    }

    @ParameterizedTest
    @CsvSource({
        "RESET_AFTER_READ, false",
        "HTTP_500, false",
        "TRUNCATE, true",
        "GARBAGE, true",
        "WRONG_CHARSET, true",
        "DUPLICATE_ANSWER, true",
        "LOSE_ANSWER_AFTER_EFFECT, true"
    })
    void should_not_know_and_then_find_out_when_the_settlement_meets_a_fault(String fault, boolean happened) {
        NationalStay stay = admitted();
        legacy.spoil(Effect.SETTLE, fault);
        Request settle = stay.settle();
        assertThat(call(settle)).isInstanceOf(Outcome.Unknown.class);
        assertThat(legacy.settledStays()).isEqualTo(happened ? 1 : 0);
        if (happened) {
            Body found = answer(query(settle));
            SumRules.assertHold(found);
            assertThat(found.body("setlinfo").fen("hifp_pay")).contains(9_100_000L);
            assertThat(query(settle)).isEqualTo(Outcome.succeeded(found));
        } else {
            assertThat(query(settle)).isEqualTo(Outcome.unknown("absence_unproven"));
            clock.move(QUIET);
            assertThat(query(settle)).isInstanceOf(Outcome.Rejected.class);
            assertThat(call(stay.settle())).isInstanceOf(Outcome.Succeeded.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOSE_ANSWER_AFTER_EFFECT", "RESET_AFTER_READ"})
    void should_undo_once_when_a_settlement_is_reversed_again_and_again(String fault) {
        final Object before = legacy.books();
        NationalStay stay = admitted();
        legacy.spoil(Effect.SETTLE, fault);
        Request settle = stay.settle();
        assertThat(call(settle)).isInstanceOf(Outcome.Unknown.class);
        clock.move(QUIET);
        for (int i = 0; i < 3; i++) {
            assertThat(reverse(settle)).isInstanceOf(Outcome.Succeeded.class);
        }
        assertThat(legacy.settledStays()).isZero();
        assertThat(legacy.books()).isEqualTo(before);
        assertThat(query(settle)).isInstanceOf(Outcome.Rejected.class);
    }

    /**
     * The process dies at each of its writes of the visit's memory in turn, before or after the write is durable.
     * Another process then finds out what became of the settlement, and undoes it.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void should_find_out_and_undo_when_the_process_dies_between_the_phases(boolean durable) {
        final Object before = legacy.books();
        for (int write = 1; ; write++) {
            memory.lose();
            NationalStay stay = admitted(stay().numberedFrom(100 * write));
            memory.dieAt(write, durable);
            Request settle = stay.settle();
            Future<Outcome<Body>> dying = adapter.call(settle, Calls.context(20_000, memory));
            Waiting.until("it ends or dies", () -> memory.dead() || dying.isComplete());
            boolean survived = dying.isComplete();
            int happened = legacy.settledStays();
            restart();
            clock.move(QUIET);
            Outcome<Body> found = query(settle);
            if (happened == 1) {
                assertThat(found).as("write " + write).isInstanceOf(Outcome.Succeeded.class);
            } else {
                assertThat(found).as("write " + write).isInstanceOf(Outcome.Rejected.class);
            }
            assertThat(reverse(settle)).as("write " + write).isInstanceOf(Outcome.Succeeded.class);
            assertThat(legacy.settledStays()).isZero();
            assertThat(legacy.books()).isEqualTo(before);
            Body again = answered(stay.settle());
            answered(stay.cancel(again.body("setlinfo").textOr("setl_id", "")));
            answered(stay.ofVisit("2404", ""));
            assertThat(legacy.openStays()).isZero();
            if (survived) {
                assertThat(write).as("writes of one settlement").isGreaterThan(2);
                return;
            }
        }
    }

    /** Whatever is said of a settlement whose memory was in doubt, what comes after it is not kept waiting by it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void should_not_look_busy_when_it_cannot_be_said_what_is_remembered(boolean kept) {
        for (int write = 1; ; write++) {
            memory.lose();
            NationalStay stay = admitted(stay().numberedFrom(100 * write));
            memory.doubtAt(write, kept);
            Request settle = stay.settle();
            Outcome<Body> outcome = call(settle);
            if (!memory.doubted()) {
                assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
                assertThat(write).as("writes of one settlement").isGreaterThan(2);
                return;
            }
            if (outcome instanceof Outcome.Unknown) {
                clock.move(QUIET);
                outcome = query(settle);
            }
            assertThat(legacy.settledStays())
                    .as("write " + write + ": " + outcome)
                    .isEqualTo(outcome instanceof Outcome.Succeeded ? 1 : 0);
            if (!(outcome instanceof Outcome.Succeeded)) {
                outcome = call(stay.settle());
            }
            answered(stay.cancel(answer(outcome).body("setlinfo").textOr("setl_id", "")));
            answered(stay.ofVisit("2404", ""));
            assertThat(legacy.openStays()).isZero();
        }
    }

    /** A refusal is only told once it is forgotten that there was something to wait for. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void should_not_look_busy_when_it_cannot_be_said_that_a_refused_one_is_forgotten(boolean kept) {
        NationalStay stay = admitted();
        String before = memory.text();
        Body settled = answered(stay.settle());
        String after = memory.text();
        for (int write = 1; ; write++) {
            memory.remember(before); // the legacy system refuses, not the adapter
            memory.doubtAt(write, kept);
            Request again = stay.settle();
            Outcome<Body> outcome = call(again);
            if (!memory.doubted()) {
                assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
                break;
            }
            if (outcome instanceof Outcome.Unknown) {
                clock.move(QUIET);
                assertThat(query(again)).as("write " + write).isInstanceOf(Outcome.Rejected.class);
            }
            assertThat(call(stay.settle()))
                    .as("write " + write + ": " + outcome)
                    .isInstanceOf(Outcome.Rejected.class);
        }
        memory.doubtAt(Integer.MAX_VALUE, kept);
        memory.remember(after);
        answered(stay.cancel(settled.body("setlinfo").textOr("setl_id", "")));
        answered(stay.ofVisit("2404", ""));
        assertThat(legacy.openStays()).isZero();
    }

    @Test
    void should_find_the_cancellation_when_its_answer_was_lost() {
        NationalStay stay = admitted();
        Body settled = answered(stay.settle());
        String setlId = settled.body("setlinfo").textOr("setl_id", "");
        Request cancel = stay.cancel(setlId);
        legacy.spoil(Effect.CANCEL, "LOSE_ANSWER_AFTER_EFFECT");
        assertThat(call(cancel)).isInstanceOf(Outcome.Unknown.class);
        Body found = answer(query(cancel));
        assertOpposite(settled, found);
        assertThat(query(cancel)).isEqualTo(Outcome.succeeded(found));
        assertThat(call(stay.cancel(setlId))).isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void should_know_that_a_cancellation_did_not_happen_when_it_is_still_settled() {
        NationalStay stay = admitted();
        String setlId = answered(stay.settle()).body("setlinfo").textOr("setl_id", "");
        Request cancel = stay.cancel(setlId);
        legacy.spoil(Effect.CANCEL, "RESET_AFTER_READ");
        assertThat(call(cancel)).isInstanceOf(Outcome.Unknown.class);
        clock.move(QUIET);
        assertThat(query(cancel)).isInstanceOf(Outcome.Rejected.class);
        answered(stay.cancel(setlId));
        assertThat(legacy.settledStays()).isZero();
    }

    @Test
    void should_undo_the_admission_when_its_answer_was_lost() {
        NationalStay stay = stay();
        legacy.spoil(Effect.ADMIT, "LOSE_ANSWER_AFTER_EFFECT");
        Request admission = stay.admission();
        assertThat(call(admission)).isInstanceOf(Outcome.Unknown.class);
        assertThat(query(admission)).isInstanceOfAny(Outcome.Succeeded.class, Outcome.Unknown.class);
        assertThat(reverse(admission)).isInstanceOf(Outcome.Succeeded.class);
        clock.move(QUIET);
        assertThat(reverse(admission)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(legacy.openStays()).isZero();
        assertThat(call(stay.trial())).isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void should_settle_once_when_the_end_of_the_first_settlement_is_not_known() {
        NationalStay stay = admitted();
        legacy.spoil(Effect.SETTLE, "LOSE_ANSWER_AFTER_EFFECT");
        Request first = stay.settle();
        assertThat(call(first)).isInstanceOf(Outcome.Unknown.class);
        // not sent, or refused by a system that says so itself
        assertThat(call(stay.settle())).isInstanceOfAny(Outcome.NotSent.class, Outcome.Rejected.class);
        assertThat(query(first)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(call(stay.settle())).isInstanceOf(Outcome.Rejected.class);
        assertThat(legacy.settledStays()).isOne();
    }

    @Test
    void should_calculate_anew_when_the_bill_has_changed_since_the_trial() {
        NationalStay stay = admitted();
        Body first = answered(stay.settlement("2303", stay.care(10_000, 500, 700, 1_000_000, null), "0"));
        assertThat(first.body("setlinfo").fen("medfee_sumamt")).contains(1_011_200L);
        SumRules.assertHold(first);
        Body settled = answered(stay.settle());
        assertThat(settled.body("setlinfo").fen("hifp_pay")).contains(9_100_000L);
    }

    @Test
    void should_not_send_when_the_intent_cannot_be_kept() {
        NationalStay stay = admitted();
        memory.refuse(true);
        assertThat(call(stay.settle())).isInstanceOf(Outcome.NotSent.class);
        assertThat(legacy.settledStays()).isZero();
    }

    @Test
    void should_agree_on_the_day_and_say_so_when_it_does_not() {
        assumeTrue(factory().descriptor().can(Capability.DAY_ROWS));
        NationalStay stay = admitted();
        Body settled = answered(stay.settle()).body("setlinfo");
        DayRow row = row(stay, settled, "");
        assertThat(compare(List.of(row))).isEmpty();
        assertThat(compare(List.of(row))).as("asked again").isEmpty();
        Body cancelled = answered(stay.cancel(row.setlId())).body("setlinfo");
        List<DayRow> day = List.of(row(stay, settled, ""), row(stay, cancelled, row.setlId()));
        assertThat(compare(day)).isEmpty();
        DayRow forgotten = new DayRow(
                "X-000000000",
                "",
                row.psnNo(),
                row.careArea(),
                row.homeArea(),
                row.fixmedinsCode(),
                row.medfeeSumFen(),
                row.fundPaySumFen(),
                row.setlTime(),
                "");
        assertThat(compare(List.of(day.get(0), day.get(1), forgotten)))
                .as("a row that they do not have")
                .hasSize(1)
                .allSatisfy(difference -> assertThat(difference.text()).matches(".*\\p{IsHan}.*"));
    }

    private List<DayDifference> compare(List<DayRow> ours) {
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneId.of("Asia/Shanghai"));
        Outcome<List<DayDifference>> outcome =
                Calls.await(adapter.compareDay(day, ours, Calls.context(20_000, new MemoryVisitMemory())));
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<List<DayDifference>>) outcome).answer();
    }

    private DayRow row(NationalStay stay, Body setlinfo, String original) {
        return new DayRow(
                setlinfo.textOr("setl_id", ""),
                original,
                stay.psnNo(),
                "321102",
                spec.area(),
                "H32110200001",
                setlinfo.fen("medfee_sumamt").orElseThrow(),
                setlinfo.fen("fund_pay_sumamt").orElseThrow(),
                setlinfo.textOr("setl_time", ""),
                memory.text());
    }

    @Test
    void should_never_guess_when_the_memory_was_lost() {
        NationalStay stay = admitted();
        Request settle = stay.settle();
        Body settled = answered(settle);
        memory.lose();
        Outcome<Body> found = query(settle);
        if (findsWithoutMemory()) {
            assertThat(answer(found).get("setldetail")).isEqualTo(settled.get("setldetail"));
        } else {
            assertThat(found).isInstanceOf(Outcome.Unknown.class);
        }
        assertThat(legacy.settledStays()).isOne();
        boolean undone = reverse(settle) instanceof Outcome.Succeeded;
        assertThat(legacy.settledStays()).isEqualTo(undone ? 0 : 1);
    }

    @Test
    void should_keep_no_personal_data_when_it_remembers_a_visit() {
        NationalStay stay = admitted();
        Body settled = answered(stay.settle());
        assertThat(memory.text()).doesNotContain(stay.certno());
        settled.body("setlinfo")
                .text("psn_name")
                .ifPresent(name -> assertThat(memory.text()).doesNotContain(name));
    }
}
