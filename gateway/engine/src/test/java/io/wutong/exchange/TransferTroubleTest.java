package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.coverage.Person;
import io.wutong.envelope.Fault;
import io.wutong.port.Clock;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** COV-MOVE-001 where it does not go smoothly: nobody is asked for ever, and no day is lost or given twice. */
class TransferTroubleTest extends TransferWorld {

    private static final Duration WEEKS = Duration.ofDays(20);

    /** One turn of the new home's case. */
    private void turn() {
        world.away().cures.sweep();
        world.heap.runFor(1_000);
    }

    private void settledThere() {
        String visit = mdtrtId(World.must(world.send(world.admission(FORMER, "Z1"))));
        World.must(world.send(world.line(FORMER, visit, "1", "10000.00")));
        World.must(world.send(world.discharge(FORMER, visit, "2026-10-30 08:00:00")));
        World.must(world.send(world.settlement("2304", FORMER, visit, "10000.00")));
    }

    private String theDayAfterToday() {
        return LocalDate.ofInstant(world.heap.now(), Clock.ZONE).plusDays(1).toString();
    }

    private Case moving() {
        return theCase(Case.TRANSFER_IN, REF);
    }

    private void leftToTheClerks() {
        assertThat(moving().state()).isEqualTo(CaseState.OPEN);
        assertThat(moving().workAt()).isNull();
        assertThat(timeline(Case.TRANSFER_IN, REF))
                .filteredOn(text -> text.contains("转经办人员"))
                .hasSize(1);
        assertThat(world.away().failures).isEmpty();
        assertThat(world.care().failures).isEmpty();
    }

    /** The former home answers one of our messages in its own way. */
    private void former(String infno, Supplier<Reply> says) {
        HomeSide side = new HomeSide() {
            @Override
            public Needs needs(Message message, Node home) {
                return Needs.NONE;
            }

            @Override
            public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
                return says.get();
            }
        };
        world.planted = sound -> {
            Map<String, HomeSide> home = new HashMap<>(sound.home());
            home.put(infno, side);
            return new Handlers(sound.care(), home, sound.courtesy(), sound.certs());
        };
        world.care().crash();
        world.heap.runFor(1_000);
    }

    // ------------------------------------------------------------ who says no

    @Test
    void should_ask_ever_later_and_then_the_clerks_when_COV_MOVE_001_the_former_home_knows_nobody() {
        here("2026-10-01"); // a home with a legacy system has no persons in our store
        begin();
        world.cures(Duration.ofHours(4));
        assertThat(messages("WT08")).isEqualTo(4); // at once, and after 30 minutes, 1:30 and 3:30
        world.cures(WEEKS);
        leftToTheClerks();
        assertThat(messages("WT08")).isEqualTo(12);
        assertThat(timeline(Case.TRANSFER_IN, REF))
                .filteredOn(text -> text.contains("未出具参保凭证"))
                .hasSize(1);

        // the clerks have seen to it
        insuredTwice("390", "2024-01-01");
        here("2026-10-01");
        begin();
        world.cures(Duration.ofHours(1));
        joined("2026-10-01", "2024-01-01");
    }

    @Test
    void should_ask_ever_later_and_then_the_clerks_when_COV_MOVE_001_the_person_stays_in_hospital_there() {
        insuredTwice("390", "2024-01-01");
        World.must(world.send(world.admission(FORMER, "Z1")));
        here("2026-10-01");
        begin();
        world.cures(WEEKS);
        leftToTheClerks();
        assertThat(messages("WT08")).isEqualTo(12);
        assertThat(there().goesOn()).isTrue();
    }

    @Test
    void should_be_the_clerks_at_once_when_COV_MOVE_001_a_proof_has_a_day_that_cannot_be_read() {
        insuredTwice("390", "2024-01-01");
        here("2026-10-01");
        Body proof = Body.builder()
                .put("psn_insu_date", "2024年1月")
                .put("paus_insu_date", "")
                .build();
        former("WT08", () -> Reply.done(Body.of("result", proof), List.of(), ""));
        begin();
        world.cures(WEEKS);
        leftToTheClerks();
        assertThat(messages("WT08")).isOne();
        assertThat(timeline(Case.TRANSFER_IN, REF)).contains("江宁区的参保凭证里有读不出的日期");
        assertThat(here().since()).isEqualTo("2026-10-01");
        assertThat(there().goesOn()).isTrue();
    }

    @Test
    void should_ask_ever_later_and_then_the_clerks_when_COV_MOVE_001_the_same_day_is_refused_again() {
        insuredTwice("390", "2024-01-01");
        here("2026-10-01");
        former("WT09", () -> Reply.of(Fault.FIELD.rejected("day", "不予办理")));
        begin();
        world.cures(Duration.ofMinutes(20));
        assertThat(messages("WT09")).isEqualTo(2);
        world.cures(WEEKS);
        leftToTheClerks();
        assertThat(messages("WT09")).isEqualTo(13);
        assertThat(there().goesOn()).isTrue();
        assertThat(here().since()).isEqualTo("2026-10-01");
    }

    // ------------------------------------------------------------ another day

    @Test
    void should_take_a_later_day_when_COV_MOVE_001_it_was_settled_there_between_proof_and_letter() {
        insuredTwice("390", "2024-01-01");
        here("2026-10-01");
        begin();
        turn();
        assertThat(moving().known().textOr("day", "")).isEqualTo("2026-10-01");
        settledThere();
        String day = theDayAfterToday();
        world.cures(Duration.ofHours(1));
        joined(day, "2024-01-01");
        assertThat(timeline(Case.TRANSFER_IN, REF)).anyMatch(text -> text.contains("应晚于最近一次结算日"));
        assertThat(messages("WT08")).isEqualTo(2);
        assertThat(messages("WT09")).isEqualTo(2);
        assertThat(messages("WT10")).isOne();
    }

    @Test
    void should_leave_no_day_out_when_COV_MOVE_001_the_former_home_ends_it_earlier_after_it_was_told_a_day() {
        insuredTwice("390", "2024-01-01");
        here("2026-10-01");
        begin();
        turn();
        world.weather.add(World.Weather.LOSES_ANSWER);
        turn();
        assertThat(there().pausedFrom()).isEqualTo("2026-10-01");
        Person told = world.care().store.one(Person.key(FORMER, World.PERSON)).orElseThrow();
        Person file = paused("2026-08-31").after(told);
        world.care().store.put(new Person(FORMER, World.PERSON, told.version() + 1, told.certHash(), file.content()));

        world.cures(Duration.ofHours(3));

        joined("2026-08-31", "2024-01-01");
        assertThat(timeline(Case.TRANSFER_OUT, HOME + "/" + REF))
                .filteredOn(text -> text.startsWith("参保人转往"))
                .hasSize(2);
    }

    @Test
    void should_leave_it_to_the_clerks_when_COV_MOVE_001_care_was_given_here_before_the_record_came() {
        insuredTwice("390", "2024-01-01");
        settledThere();
        String day = theDayAfterToday();
        here("2026-10-01");
        begin();
        turn();
        assertThat(moving().known().textOr("day", "")).isEqualTo(day);
        admit("Z2"); // on 2026-10-12
        world.cures(Duration.ofHours(1));
        assertThat(there().pausedFrom()).isEqualTo(day);
        assertThat(here().since()).isEqualTo("2026-10-01");
        assertThat(history()).hasSize(1);
        assertThat(timeline(Case.TRANSFER_IN, REF))
                .anyMatch(text -> text.equals("信息表已到，但本地2026-10-01至" + day + "间已有就诊，参保起始日不变，须人工核对"));
        assertThat(moving().state()).isEqualTo(CaseState.OPEN);
        assertThat(moving().workAt()).isNull();
        assertThat(messages("WT10")).isOne();
    }

    // -------------------------------------------------------------- the record

    @Test
    void should_take_a_hundred_spells_when_the_record_has_no_more() {
        insuredBefore(99);
        world.cures(Duration.ofHours(1));
        assertThat(moving().state()).isEqualTo(CaseState.CLOSED);
        assertThat(history()).hasSize(100);
    }

    @Test
    void should_leave_it_to_the_clerks_of_both_when_the_record_has_more_than_a_hundred_spells() {
        insuredBefore(100);
        world.cures(WEEKS);
        leftToTheClerks();
        assertThat(history()).isEmpty();
        assertThat(there().pausedFrom()).isEqualTo("2026-10-01").isEqualTo(here().since());
        Case out = world.care()
                .store
                .one(Case.key(FORMER, Case.TRANSFER_OUT, HOME + "/" + REF))
                .orElseThrow();
        assertThat(out.state()).isEqualTo(CaseState.OPEN);
        assertThat(timeline(Case.TRANSFER_OUT, HOME + "/" + REF))
                .filteredOn(text -> text.contains("未接收信息表") && text.contains("超过100条"))
                .hasSize(1);
        assertThat(messages("WT10")).isLessThan(30);
    }

    private void insuredBefore(int spells) {
        insuredTwice("390", "2024-01-01");
        List<Value> before = IntStream.range(0, spells)
                .<Value>mapToObj(i -> Body.builder()
                        .put("insuplc_admdvs", "310000")
                        .put("insutype", "390")
                        .put(
                                "psn_insu_date",
                                LocalDate.of(2000, 1, 1).plusDays(i).toString())
                        .put(
                                "paus_insu_date",
                                LocalDate.of(2000, 1, 2).plusDays(i).toString())
                        .build())
                .toList();
        Person former = world.care().store.one(Person.key(FORMER, World.PERSON)).orElseThrow();
        world.care().store.put(former.changed(former.read().content().with("insuhist", new Value.Items(before))));
        here("2026-10-01");
        begin();
    }
}
