package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.coverage.Coverage;
import io.wutong.coverage.Person;
import io.wutong.exchange.World.Message1;
import io.wutong.ledger.EntrySet;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.spi.Body;
import io.wutong.visit.ChargeBatch;
import io.wutong.visit.ChargeBatchState;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An outpatient's visit from registration to its cancellation, at homes with a policy, here and far away. */
class OutpatientTest extends OutpatientWorld {

    @ParameterizedTest
    @ValueSource(strings = {World.PROVINCE_HOME, World.FAR_HOME})
    void should_settle_each_charge_batch_by_itself_when_a_visit_has_two(String home) {
        world = World.ofTwo();
        String visit = registered(home, "M1");
        upload(home, visit, "S1", "1", "1000.00");
        upload(home, visit, "S2", "2", "2000.00");
        upload(home, visit, "S2", "3", "500.00");

        Body first = settled(settlement("2207", home, visit, "S1", "1000.00"));
        Body second = settled(settlement("2207", home, visit, "S2", "2500.00"));

        // 65% after a deductible of 800.00: each batch counts as one time
        assertThat(first.body("setlinfo").textOr("hifp_pay", "")).isEqualTo("130.00");
        assertThat(second.body("setlinfo").textOr("hifp_pay", "")).isEqualTo("1105.00");
        assertThat(first.body("setlinfo").textOr("med_type", "")).isEqualTo("11");
        assertThat(first.body("setlinfo").textOr("clr_type", "")).isEqualTo("11");
        assertThat(charge("S1").setlId()).isEqualTo(setlId(first));
        assertThat(world.care().store.all(ChargeBatch.class))
                .extracting(ChargeBatch::state)
                .containsOnly(ChargeBatchState.SETTLED);
        assertThat(total(world.care()) + (world.away() == world.care() ? 0 : total(world.away())))
                .isZero();
        noFailures();
    }

    @Test
    void should_refuse_a_batch_when_the_coverage_was_paused_before_its_fees() {
        Message1 registration = registration(World.PROVINCE_HOME, "M1");
        String visit = World.output(World.must(world.send(registration.withInput(
                        registration.input().replace("2026-10-30 08:40:00", "2026-10-12 08:40:00")))))
                .body("data")
                .textOr("mdtrt_id", "");
        upload(World.PROVINCE_HOME, visit, "S1", "1", "1000.00");
        paused("2026-10-30");
        assertThat(refused(settlement("2206", World.PROVINCE_HOME, visit, "S1", "1000.00")))
                .contains("PSN-COV-001");
        assertThat(refused(settlement("2207", World.PROVINCE_HOME, visit, "S1", "1000.00")))
                .contains("PSN-COV-001");
        paused("2026-10-31");
        settled(settlement("2207", World.PROVINCE_HOME, visit, "S1", "1000.00"));
    }

    private void paused(String from) {
        Coverage coverage = new Coverage("390", "1501", "1", World.PROVINCE_HOME, "2020-01-01", from, null, 0, 0);
        Body base = Body.builder()
                .put("psn_no", World.PERSON)
                .put("psn_name", "张示例")
                .build();
        world.care()
                .store
                .put(new Person(
                        World.PROVINCE_HOME,
                        World.PERSON,
                        2,
                        World.hash("C1"),
                        Person.content(base, List.of(coverage))));
    }

    @Test
    void should_calculate_and_keep_nothing_when_it_is_a_trial() {
        String visit = registered(World.PROVINCE_HOME, "M1");
        upload(World.PROVINCE_HOME, visit, "S1", "1", "1000.00");
        Body trial = settled(settlement("2206", World.PROVINCE_HOME, visit, "S1", "1000.00"));
        assertThat(trial.body("setlinfo").textOr("hifp_pay", "")).isEqualTo("130.00");
        assertThat(trial.body("setlinfo").text("setl_id")).isEmpty();
        assertThat(charge("S1").state()).isEqualTo(ChargeBatchState.OPEN);
        assertThat(world.care().store.all(Settlement.class)).isEmpty();
        assertThat(world.care().store.all(EntrySet.class)).isEmpty();
    }

    @Test
    void should_adopt_the_first_settlement_when_the_button_is_pressed_twice() {
        String visit = registered(World.PROVINCE_HOME, "M1");
        upload(World.PROVINCE_HOME, visit, "S1", "1", "1000.00");
        String setlId = setlId(settled(settlement("2207", World.PROVINCE_HOME, visit, "S1", "1000.00")));
        assertThat(refused(settlement("2207", World.PROVINCE_HOME, visit, "S1", "1000.00")))
                .contains("SET-DUP-001", setlId);
        upload(World.PROVINCE_HOME, visit, "S2", "2", "10.00");
        settled(settlement("2207", World.PROVINCE_HOME, visit, "S2", "10.00"));
    }

    @Test
    void should_refuse_lines_into_a_batch_when_it_is_settled() {
        String visit = registered(World.PROVINCE_HOME, "M1");
        upload(World.PROVINCE_HOME, visit, "S1", "1", "1000.00");
        String setlId = setlId(settled(settlement("2207", World.PROVINCE_HOME, visit, "S1", "1000.00")));
        assertThat(refused(lines(World.PROVINCE_HOME, visit, "S1", "2", "1.00", "")))
                .contains("BAT-STATE-001");
        assertThat(refused(undoLines(World.PROVINCE_HOME, visit, "S1"))).contains("BAT-STATE-001");
        settled(cancellation(World.PROVINCE_HOME, visit, setlId));
        upload(World.PROVINCE_HOME, visit, "S1", "2", "1.00");
        assertThat(charge("S1").bill().medfeeSumFen()).isEqualTo(1_001_00);
    }

    @ParameterizedTest
    @ValueSource(strings = {World.PROVINCE_HOME, World.FAR_HOME})
    void should_stand_as_before_when_one_batch_of_two_is_cancelled(String home) {
        world = World.ofTwo();
        String visit = registered(home, "M1");
        upload(home, visit, "S1", "1", "3000.00");
        upload(home, visit, "S2", "2", "4000.00");
        settled(settlement("2207", home, visit, "S1", "3000.00"));
        Map<String, Long> before = balances();
        Body second = settled(settlement("2207", home, visit, "S2", "4000.00"));

        Body cancelled = settled(cancellation(home, visit, setlId(second)));

        assertThat(cancelled.body("setlinfo").textOr("medfee_sumamt", "")).isEqualTo("-4000.00");
        assertThat(balances()).isEqualTo(before);
        assertThat(charge("S1").state()).isEqualTo(ChargeBatchState.SETTLED);
        assertThat(charge("S2").state()).isEqualTo(ChargeBatchState.OPEN);
        assertThat(refused(cancellation(home, visit, setlId(second)))).contains("SET-CAN-001");
        assertThat(settled(settlement("2207", home, visit, "S2", "4000.00"))
                        .body("setlinfo")
                        .textOr("hifp_pay", ""))
                .isEqualTo(second.body("setlinfo").textOr("hifp_pay", ""));
        noFailures();
    }

    @Test
    void should_refuse_the_registration_undone_when_lines_are_left_and_void_it_without() {
        String home = World.PROVINCE_HOME;
        String visit = registered(home, "M1");
        upload(home, visit, "S1", "1", "10.00");
        upload(home, visit, "S2", "2", "20.00");
        assertThat(refused(undo(home, visit))).contains("VIS-STATE-001");
        World.must(world.send(undoLines(home, visit, "S1")));
        assertThat(charge("S2").bill().medfeeSumFen()).isEqualTo(20_00);
        World.must(world.send(undoLines(home, visit, "0000")));
        World.must(world.send(undoLines(home, visit, "0000")));
        World.must(world.send(undo(home, visit)));
        assertThat(world.care().store.all(Visit.class)).extracting(Visit::state).containsOnly(VisitState.VOID);
        assertThat(registered(home, "M1")).isNotEqualTo(visit);
    }

    @Test
    void should_name_the_visit_when_a_number_is_registered_twice() {
        String visit = registered(World.PROVINCE_HOME, "M1");
        assertThat(refused(registration(World.PROVINCE_HOME, "M1"))).contains("VIS-DUP-001", visit);
    }

    @Test
    void should_refuse_when_sums_or_kinds_do_not_fit() {
        String home = World.PROVINCE_HOME;
        String visit = registered(home, "M1");
        assertThat(refused(settlement("2207", home, visit, "S1", "1.00"))).contains("BAT-NONE-001");
        upload(home, visit, "S1", "1", "10.00");
        assertThat(refused(settlement("2207", home, visit, "S1", "11.00"))).contains("SUM-MISMATCH-001");
        assertThat(refused(world.settlement("2304", home, visit, "10.00"))).contains("MSG-FIELD-001", "门诊");
        assertThat(refused(lines(home, visit, "S1", "2", "5.00", "M01600"))).contains("MSG-FIELD-001", "病种");
        String stay = world.stay(home, "Z1");
        assertThat(refused(settlement("2207", home, stay, "S1", "10000.00"))).contains("MSG-FIELD-001", "住院");
    }

    @ParameterizedTest
    @ValueSource(strings = {World.PROVINCE_HOME, World.FAR_HOME})
    void should_take_everything_back_when_an_unseen_settlement_is_reversed(String home) {
        world = World.ofTwo();
        String visit = registered(home, "M1");
        upload(home, visit, "S1", "1", "1000.00");
        Map<String, Long> before = balances();
        Message1 settle = settlement("2207", home, visit, "S1", "1000.00");
        settled(settle);
        World.must(world.send(world.reversal(home, "2207", settle.msgid())));
        assertThat(balances()).isEqualTo(before);
        assertThat(charge("S1").state()).isEqualTo(ChargeBatchState.OPEN);
        assertThat(world.care().store.all(Settlement.class))
                .extracting(Settlement::state)
                .contains(SettlementState.CANCELLED);
        settled(settlement("2207", home, visit, "S1", "1000.00"));
        noFailures();
    }

    @Test
    void should_settle_once_when_the_answer_is_lost_and_the_message_comes_again() {
        world = World.ofTwo();
        String home = World.FAR_HOME;
        String visit = registered(home, "M1");
        upload(home, visit, "S1", "1", "1000.00");
        Message1 settle = settlement("2207", home, visit, "S1", "1000.00");
        world.weather.add(World.Weather.LOSES_ANSWER);
        assertThat(World.text(world.send(settle))).contains("NET-UNKNOWN-001");
        assertThat(charge("S1").state()).isEqualTo(ChargeBatchState.SETTLING);
        assertThat(refused(settlement("2207", home, visit, "S1", "1000.00"))).contains("SET-RUN-001", settle.msgid());
        settled(settle);
        assertThat(world.away().store.all(Settlement.class)).hasSize(1);
        assertThat(charge("S1").state()).isEqualTo(ChargeBatchState.SETTLED);
    }

    @Test
    void should_free_the_batch_when_the_home_refuses() {
        world = World.ofTwo();
        String home = World.FAR_HOME;
        String visit = registered(home, "M1");
        upload(home, visit, "S1", "1", "1000.00");
        world.away().directory = new Directory(
                world.away().topology, Map.of(), io.wutong.benefit.Policies.of(java.util.List.of()), Map.of());
        assertThat(refused(settlement("2207", home, visit, "S1", "1000.00"))).contains("POL-NONE-001");
        assertThat(charge("S1").state()).isEqualTo(ChargeBatchState.OPEN);
    }

    @Test
    void should_reverse_a_registration_when_its_answer_was_not_seen() {
        Message1 registration = registration(World.PROVINCE_HOME, "M1");
        World.must(world.send(registration));
        World.must(world.send(world.reversal(World.PROVINCE_HOME, "2201", registration.msgid())));
        assertThat(world.care().store.all(Visit.class)).extracting(Visit::state).containsOnly(VisitState.VOID);
        registered(World.PROVINCE_HOME, "M1");
    }

    @Test
    void should_refuse_at_registration_when_the_legacy_system_has_no_outpatients() {
        assertThat(refused(registration(World.LEGACY_HOME, "M1"))).contains("RTE-CAP-001", "2201");
    }
}
