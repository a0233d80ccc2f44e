package io.wutong.channel.wechatpay;

import static io.wutong.channel.wechatpay.Bench.await;
import static io.wutong.channel.wechatpay.Bench.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.simulator.wechat.AnswerFault;
import io.wutong.simulator.wechat.NotificationFault;
import io.wutong.spi.Body;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.InsuranceOrder.Amounts;
import io.wutong.spi.InsuranceOrders;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.InsuranceStatus.Part;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.PaymentEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** WeChat's orders of insurance and cash together: three mixed types, the amounts, the person, both ends. */
class WeChatPayMedicalTest {

    /** The amounts of WeChat's own sample. */
    private static final Amounts SAMPLE = new Amounts(100_000, 45_000, 5_000, 50_000, 2_000, 10_000);

    private static Bench bench;
    private static InsuranceOrders orders;
    private static int numbers;
    private String orderNo;

    @BeforeAll
    static void open() {
        bench = new Bench(Body.builder().put("medicalCityId", "530100"));
        orders = bench.channel.insuranceOrders().orElseThrow();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void clear() {
        orderNo = "M20261122%06d".formatted(++numbers);
        bench.events.clear();
    }

    @Test
    void should_agree_with_the_sample_when_amounts_are_added_up() {
        assertThat(SAMPLE.totalFen()).isEqualTo(202_000);
        assertThat(SAMPLE.payFen()).isEqualTo(42_000);
        assertThatThrownBy(() -> new Amounts(0, 0, 0, 10, 0, 11)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "44030019000101123x, 09eb26e839ff3a2e3980352ae45ef09e",
        "44030019000101123X, 09eb26e839ff3a2e3980352ae45ef09e"
    })
    void should_be_the_published_digest(String certno, String digest) throws Exception {
        assertThat(MedicalMessages.idDigest(certno)).isEqualTo(digest);
    }

    @Test
    void should_digest_an_old_number_as_its_new_one() throws Exception {
        assertThat(MedicalMessages.idDigest("110105491231002"))
                .isEqualTo(MedicalMessages.idDigest("11010519491231002X"));
    }

    @ParameterizedTest
    @CsvSource({"mixed, PAID, PAID", "insurance, NONE, PAID", "cash, PAID, NONE"})
    void should_be_paid_in_both_halves_when_the_patient_enters_one_password(String type, Part cash, Part insurance) {
        InsuranceOrder order = order(type);
        Body page = Json.read(answer(await(orders.open(order, context()))).content());
        assertThat(page.textOr("mixTradeNo", "")).startsWith("4900");
        assertThat(page.has("paySign")).isEqualTo(cash == Part.PAID);
        InsuranceStatus before = answer(await(orders.query(order, context())));
        assertThat(before.paid()).isFalse();

        assertThat(await(bench.simulator.payMixed(orderNo))).isTrue();
        InsuranceStatus after = answer(await(orders.query(order, context())));
        assertThat(after.paid()).isTrue();
        assertThat(after.cash()).isEqualTo(cash);
        assertThat(after.insurance()).isEqualTo(insurance);
        assertThat(bench.events).hasSize(1);
        PaymentEvent event = answer(bench.events.get(0));
        assertThat(event).isInstanceOf(PaymentEvent.Insurance.class);
        assertThat(event.orderNo()).isEqualTo(orderNo);
        assertThat(event.eventId()).isEqualTo(after.channelOrderId() + ".MEDICAL_INSURANCE.SUCCESS");
    }

    @Test
    void should_say_that_the_cash_must_go_back_when_the_insurer_has_failed() {
        InsuranceOrder order = order("mixed");
        await(orders.open(order, context()));
        bench.simulator.payCashAlone(orderNo);
        InsuranceStatus status = answer(await(orders.query(order, context())));
        assertThat(status.cashAlone()).isTrue();
        assertThat(status.paid()).isFalse();
        assertThat(await(bench.channel.refund(
                        bench.refund("R" + orderNo, orderNo, SAMPLE.payFen(), SAMPLE.payFen()), context())))
                .isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void should_tell_wechat_when_the_insurer_has_taken_its_part_back() {
        InsuranceOrder order = order("mixed");
        await(orders.open(order, context()));
        await(bench.simulator.payMixed(orderNo));
        String number = answer(await(orders.query(order, context()))).channelOrderId();
        assertThat(await(orders.insuranceRefunded(order, number, "R" + orderNo, context())))
                .isInstanceOf(Outcome.Succeeded.class);
        assertThat(bench.simulator.insuranceRefundsTold()).contains("R" + orderNo);
        assertThat(answer(await(orders.query(order, context()))).insurance()).isEqualTo(Part.REFUNDED);
    }

    @Test
    void should_find_the_first_one_when_its_answer_was_lost() {
        InsuranceOrder order = order("insurance");
        bench.simulator.failNextAnswer(AnswerFault.RESET_AFTER_EFFECT);
        assertThat(await(orders.open(order, context()))).isInstanceOf(Outcome.Unknown.class);
        // the authorisation is used up: made anew it would be refused
        Body page =
                Json.read(answer(await(orders.open(order, context(2, 10_000)))).content());
        assertThat(page.textOr("mixTradeNo", ""))
                .isEqualTo(answer(await(orders.query(order, context()))).channelOrderId());
    }

    @Test
    void should_be_opened_with_another_when_AUTH_TTL_001_the_authorisation_was_used() {
        InsuranceOrder first = order("insurance");
        await(orders.open(first, context()));
        InsuranceOrder other = new InsuranceOrder(
                orderNo + "B",
                first.kind(),
                first.serialNo(),
                first.authorised(),
                first.payer(),
                first.institution(),
                first.institutionName(),
                first.createdAt(),
                first.expiresAt(),
                first.amounts(),
                first.description(),
                first.notifyUrl(),
                first.details(),
                null);
        assertThat(await(orders.open(other, context()))).isInstanceOfSatisfying(Outcome.Rejected.class, refused -> {
            assertThat(refused.message()).contains("重新授权");
            assertThat(refused.code()).isEqualTo(InsuranceOrders.AUTHORISATION_OVER);
        });
        // authorised again, the same order is opened
        InsuranceOrder again = new InsuranceOrder(
                other.orderNo(),
                other.kind(),
                other.serialNo(),
                new InsuranceOrder.Authorised(
                        first.authorised().payOrderId(),
                        "AUTH" + orderNo + "B",
                        first.authorised().location()),
                other.payer(),
                other.institution(),
                other.institutionName(),
                other.createdAt(),
                other.expiresAt(),
                other.amounts(),
                other.description(),
                other.notifyUrl(),
                other.details(),
                null);
        assertThat(await(orders.query(other, context()))).isInstanceOf(Outcome.Rejected.class);
        assertThat(await(orders.open(again, context()))).isInstanceOf(Outcome.Succeeded.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = AnswerFault.class,
            names = {"HTTP_500", "HTTP_500_AFTER_EFFECT", "UNSIGNED", "WRONGLY_SIGNED", "BROKEN", "STALE"})
    void should_be_unknown_when_an_answer_is_no_proof(AnswerFault fault) {
        bench.simulator.failNextAnswer(fault);
        assertThat(await(orders.open(order("insurance"), context()))).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void should_refuse_before_sending_when_amounts_and_authorisation_differ() {
        InsuranceOrder cash = order("cash");
        InsuranceOrder wrong = new InsuranceOrder(
                orderNo,
                cash.kind(),
                cash.serialNo(),
                null,
                cash.payer(),
                cash.institution(),
                cash.institutionName(),
                cash.createdAt(),
                cash.expiresAt(),
                SAMPLE,
                cash.description(),
                cash.notifyUrl(),
                cash.details(),
                null);
        assertThat(await(orders.open(wrong, context()))).isInstanceOf(Outcome.Rejected.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = NotificationFault.class,
            names = {"BAD_SIGNATURE", "UNSIGNED", "STALE", "SIGNTEST", "UNKNOWN_SERIAL"})
    void should_refuse_the_notification_until_it_is_right(NotificationFault fault) {
        InsuranceOrder order = order("insurance");
        await(orders.open(order, context()));
        bench.simulator.failNextNotification(fault);
        assertThat(await(bench.simulator.payMixed(orderNo))).isTrue();
        assertThat(bench.events.get(0)).isInstanceOf(Outcome.Rejected.class);
        assertThat(bench.events.get(bench.events.size() - 1)).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void should_have_none_when_no_city_is_configured() {
        try (Bench plain = new Bench()) {
            assertThat(plain.channel.insuranceOrders()).isEmpty();
        }
    }

    private InsuranceOrder order(String type) {
        Amounts amounts = switch (type) {
            case "mixed" -> SAMPLE;
            case "insurance" -> new Amounts(8_000, 2_000, 0, 0, 0, 0);
            default -> new Amounts(0, 0, 0, 1_234, 0, 0);
        };
        InsuranceOrder.@Nullable Authorised authorised = type.equals("cash")
                ? null
                : new InsuranceOrder.Authorised("ORD" + orderNo, "AUTH" + orderNo, "119.455835,32.204409");
        return new InsuranceOrder(
                orderNo,
                InsuranceOrder.Kind.CONSULTING_ROOM,
                "U%010d".formatted(numbers),
                authorised,
                new InsuranceOrder.Payer("oSimulatorPayer0000000000001", "张示例", "44030019000101123X"),
                "H32110200001",
                "镇江市示范人民医院",
                Instant.now(),
                Instant.now().plusSeconds(1_800),
                amounts,
                "门诊缴费",
                bench.notifyUrl(),
                Body.EMPTY,
                null);
    }

    private static <T> T answer(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<T>) outcome).answer();
    }
}
