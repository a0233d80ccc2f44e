package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.cases.Case;
import io.wutong.cases.CaseKind;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseState;
import io.wutong.cases.CaseText;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.Person;
import io.wutong.coverage.PersonIndex;
import io.wutong.cure.Claim;
import io.wutong.envelope.Envelope;
import io.wutong.notice.ChoiceLink;
import io.wutong.notice.Notice;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.visit.VisitState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ADM-ORPHAN and COV-DUP, by the domain's codes: the end, each message once, the texts. */
class CuresTest extends CuresWorld {

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
    void should_settle_nothing_when_COV_DUP_001_the_hospital_has_reversed_what_was_held() {
        insuredTwice("390", "2024-01-01");
        String mdtrtId = mdtrtId(admit("Z1"));
        World.must(world.send(world.line(HOME, mdtrtId, "1", "10000.00")));
        World.must(world.send(world.discharge(HOME, mdtrtId, "2026-10-30 08:00:00")));
        World.Message1 settlement = world.settlement("2304", HOME, mdtrtId, "10000.00");
        assertThat(World.text(world.send(settlement))).contains("[COV-DUP-001]");
        World.must(world.send(world.reversal(HOME, settlement.msgid())));
        world.cures(Duration.ofMinutes(2));
        choose(mdtrtId, HOME);
        world.cures(Duration.ofHours(1));
        assertThat(visitAtCare(mdtrtId).state()).isEqualTo(VisitState.DISCHARGED);
        assertThat(sent(mdtrtId)).filteredOn("2304"::equals).hasSize(1);
        assertThat(world.care()
                        .store
                        .one(Case.key("321100", Case.HELD, mdtrtId))
                        .orElseThrow()
                        .state())
                .isEqualTo(CaseState.CLOSED);
        // the hospital settles when it wants to
        World.must(world.send(world.settlement("2304", HOME, mdtrtId, "10000.00")));
        assertThat(visitAtCare(mdtrtId).state()).isEqualTo(VisitState.SETTLED);
    }

    @Test
    void should_stay_suspended_when_COV_DUP_001_the_next_person_file_does_not_know_of_it() {
        insuredTwice("390", "2024-01-01");
        Coverage before = new Coverage("390", "1501", "2", World.PROVINCE_HOME, "2015-01-01", "2019-01-01", null, 0, 0);
        Coverage now = new Coverage("390", "1501", "1", World.PROVINCE_HOME, "2024-01-01", null, 0, 0);
        Body base = Body.builder().put("psn_no", World.PERSON).build();
        Person file = new Person(
                World.PROVINCE_HOME, World.PERSON, 1, World.hash("C2"), Person.content(base, List.of(before, now)));
        world.care().store.put(file);
        String mdtrtId = mdtrtId(admit("Z1"));
        world.cures(Duration.ofMinutes(2));
        choose(mdtrtId, HOME);
        world.cures(Duration.ofMinutes(10));
        Person suspended = world.care().store.one(file.key()).orElseThrow();
        List<Coverage> coverages = suspended.read().coverages();
        String day = coverages.get(1).pausedFrom();
        assertThat(coverages.get(0)).isEqualTo(before);
        assertThat(coverages.get(1).status()).isEqualTo("2");
        assertThat(coverages.get(1).covers(day)).isFalse();
        assertThat(coverages.get(1).covers("2026-10-01")).isTrue();

        // as the import takes it, again and again
        Person after = file.after(suspended);
        assertThat(after.read().coverages().get(0)).isEqualTo(before);
        assertThat(after.read().coverages().get(1).pausedFrom()).isEqualTo(day);
        assertThat(after.read().coverages().get(1).statusOn(day)).isEqualTo("2");
        assertThat(file.after(after).content()).isEqualTo(after.content());
        // one that says that he has enrolled anew knows more
        Person anew = person(World.PROVINCE_HOME, "390", "2027-01-01", "1");
        assertThat(anew.after(after)).isEqualTo(anew);
    }

    @Test
    void should_suspend_nothing_when_COV_DUP_001_one_of_the_coverages_there_is_an_employees() {
        insuredTwice("390", "2024-01-01");
        Body base = Body.builder().put("psn_no", World.PERSON).build();
        Coverage resident = new Coverage("390", "1501", "1", World.PROVINCE_HOME, "2024-01-01", null, 0, 0);
        Coverage employee = new Coverage("310", "1101", "1", World.PROVINCE_HOME, "2025-01-01", null, 0, 0);
        Person both = new Person(
                World.PROVINCE_HOME,
                World.PERSON,
                1,
                World.hash("C2"),
                Person.content(base, List.of(resident, employee)));
        world.care().store.put(both);
        String mdtrtId = mdtrtId(admit("Z1"));
        world.cures(Duration.ofMinutes(2));
        choose(mdtrtId, HOME);
        world.cures(Duration.ofMinutes(10));
        assertThat(world.care().store.one(both.key())).contains(both);
        assertThat(ticket(mdtrtId).state()).isEqualTo(CaseState.OPEN);
    }

    @Test
    void should_ask_the_patient_once_as_soon_as_COV_DUP_001_another_home_says_that_it_insures_him() {
        insuredTwice("390", "2024-01-01");
        Person person = world.away().store.one(Person.key(HOME, World.PERSON)).orElseThrow();
        Body content = Json.read(person.content());
        Body base = content.body("baseinfo").with("tel", Value.text("13800000000"));
        world.away().store.put(person.changed(content.with("baseinfo", base)));
        String mdtrtId = mdtrtId(admit("Z1"));
        assertThat(world.away().store.all(Notice.class)).isEmpty();
        world.cures(Duration.ofMinutes(2));
        Notice asked =
                world.away().store.one(Notice.key(HOME, "CHOICE-" + mdtrtId)).orElseThrow();
        assertThat(asked.text()).contains("/p/");
        world.cures(DAY);
        assertThat(world.away().store.all(Notice.class)).containsExactly(asked);
        assertThat(world.away().store.all(ChoiceLink.class)).hasSize(1);
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
        world.cures(Duration.ofMinutes(2));
        choose(mdtrtId, World.PROVINCE_HOME);
        world.cures(Duration.ofMinutes(10));
        assertThat(visitAtCare(mdtrtId).state()).isEqualTo(VisitState.VOID);
        Claim claim = world.care().store.all(Claim.class).get(0);
        assertThat(claim.node()).isEqualTo(World.PROVINCE_HOME);
        assertThat(theCase(Case.INSURED_TWICE, mdtrtId).closedBy()).isEqualTo(claim.claimNo());
        assertThat(ticket(mdtrtId).state()).isEqualTo(CaseState.CLOSED);
        assertThat(otherCoverage()).isEqualTo("1");
    }

    @Test
    void should_hand_no_claim_to_a_home_when_COV_DUP_001_that_does_not_insure_him() {
        String notInsuring = "321100";
        insuredTwice("390", "2024-01-01");
        certified();
        world.away().store.put(new PersonIndex(World.hash("C2"), notInsuring, ""));
        String mdtrtId = mdtrtId(admit("Z1"));
        world.cures(Duration.ofMinutes(2));
        assertThat(theCase(Case.INSURED_TWICE, mdtrtId).known().textOr("others", ""))
                .contains(notInsuring);
        choose(mdtrtId, notInsuring);
        Case open = theCase(Case.INSURED_TWICE, mdtrtId);
        assertThat(open.known().textOr("choice", "")).isEmpty();

        // chosen while that home still said that it did
        world.away()
                .store
                .put(CaseNotes.of(open, world.heap.now())
                        .knowing(open.known().with("choice", Value.text(notInsuring)))
                        .next(Duration.ZERO)
                        .now());
        world.cures(Duration.ofMinutes(2));
        assertThat(timeline(Case.INSURED_TWICE, mdtrtId)).anyMatch(step -> step.contains("已不在保，请重新选择"));
        settleStay(mdtrtId);
        choose(mdtrtId, World.PROVINCE_HOME);
        world.cures(Duration.ofMinutes(10));
        assertThat(world.care().store.all(Claim.class))
                .singleElement()
                .extracting(Claim::node)
                .isEqualTo(World.PROVINCE_HOME);
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
    void should_hand_the_claim_over_in_one_message_when_its_answer_was_lost_and_found_before_it_asks_again() {
        String sn =
                World.output(World.must(world.send(referral()))).body("result").textOr("trt_dcla_detl_sn", "");
        String left = stay("Z1");
        World.must(world.send(undoReferral(sn)));
        boolean[] lost = {false};
        world.weatherOf = body -> {
            boolean claim = !lost[0]
                    && Envelope.read(PeerCodec.readMessage(body).message())
                            .infno()
                            .equals("WT03");
            lost[0] |= claim;
            return claim ? World.Weather.LOSES_ANSWER : World.Weather.FINE;
        };
        for (int i = 0; i < 40; i++) {
            world.cures(Duration.ofSeconds(30));
            world.background(5);
        }
        assertThat(lost[0]).isTrue();
        assertThat(visitAtCare(left).state()).isEqualTo(VisitState.VOID);
        assertThat(world.care().store.all(Exchange.class).stream()
                        .filter(exchange -> exchange.infno().equals("WT03")))
                .hasSize(1);
        assertThat(world.care()
                        .store
                        .one(Case.key("321100", Case.REVOCATION, left))
                        .orElseThrow()
                        .known()
                        .textOr("claim_no", ""))
                .isEqualTo(world.away().store.all(Claim.class).get(0).claimNo());
    }

    @Test
    void should_have_a_text_in_both_languages_when_a_case_is_of_a_kind_with_a_cure() {
        assertThat(CaseKind.all()).filteredOn(CaseKind::cured).hasSize(8).allSatisfy(kind -> {
            assertThat(kind.zh()).isNotBlank();
            assertThat(kind.en()).isNotBlank();
        });
        assertThat(CaseText.en("revoke.done|2404")).isEqualTo("2404 is done");
        assertThat(CaseText.zh("anything else")).isEqualTo("anything else");
    }
}
