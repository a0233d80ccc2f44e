package io.wutong.channel.wechatpay;

import static io.wutong.channel.wechatpay.Bench.await;
import static io.wutong.channel.wechatpay.Bench.context;
import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.simulator.wechat.AnswerFault;
import io.wutong.simulator.wechat.NotificationFault;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RawNotification;
import io.wutong.spi.RefundStatus;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The plugin against the simulator, over sockets, on the services that the host lends. */
class WeChatPayChannelTest {
    private static Bench bench;
    private static int numbers;
    private String orderNo;

    @BeforeAll
    static void open() {
        bench = new Bench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void clear() {
        bench.events.clear();
        bench.raws.clear();
        bench.pluginClockShift.set(Duration.ZERO);
        orderNo = "W20261122%06d".formatted(++numbers);
    }

    private static <T> T answer(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<T>) outcome).answer();
    }

    @Test
    void should_notify_and_answer_paid_when_the_patient_pays() {
        PayPrompt prompt = answer(await(bench.channel.pay(bench.order(orderNo, 3_042_000), context())));
        assertThat(prompt.kind()).isEqualTo(PayPrompt.Kind.CODE_URL);
        assertThat(prompt.content()).startsWith("weixin://");
        assertThat(answer(await(bench.channel.query(bench.order(orderNo, 100), context())))
                        .state())
                .isEqualTo(PaymentStatus.State.UNPAID);

        assertThat(await(bench.simulator.pay(prompt.content()))).isTrue();

        PaymentStatus told = ((PaymentEvent.Payment) answer(bench.events.get(0))).status();
        assertThat(told.orderNo()).isEqualTo(orderNo);
        assertThat(told.state()).isEqualTo(PaymentStatus.State.PAID);
        assertThat(told.amountFen()).isEqualTo(3_042_000);
        assertThat(told.currency()).isEqualTo("CNY");
        assertThat(told.channelTransactionId()).startsWith("4200");
        assertThat(told.paidAt()).endsWith("+08:00");
        assertThat(answer(await(bench.channel.query(bench.order(orderNo, 100), context()))))
                .isEqualTo(told);
    }

    @Test
    void should_get_the_same_code_when_the_same_order_is_sent_again() {
        PayOrder order = bench.order(orderNo, 100);
        PayPrompt first = answer(await(bench.channel.pay(order, context())));
        assertThat(answer(await(bench.channel.pay(order, context(2, 10_000))))).isEqualTo(first);
    }

    @Test
    void should_be_rejected_when_the_same_number_comes_with_another_amount() {
        await(bench.channel.pay(bench.order(orderNo, 100), context()));
        assertThat(await(bench.channel.pay(bench.order(orderNo, 101), context())))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo("INVALIDREQUEST"));
    }

    @Test
    void should_be_pending_when_the_order_is_paid_already() {
        PayOrder order = bench.order(orderNo, 100);
        await(bench.channel.pay(order, context()));
        await(bench.simulator.payByOrder(orderNo));
        assertThat(await(bench.channel.pay(order, context(2, 10_000)))).isEqualTo(Outcome.pending("wechat.ORDERPAID"));
    }

    @Test
    void should_close_twice_and_refuse_the_order_when_it_is_unpaid() {
        PayOrder order = bench.order(orderNo, 100);
        await(bench.channel.pay(order, context()));
        assertThat(await(bench.channel.close(bench.order(orderNo, 100), context())))
                .isInstanceOf(Outcome.Succeeded.class);
        assertThat(await(bench.channel.close(bench.order(orderNo, 100), context())))
                .isInstanceOf(Outcome.Succeeded.class);
        assertThat(answer(await(bench.channel.query(bench.order(orderNo, 100), context())))
                        .state())
                .isEqualTo(PaymentStatus.State.CLOSED);
        assertThat(await(bench.channel.pay(order, context()))).isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void should_refuse_to_close_when_the_order_is_paid() {
        bench.paid(orderNo, 100);
        assertThat(await(bench.channel.close(bench.order(orderNo, 100), context())))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo("ORDERPAID"));
    }

    @Test
    void should_say_rejected_when_a_number_is_unknown() {
        assertThat(await(bench.channel.query(bench.order(orderNo, 100), context())))
                .isInstanceOf(Outcome.Rejected.class);
        assertThat(await(bench.channel.close(bench.order(orderNo, 100), context())))
                .isInstanceOf(Outcome.Rejected.class);
        assertThat(await(bench.channel.queryRefund(bench.refund("R" + orderNo, orderNo, 400, 1_000), context())))
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void should_refund_and_notify_when_the_order_is_paid() {
        bench.paid(orderNo, 1_000);
        bench.simulator.refundsWait(true);
        RefundStatus accepted =
                answer(await(bench.channel.refund(bench.refund("R" + orderNo, orderNo, 400, 1_000), context())));
        assertThat(accepted.state()).isEqualTo(RefundStatus.State.PROCESSING);

        assertThat(await(bench.simulator.settleRefund("R" + orderNo, "SUCCESS")))
                .isTrue();
        bench.simulator.refundsWait(false);

        RefundStatus told = ((PaymentEvent.Refund) answer(bench.events.get(1))).status();
        assertThat(told)
                .isEqualTo(new RefundStatus(
                        "R" + orderNo, orderNo, RefundStatus.State.REFUNDED, accepted.channelRefundId(), 400, 1_000));
        assertThat(answer(
                        await(bench.channel.queryRefund(bench.refund("R" + orderNo, orderNo, 400, 1_000), context()))))
                .isEqualTo(told);
        assertThat(answer(await(bench.channel.query(bench.order(orderNo, 100), context())))
                        .state())
                .isEqualTo(PaymentStatus.State.REFUNDING);
    }

    @Test
    void should_refund_once_when_the_same_refund_is_sent_again() {
        bench.paid(orderNo, 1_000);
        RefundStatus first =
                answer(await(bench.channel.refund(bench.refund("R" + orderNo, orderNo, 600, 1_000), context())));
        RefundStatus again =
                answer(await(bench.channel.refund(bench.refund("R" + orderNo, orderNo, 600, 1_000), context())));
        assertThat(again.channelRefundId()).isEqualTo(first.channelRefundId());
        assertThat(await(bench.channel.refund(bench.refund("S" + orderNo, orderNo, 600, 1_000), context())))
                .as("more than what is left")
                .isInstanceOf(Outcome.Rejected.class);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_500, wechat.SYSTEMERROR",
        "HTTP_500_AFTER_EFFECT, wechat.SYSTEMERROR",
        "UNSIGNED, signature.missing",
        "WRONGLY_SIGNED, signature.wrong",
        "STALE, signature.age",
        "UNKNOWN_SERIAL, signature.serial",
        "BROKEN, answer_unreadable",
        "EMPTY, answer.code_url",
        "RESET_AFTER_EFFECT, closed"
    })
    void should_be_unknown_and_heal_by_repeating_when_an_answer_is_no_proof(AnswerFault fault, String cause) {
        PayOrder order = bench.order(orderNo, 100);
        bench.simulator.failNextAnswer(fault);
        assertThat(await(bench.channel.pay(order, context()))).isEqualTo(Outcome.unknown(cause));
        assertThat(await(bench.channel.pay(order, context(2, 10_000)))).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void should_be_unknown_when_the_answer_does_not_come_in_the_time_left() {
        bench.simulator.failNextAnswer(AnswerFault.HANG);
        assertThat(await(bench.channel.pay(bench.order(orderNo, 100), context(1, 300))))
                .isEqualTo(Outcome.unknown("timeout_read"));
    }

    @Test
    void should_be_not_sent_when_there_are_too_many_requests() {
        bench.simulator.failNextAnswer(AnswerFault.FREQUENCY_LIMITED);
        assertThat(await(bench.channel.pay(bench.order(orderNo, 100), context())))
                .isEqualTo(Outcome.notSent("wechat.FREQUENCYLIMITED"));
    }

    @Test
    void should_never_say_not_found_when_our_own_signature_is_refused() {
        bench.paid(orderNo, 1_000);
        bench.pluginClockShift.set(Duration.ofMinutes(-6));
        assertThat(await(bench.channel.query(bench.order(orderNo, 100), context())))
                .isEqualTo(Outcome.unknown("wechat.SIGNERROR"));
        assertThat(await(bench.channel.refund(bench.refund("R" + orderNo, orderNo, 1, 1_000), context())))
                .isInstanceOf(Outcome.Rejected.class);
        assertThat(await(bench.channel.refund(bench.refund("R" + orderNo, orderNo, 1, 1_000), context(2, 10_000))))
                .as("an earlier try may have got through")
                .isEqualTo(Outcome.unknown("wechat.SIGNERROR"));
    }

    @ParameterizedTest
    @EnumSource(names = {"BAD_SIGNATURE", "SIGNTEST", "UNSIGNED", "STALE", "UNKNOWN_SERIAL"})
    void should_refuse_and_take_the_repetition_when_a_notification_does_not_verify(NotificationFault fault) {
        await(bench.channel.pay(bench.order(orderNo, 100), context()));
        bench.simulator.failNextNotification(fault);
        assertThat(await(bench.simulator.payByOrder(orderNo))).isTrue();
        assertThat(bench.events).hasSize(2);
        assertThat(bench.events.get(0)).isInstanceOf(Outcome.Rejected.class);
        assertThat(bench.events.get(1)).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void should_refuse_every_time_when_the_money_is_another_merchants() {
        await(bench.channel.pay(bench.order(orderNo, 100), context()));
        bench.simulator.failNextNotification(NotificationFault.OTHER_MERCHANT);
        assertThat(await(bench.simulator.payByOrder(orderNo))).isFalse();
        assertThat(bench.events)
                .hasSizeGreaterThan(1)
                .allSatisfy(outcome -> assertThat(outcome).isEqualTo(Outcome.rejected("answer.mchid", "微信支付通知未通过核验")));
    }

    @Test
    void should_pass_on_what_was_claimed_when_the_amount_is_wrong() {
        await(bench.channel.pay(bench.order(orderNo, 100), context()));
        bench.simulator.failNextNotification(NotificationFault.WRONG_AMOUNT);
        await(bench.simulator.payByOrder(orderNo));
        assertThat(((PaymentEvent.Payment) answer(bench.events.get(0))).status().amountFen())
                .as("the host compares it with its order")
                .isEqualTo(101);
    }

    @Test
    void should_carry_the_same_event_id_when_a_notification_comes_twice() {
        await(bench.channel.pay(bench.order(orderNo, 100), context()));
        bench.simulator.failNextNotification(NotificationFault.DUPLICATE);
        await(bench.simulator.payByOrder(orderNo));
        assertThat(bench.events).hasSize(2);
        assertThat(answer(bench.events.get(0))).isEqualTo(answer(bench.events.get(1)));
        assertThat(bench.raws.get(0).header("wechatpay-signature"))
                .isNotEqualTo(bench.raws.get(1).header("wechatpay-signature"));
    }

    @Test
    void should_verify_both_when_the_refund_is_told_before_the_payment() {
        await(bench.channel.pay(bench.order(orderNo, 100), context()));
        bench.simulator.holdNotifications();
        var payment = bench.simulator.payByOrder(orderNo);
        await(bench.channel.refund(bench.refund("R" + orderNo, orderNo, 100, 100), context()));
        await(bench.simulator.releaseNotificationsReversed());
        assertThat(await(payment)).isTrue();
        assertThat(bench.events).hasSize(2);
        assertThat(answer(bench.events.get(0))).isInstanceOf(PaymentEvent.Refund.class);
        assertThat(answer(bench.events.get(1))).isInstanceOf(PaymentEvent.Payment.class);
    }

    @Test
    void should_reject_when_a_byte_of_the_body_or_a_header_is_changed() {
        bench.paid(orderNo, 100);
        RawNotification raw = bench.raws.get(0);
        assertThat(await(bench.channel.verifyNotification(raw))).isInstanceOf(Outcome.Succeeded.class);

        assertThat(await(bench.channel.verifyNotification(
                        new RawNotification(raw.headers(), raw.body().copy().appendByte((byte) ' ')))))
                .isEqualTo(Outcome.rejected("signature.wrong", "微信支付通知未通过核验"));
        for (String header : raw.headers().keySet()) {
            if (header.startsWith("wechatpay-")) {
                Map<String, String> changed = new TreeMap<>(raw.headers());
                changed.put(header, "1");
                assertThat(await(bench.channel.verifyNotification(new RawNotification(changed, raw.body()))))
                        .as(header)
                        .isInstanceOf(Outcome.Rejected.class);
            }
        }
        bench.pluginClockShift.set(Duration.ofMinutes(6));
        assertThat(await(bench.channel.verifyNotification(raw)))
                .isEqualTo(Outcome.rejected("signature.age", "微信支付通知未通过核验"));
    }

    @Test
    void should_answer_what_wechat_understands_when_it_acknowledges() {
        assertThat(bench.channel.acknowledge(true).status() / 100).isEqualTo(2);
        assertThat(bench.channel.acknowledge(true).body()).isEmpty();
        assertThat(bench.channel.acknowledge(false).status() / 100).isNotEqualTo(2);
        assertThat(bench.channel.acknowledge(false).body()).contains("\"code\":\"FAIL\"");
    }

    @Test
    void should_reject_without_a_call_when_the_order_breaks_wechats_rules() {
        assertThat(await(bench.channel.pay(bench.order("short", 100), context())))
                .isInstanceOf(Outcome.Rejected.class);
        assertThat(await(bench.channel.pay(bench.order(orderNo, 0), context()))).isInstanceOf(Outcome.Rejected.class);
        assertThat(await(bench.channel.query(bench.order("../../close", 100), context())))
                .isInstanceOf(Outcome.Rejected.class);
        assertThat(await(bench.channel.reverse(bench.order(orderNo, 100), context())))
                .isInstanceOf(Outcome.Rejected.class);
    }
}
