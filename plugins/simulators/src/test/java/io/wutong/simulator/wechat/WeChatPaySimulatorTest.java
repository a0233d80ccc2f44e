package io.wutong.simulator.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the simulator refuses: it is of use only as far as it is as strict as WeChat. */
class WeChatPaySimulatorTest {
    private static final String NATIVE = "/v3/pay/transactions/native";
    private static final AtomicLong NONCES = new AtomicLong();
    private static final WeChatPaySimulator SIMULATOR = new WeChatPaySimulator();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Vertx vertx;
    private static String base;
    private static PrivateKey merchantKey;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        base = "http://127.0.0.1:"
                + SIMULATOR
                        .start(vertx)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
        merchantKey = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(der(SIMULATOR.merchantPrivateKeyPem())));
    }

    @AfterAll
    static void close() throws Exception {
        SIMULATOR.stop().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void should_give_a_code_signed_by_the_platform_when_the_request_is_right() throws Exception {
        HttpResponse<String> answer = post(NATIVE, order("SIM000000001", 100));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("code_url").asText()).startsWith("weixin://");
        PublicKey platform = KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(der(SIMULATOR.platformPublicKeyPem())));
        Signature rsa = Signature.getInstance("SHA256withRSA");
        rsa.initVerify(platform);
        rsa.update((answer.headers().firstValue("Wechatpay-Timestamp").orElseThrow() + "\n"
                        + answer.headers().firstValue("Wechatpay-Nonce").orElseThrow() + "\n" + answer.body() + "\n")
                .getBytes(StandardCharsets.UTF_8));
        assertThat(rsa.verify(Base64.getDecoder()
                        .decode(answer.headers()
                                .firstValue("Wechatpay-Signature")
                                .orElseThrow())))
                .isTrue();
    }

    @Test
    void should_refuse_when_body_path_time_or_serial_are_not_what_was_signed() throws Exception {
        String body = order("SIM000000002", 100);
        long now = Instant.now().getEpochSecond();
        assertRefused(send(NATIVE, body, authorization("POST", NATIVE, now, nonce(), body + " ", serial())));
        assertRefused(send(NATIVE, body, authorization("POST", NATIVE + "?a=b", now, nonce(), body, serial())));
        assertRefused(send(NATIVE, body, authorization("GET", NATIVE, now, nonce(), body, serial())));
        assertRefused(send(NATIVE, body, authorization("POST", NATIVE, now - 301, nonce(), body, serial())));
        assertRefused(send(NATIVE, body, authorization("POST", NATIVE, now, nonce(), body, "0")));
        assertRefused(send(NATIVE, body, "WECHATPAY2-SHA256-RSA2048 mchid=\"1900000001\""));
    }

    @Test
    void should_refuse_when_a_nonce_comes_again() throws Exception {
        String body = order("SIM000000003", 100);
        String authorization = authorization("POST", NATIVE, Instant.now().getEpochSecond(), "ONCE", body, serial());
        assertThat(send(NATIVE, body, authorization).statusCode()).isEqualTo(200);
        assertRefused(send(NATIVE, body, authorization));
    }

    @Test
    void should_refuse_when_the_same_number_has_another_body() throws Exception {
        String body = order("SIM000000004", 100);
        HttpResponse<String> first = post(NATIVE, body);
        assertThat(post(NATIVE, body).body()).isEqualTo(first.body());
        assertError(post(NATIVE, body.replace("\"total\":100", "\"total\":101")), 400, "INVALID_REQUEST");
    }

    @Test
    void should_refuse_when_amounts_are_no_whole_fen() throws Exception {
        for (String total : new String[] {"0", "-1", "1.5", "\"100\"", "1e3"}) {
            String body = order("SIM000000005", 100).replace("\"total\":100", "\"total\":" + total);
            assertError(post(NATIVE, body), 400, "PARAM_ERROR");
        }
    }

    @Test
    void should_refuse_when_refunds_exceed_what_was_paid() throws Exception {
        assertError(post("/v3/refund/domestic/refunds", refund("R0", "SIM000000006", 1, 100)), 404, null);
        post(NATIVE, order("SIM000000006", 100));
        SIMULATOR.failNextNotification(NotificationFault.DROP);
        SIMULATOR.payByOrder("SIM000000006");
        assertThat(post("/v3/refund/domestic/refunds", refund("R1", "SIM000000006", 60, 100))
                        .statusCode())
                .isEqualTo(200);
        assertError(post("/v3/refund/domestic/refunds", refund("R2", "SIM000000006", 41, 100)), 400, "INVALID_REQUEST");
        assertError(post("/v3/refund/domestic/refunds", refund("R3", "SIM000000006", 40, 101)), 400, "INVALID_REQUEST");
        assertThat(post("/v3/refund/domestic/refunds", refund("R4", "SIM000000006", 40, 100))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void should_not_take_money_twice_when_the_patient_pays_again() throws Exception {
        post(NATIVE, order("SIM000000007", 100));
        SIMULATOR.failNextNotification(NotificationFault.DROP);
        SIMULATOR.payByOrder("SIM000000007");
        assertThatThrownBy(() -> SIMULATOR.payByOrder("SIM000000007")).isInstanceOf(IllegalStateException.class);
        assertError(
                post("/v3/pay/transactions/out-trade-no/SIM000000007/close", "{\"mchid\":\"1900000001\"}"),
                400,
                "ORDERPAID");
    }

    private static String order(String number, long fen) {
        String expires = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx")
                .format(Instant.now().plusSeconds(600).atOffset(ZoneOffset.ofHours(8)));
        return "{\"appid\":\"wx0000000000000001\",\"mchid\":\"1900000001\",\"description\":\"x\",\"out_trade_no\":\""
                + number + "\",\"time_expire\":\"" + expires
                + "\",\"notify_url\":\"http://127.0.0.1:9/n\",\"amount\":{\"total\":" + fen + ",\"currency\":\"CNY\"}}";
    }

    private static String refund(String refundNo, String orderNo, long fen, long total) {
        return "{\"out_trade_no\":\"" + orderNo + "\",\"out_refund_no\":\"" + refundNo + "\",\"amount\":{\"refund\":"
                + fen + ",\"total\":" + total + ",\"currency\":\"CNY\"}}";
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return send(path, body, authorization("POST", path, Instant.now().getEpochSecond(), nonce(), body, serial()));
    }

    private static HttpResponse<String> send(String path, String body, String authorization) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", authorization)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String authorization(
            String method, String path, long seconds, String nonce, String body, String serial) throws Exception {
        Signature rsa = Signature.getInstance("SHA256withRSA");
        rsa.initSign(merchantKey);
        rsa.update((method + "\n" + path + "\n" + seconds + "\n" + nonce + "\n" + body + "\n")
                .getBytes(StandardCharsets.UTF_8));
        return "WECHATPAY2-SHA256-RSA2048 mchid=\"1900000001\",serial_no=\"" + serial + "\",nonce_str=\"" + nonce
                + "\",timestamp=\"" + seconds + "\",signature=\""
                + Base64.getEncoder().encodeToString(rsa.sign())
                + "\"";
    }

    private static void assertRefused(HttpResponse<String> answer) throws Exception {
        assertError(answer, 401, "SIGN_ERROR");
    }

    private static void assertError(HttpResponse<String> answer, int status, String code) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (code != null) {
            assertThat(json(answer).get("code").asText()).isEqualTo(code);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    private static String nonce() {
        return "N" + NONCES.incrementAndGet();
    }

    private static String serial() {
        return SIMULATOR.merchant().serial();
    }
}
