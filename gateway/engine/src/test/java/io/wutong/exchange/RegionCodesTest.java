package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.coverage.Institution;
import io.wutong.cure.Claim;
import io.wutong.cure.ClaimState;
import io.wutong.cure.EndClaim;
import io.wutong.cure.RegionRules;
import io.wutong.exchange.World.Message1;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a region has not opened or has not issued, by the domain's codes. */
class RegionCodesTest extends CuresWorld {

    // --------------------------------------------------------- AREA-CLOSED

    @Test
    void should_name_the_nearest_that_is_open_when_AREA_CLOSED_001_the_county_takes_nobody_from_elsewhere() {
        rules(World.CARE, RegionRules.OPEN, "out_inpatient out_outpatient");
        assertThat(World.text(world.send(world.admission(HOME, "Z1"))))
                .contains("[AREA-CLOSED-001] 京口区暂只支持本地参保人到外地住院、本地参保人到外地门诊，最近可结算机构：暂无");
        assertThat(world.away().store.all(Exchange.class)).isEmpty();
        // only outpatients are kept away
        rules(World.CARE, RegionRules.OPEN, "in_inpatient");
        assertThat(mdtrtId(admit("Z1"))).isNotEmpty();
    }

    @Test
    void should_refuse_at_home_when_AREA_CLOSED_001_its_own_are_not_settled_elsewhere() {
        rules(HOME, RegionRules.OPEN, "in_inpatient out_outpatient");
        assertThat(World.text(world.send(world.admission(HOME, "Z1"))))
                .contains("[AREA-CLOSED-001] 江岸区暂只支持外地参保人在此住院、本地参保人到外地门诊");
        assertThat(world.away().store.all(io.wutong.visit.Visit.class)).isEmpty();
    }

    @Test
    void should_name_an_open_one_of_the_same_city_first_when_AREA_CLOSED_001() {
        Directory was = world.care().directory;
        Map<String, Institution> known = new HashMap<>(was.institutions());
        known.put("H32110100009", new Institution("H32110100009", "镇江示范一院", "321101", "2", "02", "1"));
        known.put("P32110100009", new Institution("P32110100009", "镇江示范药店", "321101", "9", "09", "2"));
        known.put("H32010000009", new Institution("H32010000009", "南京示范医院", "320104", "3", "02", "1"));
        world.care().directory = new Directory(
                was.topology(), known, was.policies(), was.catalogues(), was.mappings(), was.rules(), was.published());
        rules(World.CARE, RegionRules.OPEN, "none");
        assertThat(World.text(world.send(world.admission(HOME, "Z1")))).contains("京口区暂只支持本地就医，最近可结算机构：镇江示范一院、南京示范医院");
    }

    // ---------------------------------------------------------- OPT-CLOSED

    @Test
    void should_pay_from_the_account_and_claim_the_rest_when_OPT_CLOSED_001_outpatients_are_not_open() {
        rules("420000", RegionRules.OUTPATIENT, "closed");
        OutpatientWorld window = new OutpatientWorld() {};
        window.world = world;
        String visit = window.registered(HOME, "M1");
        window.upload(HOME, visit, "S1", "1", "300.00");
        Answered answered = World.must(world.send(window.settlement("2207", HOME, visit, "S1", "300.00")));
        assertThat(World.text(answered))
                .contains("\"warn_msg\":\"参保地尚未开通普通门诊统筹，可用个人账户支付，其余费用系统已生成零星报销申请\"")
                .doesNotContain("claim_due");
        Body info = World.output(answered).body("setlinfo");
        assertThat(info.textOr("fund_pay_sumamt", "")).isEqualTo("0.00");
        assertThat(info.textOr("psn_cash_pay", "")).isEqualTo("300.00");

        world.cures(Duration.ofMinutes(5));
        Claim claim = world.away().store.all(Claim.class).get(0);
        Body content = Json.read(claim.content());
        assertThat(content.textOr("psn_cash_pay", "")).isEqualTo("300.00");
        assertThat(content.bodies("feedetail")).hasSize(1);
        Case due = world.care()
                .store
                .one(Case.key("321100", Case.CLAIM, info.textOr("setl_id", "")))
                .orElseThrow();
        assertThat(due.state()).isEqualTo(CaseState.CLOSED);
        assertThat(due.closedBy()).isEqualTo(claim.claimNo());
        assertThat(timeline(Case.CLAIM, info.textOr("setl_id", "")))
                .containsExactly(
                        "参保地尚未开通普通门诊统筹，个人账户支付后余额转零星报销", "费用已转为零星报销申请" + claim.claimNo() + "，无需重新录入", claim.claimNo());
        assertThat(world.care().store.all(Exchange.class))
                .filteredOn(exchange -> exchange.infno().equals("WT03"))
                .hasSize(1);

        // the next batch is a claim of its own, and one that is cancelled first is none
        window.upload(HOME, visit, "S2", "2", "200.00");
        World.must(world.send(window.settlement("2207", HOME, visit, "S2", "200.00")));
        world.cures(Duration.ofMinutes(5));
        assertThat(world.away().store.all(Claim.class)).hasSize(2);
        window.upload(HOME, visit, "S3", "3", "100.00");
        String setlId = OutpatientWorld.setlId(window.settled(window.settlement("2207", HOME, visit, "S3", "100.00")));
        window.settled(window.cancellation(HOME, visit, setlId));
        world.cures(Duration.ofMinutes(5));
        assertThat(world.away().store.all(Claim.class)).hasSize(2);
        assertThat(window.balances().keySet()).noneMatch(account -> account.contains("fund:"));
    }

    @Test
    void should_withdraw_the_claim_and_make_another_when_OPT_CLOSED_001_the_batch_is_settled_again() {
        OutpatientWorld window = closed();
        String visit = window.registered(HOME, "M1");
        window.upload(HOME, visit, "S1", "1", "300.00");
        String first = OutpatientWorld.setlId(window.settled(window.settlement("2207", HOME, visit, "S1", "300.00")));
        world.cures(Duration.ofMinutes(5));
        assertThat(claims()).singleElement().matches(Claim::standing);
        window.settled(window.cancellation(HOME, visit, first));
        assertThat(claims()).singleElement().matches(claim -> !claim.standing());

        window.upload(HOME, visit, "S1", "2", "200.00");
        window.settled(window.settlement("2207", HOME, visit, "S1", "500.00"));
        world.cures(Duration.ofMinutes(5));
        assertThat(claims()).filteredOn(Claim::standing).singleElement().satisfies(claim -> {
            assertThat(Json.read(claim.content()).textOr("psn_cash_pay", "")).isEqualTo("500.00");
            assertThat(claim.claimNo()).isNotEqualTo(claims().get(0).claimNo());
        });
        window.noFailures();
    }

    @Test
    void
            should_tell_the_clerks_to_get_it_back_when_OPT_CLOSED_001_the_claim_was_paid_before_the_settlement_is_cancelled() {
        OutpatientWorld window = closed();
        String visit = window.registered(HOME, "M1");
        window.upload(HOME, visit, "S1", "1", "300.00");
        String setlId = OutpatientWorld.setlId(window.settled(window.settlement("2207", HOME, visit, "S1", "300.00")));
        world.cures(Duration.ofMinutes(5));
        Claim claim = claims().get(0);
        world.away().session.commit(EndClaim.pay(claim.key(), 15_000, "财务", "拨付", world.heap.now()));
        world.heap.run();
        window.settled(window.cancellation(HOME, visit, setlId));
        assertThat(claims()).singleElement().matches(kept -> kept.state() == ClaimState.PAID);
        assertThat(theCase(Case.CLAIM_PAID, claim.claimNo()).state()).isEqualTo(CaseState.OPEN);
    }

    @Test
    void should_withdraw_the_claim_when_OPT_CLOSED_001_the_settlement_is_reversed() {
        OutpatientWorld window = closed();
        String visit = window.registered(HOME, "M1");
        window.upload(HOME, visit, "S1", "1", "300.00");
        Message1 settle = window.settlement("2207", HOME, visit, "S1", "300.00");
        window.settled(settle);
        world.cures(Duration.ofMinutes(5));
        World.must(world.send(world.reversal(HOME, "2207", settle.msgid())));
        assertThat(claims()).singleElement().matches(claim -> !claim.standing());
    }

    @Test
    void should_take_no_claim_when_OPT_CLOSED_001_the_settlement_was_taken_back_at_home_already() {
        OutpatientWorld window = closed();
        String visit = window.registered(HOME, "M1");
        window.upload(HOME, visit, "S1", "1", "300.00");
        String setlId = OutpatientWorld.setlId(window.settled(window.settlement("2207", HOME, visit, "S1", "300.00")));
        world.weather.add(World.Weather.LOSES_ANSWER);
        assertThat(World.text(world.send(window.cancellation(HOME, visit, setlId))))
                .contains("NET-UNKNOWN-001");
        world.cures(Duration.ofSeconds(10));
        assertThat(claims()).isEmpty();
        assertThat(world.care().store.all(Case.class))
                .filteredOn(found -> found.kind().equals(Case.CLAIM))
                .singleElement()
                .matches(due -> due.known().textOr("refused", "").equals("SET-CAN-001"));
        world.background(60);
        world.cures(Duration.ofHours(1));
        assertThat(world.care().store.all(Case.class))
                .filteredOn(found -> found.kind().equals(Case.CLAIM))
                .singleElement()
                .matches(due -> due.closedBy().equals("2208"));
    }

    private OutpatientWorld closed() {
        rules("420000", RegionRules.OUTPATIENT, "closed");
        OutpatientWorld window = new OutpatientWorld() {};
        window.world = world;
        return window;
    }

    private java.util.List<Claim> claims() {
        return world.away().store.all(Claim.class).stream()
                .sorted(java.util.Comparator.comparing(Claim::at))
                .toList();
    }

    // ------------------------------------------------------------- CRD-OLD

    @Test
    void should_go_on_by_the_identity_number_and_ask_for_a_card_once_when_CRD_OLD_001_the_card_is_old() {
        for (int time = 0; time < 2; time++) {
            assertThat(World.text(World.must(world.send(asked("420102A00001", "\"certno\":\"C2\",")))))
                    .contains("\"warn_msg\":\"此卡非全国通用卡，请出示医保码或身份证；已为您提交制卡申请\"", World.PERSON);
        }
        assertThat(world.away().store.all(Case.class)).singleElement().satisfies(request -> {
            assertThat(request.kind()).isEqualTo(Case.CARD);
            assertThat(request.ref()).isEqualTo(World.PERSON);
            assertThat(request.node()).isEqualTo(HOME);
        });
        assertThat(timeline(Case.CARD, World.PERSON)).containsExactly("参保人出示非全国通用卡，已提交制卡申请");
    }

    @Test
    void should_say_what_to_show_instead_when_CRD_OLD_001_nothing_else_is_known() {
        assertThat(World.text(world.send(asked("420102A00001", "")))).contains("[CRD-OLD-001] 此卡非全国通用卡，请出示医保码或身份证");
        assertThat(World.text(World.must(world.send(asked("420102D15600000500112233445566FF", "\"certno\":\"C2\",")))))
                .doesNotContain("warn_msg");
        assertThat(world.away().store.all(Case.class)).isEmpty();
    }

    private Message1 asked(String card, String certno) {
        return world.message("1101", HOME, """
                {"data":{"mdtrt_cert_type":"03","mdtrt_cert_no":"A12345678","card_sn":"%s",%s"begntime":"2026-10-30 09:00:00",
                "psn_cert_type":"01","psn_name":"张示例"}}""".formatted(card, certno));
    }
}
