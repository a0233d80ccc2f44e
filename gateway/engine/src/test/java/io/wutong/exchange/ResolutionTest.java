package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.exchange.World.Message1;
import io.wutong.exchange.World.Weather;
import io.wutong.ledger.EntrySet;
import io.wutong.payment.Task;
import io.wutong.port.StoreException;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.spi.Outcome;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import io.wutong.work.Waits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges come to their end without the hospital: asked about, adopted, reversed, taken over, given to an operator. */
class ResolutionTest {

    private World world = World.ofOne();

    @Test
    void should_adopt_what_is_found_when_nobody_asks_again() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.BOOKS_UNHEARD);
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        assertThat(world.send(settle).outcome()).isInstanceOf(Outcome.Unknown.class);
        world.background(3);
        assertThat(visit(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
        assertThat(World.must(world.send(settle)).repeated()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {World.LEGACY_HOME, World.FAR_HOME})
    void should_send_the_same_message_again_when_the_answer_of_another_process_was_lost(String home) {
        world = World.ofTwo();
        String visit = world.stay(home, "Z1");
        world.weather.addAll(List.of(Weather.LOSES_ANSWER, Weather.LOSES_REQUEST));
        Message1 settle = world.settlement("2304", home, visit, "10000.00");
        world.send(settle);
        world.background(40);
        assertThat(visit(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(world.away().store.all(Settlement.class).size() + world.legacy.calls("2304"))
                .isEqualTo(1);
    }

    @Test
    void should_originate_nothing_in_between() {
        world = World.ofTwo();
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.BOOKS_UNHEARD);
        world.legacy.queryFails = true;
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        world.send(settle);
        Exchange between = world.care()
                .store
                .one(Exchange.key(World.HOSPITAL, World.HOSPITAL, settle.msgid()))
                .orElseThrow();
        assertThat(between.pursuit().dueAt()).isNotNull();
        int before = world.away().received.size();
        world.background(10);
        // the place of care sends again, the process at the legacy system asks by itself
        assertThat(world.away().received.size()).isGreaterThan(before);
        assertThat(world.legacy.asked.stream()
                        .filter(line -> line.equals("query 2304 " + settle.msgid()))
                        .count())
                .isGreaterThan(2);
        world.legacy.queryFails = false;
        world.background(70);
        assertThat(visit(visit).state()).isEqualTo(VisitState.SETTLED);
    }

    @Test
    void should_wait_longer_each_time() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.BOOKS_UNHEARD);
        world.legacy.queryFails = true;
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        world.send(settle);
        world.background(200);
        // 1 2 4 8 16 32 60 60: eight in 183 seconds and the jitter
        assertThat(world.legacy.asked.stream()
                        .filter(line -> line.startsWith("query 2304"))
                        .count())
                .isBetween(7L, 8L);
    }

    @Test
    void should_take_over_within_ten_seconds_when_the_process_dies_after_the_legacy_system_has_booked() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.millis = 400;
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        Future<Answered> lost = world.begin(settle);
        world.heap.runFor(100);
        world.care().crash();
        world.heap.runFor(500);
        assertThat(lost.isComplete()).isFalse();
        assertThat(world.legacy.booked).containsKey(settle.msgid());
        world.background(10);
        assertThat(visit(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
        assertThat(total()).isZero();
    }

    @Test
    void should_wait_for_the_takeover_when_the_hospital_asks_again_after_the_process_died() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.millis = 400;
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        world.begin(settle);
        world.heap.runFor(100);
        world.care().crash();
        world.heap.runFor(500);
        Future<Answered> again = world.begin(settle);
        world.background(12);
        assertThat(again.result().outcome()).isInstanceOf(Outcome.Succeeded.class);
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
    }

    @Test
    void should_free_the_visit_when_the_process_died_before_the_legacy_system_was_called() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        world.begin(settle);
        world.heap.runFor(1);
        world.care().crash();
        world.background(60);
        assertThat(world.legacy.calls("2304")).isZero();
        assertThat(visit(visit).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(World.text(world.send(settle))).contains("NET-ABSENT-001");
    }

    @Test
    void should_not_adopt_the_answer_of_a_run_that_was_taken_over_but_undo_it() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        world.legacy.millis = 90_000;
        world.begin(settle);
        world.heap.runFor(100);
        // the worker is thought dead while it still waits for the legacy system
        world.care().pause();
        world.legacy.millis = 1;
        world.background(70);
        assertThat(visit(visit).state()).isEqualTo(VisitState.DISCHARGED);
        world.background(40);
        assertThat(visit(visit).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(world.legacy.booked).doesNotContainKey(settle.msgid());
        assertThat(world.care().store.all(Settlement.class)).isEmpty();
    }

    @Test
    void should_go_on_as_the_first_time_when_the_commit_of_its_intent_seemed_lost() {
        for (boolean durable : new boolean[] {true, false}) {
            World own = World.ofOne();
            String visit = own.stay(World.LEGACY_HOME, "Z1");
            Message1 settle = own.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
            own.care()
                    .store
                    .fail(
                            StoreException.Kind.UNKNOWN,
                            durable,
                            rows -> rows.stream()
                                    .anyMatch(
                                            row -> row instanceof Exchange e && e.state() == Exchange.State.UNDER_WAY));
            World.must(own.send(settle));
            assertThat(own.legacy.asked).contains("call 2304 " + settle.msgid());
            assertThat(own.legacy.asked).doesNotContain("query 2304 " + settle.msgid());
        }
    }

    @Test
    void should_give_the_same_answer_when_the_commit_of_an_end_seemed_lost() {
        for (String home : List.of(World.LEGACY_HOME, World.PROVINCE_HOME)) {
            World own = World.ofOne();
            String visit = own.stay(home, "Z1");
            Message1 settle = own.settlement("2304", home, visit, "10000.00");
            own.care()
                    .store
                    .fail(
                            StoreException.Kind.UNKNOWN,
                            true,
                            rows -> rows.stream().anyMatch(Settlement.class::isInstance));
            Answered answered = World.must(own.send(settle));
            assertThat(World.must(own.send(settle)).bytes()).isEqualTo(answered.bytes());
        }
    }

    @Test
    void should_open_a_case_after_a_day_and_close_it_when_the_end_is_found_after_all() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.BOOKS_UNHEARD);
        world.legacy.queryFails = true;
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        world.send(settle);
        Exchange row = exchange(settle);
        Pursuit almost = new Pursuit(
                row.pursuit().bucket(), 0, "", Waits.TRIES_MAX, row.pursuit().dueAt(), false);
        world.care().store.put(row.in(row.state(), almost));
        world.background(3);
        assertThat(world.care().store.all(Case.class)).singleElement().satisfies(given -> {
            assertThat(given.state()).isEqualTo(CaseState.OPEN);
            assertThat(given.ref()).isEqualTo(World.HOSPITAL + "/" + settle.msgid());
            assertThat(given.cause()).contains("adapter.timeout_read");
        });
        int asked = world.legacy.asked.size();
        world.background(100);
        assertThat(world.legacy.asked).hasSize(asked);
        world.legacy.queryFails = false;
        World.must(world.send(settle));
        assertThat(world.care().store.all(Case.class)).extracting(Case::state).containsExactly(CaseState.CLOSED);
    }

    @Test
    void should_come_to_an_end_when_the_hospital_asks_again_and_again() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.LOST);
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        for (int second = 0; second < 40; second++) {
            world.begin(settle);
            world.background(1);
        }
        assertThat(visit(visit).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(World.text(world.send(settle))).contains("NET-ABSENT-001");
    }

    @Test
    void should_ask_and_not_call_when_the_commit_of_a_takeover_seemed_lost() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.BOOKS_UNHEARD);
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        world.send(settle);
        world.care()
                .store
                .fail(
                        StoreException.Kind.UNKNOWN,
                        true,
                        rows -> rows.stream()
                                .anyMatch(row -> row instanceof Exchange e && e.state() == Exchange.State.UNDER_WAY));
        World.must(world.send(settle));
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
    }

    @Test
    void should_refuse_once_when_the_commit_of_a_refusal_seemed_lost() {
        String visit = world.stay(World.PROVINCE_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.PROVINCE_HOME, visit, "10000.00");
        World.must(world.send(settle));
        world.care()
                .store
                .fail(
                        StoreException.Kind.UNKNOWN,
                        true,
                        rows -> rows.stream()
                                .anyMatch(row ->
                                        row instanceof Exchange e && e.code().equals("MSG-MOD-001")));
        Answered refused = world.send(settle.withInput(settle.input().replace("10000.00", "9000.00")));
        assertThat(World.text(refused)).contains("MSG-MOD-001");
    }

    @Test
    void should_take_back_both_sides_when_an_order_is_opened_while_the_home_reverses() {
        world = World.ofTwo();
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        World.must(world.send(settle));
        world.legacy.millis = 500;
        Future<Answered> reversed = world.begin(world.reversal(World.LEGACY_HOME, settle.msgid()));
        world.heap.runFor(100);
        Settlement standing = world.care().store.all(Settlement.class).get(0);
        world.care().store.put(standing.withOrder("32110000000000000001"));
        world.heap.run();
        assertThat(reversed.result().outcome()).isInstanceOf(Outcome.Succeeded.class);
        assertThat(world.care().store.one(standing.key()).orElseThrow().state()).isEqualTo(SettlementState.CANCELLED);
        assertThat(world.care().store.all(Task.class))
                .extracting(Task::kind, Task::ref)
                .containsExactly(tuple(Task.UNDO_ORDER, "32110000000000000001"));
    }

    @Test
    void should_mark_the_original_on_the_whole_way_when_it_is_reversed() {
        world = World.ofTwo();
        String visit = world.stay(World.FAR_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.FAR_HOME, visit, "10000.00");
        World.must(world.send(settle));
        World.must(world.send(world.reversal(World.FAR_HOME, settle.msgid())));
        for (World.Process process : world.processes.values()) {
            assertThat(process.store.all(Exchange.class))
                    .filteredOn(row -> row.msgid().equals(settle.msgid()))
                    .extracting(Exchange::state)
                    .containsExactly(Exchange.State.REVERSED);
        }
    }

    private Exchange exchange(Message1 message) {
        return world.care()
                .store
                .one(Exchange.key(World.HOSPITAL, World.HOSPITAL, message.msgid()))
                .orElseThrow();
    }

    private Visit visit(String mdtrtId) {
        return world.care().store.one(Visit.key("321100", mdtrtId)).orElseThrow();
    }

    private long total() {
        return world.care().store.all(EntrySet.class).stream()
                .mapToLong(EntrySet::sumFen)
                .sum();
    }
}
