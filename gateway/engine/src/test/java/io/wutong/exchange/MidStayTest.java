package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.benefit.Accumulator;
import io.wutong.exchange.World.Message1;
import io.wutong.settlement.Settlement;
import io.wutong.spi.Body;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stay that is settled in parts: no line twice, the rest at discharge, cancelled in the reverse order. */
class MidStayTest extends OutpatientWorld {

    @ParameterizedTest
    @ValueSource(strings = {World.PROVINCE_HOME, World.FAR_HOME})
    void should_settle_each_line_once_and_one_deductible_when_settled_in_parts(String home) {
        world = World.ofTwo();
        String stay = admitted(home);
        line(home, stay, "1", "6000.00");
        Body first = settled(mid(home, stay, "6000.00"));
        line(home, stay, "2", "3000.00");
        line(home, stay, "3", "1000.00");
        assertThat(refused(mid(home, stay, "10000.00"))).contains("SUM-MISMATCH-001");
        World.must(world.send(world.discharge(home, stay, "2026-10-30 08:00:00")));
        Body rest = settled(world.settlement("2304", home, stay, "4000.00"));

        // (6,000.00 − 800.00) and 4,000.00 at 65%: as one stay of 10,000.00
        assertThat(first.body("setlinfo").textOr("hifp_pay", "")).isEqualTo("3380.00");
        assertThat(rest.body("setlinfo").textOr("hifp_pay", "")).isEqualTo("2600.00");
        assertThat(linesOf(home, stay, setlId(first))).isEqualTo(1);
        assertThat(linesOf(home, stay, setlId(rest))).isEqualTo(2);
        noFailures();
    }

    @Test
    void should_name_the_first_when_it_is_pressed_twice_and_take_another_after_new_lines() {
        String home = World.PROVINCE_HOME;
        String stay = admitted(home);
        assertThat(refused(mid(home, stay, "0.00"))).contains("mid_setl_flag");
        line(home, stay, "1", "1000.00");
        String first = setlId(settled(mid(home, stay, "1000.00")));
        assertThat(refused(mid(home, stay, "1000.00"))).contains("SET-DUP-001", first);
        line(home, stay, "2", "500.00");
        assertThat(setlId(settled(mid(home, stay, "500.00")))).isNotEqualTo(first);
        World.must(world.send(world.discharge(home, stay, "2026-10-30 08:00:00")));
        line(home, stay, "3", "1.00");
        assertThat(refused(mid(home, stay, "1.00"))).contains("mid_setl_flag", "出院");
    }

    @Test
    void should_put_each_part_into_its_own_year_when_the_stay_goes_on_into_the_next() {
        String home = World.PROVINCE_HOME;
        String stay = admitted(home);
        world.sleepUntil(Instant.parse("2026-12-31T02:00:00Z"));
        World.must(world.send(on("20261231", world.line(home, stay, "1", "6000.00"))));
        Body first = settled(on("20261231", mid(home, stay, "6000.00")));
        world.sleepUntil(Instant.parse("2027-01-05T02:00:00Z"));
        Message1 line = world.line(home, stay, "2", "4000.00");
        World.must(world.send(on("20270105", line.withInput(line.input().replace("2026-10-29", "2027-01-03")))));
        World.must(world.send(on("20270105", world.discharge(home, stay, "2027-01-05 08:00:00"))));
        Body rest = settled(on("20270105", world.settlement("2304", home, stay, "4000.00")));

        // one deductible for the stay, and each part counts for the year in which it was settled
        assertThat(first.body("setlinfo").textOr("hifp_pay", "")).isEqualTo("3380.00");
        assertThat(rest.body("setlinfo").textOr("hifp_pay", "")).isEqualTo("2600.00");
        assertThat(years()).containsExactly("2026", "2027", "life");
        settled(on("20270105", world.cancellation(home, stay, setlId(rest))));
        settled(on("20270105", world.cancellation(home, stay, setlId(first))));
        assertThat(balances()).isEmpty();
    }

    /** As a hospital numbers it on another day. */
    private static Message1 on(String day, Message1 message) {
        return new Message1(message.infno(), message.msgid().replace("20261030", day), message.home(), message.input());
    }

    private List<String> years() {
        return world.care().store.all(Accumulator.class).stream()
                .map(Accumulator::year)
                .sorted()
                .toList();
    }

    @Test
    void should_keep_what_is_settled_when_all_lines_are_taken_back() {
        String home = World.PROVINCE_HOME;
        String stay = admitted(home);
        line(home, stay, "1", "1000.00");
        settled(mid(home, stay, "1000.00"));
        line(home, stay, "2", "500.00");
        World.must(world.send(deletion(home, stay, "0000")));
        assertThat(refused(deletion(home, stay, "1"))).contains("LIN-NONE-001");
        assertThat(visit().bill().medfeeSumFen()).isZero();
        line(home, stay, "2", "700.00");
        assertThat(visit().bill().medfeeSumFen()).isEqualTo(700_00);
        settled(mid(home, stay, "700.00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {World.PROVINCE_HOME, World.FAR_HOME})
    void should_be_cancelled_in_the_reverse_order_and_leave_nothing(String home) {
        world = World.ofTwo();
        String stay = admitted(home);
        line(home, stay, "1", "6000.00");
        String first = setlId(settled(mid(home, stay, "6000.00")));
        line(home, stay, "2", "3000.00");
        String second = setlId(settled(mid(home, stay, "3000.00")));
        line(home, stay, "3", "1000.00");
        World.must(world.send(world.discharge(home, stay, "2026-10-30 08:00:00")));
        String last = setlId(settled(world.settlement("2304", home, stay, "1000.00")));

        assertThat(refused(world.cancellation(home, stay, first))).contains("SET-ORDER-001", last);
        settled(world.cancellation(home, stay, last));
        assertThat(refused(world.cancellation(home, stay, first))).contains("SET-ORDER-001", second);
        settled(world.cancellation(home, stay, second));
        settled(world.cancellation(home, stay, first));

        assertThat(balances()).isEmpty();
        assertThat(visit().bill().medfeeSumFen()).isEqualTo(10_000_00);
        assertThat(visit().state()).isEqualTo(VisitState.DISCHARGED);
        Body whole = settled(world.settlement("2304", home, stay, "10000.00"));
        assertThat(whole.body("setlinfo").textOr("hifp_pay", "")).isEqualTo("5980.00");
        noFailures();
    }

    @ParameterizedTest
    @ValueSource(strings = {World.PROVINCE_HOME, World.FAR_HOME})
    void should_take_back_a_part_when_its_answer_was_not_seen(String home) {
        world = World.ofTwo();
        String stay = admitted(home);
        line(home, stay, "1", "6000.00");
        settled(mid(home, stay, "6000.00"));
        Map<String, Long> before = balances();
        line(home, stay, "2", "3000.00");
        Message1 second = mid(home, stay, "3000.00");
        settled(second);
        World.must(world.send(world.reversal(home, second.msgid())));
        assertThat(balances()).isEqualTo(before);
        assertThat(visit().bill().medfeeSumFen()).isEqualTo(3_000_00);
        assertThat(visit().state()).isEqualTo(VisitState.OPEN);
        settled(mid(home, stay, "3000.00"));
        noFailures();
    }

    @Test
    void should_settle_once_when_the_answer_is_lost() {
        world = World.ofTwo();
        String home = World.FAR_HOME;
        String stay = admitted(home);
        line(home, stay, "1", "6000.00");
        Message1 message = mid(home, stay, "6000.00");
        world.weather.add(World.Weather.LOSES_ANSWER);
        assertThat(World.text(world.send(message))).contains("NET-UNKNOWN-001");
        assertThat(refused(mid(home, stay, "6000.00"))).contains("SET-RUN-001", message.msgid());
        settled(message);
        assertThat(world.away().store.all(Settlement.class)).hasSize(1);
        assertThat(visit().mids().standing()).hasSize(1);
    }

    @Test
    void should_take_a_line_once_when_it_is_uploaded_again_as_it_was() {
        String home = World.PROVINCE_HOME;
        String stay = admitted(home);
        line(home, stay, "1", "1000.00");
        line(home, stay, "1", "1000.00");
        assertThat(visit().bill().medfeeSumFen()).isEqualTo(1_000_00);
        assertThat(refused(world.line(home, stay, "1", "1000.01"))).contains("LIN-DUP-001");
        settled(mid(home, stay, "1000.00"));
        assertThat(refused(world.line(home, stay, "1", "1000.00"))).contains("LIN-DUP-001");
    }

    @Test
    void should_make_up_the_discharge_when_the_settlement_says_when() {
        String home = World.PROVINCE_HOME;
        String stay = admitted(home);
        line(home, stay, "1", "10000.00");
        Message1 message = world.settlement("2304", home, stay, "10000.00");
        String with = message.input().replace("\"mid_setl_flag\"", "\"dscgTime\":\"2026-10-30\",\"mid_setl_flag\"");
        String setlId = setlId(settled(message.withInput(with)));
        assertThat(visit().dischargedAt()).isEqualTo("2026-10-30");
        settled(world.cancellation(home, stay, setlId));
        assertThat(visit().state()).isEqualTo(VisitState.DISCHARGED);
    }

    private String admitted(String home) {
        return World.output(World.must(world.send(world.admission(home, "Z1"))))
                .body("result")
                .textOr("mdtrt_id", "");
    }

    private void line(String home, String stay, String serial, String yuan) {
        World.must(world.send(world.line(home, stay, serial, yuan)));
    }

    private Message1 mid(String home, String stay, String yuan) {
        Message1 message = world.settlement("2304", home, stay, yuan);
        return message.withInput(message.input().replace("\"mid_setl_flag\":\"0\"", "\"mid_setl_flag\":\"1\""));
    }

    private Message1 deletion(String home, String stay, String serial) {
        return world.message("2302", home, """
                {"data":[{"feedetl_sn":"%s","mdtrt_id":"%s","psn_no":"%s"}]}""".formatted(serial, stay, World.PERSON));
    }

    private int linesOf(String home, String stay, String setlId) {
        return settled(world.message("5204", home, """
                {"data":{"psn_no":"%s","setl_id":"%s","mdtrt_id":"%s"}}""".formatted(World.PERSON, setlId, stay)))
                .bodies("result")
                .size();
    }

    private Visit visit() {
        return world.care().store.all(Visit.class).stream()
                .filter(visit -> visit.side() == Visit.Side.CARE)
                .findFirst()
                .orElseThrow();
    }
}
