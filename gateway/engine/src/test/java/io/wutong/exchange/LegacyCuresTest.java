package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.cure.HomeStay;
import io.wutong.envelope.MessageId;
import io.wutong.exchange.World.Message1;
import io.wutong.spi.Body;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The cures at a home that keeps its own books behind an adapter. */
class LegacyCuresTest extends CuresWorld {

    private static final String LEGACY = World.LEGACY_HOME;

    // ------------------------------------------------------------- FIL-AREA

    @Test
    void should_file_for_the_city_there_and_go_on_in_one_call_when_FIL_AREA_001_the_legacy_home_compares_by_equality() {
        world.legacy.filedFor = new HashSet<>(Set.of("320000"));
        Answered admitted = World.must(world.send(world.admission(LEGACY, "Z1")));
        assertThat(World.text(admitted)).contains("\"warn_msg\":\"备案地为江苏省，已补登镇江市的备案，可直接结算\"");
        assertThat(world.legacy.filedFor).containsExactlyInAnyOrder("320000", "321100");
        assertThat(world.legacy.calls("2401")).isEqualTo(2);
        assertThat(world.legacy.calls("2501")).isEqualTo(1);
        String visit = mdtrtId(admitted);
        // a second stay finds it there
        World.must(world.send(world.admission(LEGACY, "Z2")));
        assertThat(world.legacy.calls("2501")).isEqualTo(1);

        Body settled = World.output(settleAt(LEGACY, visit));
        world.cures(Duration.ofMinutes(5));
        String setlId = settled.body("setlinfo").textOr("setl_id", "");
        assertThat(legacyCase(Case.FILING_AREA, visit).closedBy()).isEqualTo(setlId);
        assertThat(timeline(Case.FILING_AREA, visit))
                .containsExactly(
                        "备案地为江苏省，参保地要求备案到镇江市",
                        "已补登镇江市的备案，有效期与原备案相同，流水号LF2",
                        "2401按补登的备案重新办理",
                        "就诊已结算，结算ID " + setlId,
                        setlId);
    }

    @Test
    void should_refuse_as_the_legacy_home_does_when_FIL_AREA_002_the_filing_is_for_elsewhere() {
        world.legacy.filedFor = new HashSet<>(Set.of("650000"));
        assertThat(World.text(world.send(world.admission(LEGACY, "Z1")))).contains("[L-3] 备案地与就医地不符");
        assertThat(world.legacy.calls("2401")).isEqualTo(1);
        assertThat(world.legacy.calls("2501")).isZero();
        assertThat(world.away().store.all(Case.class)).isEmpty();
    }

    // ----------------------------------------------------------- SEQ-INHOSP

    @Test
    void should_send_the_discharge_ahead_when_SEQ_INHOSP_001_the_legacy_home_has_him_in_hospital() {
        world.legacy.wantsDischarge = true;
        String visit = mdtrtId(World.must(world.send(world.admission(LEGACY, "Z1"))));
        World.must(world.send(world.line(LEGACY, visit, "1", "10000.00")));
        Message1 settle = left(world.settlement("2304", LEGACY, visit, "10000.00"));
        World.must(world.send(settle));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(world.legacy.asked)
                .extracting(line -> line.substring(0, "call 2401".length()))
                .containsExactly("call 2401", "call 2304", "call 2402", "call 2304");
        assertThat(world.legacy.asked).contains("call 2402 " + MessageId.ahead(settle.msgid(), "2402"));
        assertThat(world.legacy.booked).containsKey(settle.msgid());
    }

    @Test
    void should_discharge_nobody_when_SEQ_INHOSP_001_he_may_still_be_in_hospital() {
        world.legacy.wantsDischarge = true;
        String visit = mdtrtId(World.must(world.send(world.admission(LEGACY, "Z1"))));
        World.must(world.send(world.line(LEGACY, visit, "1", "10000.00")));
        for (Message1 settle : List.of(
                left(world.settlement("2303", LEGACY, visit, "10000.00")),
                left(part(world.settlement("2304", LEGACY, visit, "10000.00"))),
                world.settlement("2304", LEGACY, visit, "10000.00"))) {
            assertThat(World.text(world.send(settle))).contains("[L-2] 在院状态不允许结算");
        }
        assertThat(world.legacy.calls("2402")).isZero();
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.OPEN);
    }

    @Test
    void should_refuse_nothing_for_good_when_SEQ_INHOSP_001_nobody_knows_whether_he_was_discharged() {
        world.legacy.wantsDischarge = true;
        String visit = mdtrtId(World.must(world.send(world.admission(LEGACY, "Z1"))));
        World.must(world.send(world.line(LEGACY, visit, "1", "10000.00")));
        world.legacy.moods.addAll(List.of(LegacySystem.Mood.WELL, LegacySystem.Mood.LOST));
        Message1 settle = left(world.settlement("2304", LEGACY, visit, "10000.00"));
        assertThat(World.text(world.send(settle))).contains("NET-UNKNOWN-001");
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLING);
        // found absent there, it may be made again
        world.background(60);
        World.must(world.send(left(world.settlement("2304", LEGACY, visit, "10000.00"))));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
    }

    @Test
    void should_refuse_nothing_for_good_when_FIL_AREA_001_nobody_knows_whether_it_was_filed() {
        world.legacy.filedFor = new HashSet<>(Set.of("320000"));
        world.legacy.moods.addAll(List.of(LegacySystem.Mood.WELL, LegacySystem.Mood.WELL, LegacySystem.Mood.LOST));
        assertThat(World.text(world.send(world.admission(LEGACY, "Z1")))).contains("NET-UNKNOWN-001");
        assertThat(world.legacy.calls("2501")).isEqualTo(1);
    }

    private static Message1 left(Message1 settlement) {
        return settlement.withInput(
                settlement.input().replace("\"mid_setl_flag\"", "\"dscgTime\":\"2026-10-30\",\"mid_setl_flag\""));
    }

    // ----------------------------------------------------------- ADM-ORPHAN

    @Test
    void should_take_it_back_when_ADM_ORPHAN_001_another_admission_comes_to_the_legacy_home() {
        String left = world.stay(LEGACY, "Z1");
        Message1 other = world.admission(LEGACY, "Z9");
        World.must(world.send(new Message1(
                other.infno(), World.OTHER_HOSPITAL + other.msgid().substring(12), LEGACY, other.input())));
        assertThat(legacyCase(Case.ORPHAN, left).state()).isEqualTo(CaseState.OPEN);
        world.cures(Duration.ofDays(5));
        assertThat(visitAtCare(left).state()).isEqualTo(VisitState.VOID);
        assertThat(sent(left)).containsExactly("2401", "2301", "2402", "2405", "2302", "2404");
        assertThat(legacyCase(Case.ORPHAN, left).state()).isEqualTo(CaseState.CLOSED);
        assertThat(world.legacy.calls("2404")).isEqualTo(1);
        assertThat(world.away().store.all(Visit.class)).isEmpty();
        assertThat(world.away().failures).isEmpty();
        assertThat(world.care().failures).isEmpty();
    }

    @Test
    void should_find_it_after_a_day_and_end_with_the_settlement_when_ADM_ORPHAN_001_is_at_a_legacy_home() {
        String left = world.stay(LEGACY, "Z1");
        String settled = world.stay(LEGACY, "Z2");
        World.must(world.send(world.settlement("2304", LEGACY, settled, "10000.00")));
        world.sleepUntil(world.heap.now().plus(DAY).plusSeconds(1));
        world.away().stays.sweep();
        world.heap.runFor(1_000);
        assertThat(world.away().store.all(Case.class)).extracting(Case::ref).containsExactly(left);
        world.cures(Duration.ofHours(1));
        Body answer = World.output(World.must(world.send(world.settlement("2304", LEGACY, left, "10000.00"))));
        world.cures(Duration.ofDays(4));
        assertThat(legacyCase(Case.ORPHAN, left).closedBy())
                .isEqualTo(answer.body("setlinfo").textOr("setl_id", ""));
        assertThat(sent(left)).doesNotContain("2404");
    }

    @Test
    void should_leave_him_in_hospital_when_ADM_ORPHAN_001_a_part_of_the_stay_is_taken_back() {
        String visit = mdtrtId(World.must(world.send(world.admission(LEGACY, "Z1"))));
        World.must(world.send(world.line(LEGACY, visit, "1", "10000.00")));
        Body part = World.output(World.must(world.send(part(world.settlement("2304", LEGACY, visit, "10000.00")))));
        World.must(world.send(world.cancellation(LEGACY, visit, setlId(part))));
        assertThat(stayAtHome(visit).state()).isEqualTo(HomeStay.State.ADMITTED);
        assertThat(orphansAfterADay()).isEmpty();
        // nor is he gone because the whole was settled before his discharge, and taken back
        Body whole = World.output(World.must(world.send(world.settlement("2304", LEGACY, visit, "10000.00"))));
        assertThat(stayAtHome(visit).state()).isEqualTo(HomeStay.State.SETTLED);
        World.must(world.send(world.cancellation(LEGACY, visit, setlId(whole))));
        assertThat(stayAtHome(visit).state()).isEqualTo(HomeStay.State.ADMITTED);
        assertThat(orphansAfterADay()).isEmpty();
    }

    @Test
    void should_look_after_a_day_when_ADM_ORPHAN_001_the_settlement_of_one_who_has_left_is_taken_back() {
        String left = world.stay(LEGACY, "Z1");
        Body settled = World.output(World.must(world.send(world.settlement("2304", LEGACY, left, "10000.00"))));
        World.must(world.send(world.cancellation(LEGACY, left, setlId(settled))));
        assertThat(orphansAfterADay()).containsExactly(left);
    }

    private List<String> orphansAfterADay() {
        world.sleepUntil(world.heap.now().plus(DAY).plusSeconds(1));
        world.away().stays.sweep();
        world.heap.runFor(1_000);
        return world.away().store.all(Case.class).stream().map(Case::ref).toList();
    }

    private HomeStay stayAtHome(String visit) {
        return world.away().store.one(HomeStay.key(LEGACY, World.PERSON, visit)).orElseThrow();
    }

    private static Message1 part(Message1 settlement) {
        return settlement.withInput(settlement.input().replace("\"mid_setl_flag\":\"0\"", "\"mid_setl_flag\":\"1\""));
    }

    private static String setlId(Body output) {
        return output.body("setlinfo").textOr("setl_id", "");
    }

    private Answered settleAt(String home, String visit) {
        World.must(world.send(world.line(home, visit, "1", "10000.00")));
        World.must(world.send(world.discharge(home, visit, "2026-10-30 08:00:00")));
        return World.must(world.send(world.settlement("2304", home, visit, "10000.00")));
    }

    private Case legacyCase(String kind, String ref) {
        return world.away().store.one(Case.key(LEGACY, kind, ref)).orElseThrow();
    }
}
