package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.Person;
import io.wutong.cure.BeginTransfer;
import io.wutong.port.Clock;
import io.wutong.spi.Body;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** COV-MOVE-001: proof, contact letter, record; one coverage without a gap and without an overlap. */
class TransferTest extends CuresWorld {

    private static final String FORMER = World.PROVINCE_HOME;
    private static final String REF = World.PERSON + "/" + FORMER;

    /** Insured in 武汉 since 2020, from 江宁. */
    private Future<Case> begin() {
        Future<Case> begun = world.away()
                .session
                .commit(new BeginTransfer(HOME, World.PERSON, "390", FORMER, "窗口01", "迁居", world.heap.now()));
        world.heap.run();
        return begun;
    }

    private Coverage here() {
        return coverage(world.away().store.one(Person.key(HOME, World.PERSON)).orElseThrow());
    }

    private Coverage there() {
        return coverage(world.care().store.one(Person.key(FORMER, World.PERSON)).orElseThrow());
    }

    private static Coverage coverage(Person person) {
        return person.read().coverages().get(0);
    }

    private List<Body> history() {
        return world.away()
                .store
                .one(Person.key(HOME, World.PERSON))
                .orElseThrow()
                .read()
                .content()
                .bodies("insuhist");
    }

    private void here(String since) {
        world.away().store.put(person(HOME, "390", since, "1"));
    }

    private long messages(String infno) {
        return world.processes.values().stream()
                .flatMap(process -> process.store.all(Exchange.class).stream())
                .filter(exchange -> exchange.infno().equals(infno)
                        && exchange.entryNode().equals(infno.equals("WT10") ? FORMER : HOME))
                .count();
    }

    private void joined(String day, String since) {
        assertThat(here().since()).isEqualTo(day);
        assertThat(here().goesOn()).isTrue();
        assertThat(there().pausedFrom()).isEqualTo(day);
        assertThat(there().goesOn()).isFalse();
        assertThat(history())
                .singleElement()
                .matches(spell -> spell.textOr("psn_insu_date", "").equals(since)
                        && spell.textOr("paus_insu_date", "").equals(day));
        assertThat(theCase(Case.TRANSFER_IN, REF).state()).isEqualTo(CaseState.CLOSED);
        assertThat(world.away().failures).isEmpty();
        assertThat(world.care().failures).isEmpty();
    }

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
    void should_refuse_to_begin_when_the_person_is_not_insured_here() {
        insuredTwice("390", "2024-01-01");
        world.away().store.put(person(HOME, "390", "2026-10-01", "2"));
        assertThat(begin().cause()).hasMessageContaining("未正常参保");
        world.away().store.put(person(HOME, "390", "", "1"));
        assertThat(begin().cause()).hasMessageContaining("psn_insu_date");
    }

    private static Person paused(String from) {
        Body base = Body.builder().put("psn_no", World.PERSON).build();
        Coverage coverage = new Coverage("390", "1501", "2", FORMER, "2024-01-01", from, null, 0, 0);
        return new Person(FORMER, World.PERSON, 1, World.hash("C2"), Person.content(base, List.of(coverage)));
    }
}
