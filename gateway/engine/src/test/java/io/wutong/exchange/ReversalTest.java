package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.exchange.World.Message1;
import io.wutong.exchange.World.Weather;
import io.wutong.port.StoreException;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.spi.Outcome;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 2601 of an admission and of a cancellation, and a settlement that both 2305 and 2601 take back. */
class ReversalTest {

    private static final String CARE_NODE = "321100";

    private World world = World.ofOne();

    // ------------------------------------------------------------- admission

    @ParameterizedTest
    @ValueSource(strings = {World.PROVINCE_HOME, World.LEGACY_HOME, World.FAR_HOME})
    void should_void_the_visit_at_both_sides_when_an_admission_is_reversed(String home) {
        for (World each : List.of(World.ofOne(), World.ofTwo())) {
            world = each;
            Message1 admission = world.admission(home, "Z1");
            World.must(world.send(admission));
            World.must(world.send(world.reversal(home, "2401", admission.msgid())));
            assertThat(visits()).isNotEmpty().allMatch(visit -> visit.state() == VisitState.VOID);
            assertThat(world.legacy.booked).doesNotContainKey(admission.msgid());
            assertThat(World.text(world.send(admission))).contains("REV-DONE-001");
            // the hospital's number of the stay is free again
            World.must(world.send(world.admission(home, "Z1")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {World.LEGACY_HOME, World.FAR_HOME})
    void should_void_the_visit_when_the_answer_to_the_admission_was_lost(String home) {
        world = World.ofTwo();
        world.weather.add(Weather.LOSES_ANSWER);
        Message1 admission = world.admission(home, "Z1");
        assertThat(world.send(admission).outcome()).isInstanceOf(Outcome.Unknown.class);
        World.must(world.send(world.reversal(home, "2401", admission.msgid())));
        world.background(40);
        assertThat(visits()).isNotEmpty().allMatch(visit -> visit.state() == VisitState.VOID);
        assertThat(world.legacy.booked).doesNotContainKey(admission.msgid());
        World.must(world.send(world.admission(home, "Z1")));
    }

    @Test
    void should_refuse_the_admission_when_its_reversal_came_first() {
        Message1 admission = world.admission(World.PROVINCE_HOME, "Z1");
        World.must(world.send(world.reversal(World.PROVINCE_HOME, "2401", admission.msgid())));
        assertThat(World.text(world.send(admission))).contains("REV-DONE-001");
        assertThat(visits()).isEmpty();
    }

    @Test
    void should_refuse_before_the_home_is_asked_when_more_than_the_admission_has_happened() {
        Message1 admission = world.admission(World.LEGACY_HOME, "Z1");
        String visit =
                World.output(World.must(world.send(admission))).body("result").textOr("mdtrt_id", "");
        World.must(world.send(world.line(World.LEGACY_HOME, visit, "1", "100.00")));
        assertThat(World.text(world.send(world.reversal(World.LEGACY_HOME, "2401", admission.msgid()))))
                .contains("VIS-STATE-001", "费用明细");
        World.must(world.send(world.discharge(World.LEGACY_HOME, visit, "2026-10-30 08:00:00")));
        assertThat(World.text(world.send(world.reversal(World.LEGACY_HOME, "2401", admission.msgid()))))
                .contains("VIS-STATE-001");
        assertThat(world.legacy.asked).noneMatch(line -> line.startsWith("reverse"));
        assertThat(visits()).extracting(Visit::state).containsOnly(VisitState.DISCHARGED);
    }

    @Test
    void should_refuse_when_the_reversal_names_another_transaction_than_its_original() {
        Message1 admission = world.admission(World.LEGACY_HOME, "Z1");
        World.must(world.send(admission));
        assertThat(World.text(world.send(world.reversal(World.LEGACY_HOME, "2304", admission.msgid()))))
                .contains("MSG-FIELD-001", "oinfno");
        assertThat(World.text(world.send(world.reversal(World.LEGACY_HOME, "2301", admission.msgid()))))
                .contains("不支持冲正2301");
        assertThat(visits()).extracting(Visit::state).containsOnly(VisitState.OPEN);
    }

    // ---------------------------------------------------------- cancellation

    @ParameterizedTest
    @ValueSource(strings = {World.LEGACY_HOME, World.FAR_HOME})
    void should_let_the_settlement_stand_when_a_cancellation_that_never_arrived_is_reversed(String home) {
        world = World.ofTwo();
        String visit = world.stay(home, "Z1");
        Settlement settled = settled(home, visit);
        world.weather.add(Weather.LOSES_REQUEST);
        Message1 cancel = world.cancellation(home, visit, settled.setlId());
        assertThat(world.send(cancel).outcome()).isInstanceOf(Outcome.Unknown.class);
        World.must(world.send(world.reversal(home, "2305", cancel.msgid())));
        world.background(40);
        assertThat(settlements()).extracting(Settlement::state).containsOnly(SettlementState.STANDING);
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(world.legacy.calls("2305")).isZero();
        assertThat(World.text(world.send(cancel))).contains("REV-DONE-001");
        // and may be cancelled by another message
        World.must(world.send(world.cancellation(home, visit, settled.setlId())));
    }

    @Test
    void should_say_that_the_cancellation_stands_when_the_home_has_done_it() {
        world = World.ofTwo();
        String visit = world.stay(World.FAR_HOME, "Z1");
        Settlement settled = settled(World.FAR_HOME, visit);
        world.weather.addAll(List.of(Weather.LOSES_ANSWER));
        Message1 cancel = world.cancellation(World.FAR_HOME, visit, settled.setlId());
        assertThat(world.send(cancel).outcome()).isInstanceOf(Outcome.Unknown.class);
        assertThat(World.text(world.send(world.reversal(World.FAR_HOME, "2305", cancel.msgid()))))
                .contains("REV-CAN-001", settled.setlId());
        world.background(10);
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.DISCHARGED);
        assertSameAtBothSides();
        assertThat(World.text(world.send(world.reversal(World.FAR_HOME, "2305", cancel.msgid()))))
                .contains("REV-CAN-001");
    }

    @ParameterizedTest
    @ValueSource(strings = {World.PROVINCE_HOME, World.LEGACY_HOME})
    void should_say_that_the_cancellation_stands_when_it_was_answered(String home) {
        String visit = world.stay(home, "Z1");
        Settlement settled = settled(home, visit);
        Message1 cancel = world.cancellation(home, visit, settled.setlId());
        World.must(world.send(cancel));
        assertThat(World.text(world.send(world.reversal(home, "2305", cancel.msgid()))))
                .contains("REV-CAN-001");
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.DISCHARGED);
    }

    // ------------------------------------------------ both at one settlement

    @Test
    void should_name_the_cancellation_when_a_reversal_would_overtake_it() {
        world = World.ofTwo();
        String visit = world.stay(World.FAR_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.FAR_HOME, visit, "10000.00");
        World.must(world.send(settle));
        Settlement settled = atCare();
        world.weather.add(Weather.LOSES_REQUEST);
        Message1 cancel = world.cancellation(World.FAR_HOME, visit, settled.setlId());
        world.send(cancel);
        assertThat(World.text(world.send(world.reversal(World.FAR_HOME, settle.msgid()))))
                .contains("SET-RUN-001", cancel.msgid());
        world.background(40);
        assertSameAtBothSides();
    }

    @Test
    void should_give_the_negative_row_the_same_number_at_both_sides_when_a_cancellation_overtakes_a_reversal() {
        world = World.ofTwo();
        String visit = world.stay(World.FAR_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.FAR_HOME, visit, "10000.00");
        World.must(world.send(settle));
        world.weather.add(Weather.LATE);
        Future<Answered> late = world.begin(world.reversal(World.FAR_HOME, settle.msgid()));
        world.heap.runFor(1_000);
        World.must(world.end(world.begin(world.cancellation(World.FAR_HOME, visit, atCare().setlId()))));
        world.heap.run();
        assertThat(late.isComplete()).isTrue();
        world.background(40);
        assertSameAtBothSides();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void should_give_the_negative_row_the_same_number_at_both_sides(boolean byCancellation) {
        world = World.ofTwo();
        String visit = world.stay(World.FAR_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.FAR_HOME, visit, "10000.00");
        World.must(world.send(settle));
        World.must(world.send(
                byCancellation
                        ? world.cancellation(World.FAR_HOME, visit, atCare().setlId())
                        : world.reversal(World.FAR_HOME, settle.msgid())));
        assertSameAtBothSides();
    }

    /** The simulation found it unknown for ever. */
    @Test
    void should_come_to_an_end_when_a_reversal_overtakes_a_cancellation() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        World.must(world.send(settle));
        world.legacy.millis = 500;
        Future<Answered> reversed = world.begin(world.reversal(World.LEGACY_HOME, settle.msgid()));
        world.heap.runFor(100);
        world.legacy.millis = 2_000;
        Message1 cancel = world.cancellation(World.LEGACY_HOME, visit, atCare().setlId());
        Future<Answered> cancelled = world.begin(cancel);
        world.heap.runFor(1_000);
        assertThat(reversed.result().outcome()).isInstanceOf(Outcome.Succeeded.class);
        assertThat(cancelled.isComplete()).isFalse();
        world.heap.run();
        World.must(cancelled.result());
        assertThat(World.must(world.send(cancel)).repeated()).isTrue();
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(settlements()).hasSize(2);
        assertThat(world.care().failures).isEmpty();
    }

    /** Seed 1795349730340: the visit was free while it was being settled again. */
    @Test
    void should_leave_the_visit_alone_when_a_reversal_comes_late_while_it_is_settled_again() {
        world = World.ofTwo();
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        Message1 first = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        World.must(world.send(first));
        world.weather.add(Weather.LOSES_REQUEST);
        Message1 reversal = world.reversal(World.LEGACY_HOME, first.msgid());
        assertThat(world.send(reversal).outcome()).isInstanceOf(Outcome.Unknown.class);
        World.must(world.send(world.cancellation(World.LEGACY_HOME, visit, atCare().setlId())));
        world.legacy.millis = 8_000;
        Future<Answered> again = world.begin(world.settlement("2304", World.LEGACY_HOME, visit, "10000.00"));
        world.heap.runFor(100);
        world.legacy.millis = 1;
        world.background(5);
        assertThat(exchange(reversal).state()).isEqualTo(Exchange.State.ANSWERED);
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLING);
        world.heap.run();
        World.must(again.result());
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
    }

    /** Seed 1795458662816: the reversal that came again made the home forget that something was still to be undone. */
    @Test
    void should_undo_what_the_legacy_system_books_late_when_the_reversal_comes_twice() {
        world = World.ofTwo();
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        world.legacy.millis = 5_000;
        Future<Answered> settled = world.begin(settle);
        world.heap.runFor(1_000);
        world.legacy.millis = 1;
        world.away()
                .store
                .fail(
                        StoreException.Kind.UNKNOWN,
                        true,
                        rows -> rows.stream()
                                .anyMatch(row -> row instanceof Exchange e && e.state() == Exchange.State.REVERSED));
        Message1 reversal = world.reversal(World.LEGACY_HOME, settle.msgid());
        world.begin(reversal);
        world.heap.runFor(1_000);
        assertThat(exchange(reversal).state()).isEqualTo(Exchange.State.UNKNOWN);
        world.heap.runFor(4_000);
        assertThat(settled.isComplete()).isTrue();
        assertThat(world.legacy.booked).containsKey(settle.msgid());
        World.must(world.send(reversal));
        world.background(40);
        assertThat(world.legacy.booked).doesNotContainKey(settle.msgid());
        assertThat(world.care().store.all(Settlement.class)).noneMatch(s -> s.state() == SettlementState.STANDING);
    }

    // ----------------------------------------------------------------- stage

    private Exchange exchange(Message1 message) {
        return world.care()
                .store
                .one(Exchange.key(World.HOSPITAL, World.HOSPITAL, message.msgid()))
                .orElseThrow();
    }

    private void assertSameAtBothSides() {
        List<String> care = rows(world.care());
        assertThat(care).hasSize(2).isEqualTo(rows(world.away()));
    }

    private static List<String> rows(World.Process process) {
        return process.store.all(Settlement.class).stream()
                .map(one -> one.setlId() + " " + one.state() + " " + one.initSetlId() + " " + one.cancelledBy() + " "
                        + one.medfeeSumFen())
                .sorted()
                .toList();
    }

    private Settlement settled(String home, String visit) {
        World.must(world.send(world.settlement("2304", home, visit, "10000.00")));
        return atCare();
    }

    private Settlement atCare() {
        return world.care().store.all(Settlement.class).stream()
                .filter(one -> one.node().equals(CARE_NODE))
                .findFirst()
                .orElseThrow();
    }

    private Visit visitAtCare(String mdtrtId) {
        return world.care().store.one(Visit.key(CARE_NODE, mdtrtId)).orElseThrow();
    }

    private List<Visit> visits() {
        return all(Visit.class);
    }

    private List<Settlement> settlements() {
        return all(Settlement.class);
    }

    private <T extends io.wutong.port.Row> List<T> all(Class<T> type) {
        List<T> rows = new ArrayList<>();
        world.processes.values().forEach(process -> rows.addAll(process.store.all(type)));
        return rows;
    }
}
