package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.coverage.Person;
import io.wutong.coverage.PersonIndex;
import io.wutong.cure.ChooseCoverage;
import io.wutong.cure.Claim;
import io.wutong.cure.HomeStay;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.visit.VisitState;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** COV-DUP-001 where one of the homes, or both, have a legacy system: it is asked, and its agency is. */
class LegacyTwiceTest extends CuresWorld {

    private static final String LEGACY = World.LEGACY_HOME;
    private static final String OTHER_LEGACY = "430100";

    /** The legacy system's answer about the person; a status of 1 is active. */
    private void legacySays(String insutype, String since, String status) {
        world.legacy.insured = List.of(Body.builder()
                .put("insutype", insutype)
                .put("psn_type", "1501")
                .put("psn_insu_stas", status)
                .put("psn_insu_date", since)
                .put("insuplc_admdvs", LEGACY)
                .build());
    }

    /** Insured at 江岸, in our store, and known to the index at the legacy home too. */
    private void knownAtTheLegacyHome() {
        certified();
        world.away().store.put(new PersonIndex(World.hash("C2"), LEGACY, ""));
    }

    private Answered admitAtLegacy() {
        return World.must(world.send(world.admission(LEGACY, "Z1")));
    }

    /** Fees, discharge, settlement at a home; the answer's text. */
    private String settle(String home, String visit) {
        World.must(world.send(world.line(home, visit, "1", "10000.00")));
        World.must(world.send(world.discharge(home, visit, "2026-10-30 08:00:00")));
        return World.text(world.send(world.settlement("2304", home, visit, "10000.00")));
    }

    private Case at(String home, String kind, String visit) {
        return world.away().store.one(Case.key(home, kind, visit)).orElseThrow();
    }

    private void chooses(String home, String visit, String area) {
        world.away()
                .session
                .commit(new ChooseCoverage(Case.key(home, Case.INSURED_TWICE, visit), area, "短信链接", world.heap.now()));
        world.heap.run();
    }

    private void sound() {
        assertThat(world.away().failures).isEmpty();
        assertThat(world.care().failures).isEmpty();
    }

    // ------------------------------------------------ the other home's is a legacy system

    @Test
    void should_settle_by_itself_when_COV_DUP_001_the_legacy_home_has_suspended_its_coverage() {
        knownAtTheLegacyHome();
        legacySays("390", "2012-01-01", "1");
        String visit = mdtrtId(admit("Z1"));
        assertThat(settleStay(visit)).contains("[COV-DUP-001]");
        world.cures(Duration.ofMinutes(5));
        assertThat(at(LEGACY, Case.COVERAGE_ASKED, visit).state()).isEqualTo(CaseState.OPEN);
        chooses(HOME, visit, HOME);
        world.cures(Duration.ofHours(5));
        // only its own agency can suspend it
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(at(LEGACY, Case.COVERAGE_ASKED, visit).state()).isEqualTo(CaseState.OPEN);
        assertThat(timeline(Case.INSURED_TWICE, visit)).anyMatch(text -> text.contains("未能暂停参保，由其经办机构办理"));
        legacySays("390", "2012-01-01", "2");
        world.cures(Duration.ofHours(1));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(at(LEGACY, Case.COVERAGE_ASKED, visit).state()).isEqualTo(CaseState.CLOSED);
        assertThat(theCase(Case.INSURED_TWICE, visit).closedBy())
                .isEqualTo(visitAtCare(visit).setlId());
        sound();
    }

    @Test
    void should_settle_at_once_when_COV_DUP_001_the_legacy_home_does_not_insure_him_any_more() {
        knownAtTheLegacyHome();
        legacySays("390", "2012-01-01", "2");
        String visit = mdtrtId(admit("Z1"));
        world.cures(Duration.ofMinutes(2));
        assertThat(settleStay(visit)).contains("setl_id");
        assertThat(world.away().store.one(Case.key(LEGACY, Case.COVERAGE_ASKED, visit)))
                .isEmpty();
        sound();
    }

    @Test
    void should_hold_it_until_then_when_COV_DUP_001_the_legacy_home_does_not_answer() {
        knownAtTheLegacyHome();
        legacySays("390", "2012-01-01", "2");
        for (int i = 0; i < 6; i++) {
            world.legacy.moods.add(LegacySystem.Mood.LOST);
        }
        String visit = mdtrtId(admit("Z1"));
        world.cures(Duration.ofSeconds(20));
        assertThat(visitAtHome(visit).isHeld()).isTrue();
        assertThat(timeline(Case.INSURED_TWICE, visit)).contains("另一参保地尚未答复");
        world.cures(Duration.ofHours(1));
        assertThat(visitAtHome(visit).isHeld()).isFalse();
        sound();
    }

    @ParameterizedTest
    @ValueSource(strings = {"系统忙，请稍后再试", "该地区接口未开通此交易", "报文字段certno缺失或不符合参保地系统要求", "机构编码不存在"})
    void should_hold_it_and_have_its_agency_look_when_COV_DUP_001_the_legacy_home_refuses_to_say(String refusal) {
        knownAtTheLegacyHome();
        world.legacy.refusesPersons = refusal;
        String visit = mdtrtId(admit("Z1"));
        world.cures(Duration.ofMinutes(2));
        assertThat(visitAtHome(visit).isHeld()).isTrue();
        assertThat(at(LEGACY, Case.COVERAGE_ASKED, visit).state()).isEqualTo(CaseState.OPEN);
        world.legacy.refusesPersons = "未查询到该人员的参保信息";
        world.cures(Duration.ofHours(1));
        assertThat(visitAtHome(visit).isHeld()).isFalse();
        assertThat(at(LEGACY, Case.COVERAGE_ASKED, visit).state()).isEqualTo(CaseState.CLOSED);
        sound();
    }

    @Test
    void should_hold_it_and_have_its_agency_look_when_COV_DUP_001_its_answer_cannot_be_dated() {
        knownAtTheLegacyHome();
        legacySays("390", "二〇二四年", "1");
        String visit = mdtrtId(admit("Z1"));
        world.cures(Duration.ofMinutes(2));
        assertThat(visitAtHome(visit).isHeld()).isTrue();
        assertThat(at(LEGACY, Case.COVERAGE_ASKED, visit).state()).isEqualTo(CaseState.OPEN);
        sound();
    }

    @Test
    void should_hold_it_and_have_its_agency_look_when_COV_DUP_001_nothing_is_known_to_ask_it_by() {
        knownAtTheLegacyHome();
        Person person = world.away().store.one(Person.key(HOME, World.PERSON)).orElseThrow();
        Body base = Body.of("psn_no", Value.text(World.PERSON));
        world.away().store.put(person.changed(Json.read(person.content()).with("baseinfo", base)));
        String visit = mdtrtId(admit("Z1"));
        world.cures(Duration.ofMinutes(2));
        assertThat(visitAtHome(visit).isHeld()).isTrue();
        assertThat(world.legacy.calls("1101")).isZero();
        assertThat(at(LEGACY, Case.COVERAGE_ASKED, visit).state()).isEqualTo(CaseState.OPEN);
        sound();
    }

    @Test
    void should_settle_once_the_patient_has_chosen_when_COV_DUP_001_another_home_says_nothing() {
        insuredTwice("390", "2012-01-01");
        knownAtTheLegacyHome();
        world.legacy.refusesPersons = "系统忙，请稍后再试";
        String visit = mdtrtId(admit("Z1"));
        assertThat(settleStay(visit)).contains("[COV-DUP-001]");
        world.cures(Duration.ofMinutes(5));
        chooses(HOME, visit, HOME);
        world.cures(Duration.ofMinutes(10));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(otherCoverage()).isEqualTo("2");
        assertThat(at(LEGACY, Case.COVERAGE_ASKED, visit).state()).isEqualTo(CaseState.OPEN);
        sound();
    }

    @Test
    void should_settle_at_the_deadline_when_COV_DUP_001_no_other_home_says_anything() {
        knownAtTheLegacyHome();
        world.legacy.refusesPersons = "系统忙，请稍后再试";
        String visit = mdtrtId(admit("Z1"));
        settleStay(visit);
        world.cures(DAY);
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.DISCHARGED);
        world.cures(Duration.ofDays(4));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(timeline(Case.INSURED_TWICE, visit))
                .contains("患者未选择，按政策保留江岸区", "保留江岸区，恢复结算；未答复的参保地由其经办机构核实")
                .doesNotContain("仅江岸区在保，恢复结算");
        assertThat(at(LEGACY, Case.COVERAGE_ASKED, visit).state()).isEqualTo(CaseState.OPEN);
        sound();
    }

    @Test
    void should_have_its_agency_look_when_COV_DUP_001_the_legacy_home_was_down_until_the_deadline() {
        knownAtTheLegacyHome();
        world.legacy.moods.addAll(Collections.nCopies(1_000, LegacySystem.Mood.LOST));
        String visit = mdtrtId(admit("Z1"));
        settleStay(visit);
        world.cures(DAY);
        assertThat(world.away().store.one(Case.key(LEGACY, Case.COVERAGE_ASKED, visit)))
                .isEmpty();
        world.cures(Duration.ofDays(4));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(at(LEGACY, Case.COVERAGE_ASKED, visit).state()).isEqualTo(CaseState.OPEN);
        sound();
    }

    @Test
    void should_hold_it_yet_when_COV_DUP_001_who_insures_him_says_nothing_for_a_moment() {
        knownAtTheLegacyHome();
        legacySays("390", "2012-01-01", "1");
        String visit = mdtrtId(admit("Z1"));
        settleStay(visit);
        world.cures(Duration.ofMinutes(5));
        chooses(HOME, visit, HOME);
        world.cures(Duration.ofHours(1));
        world.legacy.refusesPersons = "系统忙，请稍后再试";
        world.cures(Duration.ofHours(3));
        assertThat(visitAtHome(visit).isHeld()).isTrue();
        world.legacy.refusesPersons = null;
        world.cures(Duration.ofHours(1));
        assertThat(visitAtHome(visit).isHeld()).isTrue();
        sound();
    }

    @Test
    void should_have_each_other_home_suspend_when_COV_DUP_001_several_insure_him() {
        world.legacyAreas.add(OTHER_LEGACY);
        knownAtTheLegacyHome();
        world.away().store.put(new PersonIndex(World.hash("C2"), OTHER_LEGACY, ""));
        legacySays("390", "2012-01-01", "1");
        String visit = mdtrtId(admit("Z1"));
        world.cures(Duration.ofMinutes(5));
        chooses(HOME, visit, HOME);
        world.cures(Duration.ofMinutes(1));
        assertThat(timeline(Case.INSURED_TWICE, visit)).contains("长沙市未能暂停参保，由其经办机构办理", "芙蓉区未能暂停参保，由其经办机构办理");
        sound();
    }

    @Test
    void should_ask_more_and_more_seldom_when_COV_DUP_001_the_legacy_home_says_no_number() {
        knownAtTheLegacyHome();
        legacySays("390", "2012-01-01", "1");
        world.legacy.personNo = "";
        String visit = mdtrtId(admit("Z1"));
        world.cures(Duration.ofMinutes(5));
        chooses(HOME, visit, HOME);
        long before = world.legacy.calls("1101");
        world.cures(Duration.ofMinutes(30));
        assertThat(world.legacy.calls("1101") - before).isLessThan(20);
        assertThat(timeline(Case.INSURED_TWICE, visit)).anyMatch(text -> text.contains("未能暂停参保，由其经办机构办理"));
        sound();
    }

    @Test
    void should_hand_the_stay_over_under_his_number_there_when_COV_DUP_001_the_legacy_home_stays_by_policy() {
        knownAtTheLegacyHome();
        legacySays("310", "2012-01-01", "1");
        String visit = mdtrtId(admit("Z1"));
        settleStay(visit);
        world.cures(Duration.ofDays(5));
        assertThat(timeline(Case.INSURED_TWICE, visit)).anyMatch(text -> text.startsWith("患者未选择，按政策保留"));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.VOID);
        assertThat(world.away().store.all(Claim.class)).singleElement().satisfies(claim -> {
            assertThat(claim.node()).isEqualTo(LEGACY);
            assertThat(claim.psnNo()).isEqualTo(LegacySystem.PERSON);
            assertThat(theCase(Case.INSURED_TWICE, visit).closedBy()).isEqualTo(claim.claimNo());
        });
        assertThat(at(LEGACY, Case.COVERAGE_ASKED, visit).state()).isEqualTo(CaseState.CLOSED);
        sound();
    }

    // ------------------------------------------------ the home of the admission has one

    @Test
    void should_hold_and_settle_once_when_COV_DUP_001_he_was_admitted_under_a_legacy_home() {
        knownElsewhere();
        legacySays("390", "2012-01-01", "1");
        Answered admitted = admitAtLegacy();
        assertThat(World.text(admitted)).contains("均有在保记录，系统已向各地核实");
        String visit = mdtrtId(admitted);
        assertThat(settle(LEGACY, visit)).contains("[COV-DUP-001]");
        assertThat(world.legacy.calls("2304")).isZero();
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.DISCHARGED);
        world.cures(Duration.ofMinutes(2));
        chooses(LEGACY, visit, LEGACY);
        world.cures(Duration.ofMinutes(30));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
        assertThat(otherCoverage()).isEqualTo("2");
        world.cures(Duration.ofHours(1));
        assertThat(at(LEGACY, Case.INSURED_TWICE, visit).closedBy())
                .isEqualTo(visitAtCare(visit).setlId());
        sound();
    }

    @Test
    void should_let_the_policy_decide_by_what_the_legacy_home_says_when_COV_DUP_001_nobody_has_chosen() {
        knownElsewhere(); // since 2020 there
        legacySays("390", "2024-01-01", "1");
        String visit = mdtrtId(admitAtLegacy());
        settle(LEGACY, visit);
        world.cures(Duration.ofDays(5));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
        assertThat(otherCoverage()).isEqualTo("2");
        sound();
    }

    @Test
    void should_keep_the_home_of_the_admission_when_COV_DUP_001_the_legacy_home_does_not_say_since_when() {
        knownElsewhere(); // since 2020 there
        legacySays("390", "", "1");
        String visit = mdtrtId(admitAtLegacy());
        settle(LEGACY, visit);
        world.cures(Duration.ofDays(5));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
        sound();
    }

    @Test
    void should_hand_the_stay_over_when_COV_DUP_001_the_other_home_stays() {
        knownElsewhere();
        legacySays("390", "2012-01-01", "1");
        String visit = mdtrtId(admitAtLegacy());
        settle(LEGACY, visit);
        world.cures(Duration.ofMinutes(2));
        chooses(LEGACY, visit, World.PROVINCE_HOME);
        world.cures(Duration.ofMinutes(30));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.VOID);
        assertThat(world.legacy.calls("2304")).isZero();
        assertThat(world.legacy.calls("2404")).isEqualTo(1);
        assertThat(world.care().store.all(Claim.class))
                .singleElement()
                .extracting(Claim::node)
                .isEqualTo(World.PROVINCE_HOME);
        // what the legacy system insures is its agency's to suspend
        assertThat(at(LEGACY, Case.COVERAGE_ASKED, visit).state()).isEqualTo(CaseState.OPEN);
        sound();
    }

    @Test
    void should_end_and_suspend_nothing_when_COV_DUP_001_the_admission_is_reversed() {
        knownElsewhere();
        legacySays("390", "2024-01-01", "1");
        World.Message1 admission = world.admission(LEGACY, "Z1");
        String visit = mdtrtId(World.must(world.send(admission)));
        world.cures(Duration.ofMinutes(2));
        chooses(LEGACY, visit, LEGACY);
        World.must(world.send(world.reversal(LEGACY, "2401", admission.msgid())));
        world.cures(Duration.ofDays(5));
        assertThat(at(LEGACY, Case.INSURED_TWICE, visit).state()).isEqualTo(CaseState.CLOSED);
        assertThat(otherCoverage()).isEqualTo("1");
        assertThat(world.away().store.all(HomeStay.class))
                .singleElement()
                .extracting(HomeStay::state)
                .isEqualTo(HomeStay.State.REVOKED);
        sound();
    }

    @Test
    void should_end_when_COV_DUP_001_the_place_of_care_alone_knows_that_it_was_taken_back() {
        knownElsewhere();
        legacySays("390", "2012-01-01", "1");
        World.Message1 admission = world.admission(LEGACY, "Z1");
        String visit = mdtrtId(World.must(world.send(admission)));
        world.cures(Duration.ofMinutes(2));
        HomeStay stay = world.away().store.all(HomeStay.class).get(0);
        World.must(world.send(world.reversal(LEGACY, "2401", admission.msgid())));
        world.away().store.put(stay);
        chooses(LEGACY, visit, World.PROVINCE_HOME);
        world.cures(Duration.ofMinutes(30));
        assertThat(at(LEGACY, Case.INSURED_TWICE, visit).state()).isEqualTo(CaseState.CLOSED);
        sound();
    }

    @Test
    void should_settle_soon_when_COV_DUP_001_what_was_sent_at_first_is_lost() {
        knownElsewhere();
        legacySays("390", "2012-01-01", "1");
        String visit = mdtrtId(admitAtLegacy());
        assertThat(settle(LEGACY, visit)).contains("[COV-DUP-001]");
        world.cures(Duration.ofMinutes(2));
        world.legacy.moods.add(LegacySystem.Mood.LOST);
        chooses(LEGACY, visit, LEGACY);
        world.cures(Duration.ofMinutes(2));
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
        world.background(60);
        world.cures(Duration.ofMinutes(5));
        assertThat(world.legacy.calls("2304")).isEqualTo(2);
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        sound();
    }

    @Test
    void should_settle_when_COV_DUP_001_both_homes_have_a_legacy_system() {
        world.legacyAreas.add(OTHER_LEGACY);
        world.away().store.put(new PersonIndex(World.hash(World.card(LEGACY)), OTHER_LEGACY, ""));
        legacySays("390", "2012-01-01", "1");
        String visit = mdtrtId(admitAtLegacy());
        assertThat(settle(LEGACY, visit)).contains("[COV-DUP-001]");
        world.cures(Duration.ofMinutes(5));
        assertThat(at(OTHER_LEGACY, Case.COVERAGE_ASKED, visit).state()).isEqualTo(CaseState.OPEN);
        chooses(LEGACY, visit, LEGACY);
        legacySays("390", "2012-01-01", "2");
        world.cures(Duration.ofHours(1));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
        assertThat(at(OTHER_LEGACY, Case.COVERAGE_ASKED, visit).state()).isEqualTo(CaseState.CLOSED);
        sound();
    }

    @Test
    void should_hold_nothing_when_he_is_insured_at_the_legacy_home_alone() {
        world.away().store.put(new PersonIndex(World.hash(World.card(LEGACY)), LEGACY, ""));
        assertThat(settle(LEGACY, mdtrtId(admitAtLegacy()))).contains("setl_id");
        assertThat(world.away().store.all(Case.class)).isEmpty();
    }

    /** Of whom the admission at the legacy home shows the card: insured at 江宁 too, since 2020. */
    private void knownElsewhere() {
        String hash = World.hash(World.card(LEGACY));
        world.away().store.put(new PersonIndex(hash, World.PROVINCE_HOME, ""));
        world.care().store.put(new PersonIndex(hash, World.PROVINCE_HOME, World.PERSON));
    }
}
