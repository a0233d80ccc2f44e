package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.cure.Claim;
import io.wutong.cure.EnterClaim;
import io.wutong.spi.Json;
import org.junit.jupiter.api.Test;

/** Manual claims that come in by themselves: by window, post and agent. */
class ManualClaimTest extends CuresWorld {

    private Future<Claim> enter(EnterClaim.Channel channel, String iptNo, String total) {
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
                        "00000000000001",
                        "窗口01",
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
        world.cures(java.time.Duration.ofMinutes(5));
        Claim made = world.away().store.all(Claim.class).get(0);
        assertThat(enter(EnterClaim.Channel.WINDOW, "Z1", "1000.00").result().claimNo())
                .isEqualTo(made.claimNo());
        assertThat(world.away().store.all(Claim.class)).hasSize(1);
    }
}
