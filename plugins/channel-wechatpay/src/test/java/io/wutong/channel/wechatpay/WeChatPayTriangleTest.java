package io.wutong.channel.wechatpay;

import static io.wutong.channel.wechatpay.Bench.await;
import static io.wutong.channel.wechatpay.Bench.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.wechat.pay.java.core.auth.WechatPay2Credential;
import com.wechat.pay.java.core.auth.WechatPay2Validator;
import com.wechat.pay.java.core.cipher.AeadAesCipher;
import com.wechat.pay.java.core.cipher.RSASigner;
import com.wechat.pay.java.core.cipher.RSAVerifier;
import com.wechat.pay.java.core.exception.ValidationException;
import com.wechat.pay.java.core.http.HttpHeaders;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RSAPublicKeyNotificationConfig;
import com.wechat.pay.java.core.notification.RequestParam;
import io.vertx.core.buffer.Buffer;
import io.wutong.simulator.wechat.Merchant;
import io.wutong.spi.Body;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.Outcome;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.RawNotification;
import io.wutong.spi.Secret;
import io.wutong.support.Pem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Simulator, official SDK and plugin, each pair in both directions: a mistake shared by two of the three would show at
 * the third. The SDK is an oracle for signatures and encryption only; its HTTP client is not used.
 */
class WeChatPayTriangleTest {
    private static final Merchant MERCHANT = Merchant.SAMPLE;
    private static Bench bench;

    @BeforeAll
    static void open() {
        bench = new Bench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private static PrivateKey merchantKey() {
        return Pem.privateKey("merchant", bench.simulator.merchantPrivateKeyPem());
    }

    private static PublicKey platformKey() {
        return Pem.publicKey("platform", bench.simulator.platformPublicKeyPem());
    }

    private static NotificationParser sdkParser() {
        return new NotificationParser(new RSAPublicKeyNotificationConfig.Builder()
                .publicKey(bench.simulator.platformPublicKeyPem())
                .publicKeyId(MERCHANT.platformKeyId())
                .apiV3Key(MERCHANT.apiV3Key())
                .build());
    }

    private static RequestParam sdkParam(RawNotification raw, String body) {
        return new RequestParam.Builder()
                .serialNumber(raw.header("wechatpay-serial").orElseThrow())
                .timestamp(raw.header("wechatpay-timestamp").orElseThrow())
                .nonce(raw.header("wechatpay-nonce").orElseThrow())
                .signature(raw.header("wechatpay-signature").orElseThrow())
                .signType(raw.header("wechatpay-signature-type").orElseThrow())
                .body(body)
                .build();
    }

    @Test
    void should_be_accepted_by_the_sdk_when_the_simulator_notifies() {
        bench.paid("TRIANGLE0001", 12_345);
        RawNotification raw = bench.raws.get(bench.raws.size() - 1);
        String body = raw.body().toString(StandardCharsets.UTF_8);

        Map<?, ?> inner = sdkParser().parse(sdkParam(raw, body), Map.class);
        assertThat(inner.get("out_trade_no")).isEqualTo("TRIANGLE0001");
        assertThat(inner.get("trade_state")).isEqualTo("SUCCESS");
        assertThatThrownBy(() -> sdkParser().parse(sdkParam(raw, body + " "), Map.class))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void should_understand_each_other_when_the_sdk_signs_a_request_and_the_simulator_answers() {
        await(bench.channel.pay(bench.order("TRIANGLE0002", 1), context()));
        String path = "/v3/pay/transactions/out-trade-no/TRIANGLE0002?mchid=" + MERCHANT.mchid();
        String url = "http://127.0.0.1:" + bench.simulatorPort + path;
        String authorization = new WechatPay2Credential(
                        MERCHANT.mchid(), new RSASigner(MERCHANT.serial(), merchantKey()))
                .getAuthorization(URI.create(url), "GET", "");

        HttpReply reply = await(bench.services.http(new HttpCall(
                "GET",
                url,
                Map.of("Authorization", authorization, "Accept", "application/json", "User-Agent", "oracle"),
                null,
                5_000)));

        assertThat(reply.status()).isEqualTo(200);
        String body = reply.body().toString(StandardCharsets.UTF_8);
        HttpHeaders headers = new HttpHeaders();
        for (String name : new String[] {"Timestamp", "Nonce", "Serial", "Signature"}) {
            headers.addHeader(
                    "Wechatpay-" + name, reply.header("wechatpay-" + name).orElseThrow());
        }
        WechatPay2Validator validator =
                new WechatPay2Validator(new RSAVerifier(platformKey(), MERCHANT.platformKeyId()));
        assertThat(validator.validate(headers, body)).isTrue();
        assertThat(validator.validate(headers, body + " ")).isFalse();
        assertThat(verifier(MERCHANT.platformKeyId(), platformKey()).fault(reply::header, reply.body()))
                .isEmpty();
    }

    @Test
    void should_sign_as_the_sdk_does_when_the_plugin_signs() throws Exception {
        String body = "{\"description\":\"住院个人自付\"}";
        String path = "/v3/pay/transactions/native";
        String ours = new RequestSigner(MERCHANT.mchid(), MERCHANT.serial(), merchantKey())
                .authorization("POST", path, 1_795_305_600L, "ABC", body.getBytes(StandardCharsets.UTF_8));
        String message = "POST\n" + path + "\n1795305600\nABC\n" + body + "\n";
        String theirs =
                new RSASigner(MERCHANT.serial(), merchantKey()).sign(message).getSign();
        assertThat(ours)
                .isEqualTo("WECHATPAY2-SHA256-RSA2048 mchid=\"" + MERCHANT.mchid()
                        + "\",nonce_str=\"ABC\",timestamp=\"1795305600\",serial_no=\"" + MERCHANT.serial()
                        + "\",signature=\"" + theirs + "\"");
        PublicKey merchantPublic = Pem.publicKey("merchant", bench.simulator.merchantPublicKeyPem());
        assertThat(new RSAVerifier(merchantPublic, "x").verify("x", message, theirs))
                .isTrue();
    }

    @Test
    void should_be_accepted_by_the_plugin_when_the_sdk_signs_and_encrypts() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair platform = generator.generateKeyPair();
        String inner = "{\"appid\":\"" + MERCHANT.appid() + "\",\"mchid\":\"" + MERCHANT.mchid()
                + "\",\"out_trade_no\":\"TRIANGLE0003\",\"transaction_id\":\"42\",\"trade_state\":\"SUCCESS\","
                + "\"success_time\":\"2026-11-22T10:00:00+08:00\",\"amount\":{\"total\":7,\"currency\":\"CNY\"}}";
        String ciphertext = new AeadAesCipher(bytes(MERCHANT.apiV3Key()))
                .encrypt(bytes("transaction"), bytes("123456789012"), bytes(inner));
        String body = "{\"id\":\"EV-1\",\"event_type\":\"TRANSACTION.SUCCESS\",\"resource\":{\"algorithm\":"
                + "\"AEAD_AES_256_GCM\",\"ciphertext\":\"" + ciphertext
                + "\",\"nonce\":\"123456789012\",\"associated_data\":\"transaction\"}}";
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        String signature = new RSASigner("PUB_KEY_ID_1", platform.getPrivate())
                .sign(timestamp + "\nN\n" + body + "\n")
                .getSign();
        RawNotification raw = new RawNotification(
                Map.of(
                        "wechatpay-timestamp",
                        timestamp,
                        "wechatpay-nonce",
                        "N",
                        "wechatpay-serial",
                        "PUB_KEY_ID_1",
                        "wechatpay-signature",
                        signature),
                Buffer.buffer(body));

        Notifications notifications = new Notifications(
                verifier("PUB_KEY_ID_1", platform.getPublic()),
                new Sealed(bytes(MERCHANT.apiV3Key()), Optional.empty(), Clock.systemUTC()),
                new Messages(MERCHANT.mchid(), MERCHANT.appid()),
                new MedicalMessages(MERCHANT.appid(), "", false));

        assertThat(notifications.open(raw))
                .isInstanceOfSatisfying(
                        Outcome.Succeeded.class,
                        opened -> assertThat(((PaymentEvent.Payment) opened.answer())
                                        .status()
                                        .amountFen())
                                .isEqualTo(7));
    }

    /** AES-256-GCM, test case 14 of the algorithm's submission to NIST. */
    private static Body vector() {
        byte[] sealed = HexFormat.of().parseHex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");
        return Body.builder()
                .put("algorithm", "AEAD_AES_256_GCM")
                .put("nonce", "\0".repeat(12))
                .put("associated_data", "")
                .put("ciphertext", Base64.getEncoder().encodeToString(sealed))
                .build();
    }

    @Test
    void should_decrypt_the_published_vector_when_key_and_nonce_are_zero() throws Exception {
        assertThat(new Sealed(new byte[32], Optional.empty(), Clock.systemUTC()).open(vector()))
                .isEqualTo(new byte[16]);
    }

    @Test
    void should_try_the_new_key_and_then_the_former_for_a_time_when_the_key_was_changed() throws Exception {
        Instant until = Instant.parse("2026-12-01T00:00:00Z");
        Optional<Sealed.Former> former = Optional.of(new Sealed.Former(new Secret(new byte[32]), until));
        byte[] changed = bytes(MERCHANT.apiV3Key());
        Clock before = Clock.fixed(until.minusSeconds(1), ZoneOffset.UTC);
        assertThat(new Sealed(changed, former, before).open(vector())).isEqualTo(new byte[16]);
        Sealed after = new Sealed(changed, former, Clock.fixed(until, ZoneOffset.UTC));
        assertThatThrownBy(() -> after.open(vector())).isInstanceOf(AEADBadTagException.class);
    }

    private static SignatureVerifier verifier(String serial, PublicKey key) {
        return new SignatureVerifier(new PlatformKeys(Map.of(serial, key)), Clock.systemUTC(), 300);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
