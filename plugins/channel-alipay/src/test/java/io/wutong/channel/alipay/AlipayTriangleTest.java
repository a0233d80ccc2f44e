package io.wutong.channel.alipay;

import static io.wutong.channel.alipay.Bench.await;
import static io.wutong.channel.alipay.Bench.context;
import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.api.internal.util.AlipayEncrypt;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.internal.util.AntCertificationUtil;
import io.vertx.core.buffer.Buffer;
import io.wutong.channel.alipay.Bench.Mode;
import io.wutong.channel.alipay.Refusal.Operation;
import io.wutong.simulator.alipay.Shop;
import io.wutong.simulator.pki.Authority;
import io.wutong.spi.Body;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.Outcome;
import io.wutong.spi.RawNotification;
import io.wutong.spi.Value;
import io.wutong.support.Forms;
import io.wutong.support.JsonText;
import io.wutong.support.Pem;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Simulator, official SDK and plugin, each pair in both directions: a mistake shared by two of the three would show at
 * the third. The SDK is an oracle for signatures, certificate numbers and encryption; its HTTP client is not used.
 */
class AlipayTriangleTest {
    private static Bench bench;

    @BeforeAll
    static void open() {
        bench = new Bench(Mode.CERTIFICATES);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    /** The SDK takes keys without their PEM lines. */
    private static String bare(String pem) {
        return pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    }

    private static Settings settings(Mode mode) {
        return Settings.read(Bench.settings(1, mode), bench.services);
    }

    @Test
    void should_be_accepted_by_the_sdk_when_the_simulator_notifies() throws Exception {
        bench.paid("TRIANGLE0001", 12_345);
        RawNotification raw = bench.raws("TRIANGLE0001").get(0);
        Map<String, String> fields = Forms.read(raw.body().getBytes(), StandardCharsets.UTF_8);
        String key = bare(Bench.KEYS.alipayPublicPem());
        // rsaCheckV1 takes sign and sign_type out of the map that it is given
        assertThat(AlipaySignature.rsaCheckV1(new HashMap<>(fields), key, "utf-8", "RSA2"))
                .isTrue();
        Map<String, String> altered = new HashMap<>(fields);
        altered.put("total_amount", "123.46");
        assertThat(AlipaySignature.rsaCheckV1(altered, key, "utf-8", "RSA2")).isFalse();
        assertThat(AlipaySignature.rsaCheckV2(new HashMap<>(fields), key, "utf-8", "RSA2"))
                .as("the other variant keeps sign_type")
                .isFalse();
    }

    @Test
    void should_be_accepted_by_the_sdk_when_the_plugin_signs() throws Exception {
        ApiClient client = new ApiClient(settings(Mode.CERTIFICATES), bench.services);
        String form = client.form("alipay.trade.query", Body.of("out_trade_no", text("住院/1")), "https://e.org/n");
        Map<String, String> sent = Forms.read(form.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        String signature = sent.remove("sign");
        assertThat(AlipaySignature.rsaCheck(
                        AlipaySignature.getSignContent(sent),
                        signature,
                        bare(Bench.KEYS.applicationPublicPem()),
                        "utf-8",
                        "RSA2"))
                .isTrue();
        assertThat(SignedText.of(sent, Set.of())).isEqualTo(AlipaySignature.getSignContent(sent));
    }

    @Test
    void should_understand_each_other_when_the_sdk_signs_a_request_and_the_simulator_answers() throws Exception {
        try (Bench keyed = new Bench(Mode.KEY)) {
            keyed.paid("TRIANGLE0002", 700);
            Map<String, String> request = new TreeMap<>(Map.of(
                    "app_id", Shop.SAMPLE.appId(),
                    "method", "alipay.trade.query",
                    "format", "JSON",
                    "charset", "utf-8",
                    "sign_type", "RSA2",
                    "version", "1.0",
                    "timestamp",
                            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
                                    .format(ZonedDateTime.now(ZoneOffset.ofHours(8))),
                    "biz_content", "{\"out_trade_no\":\"TRIANGLE0002\"}"));
            request.put(
                    "sign",
                    AlipaySignature.rsaSign(
                            AlipaySignature.getSignContent(request),
                            bare(Bench.KEYS.applicationPrivatePem()),
                            "utf-8",
                            "RSA2"));
            HttpReply reply = await(keyed.services.http(new HttpCall(
                    "POST",
                    Settings.read(Bench.settings(keyed.simulatorPort, Mode.KEY), keyed.services)
                            .gatewayUrl(),
                    Map.of(),
                    Buffer.buffer(Forms.write(request, StandardCharsets.UTF_8)),
                    5_000)));
            String answer = reply.body().toString();
            String node = AlipaySignature.extractSignContent(answer, answer.indexOf("\":{") + 2)
                    .getSourceData();
            assertThat(JsonText.valueOf(answer, "alipay_trade_query_response")).contains(node);
            String signature = answer.substring(answer.indexOf("\"sign\":\"") + 8, answer.length() - 2);
            assertThat(AlipaySignature.rsaCheck(node, signature, bare(Bench.KEYS.alipayPublicPem()), "utf-8", "RSA2"))
                    .isTrue();
        }
    }

    @Test
    void should_be_accepted_by_the_plugin_when_the_sdk_signs_an_answer() throws Exception {
        String node = "{\"code\":\"10000\",\"note\":\"a } \\\" { b\",\"list\":[{\"x\":\"1\"}],\"out_trade_no\":\"T3\"}";
        String signature = AlipaySignature.rsaSign(node, bare(alipayPrivate()), "utf-8", "RSA2");
        ApiClient client = new ApiClient(sdkSettings(), bench.services);
        for (String answer : new String[] {
            "{\"alipay_trade_close_response\":" + node + ",\"sign\":\"" + signature + "\"}",
            "{\"sign\":\"" + signature + "\", \"alipay_trade_close_response\" : " + node + "}"
        }) {
            assertThat(client.judge(Operation.CLOSE, reply(answer), 1)).isInstanceOf(Outcome.Succeeded.class);
        }
        String changed =
                "{\"alipay_trade_close_response\":" + node.replace("T3", "T4") + ",\"sign\":\"" + signature + "\"}";
        assertThat(client.judge(Operation.CLOSE, reply(changed), 1)).isEqualTo(Outcome.unknown("signature.wrong"));
        String twice = "{\"alipay_trade_close_response\":" + node
                + ",\"alipay_trade_close_response\":{\"code\":\"10000\"},\"sign\":\"" + signature + "\"}";
        assertThat(client.judge(Operation.CLOSE, reply(twice), 1)).isEqualTo(Outcome.unknown("answer_unreadable"));
    }

    private static final KeyPair SDK_PAIR = Authority.pair("RSA");

    private static String alipayPrivate() {
        return Authority.pem(SDK_PAIR.getPrivate());
    }

    private static Settings sdkSettings() {
        Settings settings = settings(Mode.KEY);
        return new Settings(
                settings.gatewayUrl(),
                settings.billBaseUrl(),
                settings.appId(),
                settings.sellerId(),
                Optional.empty(),
                "",
                settings.privateKey(),
                Trust.ofKey(SDK_PAIR.getPublic()),
                Optional.empty(),
                Optional.empty(),
                1_560,
                5_000);
    }

    private static HttpReply reply(String body) {
        return new HttpReply(200, Map.of(), Buffer.buffer(body));
    }

    @Test
    void should_number_certificates_as_the_sdk_does() throws Exception {
        String app = Bench.KEYS.applicationCertificatePem();
        assertThat(CertificateNumber.of(Pem.certificate("app", app)))
                .isEqualTo(AntCertificationUtil.getCertSN(AntCertificationUtil.getCertFromContent(app)));
        String roots = Bench.KEYS.rootCertificatesPem();
        assertThat(CertificateNumber.ofRoots(Pem.certificates(roots)))
                .isEqualTo(AntCertificationUtil.getRootCertSN(roots));
    }

    @Test
    void should_encrypt_as_the_sdk_does() throws Exception {
        String key = Shop.SAMPLE.contentKey();
        ContentCipher cipher = ContentCipher.of(key);
        String theirs = AlipayEncrypt.encryptContent("{\"甲\":1}", "AES", key, "utf-8");
        assertThat(cipher.encrypt("{\"甲\":1}".getBytes(StandardCharsets.UTF_8))).isEqualTo(theirs);
        assertThat(cipher.decrypt(theirs)).asString(StandardCharsets.UTF_8).isEqualTo("{\"甲\":1}");
        assertThat(AlipayEncrypt.decryptContent(theirs, "AES", key, "utf-8")).isEqualTo("{\"甲\":1}");
    }

    @Test
    void should_be_accepted_by_the_plugin_when_the_sdk_signs_a_notification() throws Exception {
        Map<String, String> fields = new TreeMap<>();
        fields.put("app_id", Shop.SAMPLE.appId());
        fields.put("seller_id", Shop.SAMPLE.sellerId());
        fields.put("charset", "GBK");
        fields.put("subject", "住院个人自付");
        fields.put("notify_id", "n1");
        fields.put("notify_time", Messages.time(Instant.now()));
        fields.put("gmt_payment", "2026-11-22 10:00:00");
        fields.put("out_trade_no", "T5");
        fields.put("trade_no", "42");
        fields.put("trade_status", "TRADE_SUCCESS");
        fields.put("total_amount", "0.07");
        fields.put("fund_bill_list", "[{\"amount\":\"0.07\",\"fundChannel\":\"ALIPAYACCOUNT\"}]");
        String signature =
                AlipaySignature.rsaSign(AlipaySignature.getSignContent(fields), bare(alipayPrivate()), "GBK", "RSA2");
        fields.put("sign_type", "RSA2");
        fields.put("sign", signature);
        RawNotification raw = new RawNotification(
                Map.of("content-type", "application/x-www-form-urlencoded; text/html; charset=GBK"),
                Buffer.buffer(Forms.write(fields, Charset.forName("GBK"))));
        Notifications notifications = new Notifications(sdkSettings(), Clock.systemUTC());
        assertThat(notifications.open(raw)).isInstanceOf(Outcome.Succeeded.class);
    }

    private static Value text(String text) {
        return Value.text(text);
    }

    @Test
    void should_be_accepted_by_the_simulator_when_the_plugin_calls_in_certificate_mode() {
        assertThat(await(bench.channel.pay(bench.order("TRIANGLE0009", 1), context())))
                .isInstanceOf(Outcome.Succeeded.class);
    }
}
