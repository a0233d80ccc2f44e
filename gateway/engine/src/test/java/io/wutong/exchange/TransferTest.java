package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.Person;
import io.wutong.port.Clock;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** COV-MOVE-001: proof, contact letter, record; one coverage without a gap and without an overlap. */
class TransferTest extends TransferWorld {

    @Test
    void should_be_one_coverage_when_COV_MOVE_001_the_former_one_still_goes_on() {
        insuredTwice("390", "2024-01-01");
        here("2026-10-01");
        begin();
        assertThat(begin().result().state()).isEqualTo(CaseState.OPEN);
        world.cures(Duration.ofHours(1));
        joined("2026-10-01", "2024-01-01");
        assertThat(timeline(Case.TRANSFER_IN, REF))
                .containsSubsequence("已取得江宁区的参保凭证：2024-01-01起参保，仍在保", "信息表已到，参保自2024-01-01起连续");
        assertThat(messages("WT08")).isOne();
        assertThat(messages("WT09")).isOne();
        assertThat(messages("WT10")).isOne();
        // who is admitted after that is not insured twice
        String visit = mdtrtId(admit("Z1"));
        world.cures(Duration.ofMinutes(5));
        assertThat(visitAtHome(visit).isHeld()).isFalse();
    }

    @Test
    void should_make_up_for_the_days_between_when_COV_MOVE_001_the_former_one_ended_before() {
        insuredTwice("390", "2024-01-01");
        world.care().store.put(paused("2026-08-31"));
        here("2026-10-01");
        begin();
        world.cures(Duration.ofHours(1));
        joined("2026-08-31", "2024-01-01");
    }

    @Test
    void should_be_one_coverage_when_COV_MOVE_001_the_file_says_the_time_of_its_first_day() {
        insuredTwice("390", "2024-01-01");
        world.care().store.put(paused("2026-08-31"));
        here("2026-10-01 00:00:00");
        begin();
        world.cures(Duration.ofHours(1));
        joined("2026-08-31", "2024-01-01");
    }

    @Test
    void should_leave_it_to_the_clerks_when_COV_MOVE_001_too_many_days_lie_between() {
        insuredTwice("390", "2024-01-01");
        world.care().store.put(paused("2026-01-31"));
        here("2026-10-01");
        begin();
        world.cures(Duration.ofHours(2));
        assertThat(theCase(Case.TRANSFER_IN, REF).state()).isEqualTo(CaseState.OPEN);
        assertThat(timeline(Case.TRANSFER_IN, REF))
                .filteredOn(text -> text.contains("中断超过90天"))
                .hasSize(1);
        assertThat(messages("WT09")).isZero();
    }

    @Test
    void should_do_each_step_once_when_COV_MOVE_001_answers_are_lost_and_messages_come_twice() {
        insuredTwice("390", "2024-01-01");
        here("2026-10-01");
        begin();
        for (int i = 0; i < 4; i++) {
            world.weather.add(World.Weather.LOSES_ANSWER);
            world.weather.add(World.Weather.TWICE);
        }
        world.cures(Duration.ofHours(3));
        joined("2026-10-01", "2024-01-01");
        assertThat(there().since()).isEqualTo("2024-01-01");
        assertThat(world.care()
                        .store
                        .one(Person.key(FORMER, World.PERSON))
                        .orElseThrow()
                        .version())
                .isEqualTo(2);
    }

    @Test
    void should_wait_for_the_settlement_when_COV_MOVE_001_the_person_is_in_hospital_under_the_former_coverage() {
        insuredTwice("390", "2024-01-01");
        String visit = mdtrtId(World.must(world.send(world.admission(FORMER, "Z1"))));
        here("2026-10-01");
        begin();
        world.cures(Duration.ofHours(2));
        assertThat(there().goesOn()).isTrue();
        assertThat(timeline(Case.TRANSFER_IN, REF)).anyMatch(text -> text.contains("住院尚未结算"));
        World.must(world.send(world.line(FORMER, visit, "1", "10000.00")));
        World.must(world.send(world.discharge(FORMER, visit, "2026-10-30 08:00:00")));
        World.must(world.send(world.settlement("2304", FORMER, visit, "10000.00")));
        String paid = LocalDate.ofInstant(world.heap.now(), Clock.ZONE).toString();
        world.cures(Duration.ofHours(3));
        assertThat(here().since()).isGreaterThan(paid).isEqualTo(there().pausedFrom());
        assertThat(theCase(Case.TRANSFER_IN, REF).state()).isEqualTo(CaseState.CLOSED);
    }

    @Test
    void should_go_on_when_COV_MOVE_001_the_stay_was_settled_without_a_discharge_before() {
        insuredTwice("390", "2024-01-01");
        String visit = mdtrtId(World.must(world.send(world.admission(FORMER, "Z1"))));
        World.must(world.send(world.line(FORMER, visit, "1", "10000.00")));
        World.Message1 settle = world.settlement("2304", FORMER, visit, "10000.00");
        World.must(world.send(
                settle.withInput(settle.input().replace("\"mdtrt_id\"", "\"dscgTime\":\"2026-10-30\",\"mdtrt_id\""))));
        String paid = LocalDate.ofInstant(world.heap.now(), Clock.ZONE).toString();
        here("2026-10-01");
        begin();
        world.cures(Duration.ofHours(1));
        assertThat(timeline(Case.TRANSFER_IN, REF)).noneMatch(text -> text.contains("住院尚未结算"));
        assertThat(here().since()).isGreaterThan(paid).isEqualTo(there().pausedFrom());
        assertThat(theCase(Case.TRANSFER_IN, REF).state()).isEqualTo(CaseState.CLOSED);
    }

    @Test
    void should_go_on_when_COV_MOVE_001_the_admission_was_reversed() {
        insuredTwice("390", "2024-01-01");
        World.Message1 admission = world.admission(FORMER, "Z1");
        World.must(world.send(admission));
        World.must(world.send(world.reversal(FORMER, "2401", admission.msgid())));
        here("2026-10-01");
        begin();
        world.cures(Duration.ofHours(1));
        joined("2026-10-01", "2024-01-01");
    }

    @Test
    void should_refuse_to_begin_when_the_person_is_not_insured_here() {
        insuredTwice("390", "2024-01-01");
        world.away().store.put(person(HOME, "390", "2026-10-01", "2"));
        assertThat(begin().cause()).hasMessageContaining("未正常参保");
        world.away().store.put(person(HOME, "390", "", "1"));
        assertThat(begin().cause()).hasMessageContaining("psn_insu_date");
    }

    @Test
    void should_end_when_COV_MOVE_001_the_former_one_ended_before_a_stay_under_it_was_settled() {
        insuredTwice("390", "2024-01-01");
        String visit = mdtrtId(World.must(world.send(world.admission(FORMER, "Z1"))));
        World.must(world.send(world.line(FORMER, visit, "1", "10000.00")));
        World.must(world.send(world.discharge(FORMER, visit, "2026-10-30 08:00:00")));
        world.care().store.put(paused("2026-10-20"));
        World.must(world.send(world.settlement("2304", FORMER, visit, "10000.00")));
        here("2026-10-20");
        begin();
        world.cures(Duration.ofHours(1));
        joined("2026-10-20", "2024-01-01");
        assertThat(messages("WT09")).isOne();
    }

    @Test
    void should_leave_it_to_the_clerks_when_COV_MOVE_001_care_was_given_here_that_it_would_take_the_days_of() {
        insuredTwice("390", "2024-01-01");
        String visit = mdtrtId(World.must(world.send(world.admission(FORMER, "Z1"))));
        World.must(world.send(world.line(FORMER, visit, "1", "10000.00")));
        World.must(world.send(world.discharge(FORMER, visit, "2026-10-30 08:00:00")));
        World.must(world.send(world.settlement("2304", FORMER, visit, "10000.00")));
        here("2026-10-01");
        admit("Z2");
        begin();
        world.cures(Duration.ofHours(2));
        assertThat(messages("WT09")).isZero();
        assertThat(here().since()).isEqualTo("2026-10-01");
        assertThat(there().goesOn()).isTrue();
        assertThat(timeline(Case.TRANSFER_IN, REF))
                .filteredOn(text -> text.contains("已有就诊，须人工核对"))
                .hasSize(1);
    }

    @Test
    void should_end_only_the_coverage_of_the_area_that_was_asked_when_there_are_several_of_a_kind() {
        insuredTwice("390", "2024-01-01");
        world.care().store.put(formerly(coverage("390", "320102"), coverage("390", FORMER)));
        here("2026-10-01");
        begin();
        world.cures(Duration.ofHours(1));
        assertThat(theCase(Case.TRANSFER_IN, REF).state()).isEqualTo(CaseState.CLOSED);
        List<Coverage> after = world.care()
                .store
                .one(Person.key(FORMER, World.PERSON))
                .orElseThrow()
                .read()
                .coverages();
        assertThat(after.get(0).goesOn()).isTrue();
        assertThat(after.get(1).pausedFrom()).isEqualTo("2026-10-01");
    }

    @Test
    void should_leave_it_to_the_clerks_when_there_are_several_of_a_kind_and_an_area() {
        insuredTwice("390", "2024-01-01");
        Person twice = formerly(coverage("390", FORMER), coverage("390", FORMER));
        world.care().store.put(twice);
        here("2026-10-01");
        begin();
        world.cures(Duration.ofHours(1));
        assertThat(world.care().store.one(twice.key())).contains(twice);
        assertThat(timeline(Case.TRANSFER_IN, REF)).anyMatch(text -> text.contains("须人工核对"));
    }

    @Test
    void should_be_active_until_then_when_the_new_coverage_begins_later() {
        insuredTwice("390", "2024-01-01");
        here("2027-01-01");
        begin();
        world.cures(Duration.ofHours(1));
        joined("2027-01-01", "2024-01-01");
        assertThat(enjoys("2026-12-31")).isEqualTo("1");
        assertThat(enjoys("2027-01-01")).isEqualTo("0");
    }

    @Test
    void should_not_be_entitled_when_the_day_of_pause_is_past_and_the_status_says_active() {
        Body base = Body.builder().put("psn_no", World.PERSON).build();
        Coverage over = new Coverage("390", "1501", "1", FORMER, "2024-01-01", "2026-07-01", null, 0, 0);
        world.care()
                .store
                .put(new Person(FORMER, World.PERSON, 1, World.hash("C1"), Person.content(base, List.of(over))));
        assertThat(enjoys("2026-10-12")).isEqualTo("0");
        assertThat(enjoys("2026-06-30")).isEqualTo("1");
    }

    @Test
    void should_send_the_record_again_when_it_is_asked_for_again() {
        insuredTwice("390", "2024-01-01");
        here("2026-10-01");
        begin();
        world.cures(Duration.ofHours(1));
        // the new home has lost it
        Person lost = person(HOME, "390", "2026-10-01", "1");
        world.away().store.put(new Person(HOME, World.PERSON, 9, lost.certHash(), lost.content()));
        begin();
        world.cures(Duration.ofHours(1));
        joined("2026-10-01", "2024-01-01");
        assertThat(messages("WT10")).isEqualTo(2);
    }

    @Test
    void should_refuse_when_an_agency_asks_for_another() {
        insuredTwice("390", "2024-01-01");
        for (String infno : List.of("WT08", "WT09")) {
            Future<Answered> told = world.away()
                    .messages
                    .ofAgency(
                            infno,
                            world.away().topology.node(HOME),
                            FORMER,
                            Body.builder()
                                    .put("cert_hash", World.hash("C2"))
                                    .put("insutype", "390")
                                    .put("to_area", World.PROVINCE_HOME)
                                    .put("ref", REF)
                                    .put("day", "2026-10-01")
                                    .build());
            world.heap.run();
            assertThat(World.text(told.result())).contains("与发送方不符");
        }
        assertThat(there().goesOn()).isTrue();
    }

    @Test
    void should_take_of_a_record_only_what_one_holds() {
        insuredTwice("390", "2024-01-01");
        Person former = world.care().store.one(Person.key(FORMER, World.PERSON)).orElseThrow();
        Body spell = Body.builder()
                .put("insuplc_admdvs", "310000")
                .put("insutype", "390")
                .put("psn_insu_date", "2020-01-01")
                .put("paus_insu_date", "2024-01-01")
                .put("more", "x".repeat(1000))
                .build();
        world.care()
                .store
                .put(former.changed(former.read().content().with("insuhist", new Value.Items(List.of(spell)))));
        here("2026-10-01");
        begin();
        world.cures(Duration.ofHours(1));
        assertThat(history()).hasSize(2).noneMatch(row -> row.has("more"));
    }

    @Test
    void should_stay_when_the_next_person_files_do_not_know_of_it() {
        insuredTwice("390", "2024-01-01");
        Person fileThere =
                world.care().store.one(Person.key(FORMER, World.PERSON)).orElseThrow();
        here("2026-08-31");
        Person fileHere = world.away().store.one(Person.key(HOME, World.PERSON)).orElseThrow();
        world.care().store.put(paused("2026-08-15"));
        begin();
        world.cures(Duration.ofHours(1));
        joined("2026-08-15", "2024-01-01");

        Person there = fileThere.after(
                world.care().store.one(Person.key(FORMER, World.PERSON)).orElseThrow());
        Person here = fileHere.after(
                world.away().store.one(Person.key(HOME, World.PERSON)).orElseThrow());

        assertThat(coverage(there).pausedFrom()).isEqualTo("2026-08-15");
        assertThat(coverage(here).since()).isEqualTo("2026-08-15");
        assertThat(here.read().content().bodies("insuhist")).hasSize(1);
        // and another one after that; but one that states another spell knows more
        assertThat(fileHere.after(here).content()).isEqualTo(here.content());
        Person again = person(FORMER, "390", "2027-03-01", "1");
        assertThat(again.after(there)).isEqualTo(again);
    }

    private String enjoys(String day) {
        return World.output(World.must(
                        world.send(world.message("2001", FORMER, """
                        {"data":{"psn_no":"%s","insutype":"390","fixmedins_code":"%s","med_type":"21","begntime":"%s 08:00:00"}}""".formatted(World.PERSON, World.HOSPITAL, day)))))
                .bodies("trtinfo")
                .get(0)
                .textOr("trt_enjymnt_flag", "");
    }

    private static Coverage coverage(String insutype, String area) {
        return new Coverage(insutype, "1501", "1", area, "2024-01-01", null, 0, 0);
    }
}
