package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.cure.Claim;
import io.wutong.cure.ClaimState;
import io.wutong.cure.EndClaim;
import io.wutong.cure.EnterClaim;
import io.wutong.cure.RegionRules;
import io.wutong.spi.Json;
import io.wutong.state.StateChange;
import io.wutong.visit.VisitState;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Manual claims that come in by themselves: by window, post and agent. */
class ManualClaimTest extends CuresWorld {

    private Future<Claim> enter(EnterClaim.Channel channel, String iptNo, String total) {
        return enter(channel, iptNo, total, "00000000000001");
    }

    private Future<Claim> enter(EnterClaim.Channel channel, String iptNo, String total, String serial) {
        Future<Claim> entered = world.away()
                .session
                .commit(new EnterClaim(
                        HOME,
                        HOME,
                        channel,
                        Json.read("""
                                {"psn_no":"%s","fixmedins_code":"%s","fixmedins_name":"院","ipt_otp_no":"%s","med_type":"21",
                                "begntime":"2026-10-12","endtime":"2026-10-30","medfee_sumamt":%s,
                                "feedetail":[{"feedetl_sn":"1","det_item_fee_sumamt":400.00},
                                {"feedetl_sn":"2","det_item_fee_sumamt":600.00}]}""".formatted(World.PERSON, World.HOSPITAL, iptNo, total)),
                        serial,
                        "窗口01",
                        "材料齐全",
                        world.heap.now()));
        world.heap.run();
        return entered;
    }

    @Test
    void should_be_one_claim_when_the_same_papers_come_by_window_post_and_agent() {
        Claim first = enter(EnterClaim.Channel.WINDOW, "Z1", "1000.00").result();
        assertThat(first.claimNo()).isEqualTo("LX" + HOME + "00000000000001");
        assertThat(enter(EnterClaim.Channel.POST, "Z1", "1000.00").result().claimNo())
                .isEqualTo(first.claimNo());
        assertThat(enter(EnterClaim.Channel.AGENT, "Z1", "1000.00").result().claimNo())
                .isEqualTo(first.claimNo());
        assertThat(world.away().store.all(Claim.class)).hasSize(1);
        assertThat(Json.read(first.content()).textOr("channel", "")).isEqualTo("window");
    }

    private Future<Claim> end(EndClaim word) {
        Future<Claim> ended = world.away().session.commit(word);
        world.heap.run();
        return ended;
    }

    private EndClaim withdrawal(Claim claim, String why) {
        return EndClaim.withdraw(claim.key(), "窗口02", why, world.heap.now());
    }

    private List<String> history(Claim claim) {
        return world.away().store.all(StateChange.class).stream()
                .filter(change ->
                        change.subject().equals("claim") && change.id().equals(claim.claimNo()))
                .sorted(Comparator.comparing(StateChange::serial))
                .map(change -> change.event() + " " + change.to() + " " + change.cause())
                .toList();
    }

    @Test
    void should_let_the_stay_be_settled_directly_when_a_clerk_has_withdrawn_its_claim() {
        String visit = mdtrtId(admit("Z1"));
        Claim claim = enter(EnterClaim.Channel.WINDOW, "Z1", "1000.00").result();
        assertThat(settleStay(visit)).contains("SET-CLAIM-001");

        world.heap.runFor(1_000);
        assertThat(end(withdrawal(claim, "改为直接结算")).result().state()).isEqualTo(ClaimState.WITHDRAWN);
        world.heap.runFor(1_000);
        assertThat(end(withdrawal(claim, "又按了一次")).result().state()).isEqualTo(ClaimState.WITHDRAWN);
        assertThat(history(claim)).containsExactly("ENTER STANDING 窗口01: 材料齐全", "WITHDRAW WITHDRAWN 窗口02: 改为直接结算");
        assertThat(World.text(world.send(world.settlement("2304", HOME, visit, "10000.00"))))
                .contains("setl_id");
    }

    @Test
    void should_keep_what_was_withdrawn_when_the_same_stay_is_claimed_anew() {
        Claim first = enter(EnterClaim.Channel.WINDOW, "Z1", "1000.00").result();
        end(withdrawal(first, "材料不全"));
        Claim second = enter(EnterClaim.Channel.POST, "Z1", "1000.00", "00000000000002")
                .result();
        assertThat(second.claimNo()).isNotEqualTo(first.claimNo());
        assertThat(world.away().store.all(Claim.class))
                .extracting(Claim::state)
                .containsExactlyInAnyOrder(ClaimState.WITHDRAWN, ClaimState.STANDING);
        assertThat(enter(EnterClaim.Channel.AGENT, "Z1", "1000.00").result().claimNo())
                .isEqualTo(second.claimNo());
    }

    @Test
    void should_refuse_the_withdrawal_when_the_claim_was_paid() {
        Claim claim = enter(EnterClaim.Channel.WINDOW, "Z1", "1000.00").result();
        EndClaim tooMuch = EndClaim.pay(claim.key(), 100_001, "财务", "拨付", world.heap.now());
        assertThat(end(tooMuch).cause()).hasMessageContaining("应在0与1000.00之间");
        EndClaim payment = EndClaim.pay(claim.key(), 80_000, "财务", "拨付", world.heap.now());
        assertThat(end(payment).result().state()).isEqualTo(ClaimState.PAID);
        assertThat(end(payment).result().paidFen()).isEqualTo(80_000);
        assertThat(end(EndClaim.pay(claim.key(), 70_000, "财务", "拨付", world.heap.now()))
                        .cause())
                .hasMessageContaining("零星报销申请" + claim.claimNo() + "已支付，不能办理");
        assertThat(end(withdrawal(claim, "不要了")).cause()).hasMessageContaining("已支付，不能办理");
        assertThat(settleStay(mdtrtId(admit("Z1")))).contains("SET-CLAIM-001");
    }

    @Test
    void should_refuse_when_the_stay_was_settled_or_the_papers_do_not_add_up() {
        String visit = mdtrtId(admit("Z1"));
        assertThat(settleStay(visit)).contains("setl_id");
        assertThat(enter(EnterClaim.Channel.WINDOW, "Z1", "1000.00").cause())
                .hasMessageContaining("该就诊已结算，结算ID为" + visitAtHome(visit).setlId());
        assertThat(enter(EnterClaim.Channel.WINDOW, "Z2", "1000.01").cause())
                .hasMessageContaining("1000.01≠feedetail合计1000.00");
        assertThat(world.away().store.all(Claim.class)).isEmpty();
    }

    @Test
    void should_be_the_claim_that_the_failed_settlement_became_when_the_patient_brings_papers_too() {
        String sn =
                World.output(World.must(world.send(referral()))).body("result").textOr("trt_dcla_detl_sn", "");
        stay("Z1");
        World.must(world.send(undoReferral(sn)));
        world.cures(Duration.ofMinutes(5));
        Claim made = world.away().store.all(Claim.class).get(0);
        assertThat(enter(EnterClaim.Channel.WINDOW, "Z1", "1000.00").result().claimNo())
                .isEqualTo(made.claimNo());
        assertThat(world.away().store.all(Claim.class)).hasSize(1);
    }

    @Test
    void should_refuse_the_settlement_when_the_stay_is_claimed_already() {
        String visit = stay("Z1");
        Claim claim = enter(EnterClaim.Channel.WINDOW, "Z1", "1000.00").result();
        for (String infno : List.of("2303", "2304")) {
            assertThat(World.text(world.send(world.settlement(infno, HOME, visit, "10000.00"))))
                    .contains("[SET-CLAIM-001] 该就诊已申请零星报销" + claim.claimNo());
        }
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.DISCHARGED);
        // another stay is another matter
        World.must(world.send(world.settlement("2304", HOME, stay("Z2"), "10000.00")));
    }

    @Test
    void should_be_one_claim_when_the_papers_come_before_the_stay_is_taken_back() {
        String sn =
                World.output(World.must(world.send(referral()))).body("result").textOr("trt_dcla_detl_sn", "");
        String visit = stay("Z1");
        Claim entered = enter(EnterClaim.Channel.WINDOW, "Z1", "1000.00").result();
        World.must(world.send(undoReferral(sn)));
        world.cures(Duration.ofMinutes(5));
        assertThat(visitAtCare(visit).state()).isEqualTo(VisitState.VOID);
        assertThat(theCase(Case.ORPHAN, visit).closedBy()).isEqualTo(entered.claimNo());
        assertThat(world.away().store.all(Claim.class)).hasSize(1);
    }

    @Test
    void should_refuse_when_a_batch_of_the_outpatient_or_a_part_of_the_stay_was_settled() {
        OutpatientWorld window = new OutpatientWorld() {};
        window.world = world;
        String visit = window.registered(HOME, "M1");
        window.upload(HOME, visit, "S1", "1", "300.00");
        String batch = OutpatientWorld.setlId(window.settled(window.settlement("2207", HOME, visit, "S1", "300.00")));
        assertThat(enter(EnterClaim.Channel.WINDOW, "M1", "1000.00").cause())
                .hasMessageContaining("该就诊已结算，结算ID为" + batch);

        String stay = mdtrtId(admit("Z1"));
        World.must(world.send(world.line(HOME, stay, "1", "10000.00")));
        World.Message1 whole = world.settlement("2304", HOME, stay, "10000.00");
        String part = OutpatientWorld.setlId(window.settled(
                whole.withInput(whole.input().replace("\"mid_setl_flag\":\"0\"", "\"mid_setl_flag\":\"1\""))));
        assertThat(enter(EnterClaim.Channel.WINDOW, "Z1", "1000.00").cause())
                .hasMessageContaining("该就诊已结算，结算ID为" + part);

        // taken back, the papers are taken
        window.settled(window.cancellation(HOME, visit, batch));
        window.settled(world.cancellation(HOME, stay, part));
        assertThat(enter(EnterClaim.Channel.WINDOW, "M1", "1000.00").succeeded())
                .isTrue();
        assertThat(enter(EnterClaim.Channel.WINDOW, "Z1", "1000.00").succeeded())
                .isTrue();
        assertThat(window.refused(window.settlement("2207", HOME, visit, "S1", "300.00")))
                .contains("SET-CLAIM-001");
    }

    private OutpatientWorld closed() {
        rules("420000", RegionRules.OUTPATIENT, "closed");
        OutpatientWorld window = new OutpatientWorld() {};
        window.world = world;
        return window;
    }

    /** An outpatient's settlement of 300.00, whose rest is claimed. */
    private String rest(OutpatientWorld window, String visit) {
        window.upload(HOME, visit, "S1", "1", "300.00");
        String setlId = OutpatientWorld.setlId(window.settled(window.settlement("2207", HOME, visit, "S1", "300.00")));
        world.cures(Duration.ofMinutes(5));
        return setlId;
    }

    private Claim claim() {
        return world.away().store.all(Claim.class).get(0);
    }

    @Test
    void should_pay_no_more_than_the_patient_has_paid_when_the_account_paid_a_part() {
        OutpatientWorld window = closed();
        String visit = window.registered(HOME, "M1");
        window.upload(HOME, visit, "S1", "1", "300.00");
        told(visit, OutpatientWorld.setlId(window.settled(window.settlement("2207", HOME, visit, "S1", "300.00"))));
        EndClaim tooMuch = EndClaim.pay(claim().key(), 10_001, "财务", "拨付", world.heap.now());
        assertThat(end(tooMuch).cause()).hasMessageContaining("应在0与100.00之间");
        assertThat(end(EndClaim.pay(claim().key(), 10_000, "财务", "拨付", world.heap.now()))
                        .result()
                        .state())
                .isEqualTo(ClaimState.PAID);
    }

    @Test
    void should_take_the_papers_once_the_money_is_back_when_a_paid_claims_settlement_was_cancelled() {
        OutpatientWorld window = closed();
        String visit = window.registered(HOME, "M1");
        String setlId = rest(window, visit);
        end(EndClaim.pay(claim().key(), 100, "财务", "拨付", world.heap.now()));
        assertThat(enter(EnterClaim.Channel.POST, "M1", "1000.00").result().claimNo())
                .isEqualTo(claim().claimNo());
        window.settled(window.cancellation(HOME, visit, setlId));
        assertThat(enter(EnterClaim.Channel.POST, "M1", "1000.00").cause())
                .hasMessageContaining("零星报销申请" + claim().claimNo() + "已支付，不能办理");

        Case back = theCase(Case.CLAIM_PAID, claim().claimNo());
        world.away().store.put(back.ended(world.heap.now()));
        Claim paid = claim();
        Claim anew = enter(EnterClaim.Channel.POST, "M1", "1000.00").result();
        assertThat(anew.claimNo()).isNotEqualTo(paid.claimNo());
        assertThat(enter(EnterClaim.Channel.AGENT, "M1", "1000.00").result().claimNo())
                .isEqualTo(anew.claimNo());
    }

    @Test
    void should_claim_anew_when_what_came_by_message_was_withdrawn() {
        OutpatientWorld window = closed();
        String visit = window.registered(HOME, "M1");
        String setlId = rest(window, visit);
        Claim first = claim();
        assertThat(told(visit, setlId)).isEqualTo(first.claimNo());
        end(withdrawal(first, "材料不全"));
        String second = told(visit, setlId);
        assertThat(second).isNotEqualTo(first.claimNo());
        assertThat(told(visit, setlId)).isEqualTo(second);
        assertThat(world.away().store.all(Claim.class))
                .extracting(Claim::state)
                .containsExactlyInAnyOrder(ClaimState.WITHDRAWN, ClaimState.STANDING);
        // the second one goes with its settlement too
        window.settled(window.cancellation(HOME, visit, setlId));
        assertThat(world.away().store.all(Claim.class)).noneMatch(Claim::standing);
    }

    @Test
    void should_know_its_claim_when_the_same_message_is_answered_once_more() {
        OutpatientWorld window = closed();
        String setlId = rest(window, window.registered(HOME, "M1"));
        Case done =
                world.care().store.one(Case.key("321100", Case.CLAIM, setlId)).orElseThrow();
        assertThat(done.closedBy()).isEqualTo(claim().claimNo());
        // the process has died before it kept what it was told
        world.care()
                .store
                .put(new Case(
                        done.node(),
                        done.kind(),
                        done.ref(),
                        CaseState.OPEN,
                        done.cause(),
                        done.openedAt(),
                        null,
                        done.actor(),
                        null,
                        done.facts(),
                        world.heap.now(),
                        ""));
        world.cures(Duration.ofMinutes(5));
        assertThat(world.care().store.one(done.key()).orElseThrow().closedBy()).isEqualTo(claim().claimNo());
        assertThat(world.away().store.all(Claim.class)).hasSize(1);
    }

    @Test
    void should_claim_the_stay_anew_when_its_claim_was_withdrawn() {
        String first = told("V1", "");
        assertThat(told("V1", "")).isEqualTo(first);
        end(withdrawal(claim(), "材料不全"));
        String second = told("V1", "");
        assertThat(second).isNotEqualTo(first);
        assertThat(told("V1", "")).isEqualTo(second);
    }

    /** The same claim by another message; its number. */
    private String told(String visit, String setlId) {
        Answered answered =
                World.must(world.send(world.message("WT03", HOME, """
                {"data":{"psn_no":"%s","mdtrt_id":"%s","setl_id":"%s","medfee_sumamt":"300.00","psn_cash_pay":"100.00"}}
                """.formatted(World.PERSON, visit, setlId))));
        return World.output(answered).body("result").textOr("claim_no", "");
    }

    @Test
    void should_stay_paid_when_a_process_of_the_version_before_has_written_a_withdrawal() {
        Claim claim = enter(EnterClaim.Channel.WINDOW, "Z1", "1000.00").result();
        Claim paid = end(EndClaim.pay(claim.key(), 80_000, "财务", "拨付", world.heap.now()))
                .result();
        Claim both = new Claim(
                paid.node(),
                paid.psnNo(),
                paid.ref(),
                paid.claimNo(),
                paid.content(),
                paid.at(),
                world.heap.now(),
                paid.paidAt(),
                paid.paidFen());
        assertThat(both.state()).isEqualTo(ClaimState.PAID);
        assertThat(both.standing()).isTrue();
    }

    @Test
    void should_be_one_claim_when_the_papers_are_quicker_than_what_the_account_has_left() {
        rules("420000", RegionRules.OUTPATIENT, "closed");
        OutpatientWorld window = new OutpatientWorld() {};
        window.world = world;
        String visit = window.registered(HOME, "M1");
        window.upload(HOME, visit, "S1", "1", "300.00");
        window.settled(window.settlement("2207", HOME, visit, "S1", "300.00"));
        Claim entered = enter(EnterClaim.Channel.WINDOW, "M1", "1000.00").result();
        world.cures(Duration.ofMinutes(5));
        assertThat(world.away().store.all(Claim.class)).containsExactly(entered);
    }
}
