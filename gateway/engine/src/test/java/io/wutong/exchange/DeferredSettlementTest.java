package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.cure.RegionRules;
import io.wutong.exchange.World.Message1;
import io.wutong.port.Clock;
import io.wutong.port.StoreException;
import io.wutong.spi.Outcome;
import io.wutong.visit.VisitState;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** PLG-DOWN-001: a settlement that cannot leave is kept, and sent once the home answers again. */
class DeferredSettlementTest extends CuresWorld {

    private static final String LEGACY = World.LEGACY_HOME;
    private static final Optional<String> DOWN = Optional.of("breaker_open.7");

    @Test
    void should_settle_by_itself_when_PLG_DOWN_001_the_home_is_back() {
        String visit = world.stay(LEGACY, "Z1");
        Message1 settle = world.settlement("2304", LEGACY, visit, "10000.00");
        world.cutOff = DOWN;
        assertThat(World.text(world.send(settle)))
                .contains("\"infcode\":-1", "[PLG-DOWN-001] 参保地系统暂停服务，本次结算已登记为延后结算，恢复后自动办理；患者可先离院");
        // pressed again under another id: the same is waited for
        assertThat(World.text(world.send(world.settlement("2304", LEGACY, visit, "10000.00"))))
                .contains("PLG-DOWN-001");
        world.cures(Duration.ofHours(1));
        assertThat(deferred(visit).state()).isEqualTo(CaseState.OPEN);
        assertThat(world.legacy.calls("2304")).isZero();
        // of another region nothing is put off
        assertThat(settleStay(mdtrtId(admit("Z2")))).contains("setl_id");

        world.cutOff = Optional.empty();
        world.cures(Duration.ofMinutes(2)); // however long it was down
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
        String setlId = String.valueOf(visitAtCare(visit).setlId());
        assertThat(deferred(visit).closedBy()).isEqualTo(setlId);
        assertThat(timeline(Case.DEFERRED, visit))
                .containsExactly(
                        "参保地芙蓉区系统暂停服务，结算延后",
                        "已保留结算申请" + settle.msgid() + "，恢复后自动办理，患者可先离院",
                        "参保地已恢复，延后的结算已办成，结算ID " + setlId,
                        setlId);
        // the hospital asks with its own message and gets the settlement
        assertThat(World.text(world.send(settle))).contains("\"infcode\":0", setlId);
        assertThat(world.care().failures).isEmpty();
    }

    @Test
    void should_say_that_it_is_kept_whatever_its_repetition_meets() {
        String visit = world.stay(LEGACY, "Z1");
        Message1 settle = world.settlement("2304", LEGACY, visit, "10000.00");
        world.cutOff = DOWN;
        assertThat(World.text(world.send(settle))).contains("PLG-DOWN-001");
        // the probe of a breaker whose time is over
        world.cutOff = Optional.empty();
        world.legacy.moods.add(LegacySystem.Mood.NOT_SENT);
        assertThat(World.text(world.send(settle))).contains("PLG-DOWN-001");
        // a store that refuses the opening of a message that it has not seen
        world.care().store.fail(StoreException.Kind.NOT_DONE, false, rows -> !rows.isEmpty());
        assertThat(world.send(settle).outcome()).isEqualTo(Outcome.unknown("store"));
        world.cures(Duration.ofMinutes(2));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(World.text(world.send(settle))).contains("setl_id");
    }

    @Test
    void should_not_say_that_it_was_not_sent_when_the_commit_that_keeps_it_seemed_lost() {
        for (boolean durable : new boolean[] {true, false}) {
            String visit = world.stay(LEGACY, durable ? "Z1" : "Z2");
            world.cutOff = DOWN;
            world.care()
                    .store
                    .fail(
                            StoreException.Kind.UNKNOWN,
                            durable,
                            rows -> rows.stream().anyMatch(Case.class::isInstance));
            assertThat(World.text(world.send(world.settlement("2304", LEGACY, visit, "10000.00"))))
                    .contains("PLG-DOWN-001");
            assertThat(deferred(visit).state()).isEqualTo(CaseState.OPEN);
            world.cutOff = Optional.empty();
            world.cures(Duration.ofMinutes(2));
            assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        }
        assertThat(world.legacy.calls("2304")).isEqualTo(2);
    }

    @Test
    void should_put_it_off_when_PLG_DOWN_001_the_system_is_cut_off_in_another_process() {
        String visit = world.stay(LEGACY, "Z1");
        world.cutOff = DOWN;
        world.send(world.settlement("2304", LEGACY, visit, "10000.00"));
        world.cutOff = Optional.empty();
        // the hospital is quicker than the cure
        World.must(world.send(world.settlement("2304", LEGACY, visit, "10000.00")));
        world.cures(Duration.ofHours(1));
        assertThat(deferred(visit).closedBy())
                .isEqualTo(String.valueOf(visitAtCare(visit).setlId()));
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
    }

    /** Put off, and sent by the case while the next message to the legacy system is lost. */
    private Message1 putOffAndSent(String visit, Optional<Message1> own) {
        Message1 settle = world.settlement("2304", LEGACY, visit, "10000.00");
        world.cutOff = DOWN;
        world.send(settle);
        world.cutOff = Optional.empty();
        world.legacy.moods.add(LegacySystem.Mood.LOST);
        own.ifPresent(world::send);
        world.care().cures.sweep();
        world.background(30);
        return settle;
    }

    @Test
    void should_leave_it_to_the_hospital_when_PLG_DOWN_001_the_hospitals_own_was_under_way() {
        String visit = world.stay(LEGACY, "Z1");
        Message1 own = world.settlement("2304", LEGACY, visit, "10000.00");
        Message1 putOff = putOffAndSent(visit, Optional.of(own));
        assertThat(World.text(world.send(own))).contains("NET-ABSENT-001");
        assertThat(World.text(world.send(putOff))).contains("SET-RUN-001");
        endsWithWhatTheHospitalSendsAnew(visit);
    }

    @Test
    void should_leave_it_to_the_hospital_when_PLG_DOWN_001_what_was_sent_has_never_arrived() {
        String visit = world.stay(LEGACY, "Z1");
        Message1 putOff = putOffAndSent(visit, Optional.empty());
        assertThat(World.text(world.send(putOff))).contains("NET-ABSENT-001");
        endsWithWhatTheHospitalSendsAnew(visit);
    }

    private void endsWithWhatTheHospitalSendsAnew(String visit) {
        world.cures(Duration.ofMinutes(3));
        // it was told that there is no settlement, so none comes into being behind its back
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(deferred(visit).state()).isEqualTo(CaseState.OPEN);
        assertThat(deferred(visit).actor()).isEqualTo(World.HOSPITAL);
        World.must(world.send(world.settlement("2304", LEGACY, visit, "10000.00")));
        world.cures(Duration.ofMinutes(5));
        assertThat(deferred(visit).closedBy())
                .isEqualTo(String.valueOf(visitAtCare(visit).setlId()));
    }

    @Test
    void should_end_with_the_hospitals_word_when_PLG_DOWN_001_the_home_refuses_later() {
        String visit = world.stay(LEGACY, "Z1");
        world.cutOff = DOWN;
        world.send(world.settlement("2304", LEGACY, visit, "10000.00"));
        world.cutOff = Optional.empty();
        world.legacy.moods.add(LegacySystem.Mood.REFUSES);
        world.cures(Duration.ofHours(2));
        assertThat(deferred(visit).state()).isEqualTo(CaseState.OPEN);
        assertThat(deferred(visit).actor()).isEqualTo(World.HOSPITAL);
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
        World.must(world.send(world.settlement("2304", LEGACY, visit, "10000.00")));
        world.cures(Duration.ofHours(2));
        assertThat(deferred(visit).state()).isEqualTo(CaseState.CLOSED);
    }

    @Test
    void should_end_with_the_reversal_when_PLG_DOWN_001_the_hospital_takes_back_what_is_kept() {
        String visit = world.stay(LEGACY, "Z1");
        Message1 settle = world.settlement("2304", LEGACY, visit, "10000.00");
        world.cutOff = DOWN;
        assertThat(World.text(world.send(settle))).contains("PLG-DOWN-001");
        World.must(world.send(world.reversal(LEGACY, settle.msgid())));
        world.cutOff = Optional.empty();
        world.cures(Duration.ofHours(1));
        assertThat(deferred(visit).state()).isEqualTo(CaseState.CLOSED);
        assertThat(deferred(visit).closedBy()).isEqualTo("2601");
        assertThat(timeline(Case.DEFERRED, visit)).contains("医院已冲正保留的结算申请");
        assertThat(world.legacy.calls("2304")).isZero();
        // what it settles then is a settlement of its own
        World.must(world.send(world.settlement("2304", LEGACY, visit, "10000.00")));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
    }

    @Test
    void should_keep_the_corrected_one_when_PLG_DOWN_001_the_first_was_reversed_before_the_cure_has_seen_it() {
        String visit = world.stay(LEGACY, "Z1");
        Message1 settle = world.settlement("2304", LEGACY, visit, "10000.00");
        world.cutOff = DOWN;
        assertThat(World.text(world.send(settle))).contains("PLG-DOWN-001");
        World.must(world.send(world.reversal(LEGACY, settle.msgid())));
        Message1 corrected = world.settlement("2304", LEGACY, visit, "10000.00");
        assertThat(World.text(world.send(corrected))).contains("已登记为延后结算");
        assertThat(deferred(visit).known().textOr("msgid", "")).isEqualTo(corrected.msgid());
        world.cutOff = Optional.empty();
        world.cures(Duration.ofHours(1));
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
        assertThat(deferred(visit).closedBy())
                .isEqualTo(String.valueOf(visitAtCare(visit).setlId()));
    }

    /** Kept for so long that it is sent under another id; the message as the hospital knows it. */
    private Message1 keptForLong(String visit) {
        Message1 settle = world.settlement("2304", LEGACY, visit, "10000.00");
        world.cutOff = DOWN;
        assertThat(World.text(world.send(settle))).contains("PLG-DOWN-001");
        world.cures(DAY.multipliedBy(5));
        assertThat(deferred(visit).known().textOr("msgid", "")).isNotEqualTo(settle.msgid());
        return settle;
    }

    /** The same, with an id of today. */
    private Message1 today(Message1 message) {
        String day =
                LocalDate.ofInstant(world.heap.now(), Clock.ZONE).toString().replace("-", "");
        String id = message.msgid();
        return new Message1(
                message.infno(), id.substring(0, 12) + day + id.substring(20), message.home(), message.input());
    }

    @Test
    void should_end_with_the_reversal_when_PLG_DOWN_001_it_was_kept_for_longer_than_its_id_is_good() {
        String visit = world.stay(LEGACY, "Z1");
        Message1 settle = keptForLong(visit);
        World.must(world.send(today(world.reversal(LEGACY, settle.msgid()))));
        world.cutOff = Optional.empty();
        world.cures(Duration.ofHours(1));
        assertThat(deferred(visit).closedBy()).isEqualTo("2601");
        assertThat(world.legacy.calls("2304")).isZero();
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.DISCHARGED);
    }

    @Test
    void should_keep_the_same_anew_when_PLG_DOWN_001_it_was_reversed_after_its_id_was_renewed() {
        String visit = world.stay(LEGACY, "Z1");
        World.must(world.send(today(world.reversal(LEGACY, keptForLong(visit).msgid()))));
        Message1 anew = today(world.settlement("2304", LEGACY, visit, "10000.00"));
        assertThat(World.text(world.send(anew))).contains("已登记为延后结算");
        world.cutOff = Optional.empty();
        world.cures(Duration.ofHours(1));
        assertThat(world.legacy.asked).contains("call 2304 " + anew.msgid());
        assertThat(deferred(visit).closedBy())
                .isEqualTo(String.valueOf(visitAtCare(visit).setlId()));
    }

    @Test
    void should_undo_it_when_PLG_DOWN_001_the_reversal_names_an_id_that_it_was_not_sent_under() {
        String visit = world.stay(LEGACY, "Z1");
        Message1 settle = keptForLong(visit);
        world.cutOff = Optional.empty();
        world.legacy.moods.add(LegacySystem.Mood.BOOKS_UNHEARD);
        while (world.legacy.calls("2304") == 0) {
            world.care().cures.sweep();
            world.heap.runFor(1_000);
        }
        World.must(world.send(today(world.reversal(LEGACY, settle.msgid()))));
        world.cures(Duration.ofHours(2));
        assertThat(deferred(visit).closedBy()).isEqualTo("2601");
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(world.legacy.asked).anyMatch(call -> call.startsWith("reverse 2304 "));
        assertThat(world.legacy.booked)
                .doesNotContainKey(deferred(visit).known().textOr("msgid", ""));
        assertThat(world.care().failures).isEmpty();
    }

    @Test
    void should_undo_it_when_PLG_DOWN_001_it_is_reversed_while_it_is_being_settled_under_another_id() {
        String visit = world.stay(LEGACY, "Z1");
        Message1 settle = keptForLong(visit);
        world.cutOff = Optional.empty();
        world.legacy.millis = 4_000;
        while (world.legacy.calls("2304") == 0) {
            world.care().cures.sweep();
            world.heap.runFor(500);
        }
        Future<Answered> reversed = world.begin(today(world.reversal(LEGACY, settle.msgid())));
        world.heap.runUntil(1_000, reversed::isComplete);
        World.must(reversed.result());
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLING);
        world.cures(Duration.ofHours(2));
        assertThat(deferred(visit).closedBy()).isEqualTo("2601");
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(world.legacy.booked)
                .doesNotContainKey(deferred(visit).known().textOr("msgid", ""));
        assertThat(world.care().failures).isEmpty();
    }

    @Test
    void should_keep_nothing_when_PLG_DOWN_001_the_place_of_care_lets_nobody_leave_before() {
        rules("321100", RegionRules.DEFERRED, "no");
        String visit = world.stay(LEGACY, "Z1");
        world.cutOff = DOWN;
        Answered refused = world.send(world.settlement("2304", LEGACY, visit, "10000.00"));
        assertThat(refused.outcome()).isInstanceOf(Outcome.NotSent.class);
        assertThat(World.text(refused)).contains("NET-OPEN-001");
        assertThat(world.care().store.all(Case.class)).isEmpty();
    }

    @Test
    void should_keep_the_later_word_when_PLG_DOWN_001_the_hospital_sends_another() {
        String visit = world.stay(LEGACY, "Z1");
        world.cutOff = DOWN;
        assertThat(World.text(world.send(world.settlement("2304", LEGACY, visit, "10000.00"))))
                .contains("已登记为延后结算");
        world.cures(Duration.ofMinutes(5));
        Message1 later = world.settlement("2304", LEGACY, visit, "10000.00");
        later = later.withInput(later.input().replace("\"psn_setlway\":\"01\"", "\"psn_setlway\":\"02\""));
        assertThat(World.text(world.send(later))).contains("已登记为延后结算");
        world.cutOff = Optional.empty();
        world.cures(Duration.ofHours(1));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
        assertThat(world.legacy.asked).contains("call 2304 " + later.msgid());
        assertThat(World.text(world.send(later)))
                .contains(String.valueOf(visitAtCare(visit).setlId()));
    }

    @Test
    void should_take_the_place_of_what_was_refused_when_PLG_DOWN_001_comes_again() {
        String visit = world.stay(LEGACY, "Z1");
        world.cutOff = DOWN;
        world.send(world.settlement("2304", LEGACY, visit, "10000.00"));
        world.cutOff = Optional.empty();
        world.legacy.moods.add(LegacySystem.Mood.REFUSES);
        world.cures(Duration.ofMinutes(10));
        world.cutOff = DOWN;
        assertThat(World.text(world.send(world.settlement("2304", LEGACY, visit, "10000.00"))))
                .contains("已登记为延后结算");
        world.cutOff = Optional.empty();
        world.cures(Duration.ofHours(1));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(deferred(visit).state()).isEqualTo(CaseState.CLOSED);
    }

    @Test
    void should_promise_nothing_when_PLG_DOWN_001_the_one_that_is_kept_may_have_happened() {
        String visit = world.stay(LEGACY, "Z1");
        world.cutOff = DOWN;
        world.send(world.settlement("2304", LEGACY, visit, "10000.00"));
        world.cutOff = Optional.empty();
        world.legacy.moods.add(LegacySystem.Mood.LOST);
        world.cures(Duration.ofSeconds(5));
        world.cutOff = DOWN;
        Message1 other = world.settlement("2304", LEGACY, visit, "10000.00");
        assertThat(World.text(world.send(
                        other.withInput(other.input().replace("\"psn_setlway\":\"01\"", "\"psn_setlway\":\"02\"")))))
                .doesNotContain("已登记为延后结算");
    }

    @Test
    void should_end_with_the_part_when_PLG_DOWN_001_the_hospital_settles_it_itself() {
        String visit = mdtrtId(World.must(world.send(world.admission(LEGACY, "Z1"))));
        World.must(world.send(world.line(LEGACY, visit, "1", "10000.00")));
        world.cutOff = DOWN;
        assertThat(World.text(world.send(part(visit)))).contains("已登记为延后结算");
        world.cutOff = Optional.empty();
        String setlId = World.output(World.must(world.send(part(visit))))
                .body("setlinfo")
                .textOr("setl_id", "");
        world.cures(Duration.ofHours(1));
        assertThat(deferred(visit + "/mid").closedBy()).isEqualTo(setlId);
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
    }

    private Message1 part(String visit) {
        Message1 whole = world.settlement("2304", LEGACY, visit, "10000.00");
        return whole.withInput(whole.input().replace("\"mid_setl_flag\":\"0\"", "\"mid_setl_flag\":\"1\""));
    }

    @Test
    void should_end_with_the_visit_when_PLG_DOWN_001_the_registration_is_taken_back() {
        OutpatientWorld window = new OutpatientWorld() {};
        window.world = world;
        world.legacy.outpatients = true;
        String visit = window.registered(LEGACY, "M1");
        window.upload(LEGACY, visit, "S1", "1", "300.00");
        world.cutOff = DOWN;
        assertThat(World.text(world.send(window.settlement("2207", LEGACY, visit, "S1", "300.00"))))
                .contains("已登记为延后结算");
        world.cutOff = Optional.empty();
        World.must(world.send(window.undoLines(LEGACY, visit, "S1")));
        World.must(world.send(window.undo(LEGACY, visit)));
        world.cures(Duration.ofHours(1));
        assertThat(deferred(visit + "/S1").state()).isEqualTo(CaseState.CLOSED);
        assertThat(deferred(visit + "/S1").closedBy()).isEqualTo("2202");
        assertThat(world.legacy.calls("2207")).isZero();
    }

    private Case deferred(String visit) {
        return world.care().store.one(Case.key("321100", Case.DEFERRED, visit)).orElseThrow();
    }
}
