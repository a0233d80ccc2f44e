package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.sandbox.TerminalClient.Answer;
import io.wutong.simulator.wechat.AnswerFault;
import io.wutong.simulator.wechat.NotificationFault;
import io.wutong.simulator.wechat.WeChatPaySimulator;
import io.wutong.spi.Body;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The channel misbehaves, the money does not: each order ends once, with its amount, and the books say so. */
class PaymentFaultsIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.ONE);

    private static final String ORDERS = "/terminal/v1/orders";

    private static TerminalClient terminal;
    private static WeChatPaySimulator weChat;

    @BeforeAll
    static void clients() {
        terminal = WORLD.world().terminal();
        weChat = WORLD.world().counterparts().weChat();
    }

    @AfterEach
    void balanced() {
        assertThat(WORLD.unbalancedSets()).isZero();
    }

    // --------------------------------------------------------- notifications

    @Test
    void should_complete_by_asking_when_the_notification_is_lost() {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Body order = opened(stay);
        weChat.failNextNotification(NotificationFault.DROP);

        assertThat(await(weChat.pay(order.textOr("code_url", "")))).isFalse();

        ends(order, "PAID");
        assertThat(cause(order, "PAID")).isEqualTo("query");
        paidOnce(order, stay);
    }

    @Test
    void should_book_once_when_the_notification_comes_twice() {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Body order = opened(stay);
        weChat.failNextNotification(NotificationFault.DUPLICATE);

        assertThat(await(weChat.pay(order.textOr("code_url", "")))).isTrue();

        ends(order, "PAID");
        paidOnce(order, stay);
        assertThat(WORLD.count("select 1 from notification where order_no = $1", order.textOr("order_no", "")))
                .isEqualTo(1);
    }

    @Test
    void should_not_believe_a_notification_with_another_amount() {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Body order = opened(stay);
        weChat.failNextNotification(NotificationFault.WRONG_AMOUNT);

        assertThat(await(weChat.pay(order.textOr("code_url", ""))))
                .as("acknowledged")
                .isFalse();

        // kept as evidence, believed never: what the channel answers when asked decides
        assertThat(WORLD.text(
                        "select state || ' ' || content from notification where order_no = $1",
                        order.textOr("order_no", "")))
                .startsWith("REFUSED ")
                .contains("≠订单金额");
        ends(order, "PAID");
        assertThat(cause(order, "PAID")).isEqualTo("query");
        paidOnce(order, stay);
    }

    @ParameterizedTest
    @EnumSource(
            value = NotificationFault.class,
            names = {"UNSIGNED", "BAD_SIGNATURE", "STALE", "UNKNOWN_SERIAL", "SIGNTEST"})
    void should_refuse_until_the_signature_is_right(NotificationFault fault) {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Body order = opened(stay);
        weChat.failNextNotification(fault);

        assertThat(await(weChat.pay(order.textOr("code_url", "")))).isTrue();

        ends(order, "PAID");
        paidOnce(order, stay);
    }

    @Test
    void should_store_nothing_and_answer_alike_when_a_callback_is_unsigned_or_its_account_unknown() {
        Map<String, String> before = WORLD.effects();
        long stored = WORLD.count("select 1 from notification");

        String unsigned = callback("wechatpay");
        String unknown = callback("nobody");

        assertThat(unsigned).startsWith("HTTP/1.1 401 ");
        assertThat(unknown).isEqualTo(unsigned);
        assertThat(WORLD.effects()).isEqualTo(before);
        assertThat(WORLD.count("select 1 from notification")).isEqualTo(stored);
    }

    @Test
    void should_be_paid_when_the_notification_is_faster_than_our_own_answer() {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        weChat.failNextAnswer(AnswerFault.HANG);

        Future<Answer> asked = terminal.post(ORDERS, order(stay));
        String orderNo = orderNo(stay);
        assertThat(WORLD.eventually(true, () -> paidAtChannel(orderNo))).isTrue();

        Answer order = await(asked);
        assertThat(order.body().textOr("state", "")).isEqualTo("PAID");
        paidOnce(order.body(), stay);
    }

    // --------------------------------------------------------- our requests

    @ParameterizedTest
    @EnumSource(
            value = AnswerFault.class,
            names = {"HTTP_500", "HTTP_500_AFTER_EFFECT", "RESET_AFTER_EFFECT", "UNSIGNED", "WRONGLY_SIGNED", "BROKEN"})
    void should_reach_the_prompt_when_the_answer_to_our_order_is_bad(AnswerFault fault) {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        weChat.failNextAnswer(fault);

        Body order = await(terminal.post(ORDERS, order(stay))).body();

        assertThat(order.textOr("state", "")).as("never assumed").isEqualTo("CREATED");
        ends(order, "OPEN");
        Body open =
                await(terminal.get(ORDERS + "/" + order.textOr("order_no", ""))).body();
        assertThat(await(weChat.pay(open.textOr("code_url", "")))).isTrue();
        ends(order, "PAID");
        paidOnce(order, stay);
    }

    // ---------------------------------------------------------------- money back

    @Test
    void should_go_back_by_itself_when_paid_after_it_was_closed() {
        Map<String, Long> unpaid = new HashMap<>();
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        unpaid.putAll(WORLD.balances());
        Body order = opened(stay);
        String orderNo = order.textOr("order_no", "");
        await(terminal.post(ORDERS + "/" + orderNo + "/close", Body.EMPTY));
        ends(order, "CLOSED");

        assertThat(await(weChat.payLate(orderNo))).isTrue();

        ends(order, "REFUNDED");
        assertThat(WORLD.balances()).isEqualTo(unpaid);
    }

    @Test
    void should_stand_where_it_stood_when_a_paid_stay_is_cancelled_and_its_refund_takes_long() {
        Map<String, Long> before = WORLD.balances();
        Stay stay = Patient.HENGYANG.settled(WORLD.hospital());
        Body order = opened(stay);
        await(weChat.pay(order.textOr("code_url", "")));
        ends(order, "PAID");
        weChat.refundsWait(true);
        String refundNo = "R" + order.textOr("order_no", "");
        try {
            Patient.ok(await(stay.cancel()));
            assertThat(WORLD.eventually(
                            "PROCESSING", () -> WORLD.text("select state from refund where refund_no = $1", refundNo)))
                    .isEqualTo("PROCESSING");
            // not before the money has gone
            ends(order, "REFUNDING");
            assertThat(WORLD.count("select 1 from ledger_entry where entry_set = $1", refundNo))
                    .isZero();

            assertThat(await(weChat.settleRefund(refundNo, "SUCCESS"))).isTrue();
        } finally {
            weChat.refundsWait(false);
        }

        ends(order, "REFUNDED");
        assertThat(WORLD.balances()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(
            value = AnswerFault.class,
            names = {"HTTP_500", "HTTP_500_AFTER_EFFECT", "UNSIGNED"})
    void should_refund_once_when_the_answer_to_our_refund_is_bad(AnswerFault fault) {
        Map<String, Long> before = WORLD.balances();
        Stay stay = Patient.HENGYANG.settled(WORLD.hospital());
        Body order = opened(stay);
        await(weChat.pay(order.textOr("code_url", "")));
        ends(order, "PAID");
        weChat.failNextAnswer(fault);

        Patient.ok(await(stay.cancel()));

        ends(order, "REFUNDED");
        assertThat(WORLD.balances()).isEqualTo(before);
        assertThat(WORLD.count("select 1 from ledger_entry where entry_set = $1", "R" + order.textOr("order_no", "")))
                .isEqualTo(2);
    }

    // ---------------------------------------------------------------- shared

    private static Body order(Stay stay) {
        return Body.builder()
                .put("setl_id", stay.setlId())
                .put("channel", "wechatpay")
                .build();
    }

    private static Body opened(Stay stay) {
        Answer order = await(terminal.post(ORDERS, order(stay)));
        assertThat(order.status()).isEqualTo(201);
        assertThat(order.body().textOr("state", "")).isEqualTo("OPEN");
        return order.body();
    }

    private static String orderNo(Stay stay) {
        String sql = "select order_no from payment_order where setl_id = $1";
        assertThat(WORLD.eventually(false, () -> WORLD.text(sql, stay.setlId()).isEmpty()))
                .isFalse();
        return WORLD.text(sql, stay.setlId());
    }

    /** Until the simulator has the order, it cannot be paid. */
    private static boolean paidAtChannel(String orderNo) {
        try {
            return await(weChat.payByOrder(orderNo));
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static void ends(Body order, String state) {
        String path = ORDERS + "/" + order.textOr("order_no", "");
        assertThat(WORLD.eventually(
                        state, () -> await(terminal.get(path)).body().textOr("state", "")))
                .isEqualTo(state);
    }

    private static String cause(Body order, String state) {
        return WORLD.text(
                "select cause from state_change where subject = 'order' and id = $1 and to_state = $2",
                order.textOr("order_no", ""),
                state);
    }

    /** One debit of the channel and one credit of the patient, of the settlement's cash. */
    private static void paidOnce(Body order, Stay stay) {
        assertThat(WORLD.text(
                        "select string_agg(account || ' ' || amount_fen, ', ' order by amount_fen desc) from ledger_entry"
                                + " where entry_set = $1",
                        order.textOr("order_no", "")))
                .isEqualTo(WORLD.text(
                        "select 'channel:wechatpay ' || cash_fen || ', receivable:patient:' || mdtrt_id || ' ' || -cash_fen"
                                + " from settlement where node = $1 and setl_id = $2",
                        World.CARE_AREA,
                        stay.setlId()));
    }

    private static String callback(String account) {
        try (TlsWire wire =
                TlsWire.to(WORLD.care().callbackPort(), WORLD.world().certificates())) {
            return wire.send("POST /callbacks/" + account
                            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 11\r\n\r\n{\"id\":\"1\"} ")
                    .readUntilClosed();
        }
    }
}
