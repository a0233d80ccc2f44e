package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.exchange.World.Message1;
import io.wutong.ledger.EntrySet;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.settlement.SideSweep;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.topology.Topology;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settlements that stand at one side only, as a bug, a restored backup or an old system's clerk may leave them. */
class SidesTest {

    private static final String CARE_NODE = "321100";

    private World world = World.ofTwo();

    @ParameterizedTest
    @ValueSource(strings = {World.LEGACY_HOME, World.FAR_HOME})
    void should_agree_twice_and_rest_when_both_sides_have_it(String home) {
        settle(home);
        pass(Duration.ofSeconds(30));
        assertThat(world.care().compared).isEmpty();
        pass(Duration.ofMinutes(2));
        assertThat(world.care().compared).containsExactly("agreed");
        assertThat(check().dueAt()).isAfter(world.heap.now().plus(Duration.ofHours(23)));
        pass(Duration.ofMinutes(1));
        assertThat(world.care().compared).hasSize(1);
        passUntilDue();
        assertThat(world.care().compared).containsExactly("agreed", "agreed");
        assertThat(check().state()).isEqualTo(SideState.AGREED);
        passUntilDue();
        assertThat(world.care().compared).hasSize(2);
        assertThat(world.care().failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {World.LEGACY_HOME, World.FAR_HOME})
    void should_take_it_back_here_when_the_home_does_not_have_it(String home) {
        String visit = settle(home);
        forgetAtHome();
        pass(Duration.ofMinutes(2));
        assertThat(world.care().compared).containsExactly("differs");
        assertThat(atCare().state()).isEqualTo(SettlementState.STANDING);
        pass(Duration.ofMinutes(1));
        assertThat(world.care().compared).containsExactly("differs", "reversed_here");
        assertThat(atCare().state()).isEqualTo(SettlementState.CANCELLED);
        assertThat(visit(visit).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(world.care().store.all(EntrySet.class).stream()
                        .mapToLong(EntrySet::sumFen)
                        .sum())
                .isZero();
        assertThat(check().state()).isEqualTo(SideState.REPAIRED);
        assertThat(check().found()).isEqualTo("only_here");
    }

    @Test
    void should_leave_it_to_an_operator_when_the_patient_has_an_order() {
        settle(World.FAR_HOME);
        world.care().store.put(atCare().withOrder("32110000000000000001"));
        forgetAtHome();
        pass(Duration.ofMinutes(2));
        pass(Duration.ofMinutes(1));
        assertThat(world.care().compared).containsExactly("differs", "case");
        assertThat(atCare().state()).isEqualTo(SettlementState.STANDING);
        assertThat(world.care().store.all(Case.class)).singleElement().satisfies(given -> {
            assertThat(given.kind()).isEqualTo(Case.SETTLEMENT);
            assertThat(given.ref()).isEqualTo(World.HOSPITAL + "/" + check().msgid());
            assertThat(given.cause()).isEqualTo("one_sided.only_here");
            assertThat(given.state()).isEqualTo(CaseState.OPEN);
        });
        passUntilDue();
        assertThat(world.care().compared).hasSize(2);
    }

    @Test
    void should_reverse_it_at_home_when_only_the_home_has_it() {
        Message1 settle = settled(World.FAR_HOME);
        goneAtCare(settle);
        pass(Duration.ofMinutes(2));
        assertThat(atHome().state()).isEqualTo(SettlementState.STANDING);
        pass(Duration.ofMinutes(1));
        assertThat(atHome().state()).isEqualTo(SettlementState.CANCELLED);
        pass(Duration.ofMinutes(2));
        assertThat(world.care().compared).containsExactly("differs", "reverse_home", "agreed");
        assertThat(world.care().store.all(Case.class)).isEmpty();
    }

    @Test
    void should_reverse_it_at_the_legacy_system_when_only_that_has_it() {
        Message1 settle = settled(World.LEGACY_HOME);
        Body booked = world.legacy.booked.get(settle.msgid());
        World.must(world.send(world.reversal(World.LEGACY_HOME, settle.msgid())));
        world.background(40);
        world.legacy.booked.put(settle.msgid(), booked); // a clerk takes it up again there
        pass(Duration.ofMinutes(2));
        pass(Duration.ofMinutes(1));
        assertThat(world.legacy.booked).doesNotContainKey(settle.msgid());
        pass(Duration.ofMinutes(2));
        assertThat(world.care().compared).containsExactly("differs", "reverse_home", "agreed");
    }

    @Test
    void should_reverse_it_at_home_when_a_copy_was_taken_of_what_was_said_not_sent() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        world.cutOff = Optional.of("breaker");
        assertThat(world.send(settle).outcome()).isInstanceOf(Outcome.NotSent.class);
        world.cutOff = Optional.empty();
        world.deliver("nat", world.away().received.get(world.away().received.size() - 1));
        world.heap.runFor(1_000);
        assertThat(world.legacy.booked).containsKey(settle.msgid());
        pass(Duration.ofMinutes(2));
        pass(Duration.ofMinutes(1));
        pass(Duration.ofMinutes(2));
        assertThat(world.care().compared).containsExactly("differs", "reverse_home", "agreed");
        assertThat(world.legacy.booked).doesNotContainKey(settle.msgid());
        assertThat(world.care().failures).isEmpty();
    }

    @Test
    void should_agree_when_it_was_said_not_sent_and_no_copy_was_taken() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.cutOff = Optional.of("breaker");
        world.send(world.settlement("2304", World.LEGACY_HOME, visit, "10000.00"));
        world.cutOff = Optional.empty();
        pass(Duration.ofMinutes(2));
        assertThat(world.care().compared).containsExactly("agreed");
    }

    @Test
    void should_agree_when_it_was_said_not_sent_and_is_reversed_here_alone() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        world.cutOff = Optional.of("breaker");
        world.send(settle);
        World.must(world.send(world.reversal(World.LEGACY_HOME, settle.msgid())));
        world.cutOff = Optional.empty();
        pass(Duration.ofMinutes(2));
        assertThat(world.care().compared).containsExactly("agreed");
    }

    @Test
    void should_agree_when_the_home_has_refused_it() {
        String visit = world.stay(World.LEGACY_HOME, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.REFUSES);
        Message1 settle = world.settlement("2304", World.LEGACY_HOME, visit, "10000.00");
        assertThat(world.send(settle).outcome()).isInstanceOf(Outcome.Rejected.class);
        pass(Duration.ofMinutes(2));
        assertThat(world.care().compared).containsExactly("agreed");
        assertThat(world.care().failures).isEmpty();
    }

    @Test
    void should_give_up_and_close_by_itself_when_the_home_does_not_reverse() {
        Message1 settle = settled(World.LEGACY_HOME);
        Body booked = world.legacy.booked.get(settle.msgid());
        World.must(world.send(world.reversal(World.LEGACY_HOME, settle.msgid())));
        world.background(40);
        world.legacy.booked.put(settle.msgid(), booked);
        world.legacy.reverseFails = true;
        for (int round = 0; round < 8; round++) {
            passUntilDue();
        }
        assertThat(world.care().compared).endsWith("case");
        assertThat(world.care().store.all(Case.class))
                .singleElement()
                .extracting(Case::cause)
                .isEqualTo("one_sided.only_home");
    }

    @Test
    void should_look_later_when_something_is_under_way() {
        String visit = settle(World.FAR_HOME);
        world.weather.add(World.Weather.LOSES_REQUEST);
        world.begin(world.cancellation(World.FAR_HOME, visit, atCare().setlId()));
        world.heap.runFor(Duration.ofMinutes(2).toMillis());
        world.care().sides.sweep();
        world.heap.runFor(5_000);
        assertThat(world.care().compared).containsExactly("busy");
        assertThat(check().state()).isEqualTo(SideState.DUE);
    }

    @Test
    void should_ask_again_when_the_home_does_not_say() {
        settle(World.LEGACY_HOME);
        world.legacy.queryFails = true;
        pass(Duration.ofMinutes(2));
        assertThat(world.care().compared).containsExactly("unanswered");
        world.legacy.queryFails = false;
        assertThat(check().dueAt()).isAfter(world.heap.now().plus(Duration.ofMinutes(25)));
        passUntilDue();
        assertThat(world.care().compared).containsExactly("unanswered", "agreed");
        assertThat(atCare().state()).isEqualTo(SettlementState.STANDING);
    }

    @Test
    void should_put_it_off_when_the_home_is_cut_off_however_late_it_was_asked() {
        settle(World.LEGACY_HOME);
        world.linkCutOff = Optional.of("breaker");
        pass(Duration.ofHours(3));
        assertThat(world.care().compared).containsExactly("unanswered");
        assertThat(check().dueAt()).isAfter(world.heap.now().plus(Duration.ofMinutes(29)));
        pass(Duration.ofMinutes(1));
        assertThat(world.care().compared).hasSize(1);
        world.linkCutOff = Optional.empty();
        pass(Duration.ofMinutes(30));
        assertThat(world.care().compared).containsExactly("unanswered", "agreed");
        assertThat(world.care().failures).isEmpty();
    }

    @Test
    void should_leave_it_to_an_operator_when_the_home_was_cut_off_for_a_day() {
        settle(World.LEGACY_HOME);
        world.linkCutOff = Optional.of("breaker");
        pass(Duration.ofMinutes(2));
        for (int round = 0; round < 48; round++) {
            passUntilDue();
        }
        assertGivenUpUnanswered();
    }

    @Test
    void should_compare_another_when_as_many_as_fit_are_of_an_institution_that_is_gone() {
        settle(World.LEGACY_HOME);
        ofGone(SideSweep.IN_FLIGHT_MAX);
        pass(Duration.ofMinutes(2));
        assertThat(world.care().compared).hasSize(SideSweep.IN_FLIGHT_MAX).containsOnly("unanswered");
        pass(Duration.ofSeconds(2));
        assertThat(world.care().compared).hasSize(SideSweep.IN_FLIGHT_MAX + 1).endsWith("agreed");
        assertThat(world.care().failures).isEmpty();
    }

    @Test
    void should_leave_it_to_an_operator_when_its_institution_is_gone_for_a_day() {
        settle(World.LEGACY_HOME);
        Directory before = world.care().directory;
        world.care().directory = new Directory(
                Topology.of(
                        World.AREAS,
                        before.topology().nodes().stream()
                                .filter(node -> !node.id().equals(World.HOSPITAL))
                                .toList()),
                before.institutions(),
                before.policies(),
                before.catalogues());
        pass(Duration.ofMinutes(2));
        for (int round = 0; round < 48; round++) {
            passUntilDue();
        }
        assertGivenUpUnanswered();
    }

    @Test
    void should_not_take_it_back_when_the_journal_before_an_old_system_was_lost() {
        Message1 settle = settled(World.LEGACY_HOME);
        world.away().store.all(Exchange.class).stream()
                .filter(row -> row.msgid().equals(settle.msgid()))
                .forEach(row -> world.away().store.remove(row.key()));
        pass(Duration.ofMinutes(2));
        assertThat(world.care().compared).containsExactly("unanswered");
        for (int round = 0; round < 50; round++) {
            passUntilDue();
        }
        assertThat(atCare().state()).isEqualTo(SettlementState.STANDING);
        assertThat(world.care().compared).endsWith("case");
        assertThat(world.care().store.all(Case.class))
                .singleElement()
                .extracting(Case::cause)
                .isEqualTo("one_sided.unanswered");
    }

    @Test
    void should_change_something_once_when_two_workers_ask() {
        settle(World.FAR_HOME);
        forgetAtHome();
        pass(Duration.ofMinutes(2));
        world.heap.runFor(Duration.ofMinutes(1).toMillis());
        world.care().keeper.turn();
        world.heap.runFor(1_000);
        world.care().sides.sweep();
        world.care().boot.run(); // a second worker on the same rows, while the first one asks
        world.heap.runFor(20_000);
        world.care().sides.sweep();
        world.heap.runFor(20_000);
        assertThat(world.care().compared).contains("reversed_here");
        assertThat(world.care().store.all(Settlement.class)).hasSize(2);
    }

    @Test
    void should_begin_no_comparison_when_both_sides_are_one_commit() {
        world = World.ofOne();
        settle(World.PROVINCE_HOME);
        assertThat(world.care().store.all(SideCheck.class)).isEmpty();
    }

    // ----------------------------------------------------------------- stage

    /** Time goes by, and a sweep comes. */
    private void pass(Duration time) {
        world.heap.runFor(time.toMillis());
        world.care().sides.sweep();
        world.heap.runFor(1_000);
    }

    /** As {@link #pass}, until the next comparison is due, without all that happens in between. */
    private void passUntilDue() {
        SideCheck due = check();
        world.care()
                .store
                .put(new SideCheck(
                        due.entryNode(),
                        due.fixmedinsCode(),
                        due.msgid(),
                        due.bucket(),
                        due.state(),
                        due.asks(),
                        due.agreed(),
                        due.differed(),
                        world.heap.now(),
                        due.found()));
        pass(Duration.ofSeconds(2));
    }

    private void assertGivenUpUnanswered() {
        assertThat(world.care().compared).hasSize(49).endsWith("case");
        assertThat(world.care().compared.subList(0, 48)).containsOnly("unanswered");
        assertThat(check().state()).isEqualTo(SideState.CASE);
        assertThat(world.care().store.all(Case.class)).singleElement().satisfies(given -> {
            assertThat(given.node()).isEqualTo(CARE_NODE);
            assertThat(given.ref()).isEqualTo(check().fixmedinsCode() + "/" + check().msgid());
            assertThat(given.cause()).isEqualTo("one_sided.unanswered");
        });
        assertThat(world.care().failures).isEmpty();
    }

    /** The settlement's own comparison, copied to an institution that is not imported any more, due a second earlier. */
    private void ofGone(int copies) {
        SideCheck due = own();
        for (int copy = 0; copy < copies; copy++) {
            String gone = "H3211029%04d".formatted(copy);
            world.care()
                    .store
                    .all(Exchange.class)
                    .forEach(row -> world.care().store.put(row.at(gone, true)));
            world.care()
                    .store
                    .put(new SideCheck(
                            gone,
                            due.fixmedinsCode(),
                            due.msgid(),
                            due.bucket(),
                            due.state(),
                            0,
                            0,
                            0,
                            due.dueAt().minusSeconds(1),
                            ""));
        }
    }

    private SideCheck own() {
        return world.care().store.all(SideCheck.class).stream()
                .filter(check -> check.entryNode().equals(World.HOSPITAL))
                .findFirst()
                .orElseThrow();
    }

    private Message1 settled(String home) {
        String visit = world.stay(home, "Z1");
        Message1 settle = world.settlement("2304", home, visit, "10000.00");
        World.must(world.send(settle));
        return settle;
    }

    private String settle(String home) {
        String visit = world.stay(home, "Z1");
        World.must(world.send(world.settlement("2304", home, visit, "10000.00")));
        return visit;
    }

    /** As if it had never been booked there. */
    private void forgetAtHome() {
        world.legacy.booked.keySet().removeIf(msgid -> msgid.equals(check().msgid()));
        world.away()
                .store
                .all(Settlement.class)
                .forEach(one -> world.away().store.put(one.cancelled("lost")));
    }

    /** As if the place of care had been told that it was refused. */
    private void goneAtCare(Message1 settle) {
        Settlement standing = atCare();
        Exchange row = world.care()
                .store
                .one(Exchange.key(World.HOSPITAL, World.HOSPITAL, settle.msgid()))
                .orElseThrow();
        world.care().store.put(standing.cancelled("lost"));
        world.care().store.put(row.in(Exchange.State.REVERSED, row.pursuit()));
    }

    private SideCheck check() {
        return world.care().store.all(SideCheck.class).get(0);
    }

    private Settlement atCare() {
        return first(world.care());
    }

    private Settlement atHome() {
        return first(world.away());
    }

    private static Settlement first(World.Process process) {
        return process.store.all(Settlement.class).stream()
                .filter(one -> one.initSetlId() == null)
                .findFirst()
                .orElseThrow();
    }

    private Visit visit(String mdtrtId) {
        return world.care().store.one(Visit.key(CARE_NODE, mdtrtId)).orElseThrow();
    }
}
