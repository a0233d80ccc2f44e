package io.wutong.channel.alipay;

import static io.wutong.channel.alipay.Bench.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.api.domain.AlipayCommerceMedicalPaymentCreateandpayModel;
import com.alipay.api.domain.AlipayCommerceMedicalPaymentQueryModel;
import com.alipay.api.domain.AlipayTradeCreateModel;
import com.alipay.api.internal.mapping.ApiField;
import io.wutong.channel.alipay.Bench.Mode;
import io.wutong.simulator.alipay.AnswerFault;
import io.wutong.spi.Body;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.InsuranceOrders;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.InsuranceStatus.Part;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.Value;
import io.wutong.testkit.Calls;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders of both halves at an Alipay that has lost its answer, refuses, or has half of it. */
class MedicalOrdersTest {

    private static final InsuranceOrder.Amounts AMOUNTS = new InsuranceOrder.Amounts(120_00, 30_00, 5_00, 45_00, 0, 0);

    private static Bench bench;
    private static int numbers;
    private InsuranceOrders orders;
    private InsuranceOrder order;

    @BeforeAll
    static void open() {
        bench = new Bench(Mode.KEY);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void next() {
        orders = bench.channel.insuranceOrders().orElseThrow();
        order = order("%06d".formatted(++numbers), AMOUNTS);
    }

    static InsuranceOrder order(String serial, InsuranceOrder.Amounts amounts) {
        Instant created = Instant.now();
        return new InsuranceOrder(
                "321102" + serial,
                InsuranceOrder.Kind.CONSULTING_ROOM,
                "U" + serial,
                new InsuranceOrder.Authorised("ORD" + serial, "AUTH" + serial, "119.455835,32.204409"),
                new InsuranceOrder.Payer("2088000000000009", "张示例", "321102190001010011"),
                "H32110200001",
                "镇江市示范人民医院",
                created,
                created.plusSeconds(900),
                amounts,
                "医保结算个人支付",
                "https://pay.example.org/callbacks/alipay",
                Body.EMPTY,
                null);
    }

    @Test
    void should_write_no_field_that_the_official_sdk_does_not_know() {
        MedicalMessages medical = new MedicalMessages(new MedicalSettings(
                "321100",
                "JSAPI_PAY",
                Optional.of("2021000000000009"),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                true));
        Messages messages = new Messages("2088000000000001", Optional.of("S1"));
        assertThat(official(AlipayCommerceMedicalPaymentCreateandpayModel.class))
                .containsAll(medical.createAndPay(order, "T1").fields().keySet());
        assertThat(official(AlipayCommerceMedicalPaymentQueryModel.class))
                .containsAll(MedicalMessages.number(order).build().fields().keySet());
        assertThat(official(AlipayTradeCreateModel.class))
                .containsAll(medical.create(order, messages).fields().keySet());
    }

    private static Set<String> official(Class<?> model) {
        return Arrays.stream(model.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(ApiField.class))
                .map(field -> field.getAnnotation(ApiField.class).value())
                .collect(Collectors.toSet());
    }

    @Test
    void should_order_once_when_the_answer_to_the_order_was_lost() {
        bench.simulator.failNextAnswer(AnswerFault.ESCAPED_SLASHES); // to the cash part's trade
        bench.simulator.failNextAnswer(AnswerFault.RESET_AFTER_EFFECT);
        assertThat(await(orders.open(order, Calls.context()))).isInstanceOf(Outcome.Unknown.class);
        assertThat(await(orders.open(order, Calls.again())))
                .isInstanceOfSatisfying(
                        Outcome.Succeeded.class,
                        page -> assertThat(((PayPrompt) page.answer()).content())
                                .contains("https://render.alipay.com/")
                                .contains("tradeNO"));
    }

    @Test
    void should_say_that_the_cash_stands_alone_when_the_insurer_pays_nothing() {
        await(orders.open(order, Calls.context()));
        bench.simulator.payCashAlone(order.orderNo());
        assertThat(status().cashAlone()).isTrue();
    }

    @Test
    void should_wait_with_the_cash_until_the_insurer_has_taken_its_half_back() {
        await(orders.open(order, Calls.context()));
        bench.simulator.payBoth(order.orderNo());
        String number = status().channelOrderId();
        assertThat(await(orders.insuranceRefunded(order, number, "R1", Calls.context())))
                .isInstanceOf(Outcome.Pending.class);
        bench.simulator.insurerTookBack(order.orderNo());
        assertThat(await(orders.insuranceRefunded(order, number, "R1", Calls.context())))
                .isInstanceOf(Outcome.Succeeded.class);
        assertThat(status().insurance()).isEqualTo(Part.REFUNDED);
    }

    @Test
    void should_be_paid_when_there_is_no_cash() {
        order = order("%06d".formatted(++numbers), new InsuranceOrder.Amounts(120_00, 30_00, 0, 0, 0, 0));
        await(orders.open(order, Calls.context()));
        assertThat(status().cash()).isEqualTo(Part.NONE);
        bench.simulator.payBoth(order.orderNo());
        assertThat(status().paid()).isTrue();
    }

    @Test
    void should_refuse_when_the_authorisation_was_used_and_ask_first_when_it_was_sent_before() {
        await(orders.open(order, Calls.context()));
        InsuranceOrder other = new InsuranceOrder(
                order.orderNo() + "B",
                order.kind(),
                order.serialNo() + "B",
                order.authorised(),
                order.payer(),
                order.institution(),
                order.institutionName(),
                order.createdAt(),
                order.expiresAt(),
                order.amounts(),
                order.description(),
                order.notifyUrl(),
                order.details(),
                null);
        for (var context : List.of(Calls.context(), Calls.again())) {
            assertThat(await(orders.open(other, context)))
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            refused -> assertThat(refused.code()).isEqualTo("AUTH_NO_USED"));
        }
        assertThat(await(orders.query(other, Calls.context()))).isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void should_send_nothing_when_the_order_has_no_insurance_or_no_authorisation() {
        assertThat(MedicalMessages.wrong(order("1", new InsuranceOrder.Amounts(0, 0, 0, 45_00, 0, 0))))
                .contains("自费");
        assertThat(MedicalMessages.wrong(order("1", new InsuranceOrder.Amounts(10, 0, 0, 45_00, 0, 1))))
                .contains("减免");
        assertThat(MedicalMessages.wrong(order)).isEmpty();
    }

    @Test
    void should_have_none_of_it_when_it_is_not_configured() {
        Body settings = Bench.settings(1, Mode.KEY);
        assertThat(MedicalSettings.read(settings)).isPresent();
        assertThat(MedicalSettings.read(Body.of("appId", Value.text("1")))).isEmpty();
    }

    @Test
    void should_read_a_citys_own_words_when_it_has_them() {
        MedicalSettings city = MedicalSettings.read(Json.read("""
                        {"medical":{"cityCode":"321100","successCodes":["0000"],"payStates":{"02":"paid"},
                        "awaitsInsurer":false}}""")).orElseThrow();
        assertThat(city.state("02")).isEqualTo(Part.PAID);
        assertThat(city.state("REFUND")).isEqualTo(Part.REFUNDED);
        assertThat(city.successCodes()).containsExactly("0000");
        assertThat(city.awaitsInsurer()).isFalse();
    }

    @Test
    void should_ask_on_when_a_code_is_none_that_certainly_refuses() {
        MedicalSettings usual =
                MedicalSettings.read(Bench.settings(1, Mode.KEY)).orElseThrow();
        assertThat(MedicalOrders.notDone(usual, "AUTH_NO_USED", Body.EMPTY)).isInstanceOf(Outcome.Rejected.class);
        assertThat(MedicalOrders.notDone(usual, "SYSTEM_BUSY", Body.EMPTY)).isInstanceOf(Outcome.Unknown.class);
    }

    private InsuranceStatus status() {
        Outcome<InsuranceStatus> said = await(orders.query(order, Calls.context()));
        assertThat(said).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<InsuranceStatus>) said).answer();
    }
}
