package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.http.MoneyDesk;
import io.wutong.payment.GiveBack;
import io.wutong.payment.Refund;
import io.wutong.spi.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Money goes back in parts, asked for by many at once, on several event loops and a real database. */
class RefundsIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.ONE);

    private static final String ORDERS = "/terminal/v1/orders";
    private static final int CLERKS = 12;

    @ParameterizedTest
    @EnumSource
    void should_never_give_back_more_than_was_paid_when_many_ask_at_once(FaultyChannel channel) {
        Counterparts counterparts = WORLD.world().counterparts();
        Map<String, Long> before = WORLD.balances();
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Body order = await(WORLD.world()
                        .terminal()
                        .post(
                                ORDERS,
                                Body.builder()
                                        .put("setl_id", stay.setlId())
                                        .put("channel", channel.account())
                                        .build()))
                .body();
        String orderNo = order.textOr("order_no", "");
        await(channel.pay(counterparts, orderNo));
        ends(orderNo, "PAID");
        long paid = number("select amount_fen from payment_order where order_no = $1", orderNo);
        long part = paid * 3 / 10;

        // each wish twice, as a clerk presses a button twice; while the hospital cancels the settlement
        MoneyDesk desk = WORLD.care().desk();
        List<Future<Refund>> asked = new ArrayList<>();
        for (int i = 0; i < 2 * CLERKS; i++) {
            asked.add(desk.giveBack(new GiveBack(orderNo, "C" + i / 2, part, "多收退还", "clerk" + i / 2)));
        }
        Future<HospitalClient.Answer> cancelled = stay.cancel();
        long refused = asked.stream().filter(one -> refused(one)).count();
        Patient.ok(await(cancelled));

        assertThat(refused).as("of 24 wishes").isGreaterThanOrEqualTo(2 * CLERKS - 6);
        assertThat(number("select sum(refund_fen)::bigint from refund where order_no = $1", orderNo))
                .as("promised")
                .isEqualTo(paid);
        ends(orderNo, "REFUNDED");
        assertThat(number("select given_back_fen from payment_order where order_no = $1", orderNo))
                .isEqualTo(paid);
        assertThat(WORLD.count("select 1 from refund where order_no = $1 and state <> 'REFUNDED'", orderNo))
                .isZero();
        assertThat(WORLD.balances()).isEqualTo(before);
        assertThat(WORLD.unbalancedSets()).isZero();
    }

    private static boolean refused(Future<Refund> one) {
        try {
            await(one);
            return false;
        } catch (Refusal refusal) {
            assertThat(refusal.fault()).isIn(Fault.OVERREFUND, Fault.ORDERSTATE);
            return true;
        }
    }

    private static long number(String sql, String argument) {
        return Long.parseLong(WORLD.text(sql, argument));
    }

    private static void ends(String orderNo, String state) {
        assertThat(WORLD.eventually(
                        state, () -> WORLD.text("select state from payment_order where order_no = $1", orderNo)))
                .isEqualTo(state);
    }
}
