package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.coverage.HomeFiling;
import io.wutong.cure.FilingGate;
import io.wutong.cure.RegionRules;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** FIL-*: not filed, or filed for another place, by the domain's codes: the end, each message once, the texts. */
class FilingCuresTest extends CuresWorld {

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
}
