package io.wutong.channel.wechatpay;

import static io.wutong.channel.wechatpay.Bench.await;
import static io.wutong.channel.wechatpay.Bench.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.simulator.wechat.AnswerFault;
import io.wutong.simulator.wechat.Telephone;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RefundOrder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payment by the patient's code in version 3, where the configuration asks for it. */
class WeChatPayCodeV3Test {
    private static Bench bench;
    private static int numbers;
    private String orderNo;

    @BeforeAll
    static void open() {
        bench = new Bench(Body.builder().put("codeApi", "v3").put("storeId", "H32110200001"));
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void clear() {
        bench.pluginClockShift.set(Duration.ZERO);
        bench.simulatorClockShift.set(Duration.ZERO);
        orderNo = "V20261122%06d".formatted(++numbers);
    }

    @Test
    void should_be_paid_and_refunded_when_the_code_is_scanned() {
        PayOrder order = scanned(orderNo, Telephone.PAYS);
        assertThat(answer(await(bench.channel.pay(order, context()))).kind()).isEqualTo(PayPrompt.Kind.NOTHING);
        PaymentStatus status = answer(await(bench.channel.query(order, context())));
        assertThat(status.state()).isEqualTo(PaymentStatus.State.PAID);
        assertThat(status.amountFen()).isEqualTo(order.amountFen());
        assertThat(await(bench.channel.pay(order, context(2, 10_000))))
                .as("an earlier try got through")
                .isInstanceOf(Outcome.Pending.class);
        RefundOrder refund =
                new RefundOrder("R" + orderNo, order, order.amountFen(), "医保未结算", bench.notifyUrl(), Instant.now());
        assertThat(await(bench.channel.refund(refund, context()))).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void should_learn_the_end_by_asking_when_a_password_is_wanted() {
        PayOrder order = scanned(orderNo, Telephone.ASKS_PASSWORD);
        assertThat(answer(await(bench.channel.pay(order, context()))).kind()).isEqualTo(PayPrompt.Kind.NOTHING);
        assertThat(await(bench.channel.pay(order, context(2, 10_000))))
                .as("the same again while the patient types")
                .isInstanceOf(Outcome.Succeeded.class);
        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.PAYING);
        bench.simulator.enterPassword(orderNo);
        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.PAID);
    }

    @Test
    void should_be_rejected_on_the_first_try_alone_when_the_code_is_used() {
        PayOrder order = scanned(orderNo, Telephone.PAYS);
        await(bench.channel.pay(order, context()));
        PayOrder again = order(orderNo + "B", String.valueOf(order.payer()));
        assertThat(await(bench.channel.pay(again, context()))).isInstanceOf(Outcome.Rejected.class);
        assertThat(await(bench.channel.pay(again, context(2, 10_000)))).isInstanceOf(Outcome.Unknown.class);
        assertThat(await(bench.channel.pay(scanned(orderNo + "C", Telephone.HAS_NO_MONEY), context())))
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void should_reverse_after_fifteen_seconds_and_again_when_told_so() {
        PayOrder order = scanned(orderNo, Telephone.PAYS);
        await(bench.channel.pay(order, context()));
        assertThat(await(bench.channel.reverse(order, context())))
                .isEqualTo(Outcome.pending("wechat.reverse_too_early"));
        bench.pluginClockShift.set(Duration.ofSeconds(16));
        bench.simulatorClockShift.set(Duration.ofSeconds(16));
        bench.simulator.reversalsAskAgain(1);
        assertThat(await(bench.channel.reverse(order, context()))).isEqualTo(Outcome.pending("wechat.reverse_again"));
        assertThat(await(bench.channel.reverse(order, context()))).isInstanceOf(Outcome.Succeeded.class);
        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.CLOSED);
    }

    @ParameterizedTest
    @CsvSource({"HTTP_500", "HTTP_500_AFTER_EFFECT", "UNSIGNED", "WRONGLY_SIGNED", "BROKEN", "RESET_AFTER_EFFECT"})
    void should_be_unknown_when_an_answer_is_no_proof(AnswerFault fault) {
        PayOrder order = scanned(orderNo, Telephone.PAYS);
        bench.simulator.failNextAnswer(fault);
        assertThat(await(bench.channel.pay(order, context()))).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void should_not_be_made_when_the_store_is_missing() {
        assertThatThrownBy(() -> new Bench(Body.builder().put("codeApi", "v3")).close())
                .hasStackTraceContaining("storeId");
    }

    private static PayOrder scanned(String no, Telephone telephone) {
        return order(no, bench.simulator.paymentCode(telephone));
    }

    private static PayOrder order(String no, String code) {
        Instant now = Instant.now();
        return new PayOrder(
                no, 1_234, "门诊个人自付", PayOrder.Method.PATIENT_CODE, now, now.plusSeconds(90), bench.notifyUrl(), code);
    }

    private static <T> T answer(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<T>) outcome).answer();
    }
}
