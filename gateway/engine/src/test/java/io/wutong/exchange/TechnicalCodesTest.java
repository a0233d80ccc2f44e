package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.exchange.World.Message1;
import io.wutong.ledger.EntrySet;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.spi.Body;
import io.wutong.visit.VisitState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Failures of every gateway, by the domain's codes: the end, each message once, the texts. */
class TechnicalCodesTest extends CuresWorld {

    private static final String LEGACY = World.LEGACY_HOME;

    // ----------------------------------------------------------------- NET

    @Test
    void should_adopt_what_the_home_did_when_NET_UNKNOWN_001_its_answer_is_lost() {
        String visit = world.stay(LEGACY, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.BOOKS_UNHEARD);
        Message1 settle = world.settlement("2304", LEGACY, visit, "10000.00");
        assertThat(World.text(world.send(settle)))
                .contains("\"infcode\":-1")
                .contains("[NET-UNKNOWN-001] 处理中,请用原报文编号重发或用5203查询");
        // the button is pressed again: named the first, and nothing goes out
        assertThat(World.text(world.send(world.settlement("2304", LEGACY, visit, "10000.00"))))
                .contains("[SET-RUN-001]", settle.msgid());
        world.background(30);
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(World.text(world.send(settle))).contains("\"infcode\":0");
        assertThat(world.legacy.calls("2304")).isEqualTo(1);
        assertThat(world.legacy.asked).doesNotContain("reverse 2304 " + settle.msgid());
        assertThat(cases()).isEmpty();
        assertThat(sumOfBooks()).isZero();
    }

    @Test
    void should_reverse_and_free_the_visit_when_NET_UNKNOWN_001_the_home_has_nothing() {
        String visit = world.stay(LEGACY, "Z1");
        world.legacy.moods.add(LegacySystem.Mood.LOST);
        Message1 settle = world.settlement("2304", LEGACY, visit, "10000.00");
        assertThat(World.text(world.send(settle))).contains("NET-UNKNOWN-001");
        world.background(60);
        assertThat(world.legacy.asked)
                .filteredOn(line -> line.equals("reverse 2304 " + settle.msgid()))
                .hasSize(1);
        assertThat(World.text(world.send(settle))).contains("[NET-ABSENT-001] 参保地未办理成功，请用新的报文编号重新办理");
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.DISCHARGED);
        World.must(world.send(world.settlement("2304", LEGACY, visit, "10000.00")));
        assertThat(world.legacy.calls("2304")).isEqualTo(2);
        assertThat(world.legacy.booked.keySet()).doesNotContain(settle.msgid());
    }

    // ------------------------------------------------------------ SUM, SEQ

    @Test
    void should_name_the_days_and_settle_once_mended_when_SUM_MISMATCH_001_a_line_is_missing() {
        String visit = mdtrtId(admit("Z1"));
        World.must(world.send(world.line(HOME, visit, "1", "10000.00")));
        World.must(world.send(world.discharge(HOME, visit, "2026-10-30 08:00:00")));
        assertThat(World.text(world.send(world.settlement("2304", HOME, visit, "10500.00"))))
                .contains("[SUM-MISMATCH-001] 结算费用明细总额与医疗费总额不一致：医疗费总额10500.00≠费用明细合计10000.00，"
                        + "相差500.00；明细各日合计：10-29 10000.00");
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.DISCHARGED);
        // the line that was left out is sent, and nothing but that
        World.must(world.send(world.line(HOME, visit, "2", "500.00")));
        World.must(world.send(world.settlement("2304", HOME, visit, "10500.00")));
        assertThat(sent(visit)).containsExactly("2401", "2301", "2402", "2304", "2301", "2304");
        assertThat(settlements(visit))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row.state()).isEqualTo(SettlementState.STANDING));
    }

    @Test
    void should_make_up_the_discharge_when_SEQ_INHOSP_001_the_patient_is_still_registered() {
        String visit = mdtrtId(admit("Z1"));
        World.must(world.send(world.line(HOME, visit, "1", "10000.00")));
        Message1 settle = world.settlement("2304", HOME, visit, "10000.00");
        World.must(world.send(settle.withInput(
                settle.input().replace("\"mid_setl_flag\"", "\"dscgTime\":\"2026-10-30\",\"mid_setl_flag\""))));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(visitAtCare(visit).dischargedAt()).isEqualTo("2026-10-30");
        assertThat(sent(visit)).containsExactly("2401", "2301", "2304");
        assertThat(visitAtHome(visit).state()).isEqualTo(VisitState.SETTLED);
        assertThat(cases()).isEmpty();
    }

    // ------------------------------------------------------------ ACC-RACE

    @Test
    void should_calculate_one_on_the_other_when_ACC_RACE_001_two_are_settled_at_once() {
        List<Long> raced = settleTwo(world, true);
        assertThat(raced).isEqualTo(settleTwo(World.ofTwo(), false));
        assertThat(raced.get(0)).isNotEqualTo(raced.get(1));
    }

    /** What the critical-illness layer, which goes by the year, gives for two stays of one person. */
    private static List<Long> settleTwo(World world, boolean atOnce) {
        String first = bigStay(world, "Z1");
        String second = bigStay(world, "Z2");
        Future<Answered> one = world.begin(world.settlement("2304", HOME, first, "100000.00"));
        if (!atOnce) {
            world.heap.run();
        }
        Future<Answered> other = world.begin(world.settlement("2304", HOME, second, "100000.00"));
        world.heap.run();
        return List.of(layer(World.must(one.result())), layer(World.must(other.result())));
    }

    private static String bigStay(World world, String iptNo) {
        String visit = mdtrtId(World.must(world.send(world.admission(HOME, iptNo))));
        World.must(world.send(world.line(HOME, visit, "1", "100000.00")));
        World.must(world.send(world.discharge(HOME, visit, "2026-10-30 08:00:00")));
        return visit;
    }

    private static long layer(Answered settled) {
        return World.output(settled).body("setlinfo").fen("hifmi_pay").orElseThrow();
    }

    // ----------------------------------------------------------- CAT-UNMAP

    @Test
    void should_settle_the_others_and_say_so_when_CAT_UNMAP_001_a_line_has_no_national_code() {
        String visit = mdtrtId(admit("Z1"));
        Message1 unmapped = world.line(HOME, visit, "2", "60.00");
        assertThat(World.text(World.must(world.send(world.line(HOME, visit, "1", "10000.00")))))
                .doesNotContain("warn_msg");
        assertThat(World.text(World.must(world.send(
                        unmapped.withInput(unmapped.input().replace("\"A1\",\"medins", "\"LOCAL-9\",\"medins"))))))
                .contains("\"warn_msg\":\"1项未对码，已暂按自费挂起，不影响其余费用\"");
        World.must(world.send(world.discharge(HOME, visit, "2026-10-30 08:00:00")));
        Body info = World.output(World.must(world.send(world.settlement("2304", HOME, visit, "10060.00"))))
                .body("setlinfo");
        assertThat(info.textOr("fulamt_ownpay_amt", "")).isEqualTo("60.00");
        assertThat(info.textOr("inscp_scp_amt", "")).isEqualTo("10000.00");
        assertThat(world.care().store.all(io.wutong.catalogue.CatalogueMapping.class))
                .hasSize(1);
    }

    // -------------------------------------------------------------- shared

    private List<Case> cases() {
        return world.processes.values().stream()
                .flatMap(process -> process.store.all(Case.class).stream())
                .toList();
    }

    private List<Settlement> settlements(String visit) {
        return world.processes.values().stream()
                .flatMap(process -> process.store.all(Settlement.class).stream())
                .filter(row -> row.mdtrtId().equals(visit))
                .toList();
    }

    private long sumOfBooks() {
        return world.processes.values().stream()
                .flatMap(process -> process.store.all(EntrySet.class).stream())
                .mapToLong(EntrySet::sumFen)
                .sum();
    }
}
