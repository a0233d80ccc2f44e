package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.cases.Case;
import io.wutong.cases.CaseKind;
import io.wutong.cases.CaseState;
import io.wutong.cases.CaseText;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.HomeFiling;
import io.wutong.coverage.Person;
import io.wutong.coverage.PersonIndex;
import io.wutong.cure.ChooseCoverage;
import io.wutong.cure.Claim;
import io.wutong.cure.FilingGate;
import io.wutong.cure.RegionRules;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.state.StateChange;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Failures on a patient's way and their cures, by the domain's codes: the end, each message once, the texts. */
class CuresTest {

    private static final String HOME = World.FAR_HOME;
    private static final Duration DAY = Duration.ofDays(1);

    private final World world = World.ofTwo();

    // ------------------------------------------------------------- FIL-AREA

    @Test
    void should_settle_when_FIL_AREA_001_filed_for_the_province_and_the_home_takes_that() {
        filed("long_term", "320000", "2026-01-01", null);
        Answered admitted = admit("Z1");
        assertThat(World.text(admitted)).contains("\"warn_msg\":\"备案地为江苏省，备案到省即覆盖其各市，可直接结算\"");
        assertThat(world.away().store.all(HomeFiling.class)).isEmpty();
        assertThat(world.away().store.all(Case.class)).isEmpty();
    }

    @Test
    void should_add_a_filing_and_go_on_in_one_call_when_FIL_AREA_001_the_home_compares_by_equality() {
        rules("420000", RegionRules.FILING_MATCH, "equal");
        filed("long_term", "320000", "2026-01-01", "2026-12-31");
        Answered admitted = admit("Z1");
        String mdtrtId = mdtrtId(admitted);
        assertThat(World.text(admitted)).contains("备案地为江苏省，已补登镇江市的备案，可直接结算");
        assertThat(world.away().store.all(HomeFiling.class))
                .singleElement()
                .matches(filing -> filing.kind() == HomeFiling.Kind.WIDENED
                        && filing.code().equals("321100"))
                .matches(filing ->
                        filing.from().equals("2026-01-01") && filing.to().equals("2026-12-31"));

        // a second stay finds the filing for the city, and needs no other
        admit("Z2");
        assertThat(world.away().store.all(HomeFiling.class)).hasSize(1);

        settleStay(mdtrtId);
        world.cures(Duration.ofMinutes(5));
        Case closed = theCase(Case.FILING_AREA, mdtrtId);
        assertThat(closed.state()).isEqualTo(CaseState.CLOSED);
        assertThat(closed.closedBy()).isEqualTo(visitAtHome(mdtrtId).setlId());
        assertThat(timeline(Case.FILING_AREA, mdtrtId))
                .containsExactly(
                        "备案地为江苏省，参保地要求备案到镇江市",
                        "已补登镇江市的备案，有效期与原备案相同，流水号" + filings().get(0).sn(),
                        "2401按补登的备案重新办理",
                        "就诊已结算，结算ID " + closed.closedBy(),
                        closed.closedBy());
    }

    @Test
    void should_refuse_with_the_place_to_file_for_when_FIL_AREA_002_filed_for_elsewhere() {
        rules("420000", RegionRules.FILING_REQUIRED, "yes");
        filed("long_term", "650000", "2026-01-01", null);
        assertThat(World.text(world.send(world.admission(HOME, "Z1"))))
                .contains("[FIL-AREA-002] 备案地为新疆维吾尔自治区，不含镇江市；请补办到镇江市的备案");
        World.must(world.send(referral()));
        assertThat(mdtrtId(admit("Z1"))).isNotEmpty();
    }

    @Test
    void should_settle_once_filed_when_FIL_NONE_001_it_was_not_filed_for() {
        rules("420000", RegionRules.FILING_REQUIRED, "yes");
        Answered admitted = admit("Z1");
        assertThat(World.text(admitted)).contains("\"warn_msg\":\"未查到备案：如为急诊请勾选急诊");
        String mdtrtId = mdtrtId(admitted);
        assertThat(settleStay(mdtrtId)).contains("[FIL-NONE-001] 未查到备案；如为急诊请勾选急诊，否则请补办，出院结算前均有效");
        // filed for late, the minute before it is settled
        World.must(world.send(referral()));
        World.must(world.send(world.settlement("2304", HOME, mdtrtId, "10000.00")));
        world.cures(Duration.ofMinutes(2));
        assertThat(theCase(Case.FILING_NONE, mdtrtId).closedBy())
                .isEqualTo(visitAtHome(mdtrtId).setlId());
    }

    @Test
    void should_settle_as_not_filed_when_FIL_NONE_001_the_patient_will_not_file() {
        rules("420000", RegionRules.FILING_REQUIRED, "yes");
        String mdtrtId = mdtrtId(admit("Z1"));
        assertThat(settleStay(mdtrtId)).contains("FIL-NONE-001");
        world.away()
                .session
                .commit(new FilingGate.Decline(Case.key(HOME, Case.FILING_NONE, mdtrtId), "窗口", world.heap.now()));
        world.heap.run();
        World.must(world.send(world.settlement("2304", HOME, mdtrtId, "10000.00")));
        assertThat(timeline(Case.FILING_NONE, mdtrtId)).containsExactly("没有到镇江市的备案", "患者声明不备案，按未备案比例结算(窗口)");
    }

    @Test
    void should_need_no_filing_when_FIL_NONE_001_it_is_an_emergency() {
        rules("420000", RegionRules.FILING_REQUIRED, "yes");
        World.Message1 emergency = world.admission(HOME, "Z1");
        Answered admitted = World.must(world.send(
                emergency.withInput(emergency.input().replace("\"med_type\":\"21\"", "\"med_type\":\"24\""))));
        assertThat(World.text(admitted)).doesNotContain("warn_msg");
        assertThat(settleStay(mdtrtId(admitted))).contains("setl_id");
        assertThat(world.away().store.all(Case.class)).isEmpty();
    }

    @Test
    void should_settle_when_FIL_EXP_001_the_filing_ended_during_the_stay() {
        rules("420000", RegionRules.FILING_REQUIRED, "yes");
        filed("long_term", "321100", "2026-01-01", "2026-10-15");
        String mdtrtId = mdtrtId(admit("Z1"));
        assertThat(settleStay(mdtrtId)).contains("setl_id");
        // a filing that had ended before holds no more
        filed("long_term", "321100", "2026-01-01", "2026-10-11");
        assertThat(settleStay(mdtrtId(admit("Z2")))).contains("FIL-NONE-001");
    }

    // ----------------------------------------------------------- ADM-ORPHAN

    @Test
    void should_take_it_back_in_the_reverse_order_when_ADM_ORPHAN_001_the_filing_was_given_up() {
        String sn =
                World.output(World.must(world.send(referral()))).body("result").textOr("trt_dcla_detl_sn", "");
        String left = stay("Z1");
        World.must(world.send(undoReferral(sn)));

        // the same day, elsewhere
        Answered again = admitAt(World.OTHER_HOSPITAL, "Z9");
        assertThat(again.outcome().label()).isEqualTo("succeeded");

        world.cures(Duration.ofMinutes(5));
        assertThat(visitAtCare(left).state()).isEqualTo(VisitState.VOID);
        assertThat(visitAtHome(left).state()).isEqualTo(VisitState.VOID);
        assertThat(sent(left)).containsExactly("2401", "2301", "2402", "2405", "2302", "2404");
        Case closed = theCase(Case.ORPHAN, left);
        Claim claim = world.away().store.all(Claim.class).get(0);
        assertThat(closed.state()).isEqualTo(CaseState.CLOSED);
        assertThat(closed.closedBy()).isEqualTo(claim.claimNo());
        assertThat(Json.read(claim.content()).bodies("feedetail"))
                .singleElement()
                .matches(line -> line.textOr("det_item_fee_sumamt", "").equals("10000.00"));
        assertThat(timeline(Case.ORPHAN, left).get(0)).startsWith("镇江市示范人民医院于2026-10-12 09:20:00的入院登记未撤销");
        assertThat(timeline(Case.REVOCATION, left)).containsSubsequence("2405已办成", "2302已办成", "2404已办成", "入院登记已撤销");
        assertThat(world.away().failures).isEmpty();
        assertThat(world.care().failures).isEmpty();
    }

    @Test
    void should_wait_for_the_hospital_and_then_take_it_back_when_ADM_ORPHAN_001_a_day_has_passed() {
        String left = stay("Z1");
        world.sleepUntil(world.heap.now().plus(DAY).plusSeconds(1));
        world.away().stays.sweep();
        world.heap.runFor(1_000);
        assertThat(theCase(Case.ORPHAN, left).state()).isEqualTo(CaseState.OPEN);
        world.cures(Duration.ofHours(2));
        Case asked = world.care()
                .store
                .one(Case.key("321100", Case.REVOCATION, left))
                .orElseThrow();
        assertThat(asked.actor()).isEqualTo(World.HOSPITAL);
        assertThat(visitAtCare(left).state()).isEqualTo(VisitState.DISCHARGED);

        world.cures(Duration.ofDays(4));
        assertThat(visitAtCare(left).state()).isEqualTo(VisitState.VOID);
        assertThat(sent(left)).filteredOn("2404"::equals).hasSize(1);
        assertThat(theCase(Case.ORPHAN, left).state()).isEqualTo(CaseState.CLOSED);
    }

    @Test
    void should_end_with_the_settlement_when_ADM_ORPHAN_001_the_hospital_settles_after_all() {
        String left = stay("Z1");
        world.sleepUntil(world.heap.now().plus(DAY).plusSeconds(1));
        world.away().stays.sweep();
        world.heap.runFor(1_000);
        world.cures(Duration.ofHours(1));
        World.must(world.send(world.settlement("2304", HOME, left, "10000.00")));
        world.cures(Duration.ofDays(4));
        Case closed = theCase(Case.ORPHAN, left);
        assertThat(closed.closedBy()).isEqualTo(visitAtHome(left).setlId());
        assertThat(sent(left)).doesNotContain("2404");
    }

    // -------------------------------------------------------------- COV-DUP

    @Test
    void should_settle_by_itself_when_COV_DUP_001_the_patient_chooses_this_home() {
        insuredTwice("390", "2024-01-01");
        Answered admitted = admit("Z1");
        assertThat(World.text(admitted)).contains("在武汉市江岸区、江宁区均有在保记录".replace("武汉市", ""));
        String mdtrtId = mdtrtId(admitted);
        String held = settleStay(mdtrtId);
        assertThat(held).contains("[COV-DUP-001] 该参保人在多地均有在保记录");
        world.cures(Duration.ofMinutes(2));
        assertThat(theCase(Case.INSURED_TWICE, mdtrtId).known().textOr("asked", ""))
                .isEqualTo("insured");
        assertThat(ticket(mdtrtId).state()).isEqualTo(CaseState.OPEN);

        choose(mdtrtId, HOME);
        world.cures(Duration.ofMinutes(10));
        assertThat(visitAtCare(mdtrtId).state()).isEqualTo(VisitState.SETTLED);
        assertThat(theCase(Case.INSURED_TWICE, mdtrtId).closedBy())
                .isEqualTo(visitAtCare(mdtrtId).setlId());
        assertThat(ticket(mdtrtId).state()).isEqualTo(CaseState.CLOSED);
        assertThat(sent(mdtrtId)).filteredOn("2304"::equals).hasSize(2);
        assertThat(world.care()
                        .store
                        .one(Case.key("321100", Case.HELD, mdtrtId))
                        .orElseThrow()
                        .state())
                .isEqualTo(CaseState.CLOSED);
        assertThat(otherCoverage()).isEqualTo("2");
    }

    @Test
    void should_let_the_policy_decide_at_the_deadline_when_COV_DUP_001_nobody_has_chosen() {
        insuredTwice("390", "2012-01-01");
        String mdtrtId = mdtrtId(admit("Z1"));
        settleStay(mdtrtId);
        world.cures(DAY);
        assertThat(visitAtCare(mdtrtId).state()).isEqualTo(VisitState.DISCHARGED);
        world.cures(Duration.ofDays(5));
        assertThat(visitAtCare(mdtrtId).state()).isEqualTo(VisitState.SETTLED);
        assertThat(timeline(Case.INSURED_TWICE, mdtrtId)).contains("患者未选择，按政策保留江岸区");
    }

    @Test
    void should_hand_the_stay_over_as_a_claim_when_COV_DUP_001_the_other_home_stays() {
        insuredTwice("310", "2024-01-01");
        String mdtrtId = mdtrtId(admit("Z1"));
        settleStay(mdtrtId);
        choose(mdtrtId, World.PROVINCE_HOME);
        world.cures(Duration.ofMinutes(10));
        assertThat(visitAtCare(mdtrtId).state()).isEqualTo(VisitState.VOID);
        Claim claim = world.care().store.all(Claim.class).get(0);
        assertThat(claim.node()).isEqualTo(World.PROVINCE_HOME);
        assertThat(theCase(Case.INSURED_TWICE, mdtrtId).closedBy()).isEqualTo(claim.claimNo());
        assertThat(otherCoverage()).isEqualTo("1");
    }

    @Test
    void should_settle_when_COV_DUP_001_the_other_agency_suspends_by_itself() {
        insuredTwice("390", "2024-01-01");
        String mdtrtId = mdtrtId(admit("Z1"));
        world.cures(Duration.ofMinutes(1));
        world.care().store.put(person(World.PROVINCE_HOME, "390", "2024-01-01", "2"));
        world.cures(Duration.ofHours(1));
        assertThat(visitAtHome(mdtrtId).isHeld()).isFalse();
        assertThat(settleStay(mdtrtId)).contains("setl_id");
        world.cures(Duration.ofHours(1));
        assertThat(theCase(Case.INSURED_TWICE, mdtrtId).state()).isEqualTo(CaseState.CLOSED);
    }

    @Test
    void should_tell_each_home_when_COV_DUP_001_homes_have_published_the_same_person() {
        world.away().store.put(new PersonIndex(World.hash("C2"), World.PROVINCE_HOME, ""));
        Case known = Case.open("100000", Case.KNOWN_TWICE, World.hash("C2"), "known", world.heap.now())
                .turnAt(world.heap.now());
        world.away().store.put(known);
        world.cures(Duration.ofMinutes(1));
        assertThat(world.care().store.all(PersonIndex.class))
                .anyMatch(index -> index.certHash().equals(World.hash("C2"))
                        && index.area().equals(HOME));
        assertThat(world.away().store.one(known.key()).orElseThrow().state()).isEqualTo(CaseState.CLOSED);
    }

    @Test
    void should_do_each_message_once_when_the_answers_of_cures_are_lost() {
        String sn =
                World.output(World.must(world.send(referral()))).body("result").textOr("trt_dcla_detl_sn", "");
        String left = stay("Z1");
        World.must(world.send(undoReferral(sn)));
        for (int i = 0; i < 6; i++) {
            world.weather.add(World.Weather.LOSES_ANSWER);
            world.weather.add(World.Weather.FINE);
        }
        world.cures(Duration.ofMinutes(30));
        assertThat(visitAtCare(left).state()).isEqualTo(VisitState.VOID);
        assertThat(sent(left)).containsExactly("2401", "2301", "2402", "2405", "2302", "2404");
        assertThat(world.away().store.all(Claim.class)).hasSize(1);
    }

    @Test
    void should_have_a_text_in_both_languages_when_a_case_is_of_a_kind_with_a_cure() {
        assertThat(CaseKind.all()).filteredOn(CaseKind::cured).hasSize(6).allSatisfy(kind -> {
            assertThat(kind.zh()).isNotBlank();
            assertThat(kind.en()).isNotBlank();
        });
        assertThat(CaseText.en("revoke.done|2404")).isEqualTo("2404 is done");
        assertThat(CaseText.zh("anything else")).isEqualTo("anything else");
    }

    // ---------------------------------------------------------------- shared

    private void rules(String area, String rule, String value) {
        for (World.Process process : world.processes.values()) {
            process.directory = process.directory.with(
                    RegionRules.SHIPPED.with(List.of(Map.of("area", area, "rule", rule, "value", value))));
        }
    }

    private void filed(String type, String area, String from, String to) {
        Body.Builder filing = Body.builder()
                .put("type", type)
                .put("area", area)
                .put("begndate", from)
                .put("no", "F1");
        if (to != null) {
            filing.put("enddate", to);
        }
        Person person = World.person(HOME);
        Body content = Json.read(person.content()).with("filings", new Value.Items(List.of(filing.build())));
        world.away().store.put(new Person(HOME, World.PERSON, 1, person.certHash(), Json.writeText(content)));
    }

    private World.Message1 referral() {
        return world.message("2501", HOME, """
                {"refmedin":{"psn_no":"%s","diag_code":"C1","diag_name":"病","reflin_medins_no":"%s",
                "reflin_medins_name":"院","mdtrtarea_admdvs":"321100","refl_type":"1","refl_date":"2026-10-01",
                "refl_rea":"转","refl_opnn":"同意"}}""".formatted(World.PERSON, World.HOSPITAL));
    }

    private World.Message1 undoReferral(String sn) {
        return world.message("2502", HOME, """
                {"data":{"trt_dcla_detl_sn":"%s","psn_no":"%s"}}""".formatted(sn, World.PERSON));
    }

    /** The same person at 江宁, in the other process. */
    private void insuredTwice(String insutype, String since) {
        world.care().store.put(person(World.PROVINCE_HOME, insutype, since, "1"));
        world.care().store.put(new PersonIndex(World.hash("C2"), World.PROVINCE_HOME, World.PERSON));
        world.away().store.put(new PersonIndex(World.hash("C2"), World.PROVINCE_HOME, ""));
    }

    private static Person person(String home, String insutype, String since, String status) {
        Body base = Body.builder().put("psn_no", World.PERSON).build();
        Coverage coverage = new Coverage(insutype, "1501", status, home, since, null, 0, 0);
        return new Person(home, World.PERSON, 1, World.hash("C2"), Person.content(base, List.of(coverage)));
    }

    private String otherCoverage() {
        return world.care()
                .store
                .one(Person.key(World.PROVINCE_HOME, World.PERSON))
                .orElseThrow()
                .read()
                .coverages()
                .get(0)
                .status();
    }

    private Answered admit(String iptNo) {
        return World.must(world.send(world.admission(HOME, iptNo)));
    }

    private Answered admitAt(String hospital, String iptNo) {
        World.Message1 message = world.admission(HOME, iptNo);
        return world.send(new World.Message1(
                message.infno(), hospital + message.msgid().substring(12), message.home(), message.input()));
    }

    private String stay(String iptNo) {
        return world.stay(HOME, iptNo);
    }

    private static String mdtrtId(Answered admitted) {
        return World.output(admitted).body("result").textOr("mdtrt_id", "");
    }

    /** Fees, discharge, settlement; the answer's text. */
    private String settleStay(String mdtrtId) {
        World.must(world.send(world.line(HOME, mdtrtId, "1", "10000.00")));
        World.must(world.send(world.discharge(HOME, mdtrtId, "2026-10-30 08:00:00")));
        return World.text(world.send(world.settlement("2304", HOME, mdtrtId, "10000.00")));
    }

    private void choose(String mdtrtId, String area) {
        world.away()
                .session
                .commit(new ChooseCoverage(
                        Case.key(HOME, Case.INSURED_TWICE, mdtrtId), area, "短信链接", world.heap.now()));
        world.heap.run();
    }

    private Case theCase(String kind, String ref) {
        return world.away().store.one(Case.key(HOME, kind, ref)).orElseThrow();
    }

    private Case ticket(String ref) {
        return world.care()
                .store
                .one(Case.key(World.PROVINCE_HOME, Case.COVERAGE_ASKED, ref))
                .orElseThrow();
    }

    private Visit visitAtCare(String mdtrtId) {
        return world.care().store.one(Visit.key("321100", mdtrtId)).orElseThrow();
    }

    private Visit visitAtHome(String mdtrtId) {
        return world.away().store.one(Visit.key(HOME, mdtrtId)).orElseThrow();
    }

    private List<HomeFiling> filings() {
        return world.away().store.all(HomeFiling.class);
    }

    /** What the place of care has sent about a visit, in order; our own messages left out. */
    private List<String> sent(String mdtrtId) {
        return world.care().store.all(Exchange.class).stream()
                .filter(exchange -> !exchange.infno().startsWith("WT"))
                .filter(exchange -> exchange.result().equals(mdtrtId)
                        || new String(exchange.request(), java.nio.charset.StandardCharsets.UTF_8).contains(mdtrtId))
                .sorted(Comparator.comparing(Exchange::receivedAt))
                .map(Exchange::infno)
                .toList();
    }

    private List<String> timeline(String kind, String ref) {
        return world.processes.values().stream()
                .flatMap(process -> process.store.all(StateChange.class).stream())
                .filter(change -> change.id().equals(kind + "/" + ref))
                .sorted(Comparator.comparing(StateChange::at).thenComparing(StateChange::serial))
                .map(change -> CaseText.zh(change.cause()))
                .collect(Collectors.toList());
    }
}
