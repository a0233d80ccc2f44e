package io.wutong.channel.unionpay;

import static io.wutong.channel.unionpay.Bench.await;
import static io.wutong.channel.unionpay.Bench.context;
import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.simulator.unionpay.AnswerFault;
import io.wutong.simulator.unionpay.NotificationFault;
import io.wutong.simulator.unionpay.Telephone;
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
class UnionPayChannelTest {
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
        bench.pluginClockShift.set(Duration.ZERO);
        bench.simulatorClockShift.set(Duration.ZERO);
        orderNo = "U20261122%06d".formatted(++numbers);
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

    @Test
    void should_notify_and_answer_paid_when_the_patient_scans_our_code() {
        PayOrder order = bench.order(orderNo, 3_042_000);
        PayPrompt prompt = answer(await(bench.channel.pay(order, context())));
        assertThat(prompt.content()).startsWith("https://qr.95516.com/");
        assertThat(answer(await(bench.channel.pay(order, context(2, 10_000))))).isEqualTo(prompt);
        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.UNPAID);

        assertThat(await(bench.simulator.pay(prompt.content()))).isTrue();

        PaymentStatus told =
                ((PaymentEvent.Payment) answer(bench.events(orderNo).get(0))).status();
        assertThat(told.state()).isEqualTo(PaymentStatus.State.PAID);
        assertThat(told.amountFen()).isEqualTo(3_042_000);
        assertThat(told.paidAt()).endsWith("+08:00");
        assertThat(answer(await(bench.channel.query(order, context())))).isEqualTo(told);
    }

    @Test
    void should_not_be_known_when_the_time_is_another() {
        PayOrder order = bench.paid(orderNo, 100);
        PayOrder other = new PayOrder(
                orderNo,
                100,
                order.description(),
                order.method(),
                order.createdAt().plusSeconds(1),
                order.expiresAt(),
                order.notifyUrl(),
                null);
        assertThat(rejection(await(bench.channel.query(other, context())))).isEqualTo("34");
    }

    @Test
    void should_close_by_itself_when_the_codes_time_is_over() {
        PayOrder order = bench.order(orderNo, 100);
        await(bench.channel.pay(order, context()));
        assertThat(await(bench.channel.close(order, context()))).isEqualTo(Outcome.pending("unionpay.until_expiry"));
        bench.pluginClockShift.set(Duration.ofMinutes(31));
        assertThat(await(bench.channel.close(order, context()))).isInstanceOf(Outcome.Succeeded.class);
        bench.pluginClockShift.set(Duration.ZERO);
        await(bench.simulator.payByOrder(orderNo));
        assertThat(rejection(await(bench.channel.close(order, context())))).isEqualTo("PAID");
    }

    // ------------------------------------------------------- the patient's code

    @Test
    void should_be_paid_when_the_patients_code_is_scanned() {
        PayOrder order = bench.scanned(orderNo, 1_234, bench.simulator.paymentCode(Telephone.PAYS));
        assertThat(answer(await(bench.channel.pay(order, context()))).kind()).isEqualTo(PayPrompt.Kind.NOTHING);
        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.PAID);
        assertThat(await(bench.channel.pay(order, context(2, 10_000))))
                .as("a duplicate says: ask")
                .isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void should_wait_for_the_password_and_hear_the_end_only_by_asking_when_it_is_refused() {
        PayOrder order = bench.scanned(orderNo, 1_234, bench.simulator.paymentCode(Telephone.ASKS_PASSWORD));
        assertThat(answer(await(bench.channel.pay(order, context()))).kind()).isEqualTo(PayPrompt.Kind.NOTHING);
        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.PAYING);
        bench.simulator.refusePassword(orderNo);
        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.FAILED);
        assertThat(bench.events(orderNo)).as("failures are never told").isEmpty();
    }

    @Test
    void should_be_rejected_when_a_code_was_used_or_is_none_or_has_no_money() {
        String used = bench.simulator.paymentCode(Telephone.PAYS);
        await(bench.channel.pay(bench.scanned(orderNo, 1, used), context()));
        assertThat(rejection(await(bench.channel.pay(bench.scanned(orderNo + "B", 1, used), context()))))
                .isEqualTo("39");
        String poor = bench.simulator.paymentCode(Telephone.HAS_NO_MONEY);
        assertThat(rejection(await(bench.channel.pay(bench.scanned(orderNo + "C", 1, poor), context()))))
                .isEqualTo("64");
        assertThat(rejection(
                        await(bench.channel.pay(bench.scanned(orderNo + "D", 1, "134567890123456789"), context()))))
                .isEqualTo("PARAM_ERROR");
    }

    @Test
    void should_undo_all_when_a_payment_of_the_day_is_reversed() {
        PayOrder order = bench.scanned(orderNo, 1_234, bench.simulator.paymentCode(Telephone.PAYS));
        await(bench.channel.pay(order, context()));
        assertThat(await(bench.channel.reverse(order, context()))).isInstanceOf(Outcome.Succeeded.class);
        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.FAILED);
        assertThat(rejection(await(bench.channel.reverse(bench.order(orderNo + "B", 1), context()))))
                .isEqualTo("34");
    }

    // -------------------------------------------------------------------- answers

    @ParameterizedTest
    @CsvSource({
        "HTTP_500, http_500",
        "UNSIGNED, signature.missing",
        "WRONGLY_SIGNED, signature.wrong",
        "SIGNED_BY_A_MERCHANT, signature.name",
        "OTHER_AUTHORITY, signature.chain",
        "EXPIRED_CERTIFICATE, signature.chain",
        "HASHED_WITH_NOTHING, signature.algorithm",
        "EMPTY, answer.malformed",
        "RESET_AFTER_EFFECT, closed"
    })
    void should_be_unknown_and_heal_by_asking_when_an_answer_is_no_proof(AnswerFault fault, String cause) {
        PayOrder order = bench.scanned(orderNo, 100, bench.simulator.paymentCode(Telephone.PAYS));
        bench.simulator.failNextAnswer(fault);
        assertThat(await(bench.channel.pay(order, context()))).isEqualTo(Outcome.unknown(cause));
        Outcome<PaymentStatus> asked = await(bench.channel.query(order, context()));
        if (fault == AnswerFault.HTTP_500) {
            assertThat(asked).isInstanceOf(Outcome.Rejected.class);
        } else {
            assertThat(answer(asked).state()).isEqualTo(PaymentStatus.State.PAID);
        }
    }

    @Test
    void should_be_unknown_when_the_answer_is_cut_or_does_not_come() {
        bench.simulator.failNextAnswer(AnswerFault.BROKEN);
        assertThat(await(bench.channel.pay(bench.order(orderNo, 100), context())))
                .isInstanceOf(Outcome.Unknown.class);
        bench.simulator.failNextAnswer(AnswerFault.HANG);
        assertThat(await(bench.channel.pay(bench.order(orderNo, 100), context(1, 300))))
                .isEqualTo(Outcome.unknown("timeout_read"));
    }

    @Test
    void should_ask_when_the_state_is_not_known() {
        PayOrder order = bench.scanned(orderNo, 100, bench.simulator.paymentCode(Telephone.PAYS));
        bench.simulator.failNextAnswer(AnswerFault.STATE_UNKNOWN);
        assertThat(answer(await(bench.channel.pay(order, context()))).kind()).isEqualTo(PayPrompt.Kind.NOTHING);
        bench.simulator.failNextAnswer(AnswerFault.STATE_UNKNOWN);
        assertThat(await(bench.channel.query(order, context())))
                .as("the query's own code is not the payment's")
                .isEqualTo(Outcome.unknown("unionpay.04"));
        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.PAID);
    }

    // ---------------------------------------------------------------------- refunds

    @ParameterizedTest
    @CsvSource({"1000, 31", "400, 04"})
    void should_be_accepted_then_refunded_when_the_order_is_paid(long fen, String type) {
        bench.paid(orderNo, 1_000);
        bench.simulator.refundsWait(true);
        RefundOrder refund = bench.refund("R" + orderNo, orderNo, fen, 1_000);
        try {
            assertThat(answer(await(bench.channel.refund(refund, context()))).state())
                    .isEqualTo(RefundStatus.State.PROCESSING);
            assertThat(answer(await(bench.channel.refund(refund, context(2, 10_000))))
                            .state())
                    .isEqualTo(RefundStatus.State.PROCESSING);
            assertThat(answer(await(bench.channel.queryRefund(refund, context())))
                            .state())
                    .isEqualTo(RefundStatus.State.PROCESSING);
            await(bench.simulator.settleRefund("R" + orderNo, "00"));
        } finally {
            bench.simulator.refundsWait(false);
        }
        RefundStatus asked = answer(await(bench.channel.queryRefund(refund, context())));
        assertThat(asked.state()).isEqualTo(RefundStatus.State.REFUNDED);
        PaymentEvent told = answer(bench.events(orderNo).get(1));
        assertThat(told.eventId()).contains("." + type + ".");
        assertThat(((PaymentEvent.Refund) told).status()).isEqualTo(asked);
    }

    @Test
    void should_be_closed_when_a_refund_fails_and_rejected_when_it_never_arrived() {
        bench.paid(orderNo, 1_000);
        bench.simulator.refundsWait(true);
        RefundOrder refund = bench.refund("R" + orderNo, orderNo, 400, 1_000);
        try {
            assertThat(rejection(await(bench.channel.queryRefund(refund, context()))))
                    .isEqualTo("34");
            await(bench.channel.refund(refund, context()));
            await(bench.simulator.settleRefund("R" + orderNo, "60"));
        } finally {
            bench.simulator.refundsWait(false);
        }
        assertThat(answer(await(bench.channel.queryRefund(refund, context()))).state())
                .isEqualTo(RefundStatus.State.CLOSED);
    }

    @Test
    void should_never_give_back_more_than_was_paid() {
        bench.paid(orderNo, 1_000);
        await(bench.channel.refund(bench.refund("R" + orderNo, orderNo, 600, 1_000), context()));
        assertThat(rejection(await(bench.channel.refund(bench.refund("S" + orderNo, orderNo, 401, 1_000), context()))))
                .isEqualTo("36");
    }

    // -------------------------------------------------------------- notifications

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"DROP", "DUPLICATE", "WRONG_AMOUNT", "OTHER_MERCHANT", "OTHER_CURRENCY"})
    void should_refuse_and_take_the_repetition_when_a_notification_does_not_hold(NotificationFault fault) {
        await(bench.channel.pay(bench.order(orderNo, 100), context()));
        bench.simulator.failNextNotification(fault);
        assertThat(await(bench.simulator.payByOrder(orderNo))).isTrue();
        assertThat(bench.events(orderNo)).hasSize(2);
        assertThat(bench.events(orderNo).get(0)).isInstanceOf(Outcome.Rejected.class);
        assertThat(bench.events(orderNo).get(1)).isInstanceOf(Outcome.Succeeded.class);
    }

    @ParameterizedTest
    @CsvSource({"OTHER_MERCHANT, answer.merId", "OTHER_CURRENCY, answer.currencyCode"})
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
        assertThat(answer(bench.events(orderNo).get(0)))
                .as("the host compares it with its order")
                .isInstanceOfSatisfying(
                        PaymentEvent.Payment.class,
                        payment -> assertThat(payment.status().amountFen()).isEqualTo(101));
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
    void should_verify_empty_fields_too() {
        bench.paid(orderNo, 100);
        RawNotification raw = bench.raws(orderNo).get(0);
        assertThat(raw.body().toString()).contains("&reserved=&");
        RawNotification without = new RawNotification(
                raw.headers(),
                io.vertx.core.buffer.Buffer.buffer(raw.body().toString().replace("&reserved=&", "&")));
        assertThat(rejection(await(bench.channel.verifyNotification(without)))).isEqualTo("signature.wrong");
    }
}
