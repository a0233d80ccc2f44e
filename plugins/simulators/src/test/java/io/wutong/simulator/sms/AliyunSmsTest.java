package io.wutong.simulator.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The signature gate against the provider's own worked example, whose every input is published. */
class AliyunSmsTest {
    private static final String QUERY =
            "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai";
    private static final String NAMES =
            "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";
    private static final String SIGNATURE = "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0";
    private static final Map<String, String> KEYS = Map.of("YourAccessKeyId", "YourAccessKeySecret");
    private static final Instant SIGNED_AT = Instant.parse("2023-10-26T10:22:32Z");

    private Vertx vertx;
    private HttpClientAgent client;
    private AliyunSms provider;
    private int port;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        client = vertx.createHttpClient();
        open(KEYS, SIGNED_AT);
    }

    private void open(Map<String, String> keys, Instant now) {
        provider = new AliyunSms(keys, Clock.fixed(now, ZoneOffset.UTC));
        port = await(provider.start(vertx));
    }

    @AfterEach
    void close() {
        await(provider.stop());
        await(client.close());
        await(vertx.close());
    }

    private static Map<String, String> example() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Host", "ecs.cn-shanghai.aliyuncs.com");
        headers.put("x-acs-action", "RunInstances");
        headers.put("x-acs-version", "2014-05-26");
        headers.put("x-acs-date", "2023-10-26T10:22:32Z");
        headers.put("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d");
        headers.put("x-acs-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        headers.put("Authorization", authorization("YourAccessKeyId", NAMES, SIGNATURE));
        return headers;
    }

    private static String authorization(String key, String names, String signature) {
        return "ACS3-HMAC-SHA256 Credential=" + key + ",SignedHeaders=" + names + ",Signature=" + signature;
    }

    private String answer(Map<String, String> headers, String query, String body) {
        return await(client.request(HttpMethod.POST, port, "127.0.0.1", "/?" + query)
                .compose(request -> {
                    headers.forEach(request::putHeader);
                    return request.send(body);
                })
                .compose(reply -> reply.body().map(bytes -> reply.statusCode() + " " + bytes)));
    }

    private String changed(String header, String value) {
        Map<String, String> headers = example();
        headers.put(header, value);
        return answer(headers, QUERY, "");
    }

    /** The example's product is another, so what is refused behind the gate is its version. */
    @Test
    void should_let_the_worked_example_in_once() {
        assertThat(answer(example(), QUERY, "")).startsWith("400").contains("\"InvalidVersion\"");
        assertThat(answer(example(), QUERY, "")).startsWith("400").contains("\"SignatureNonceUsed\"");
        assertThat(provider.actions()).containsExactly("RunInstances");
    }

    @Test
    void should_refuse_when_anything_signed_is_another() {
        String mismatch = "\"SignatureDoesNotMatch\"";
        assertThat(answer(example(), QUERY.replace("shanghai", "beijing"), "")).contains(mismatch);
        assertThat(answer(example(), QUERY + "&More=1", "")).contains(mismatch);
        assertThat(answer(example(), QUERY, "x")).contains(mismatch);
        assertThat(changed("Host", "ecs.cn-beijing.aliyuncs.com")).contains(mismatch);
        assertThat(changed("x-acs-action", "SendSms")).contains(mismatch);
        assertThat(changed("x-acs-version", "2017-05-25")).contains(mismatch);
        assertThat(changed("x-acs-date", "2023-10-26T10:22:33Z")).contains(mismatch);
        assertThat(changed("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703e"))
                .contains(mismatch);
        assertThat(changed("x-acs-more", "not signed")).contains(mismatch);
        assertThat(changed("Content-Type", "text/plain")).contains(mismatch);
        assertThat(changed("Authorization", authorization("YourAccessKeyId", NAMES, SIGNATURE.replace('0', '1'))))
                .contains(mismatch);
        assertThat(changed("Authorization", authorization("YourAccessKeyId", NAMES.replace("host;", ""), SIGNATURE)))
                .contains(mismatch);
        assertThat(changed("Authorization", authorization("Nobody", NAMES, SIGNATURE)))
                .startsWith("404")
                .contains("\"InvalidAccessKeyId.NotFound\"");
        assertThat(changed("Authorization", "Basic eDp5")).contains("\"IncompleteSignature\"");
        assertThat(provider.actions()).isEmpty();
    }

    @Test
    void should_refuse_when_the_secret_is_another_or_the_hour() {
        await(provider.stop());
        open(Map.of("YourAccessKeyId", "another"), SIGNED_AT);
        assertThat(answer(example(), QUERY, "")).contains("\"SignatureDoesNotMatch\"");
        await(provider.stop());
        open(KEYS, SIGNED_AT.plusSeconds(901));
        assertThat(answer(example(), QUERY, "")).contains("\"InvalidTimeStamp.Expired\"");
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("did not complete", e);
        }
    }
}
