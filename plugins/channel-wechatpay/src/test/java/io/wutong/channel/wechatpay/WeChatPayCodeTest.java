package io.wutong.channel.wechatpay;

import static io.wutong.channel.wechatpay.Bench.await;
import static io.wutong.channel.wechatpay.Bench.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.simulator.wechat.AnswerFault;
import io.wutong.simulator.wechat.Telephone;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import io.wutong.support.BadAnswer;
import io.wutong.support.Pem;
import io.wutong.support.Sha256Rsa;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payment by the patient's code in version 2, and inside WeChat (JSAPI). */
class WeChatPayCodeTest {
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
        shift(Duration.ZERO);
        orderNo = "C20261122%06d".formatted(++numbers);
    }

    private static void shift(Duration by) {
        bench.pluginClockShift.set(by);
        bench.simulatorClockShift.set(by);
    }

    private PayOrder scanned(String no, Telephone telephone) {
        return order(no, PayOrder.Method.PATIENT_CODE, bench.simulator.paymentCode(telephone));
    }

    private static PayOrder order(String no, PayOrder.Method method, String payer) {
        Instant now = Instant.now();
        return new PayOrder(no, 1_234, "住院个人自付", method, now, now.plusSeconds(90), bench.notifyUrl(), payer);
    }

    private static <T> T answer(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<T>) outcome).answer();
    }

    /** As WeChat publishes it, for both algorithms; an empty field is not signed. */
    private static final Map<String, String> VECTOR = Map.of(
            "appid", "wxd930ea5d5a258f4f",
            "body", "test",
            "device_info", "1000",
            "mch_id", "10000100",
            "nonce_str", "ibuaiVcKdpRxkhJA",
            "empty", "");

    private static final byte[] VECTOR_KEY = "192006250b4c09247ec02edce69f6a2d".getBytes(StandardCharsets.US_ASCII);
    private static final String BY_MD5 = "9A0A8659F005D6984697E2CA0A9CF3B7";
    private static final String BY_HMAC = "6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6";

    @Test
    void should_match_the_published_vector() throws Exception {
        assertThat(V2Messages.sign(VECTOR, VECTOR_KEY)).isEqualTo(BY_HMAC);
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        md5.update(V2Messages.signed(VECTOR).getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().withUpperCase().formatHex(md5.digest(VECTOR_KEY)))
                .as("the text that is signed is the one of the MD5 vector too")
                .isEqualTo(BY_MD5);
    }

    @Test
    void should_believe_no_signature_by_md5_although_it_is_right() throws Exception {
        Map<String, String> answer = new HashMap<>(VECTOR);
        answer.put("sign", BY_MD5);
        assertThat(V2Messages.holds(answer, VECTOR_KEY)).isFalse();
        answer.put("sign", BY_HMAC);
        assertThat(V2Messages.holds(answer, VECTOR_KEY)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!DOCTYPE x [<!ENTITY a 'b'>]><xml><a>&a;</a></xml>",
                "<xml><a>1</a><a>2</a></xml>",
                "<xml><a><b>1</b></a></xml>",
                "<xml><a>1</a>",
                "hello"
            })
    void should_refuse_xml_that_is_not_flat_and_plain(String document) {
        assertThatThrownBy(() -> V2Messages.read(document)).isInstanceOf(BadAnswer.class);
    }

    @Test
    void should_be_paid_and_refunded_by_version_3_when_the_patients_code_is_scanned() {
        PayOrder order = scanned(orderNo, Telephone.PAYS);
        assertThat(answer(await(bench.channel.pay(order, context()))).kind()).isEqualTo(PayPrompt.Kind.NOTHING);
        PaymentStatus status = answer(await(bench.channel.query(order, context())));
        assertThat(status.state()).isEqualTo(PaymentStatus.State.PAID);
        assertThat(status.amountFen()).isEqualTo(1_234);
        assertThat(status.paidAt()).endsWith("+08:00");
        assertThat(await(bench.channel.pay(order, context(2, 10_000)))).isInstanceOf(Outcome.Pending.class);
        RefundOrder refund = new RefundOrder("R" + orderNo, order, 1_234, "结算撤销", bench.notifyUrl(), Instant.now());
        assertThat(answer(await(bench.channel.refund(refund, context()))).state())
                .isIn(RefundStatus.State.PROCESSING, RefundStatus.State.REFUNDED);
    }

    @Test
    void should_wait_for_the_password_and_learn_the_end_by_asking() {
        PayOrder order = scanned(orderNo, Telephone.ASKS_PASSWORD);
        assertThat(answer(await(bench.channel.pay(order, context()))).kind()).isEqualTo(PayPrompt.Kind.NOTHING);
        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.PAYING);
        bench.simulator.enterPassword(orderNo);
        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.PAID);
        PayOrder other = scanned(orderNo + "B", Telephone.ASKS_PASSWORD);
        await(bench.channel.pay(other, context()));
        bench.simulator.refusePassword(orderNo + "B");
        assertThat(answer(await(bench.channel.query(other, context()))).state()).isEqualTo(PaymentStatus.State.FAILED);
    }

    @Test
    void should_be_rejected_when_the_code_is_used_or_has_no_money() {
        PayOrder order = scanned(orderNo, Telephone.PAYS);
        await(bench.channel.pay(order, context()));
        PayOrder again = order(orderNo + "B", PayOrder.Method.PATIENT_CODE, order.payer());
        assertThat(await(bench.channel.pay(again, context()))).isInstanceOf(Outcome.Rejected.class);
        assertThat(await(bench.channel.pay(again, context(2, 10_000)))).isInstanceOf(Outcome.Unknown.class);
        assertThat(await(bench.channel.pay(scanned(orderNo + "C", Telephone.HAS_NO_MONEY), context())))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo("NOTENOUGH"));
        assertThat(await(bench.channel.query(scanned(orderNo + "D", Telephone.PAYS), context())))
                .isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void should_reverse_over_mutual_tls_after_fifteen_seconds_and_again_when_told_so() {
        PayOrder order = scanned(orderNo, Telephone.PAYS);
        await(bench.channel.pay(order, context()));
        assertThat(await(bench.channel.reverse(order, context())))
                .isEqualTo(Outcome.pending("wechat.reverse_too_early"));
        assertThat(await(bench.channel.close(order, context())))
                .as("only reversed, never closed")
                .isInstanceOf(Outcome.Rejected.class);
        shift(Duration.ofSeconds(16));
        bench.simulator.reversalsAskAgain(2);
        assertThat(await(bench.channel.reverse(order, context()))).isEqualTo(Outcome.pending("wechat.reverse_again"));
        assertThat(await(bench.channel.reverse(order, context()))).isEqualTo(Outcome.pending("wechat.reverse_again"));
        assertThat(await(bench.channel.reverse(order, context()))).isInstanceOf(Outcome.Succeeded.class);
        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.CLOSED);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_500, http_500",
        "UNSIGNED, signature.missing",
        "WRONGLY_SIGNED, signature.wrong",
        "BROKEN, answer_unreadable",
        "RESET_AFTER_EFFECT, closed"
    })
    void should_be_unknown_when_an_answer_is_no_proof(AnswerFault fault, String cause) {
        PayOrder order = scanned(orderNo, Telephone.PAYS);
        bench.simulator.failNextAnswer(fault);
        assertThat(await(bench.channel.pay(order, context()))).isEqualTo(Outcome.unknown(cause));
    }

    @Test
    void should_give_the_page_what_wechat_verifies_when_paid_inside_it() {
        PayOrder order = order(orderNo, PayOrder.Method.IN_APP, "oSimulatorPayer0000000000001");
        PayPrompt prompt = answer(await(bench.channel.pay(order, context())));
        assertThat(prompt.kind()).isEqualTo(PayPrompt.Kind.APP_PARAMETERS);
        Body page = Json.read(prompt.content());
        String signed = page.textOr("appId", "") + "\n" + page.textOr("timeStamp", "") + "\n"
                + page.textOr("nonceStr", "") + "\n" + page.textOr("package", "") + "\n";
        assertThat(page.textOr("package", "")).isEqualTo("prepay_id=wx" + orderNo);
        assertThat(Sha256Rsa.holds(
                        Pem.publicKey("merchant", bench.simulator.merchantPublicKeyPem()),
                        signed.getBytes(StandardCharsets.UTF_8),
                        page.textOr("paySign", "")))
                .isTrue();
        await(bench.simulator.payByOrder(orderNo));
        assertThat(answer(await(bench.channel.query(order, context()))).state()).isEqualTo(PaymentStatus.State.PAID);
        assertThat(await(bench.channel.pay(order(orderNo + "B", PayOrder.Method.IN_APP, null), context())))
                .isInstanceOf(Outcome.Rejected.class);
    }
}
