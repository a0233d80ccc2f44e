package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.exchange.World.Message1;
import io.wutong.settlement.Settlement;
import io.wutong.spi.Body;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A purchase at a pharmacy: tried, made, cancelled and reversed, at homes with a policy here and far away. */
class PurchaseTest extends OutpatientWorld {

    @ParameterizedTest
    @ValueSource(strings = {World.PROVINCE_HOME, World.FAR_HOME})
    void should_split_settle_and_answer_each_line_when_bought(String home) {
        world = World.ofTwo();
        Body trial = settled(purchase("2101", home, "10:00:00", "1000.00"));
        assertThat(world.care().store.all(Visit.class)).isEmpty();
        assertThat(trial.body("setlinfo").text("setl_id")).isEmpty();
        assertThat(trial.bodies("detlcutinfo")).hasSize(2);

        Body bought = settled(purchase("2102", home, "10:00:00", "1000.00"));

        // of 1,000.00 one half is 乙 with 10% of its own: 950.00 in scope, 65% after 800.00
        assertThat(bought.body("setlinfo").textOr("hifp_pay", "")).isEqualTo("97.50");
        assertThat(bought.body("setlinfo").textOr("preselfpay_amt", "")).isEqualTo("50.00");
        assertThat(bought.body("setlinfo").textOr("clr_type", "")).isEqualTo("41");
        assertThat(bought.bodies("detlcutinfo"))
                .extracting(line -> line.textOr("preselfpay_amt", ""))
                .containsExactly("0.00", "50.00");
        assertThat(world.care().store.all(Visit.class).get(0).state()).isEqualTo(VisitState.SETTLED);
        assertThat(world.care().store.all(FeeLine.class)).hasSize(2);
        noFailures();
    }

    @Test
    void should_name_the_first_when_the_same_purchase_comes_twice() {
        String setlId = setlId(settled(purchase("2102", World.PROVINCE_HOME, "10:00:00", "1000.00")));
        assertThat(refused(purchase("2102", World.PROVINCE_HOME, "10:00:00", "1000.00")))
                .contains("SET-DUP-001", setlId);
        settled(purchase("2102", World.PROVINCE_HOME, "10:05:00", "1000.00"));
        assertThat(world.care().store.all(Visit.class)).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {World.PROVINCE_HOME, World.FAR_HOME})
    void should_stand_as_before_when_a_purchase_is_cancelled(String home) {
        world = World.ofTwo();
        Body bought = settled(purchase("2102", home, "10:00:00", "1000.00"));
        Body cancelled = settled(world.message("2103", home, """
                {"data":{"psn_no":"%s","setl_id":"%s","mdtrt_id":"%s"}}""".formatted(
                        World.PERSON, setlId(bought), bought.body("setlinfo").textOr("mdtrt_id", ""))));
        assertThat(cancelled.body("setlinfo").textOr("medfee_sumamt", "")).isEqualTo("-1000.00");
        assertThat(balances()).isEmpty();
        assertThat(world.care().store.all(Visit.class)).isNotEmpty();
        world.processes
                .values()
                .forEach(process ->
                        assertThat(process.store.all(Visit.class)).allMatch(visit -> visit.state() == VisitState.VOID));
        settled(purchase("2102", home, "10:00:00", "1000.00"));
        noFailures();
    }

    @ParameterizedTest
    @ValueSource(strings = {World.PROVINCE_HOME, World.FAR_HOME})
    void should_take_everything_back_when_an_unseen_purchase_is_reversed(String home) {
        world = World.ofTwo();
        Message1 purchase = purchase("2102", home, "10:00:00", "1000.00");
        settled(purchase);
        World.must(world.send(world.reversal(home, "2102", purchase.msgid())));
        assertThat(balances()).isEmpty();
        assertThat(world.care().store.all(Visit.class)).isNotEmpty();
        world.processes
                .values()
                .forEach(process ->
                        assertThat(process.store.all(Visit.class)).allMatch(visit -> visit.state() == VisitState.VOID));
        settled(purchase("2102", home, "10:00:00", "1000.00"));
        noFailures();
    }

    @Test
    void should_leave_nothing_when_the_home_refuses_or_its_answer_is_found_later() {
        world = World.ofTwo();
        Directory before = world.away().directory;
        world.away().directory = new Directory(
                before.topology(), Map.of(), io.wutong.benefit.Policies.of(java.util.List.of()), Map.of());
        assertThat(refused(purchase("2102", World.FAR_HOME, "10:00:00", "1000.00")))
                .contains("POL-NONE-001");
        assertThat(world.care().store.all(Visit.class)).extracting(Visit::state).containsOnly(VisitState.VOID);
        world.away().directory = before;
        Message1 lost = purchase("2102", World.FAR_HOME, "10:00:00", "1000.00");
        world.weather.add(World.Weather.LOSES_ANSWER);
        assertThat(World.text(world.send(lost))).contains("NET-UNKNOWN-001");
        assertThat(settled(lost).bodies("detlcutinfo")).hasSize(2);
        assertThat(world.away().store.all(Settlement.class)).hasSize(1);
    }

    @Test
    void should_refuse_when_the_total_is_not_that_of_the_lines() {
        Message1 message = purchase("2102", World.PROVINCE_HOME, "10:00:00", "1000.00");
        String input = message.input().replace("\"medfee_sumamt\":1000.00", "\"medfee_sumamt\":1000.01");
        assertThat(refused(message.withInput(input))).contains("MSG-SUM-001");
        assertThat(world.care().store.all(Visit.class)).isEmpty();
    }

    private Message1 purchase(String infno, String home, String time, String yuan) {
        return world.message(infno, home, """
                {"druginfo":{"psn_no":"%s","mdtrt_cert_type":"02","mdtrt_cert_no":"C1","begntime":"2026-10-30 %s",
                "medfee_sumamt":%s,"insutype":"390","acct_used_flag":"0","med_type":"41"},
                "drugdetail":[{"feedetl_sn":"1","fee_ocur_time":"2026-10-30 %s","med_list_codg":"A1",
                "medins_list_codg":"S1","det_item_fee_sumamt":500.00,"cnt":1,"pric":500.00},
                {"feedetl_sn":"2","fee_ocur_time":"2026-10-30 %s","med_list_codg":"B2",
                "medins_list_codg":"S2","det_item_fee_sumamt":500.00,"cnt":1,"pric":500.00}]}""".formatted(World.PERSON, time, yuan, time, time));
    }
}
