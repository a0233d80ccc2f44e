package io.wutong.channel.alipay;

import static io.wutong.channel.alipay.Bench.await;
import static io.wutong.channel.alipay.Bench.context;
import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.channel.alipay.Bench.Mode;
import io.wutong.simulator.alipay.AnswerFault;
import io.wutong.simulator.alipay.NotificationFault;
import io.wutong.simulator.alipay.Telephone;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RawNotification;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The plugin against the simulator, over sockets, on the services that the host lends. */
class AlipayChannelTest {
    private static Bench bench;
    private static int numbers;
    private String orderNo;

    @BeforeAll
    static void open() {
        bench = new Bench(Mode.KEY);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void clear() {
        bench.pluginClockShift.set(Duration.ZERO);
        orderNo = "A20261122%06d".formatted(++numbers);
    }

    private static <T> T answer(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<T>) outcome).answer();
    }

    private static String rejection(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        return ((Outcome.Rejected<?>) outcome).code();
    }

    // --------------------------------------------------------------- our code

    @ParameterizedTest
    @EnumSource(Mode.class)
    void should_pay_and_refund_in_every_mode_when_the_patient_scans_our_code(Mode mode) {
        try (Bench other = new Bench(mode)) {
            PayOrder order = other.order(orderNo, 3_042_000);
            PayPrompt prompt = answer(await(other.channel.pay(order, context())));
            assertThat(prompt.kind()).isEqualTo(PayPrompt.Kind.CODE_URL);

            assertThat(await(other.simulator.pay(prompt.content()))).isTrue();

            PaymentStatus told =
                    ((PaymentEvent.Payment) answer(other.events(orderNo).get(0))).status();
            assertThat(told.state()).isEqualTo(PaymentStatus.State.PAID);
            assertThat(told.amountFen()).isEqualTo(3_042_000);
            assertThat(told.paidAt()).endsWith("+08:00");
            assertThat(answer(await(other.channel.query(order, context())))).isEqualTo(told);
            RefundOrder refund = other.refund("R" + orderNo, orderNo, 3_042_000, 3_042_000);
            assertThat(answer(await(other.channel.refund(refund, context()))).state())
                    .isEqualTo(RefundStatus.State.REFUNDED);
            assertThat(answer(await(other.channel.queryRefund(refund, context())))
                            .state())
                    .isEqualTo(RefundStatus.State.REFUNDED);
        }
    }

    @ParameterizedTest
    @CsvSource({"PAYS, PAID", "HAS_NO_MONEY, ACQ.BUYER_BALANCE_NOT_ENOUGH"})
    void should_charge_without_the_patient_when_a_credit_is_signed(Telephone telephone, String end) {
        PayOrder order = credit(bench.simulator.agreement(telephone));
        Outcome<PayPrompt> said = await(bench.channel.pay(order, context()));
        if (end.equals("PAID")) {
            assertThat(answer(said).kind()).isEqualTo(PayPrompt.Kind.NOTHING);
            assertThat(answer(await(bench.channel.query(order, context()))).state())
                    .isEqualTo(PaymentStatus.State.PAID);
            await(bench.channel.pay(order, context()));
            assertThat(answer(await(bench.channel.reverse(order, context())))).isNull();
        } else {
            assertThat(rejection(said)).isEqualTo(end);
        }
    }

    @Test
    void should_refuse_a_credit_that_nobody_has_signed() {
        assertThat(rejection(await(bench.channel.pay(credit("20260000000000009999"), context()))))
                .isEqualTo("ACQ.AGREEMENT_NOT_EXIST");
    }

    private PayOrder credit(String agreement) {
        PayOrder scanned = bench.scanned(orderNo, 1_234, agreement);
        return new PayOrder(
                scanned.orderNo(),
                scanned.amountFen(),
                scanned.description(),
                PayOrder.Method.BY_CREDIT,
                scanned.createdAt(),
                scanned.expiresAt(),
                scanned.notifyUrl(),
                agreement);
    }

    @Test
    void should_be_no_trade_until_the_code_is_scanned() {
        PayOrder order = bench.order(orderNo, 100);
        await(bench.channel.pay(order, context()));
        assertThat(rejection(await(bench.channel.query(order, context())))).isEqualTo("ACQ.TRADE_NOT_EXIST");
        assertThat(rejection(await(bench.channel.close(order, context())))).isEqualTo("ACQ.TRADE_NOT_EXIST");

        bench.simulator.scan(orderNo);

        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.PAYING);
        assertThat(await(bench.channel.close(order, context()))).isInstanceOf(Outcome.Succeeded.class);
        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.CLOSED);
    }

    @Test
    void should_refuse_to_close_and_to_open_anew_when_the_order_is_paid() {
        PayOrder order = bench.paid(orderNo, 100);
        assertThat(rejection(await(bench.channel.close(order, context())))).isEqualTo("ACQ.TRADE_STATUS_ERROR");
        assertThat(await(bench.channel.pay(order, context(2, 10_000))))
                .isEqualTo(Outcome.pending("alipay.ACQ.TRADE_HAS_SUCCESS"));
        assertThat(rejection(await(bench.channel.pay(bench.order(orderNo, 101), context()))))
                .isEqualTo("ACQ.CONTEXT_INCONSISTENT");
    }

    // ------------------------------------------------------- the patient's code

    @Test
    void should_be_paid_when_the_patients_code_is_scanned() {
        PayOrder order = bench.scanned(orderNo, 1_234, bench.simulator.paymentCode(Telephone.PAYS));
        assertThat(answer(await(bench.channel.pay(order, context()))).kind()).isEqualTo(PayPrompt.Kind.NOTHING);
        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.PAID);
        assertThat(order.toString()).doesNotContain(String.valueOf(order.payer()));
    }

    @Test
    void should_wait_for_the_password_when_the_telephone_asks_for_it() {
        PayOrder order = bench.scanned(orderNo, 1_234, bench.simulator.paymentCode(Telephone.ASKS_PASSWORD));
        assertThat(answer(await(bench.channel.pay(order, context()))).kind()).isEqualTo(PayPrompt.Kind.NOTHING);
        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.PAYING);
        assertThat(await(bench.channel.pay(order, context(2, 10_000)))).isInstanceOf(Outcome.Succeeded.class);

        await(bench.simulator.enterPassword(orderNo));

        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.PAID);
    }

    @Test
    void should_be_rejected_when_a_code_was_used_or_is_none_or_has_no_money() {
        String used = bench.simulator.paymentCode(Telephone.PAYS);
        await(bench.channel.pay(bench.scanned(orderNo, 1, used), context()));
        PayOrder second = bench.scanned(orderNo + "B", 1, used);
        assertThat(rejection(await(bench.channel.pay(second, context())))).isEqualTo("ACQ.PAYMENT_AUTH_CODE_INVALID");
        assertThat(await(bench.channel.pay(second, context(2, 10_000))))
                .as("an earlier try of ours may have used it")
                .isEqualTo(Outcome.unknown("alipay.ACQ.PAYMENT_AUTH_CODE_INVALID"));
        String poor = bench.simulator.paymentCode(Telephone.HAS_NO_MONEY);
        assertThat(rejection(await(bench.channel.pay(bench.scanned(orderNo + "C", 1, poor), context()))))
                .isEqualTo("ACQ.BUYER_BALANCE_NOT_ENOUGH");
        assertThat(rejection(
                        await(bench.channel.pay(bench.scanned(orderNo + "D", 1, "134567890123456789"), context()))))
                .isEqualTo("PARAM_ERROR");
    }

    @Test
    void should_give_all_back_when_a_payment_is_reversed() {
        PayOrder order = bench.scanned(orderNo, 1_234, bench.simulator.paymentCode(Telephone.PAYS));
        await(bench.channel.pay(order, context()));
        bench.simulator.cancelsAskAgain(2);
        assertThat(await(bench.channel.reverse(order, context()))).isInstanceOf(Outcome.Pending.class);
        assertThat(await(bench.channel.reverse(order, context()))).isInstanceOf(Outcome.Pending.class);
        assertThat(await(bench.channel.reverse(order, context()))).isInstanceOf(Outcome.Succeeded.class);
        assertThat(await(bench.channel.reverse(order, context()))).isInstanceOf(Outcome.Succeeded.class);
        assertThat(answer(await(bench.channel.query(order, context()))).state())
                .isEqualTo(PaymentStatus.State.REFUNDING);
    }

    @Test
    void should_have_nothing_to_undo_when_what_is_reversed_never_arrived() {
        assertThat(await(bench.channel.reverse(bench.scanned(orderNo, 1, "281234567890123456"), context())))
                .isInstanceOf(Outcome.Succeeded.class);
    }

    // -------------------------------------------------------------------- answers

    @ParameterizedTest
    @CsvSource({
        "HTTP_500, http_500",
        "BUSY, alipay.ACQ.SYSTEM_ERROR",
        "BUSY_AFTER_EFFECT, alipay.ACQ.SYSTEM_ERROR",
        "UNSIGNED, signature.missing",
        "WRONGLY_SIGNED, signature.wrong",
        "UNKNOWN_CERTIFICATE, signature.wrong",
        "BROKEN, answer_unreadable",
        "EMPTY, answer_unreadable",
        "RESET_AFTER_EFFECT, closed"
    })
    void should_be_unknown_and_heal_by_asking_when_an_answer_is_no_proof(AnswerFault fault, String cause) {
        PayOrder order = bench.scanned(orderNo, 100, bench.simulator.paymentCode(Telephone.PAYS));
        bench.simulator.failNextAnswer(fault);
        assertThat(await(bench.channel.pay(order, context()))).isEqualTo(Outcome.unknown(cause));
        Outcome<PaymentStatus> asked = await(bench.channel.query(order, context()));
        boolean nothingDone = fault == AnswerFault.HTTP_500 || fault == AnswerFault.BUSY;
        if (nothingDone) {
            assertThat(asked).isInstanceOf(Outcome.Rejected.class);
        } else {
            assertThat(answer(asked).state()).isEqualTo(PaymentStatus.State.PAID);
        }
    }

    @Test
    void should_be_unknown_when_the_answer_does_not_come_in_the_time_left() {
        bench.simulator.failNextAnswer(AnswerFault.HANG);
        assertThat(await(bench.channel.pay(bench.order(orderNo, 100), context(1, 300))))
                .isEqualTo(Outcome.unknown("timeout_read"));
    }

    @Test
    void should_hold_when_slashes_were_escaped_after_signing() {
        bench.simulator.failNextAnswer(AnswerFault.ESCAPED_SLASHES);
        assertThat(answer(await(bench.channel.pay(bench.order(orderNo, 100), context())))
                        .content())
                .startsWith("https://qr.alipay.com/");
    }

    @Test
    void should_never_say_not_found_when_our_own_request_is_refused() {
        PayOrder order = bench.paid(orderNo, 1_000);
        bench.pluginClockShift.set(Duration.ofMinutes(-16));
        assertThat(await(bench.channel.query(order, context())))
                .isEqualTo(Outcome.unknown("alipay.isv.invalid-timestamp"));
        RefundOrder refund = bench.refund("R" + orderNo, orderNo, 1, 1_000);
        assertThat(await(bench.channel.refund(refund, context()))).isInstanceOf(Outcome.Rejected.class);
        assertThat(await(bench.channel.refund(refund, context(2, 10_000)))).isInstanceOf(Outcome.Unknown.class);
    }

    // ---------------------------------------------------------------------- refunds

    @Test
    void should_be_refunded_only_when_money_moved() {
        bench.paid(orderNo, 1_000);
        bench.simulator.refundsWait(true);
        RefundOrder refund = bench.refund("R" + orderNo, orderNo, 400, 1_000);
        try {
            assertThat(answer(await(bench.channel.refund(refund, context()))).state())
                    .isEqualTo(RefundStatus.State.PROCESSING);
            assertThat(rejection(await(bench.channel.queryRefund(refund, context()))))
                    .isEqualTo("REFUND_NOT_EXIST");
            await(bench.simulator.settleRefund(orderNo, "R" + orderNo));
        } finally {
            bench.simulator.refundsWait(false);
        }
        assertThat(answer(await(bench.channel.queryRefund(refund, context()))).state())
                .isEqualTo(RefundStatus.State.REFUNDED);
        PaymentStatus told =
                ((PaymentEvent.Payment) answer(bench.events(orderNo).get(1))).status();
        assertThat(told.state()).as("never taken for a payment").isEqualTo(PaymentStatus.State.REFUNDING);
    }

    @Test
    void should_refund_once_and_never_more_than_was_paid() {
        bench.paid(orderNo, 1_000);
        RefundOrder first = bench.refund("R" + orderNo, orderNo, 600, 1_000);
        assertThat(answer(await(bench.channel.refund(first, context()))).state())
                .isEqualTo(RefundStatus.State.REFUNDED);
        assertThat(answer(await(bench.channel.refund(first, context()))).state())
                .as("a repetition moves no money")
                .isEqualTo(RefundStatus.State.PROCESSING);
        assertThat(rejection(await(bench.channel.refund(bench.refund("R" + orderNo, orderNo, 601, 1_000), context()))))
                .isEqualTo("ACQ.DISCORDANT_REPEAT_REQUEST");
        assertThat(rejection(await(bench.channel.refund(bench.refund("S" + orderNo, orderNo, 401, 1_000), context()))))
                .isEqualTo("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL");
        assertThat(answer(await(bench.channel.refund(bench.refund("T" + orderNo, orderNo, 400, 1_000), context())))
                        .state())
                .isEqualTo(RefundStatus.State.REFUNDED);
    }

    // -------------------------------------------------------------- notifications

    @ParameterizedTest
    @EnumSource(names = {"BAD_SIGNATURE", "UNSIGNED", "OTHER_ALGORITHM", "REPEATED_NAME", "STALE"})
    void should_refuse_and_take_the_repetition_when_a_notification_does_not_hold(NotificationFault fault) {
        await(bench.channel.pay(bench.order(orderNo, 100), context()));
        bench.simulator.failNextNotification(fault);
        assertThat(await(bench.simulator.payByOrder(orderNo))).isTrue();
        assertThat(bench.events(orderNo)).hasSize(2);
        assertThat(bench.events(orderNo).get(0)).isInstanceOf(Outcome.Rejected.class);
        assertThat(bench.events(orderNo).get(1)).isInstanceOf(Outcome.Succeeded.class);
    }

    @ParameterizedTest
    @CsvSource({"OTHER_SELLER, answer.seller_id", "OTHER_APPLICATION, answer.app_id"})
    void should_refuse_every_time_when_the_money_is_anothers(NotificationFault fault, String cause) {
        await(bench.channel.pay(bench.order(orderNo, 100), context()));
        bench.simulator.failNextNotification(fault);
        assertThat(await(bench.simulator.payByOrder(orderNo))).isFalse();
        assertThat(bench.events(orderNo))
                .hasSizeGreaterThan(1)
                .allSatisfy(outcome -> assertThat(rejection(outcome)).isEqualTo(cause));
    }

    @Test
    void should_pass_on_what_was_claimed_when_the_amount_is_wrong() {
        await(bench.channel.pay(bench.order(orderNo, 100), context()));
        bench.simulator.failNextNotification(NotificationFault.WRONG_AMOUNT);
        await(bench.simulator.payByOrder(orderNo));
        assertThat(((PaymentEvent.Payment) answer(bench.events(orderNo).get(0)))
                        .status()
                        .amountFen())
                .as("the host compares it with its order")
                .isEqualTo(101);
    }

    @Test
    void should_carry_the_same_event_id_when_a_notification_comes_twice() {
        await(bench.channel.pay(bench.order(orderNo, 100), context()));
        bench.simulator.failNextNotification(NotificationFault.DUPLICATE);
        await(bench.simulator.payByOrder(orderNo));
        assertThat(bench.events(orderNo)).hasSize(2);
        assertThat(answer(bench.events(orderNo).get(0)))
                .isEqualTo(answer(bench.events(orderNo).get(1)));
    }

    @Test
    void should_reject_when_a_byte_differs_or_more_is_said() {
        bench.paid(orderNo, 100);
        RawNotification raw = bench.raws(orderNo).get(0);
        assertThat(await(bench.channel.verifyNotification(raw))).isInstanceOf(Outcome.Succeeded.class);
        for (String more : new String[] {"&x=1", "&total_amount=1.00", "&", "&sign=x"}) {
            assertThat(await(bench.channel.verifyNotification(
                            new RawNotification(raw.headers(), raw.body().copy().appendString(more)))))
                    .as(more)
                    .isInstanceOf(Outcome.Rejected.class);
        }
    }

    @Test
    void should_answer_exactly_what_alipay_waits_for() {
        assertThat(bench.channel.acknowledge(true).body()).isEqualTo("success");
        assertThat(bench.channel.acknowledge(false).body()).isNotEqualTo("success");
    }

    @Test
    void should_reject_without_a_call_when_the_order_breaks_alipays_rules() {
        assertThat(rejection(await(bench.channel.pay(bench.order("a-b", 100), context()))))
                .isEqualTo("PARAM_ERROR");
        assertThat(rejection(await(bench.channel.pay(bench.order(orderNo, 0), context()))))
                .isEqualTo("PARAM_ERROR");
    }
}
