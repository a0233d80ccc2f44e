package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.charge.ChargeState;
import io.wutong.charge.Charges;
import io.wutong.charge.Sequence;
import io.wutong.envelope.Refusal;
import io.wutong.exchange.World.Message1;
import io.wutong.payment.PaymentOrder;
import org.junit.jupiter.api.Test;

/** AUTH-TTL-001: what the patient has authorised lives for minutes, and is good for once. */
class AuthorisationTest {

    private final World world = World.ofOne();
    private final ChargeDesk desk = new ChargeDesk(world, Sequence.PAY_FIRST);
    private Message1 question;
    private Message1 settlement;

    private Future<Charges.View> place() {
        Future<Charges.View> placed = desk.place(settlement, question.msgid(), true);
        world.heap.runFor(2_000);
        return placed;
    }

    private void shown() {
        String visit = desk.outpatient(World.PROVINCE_HOME, "M1", "10000.00");
        question = desk.batch("2206", World.PROVINCE_HOME, visit, "10000.00");
        World.must(world.send(question));
        settlement = desk.batch("2207", World.PROVINCE_HOME, visit, "10000.00");
    }

    @Test
    void should_go_on_under_the_same_order_when_AUTH_TTL_001_the_patient_authorises_again() {
        shown();
        desk.wallet.insured.over.add("AUTH1");
        assertThat(place().cause())
                .hasMessage("医保支付授权已过期或已使用，请患者重新授权后再次提交，订单号不变")
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.fault().code()).isEqualTo("AUTH-TTL-001"));
        String orderNo = order().orderNo();
        // the same again is of no use, nor is it sent
        assertThat(place().cause()).isInstanceOf(Refusal.class);
        assertThat(desk.wallet.insured.opened()).isZero();

        desk.authorisation = "AUTH2";
        Charges.View view = place().result();
        assertThat(view.order().orElseThrow().orderNo()).isEqualTo(orderNo);
        assertThat(desk.wallet.insured.opened()).isEqualTo(1);
        assertThat(desk.wallet.insured.lastAttempt)
                .as("asks first whether it is there")
                .isGreaterThan(1);
        desk.wallet.insured.payAll(true, true);
        for (int round = 0; round < 20; round++) {
            desk.background(10);
        }
        assertThat(desk.charge(settlement.msgid()).state()).isEqualTo(ChargeState.BOTH);
        assertThat(world.care().store.all(PaymentOrder.class)).hasSize(1);
        assertThat(world.care().failures).isEmpty();
    }

    @Test
    void should_end_with_neither_when_AUTH_TTL_001_the_patient_goes_away() {
        shown();
        desk.wallet.insured.over.add("AUTH1");
        place();
        for (int round = 0; round < 300; round++) {
            desk.background(10);
        }
        assertThat(desk.charge(settlement.msgid()).state()).isEqualTo(ChargeState.NEITHER);
        assertThat(desk.wallet.insured.opened()).isZero();
        assertThat(desk.keptFen()).isZero();
    }

    private PaymentOrder order() {
        return world.care().store.all(PaymentOrder.class).get(0);
    }
}
