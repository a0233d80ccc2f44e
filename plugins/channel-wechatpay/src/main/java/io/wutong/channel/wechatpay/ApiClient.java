package io.wutong.channel.wechatpay;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Download;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Value;
import io.wutong.support.Sha256Rsa;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One signed exchange with WeChat.
 *
 * <pre>
 *  sign (worker) ── fails ──► NotSent
 *    └► send ── CallFailure ─► NotSent or Unknown, as it says
 *         └► verify (worker)
 *              2xx, signature holds ─► Succeeded(Answered)
 *              2xx, anything else   ─► Unknown: it may have happened
 *              other, signed wrongly, or no JSON with a code ─► Unknown
 *              other                ─► Succeeded(Refused): what that means, {@link Refusal} says
 * </pre>
 *
 * A refusal may come unsigned (a request whose signature is wrong is answered so); a success may not.
 */
final class ApiClient {

    /** An authentic answer. */
    sealed interface Answer {}

    record Answered(Body body) implements Answer {}

    record Refused(Refusal refusal) implements Answer {}

    private static final int NONCE_BYTES = 16;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Settings settings;
    private final PluginServices services;
    private final RequestSigner signer;
    private final SignatureVerifier verifier;
    private final Certificates certificates;

    ApiClient(Settings settings, PluginServices services, SignatureVerifier verifier, Certificates certificates) {
        this.certificates = certificates;
        this.settings = settings;
        this.services = services;
        this.signer = new RequestSigner(settings.mchid(), settings.serial(), settings.privateKey());
        this.verifier = verifier;
    }

    /** @param path with its query, already percent-encoded; it is signed and sent as it stands */
    Future<Outcome<Answer>> exchange(String method, String path, @Nullable Body body, CallContext context) {
        return certificates
                .ready(this, context.remainingMillis())
                .compose(ready -> exchangeWithKeys(method, path, body, context))
                .onSuccess(outcome -> {
                    if (outcome instanceof Outcome.Unknown<Answer> unknown
                            && unknown.cause().equals(SignatureVerifier.UNKNOWN_SERIAL)) {
                        certificates.refresh(
                                this,
                                context.remainingMillis()); // the next question is answered under a key that we have
                    }
                });
    }

    private Future<Outcome<Answer>> exchangeWithKeys(
            String method, String path, @Nullable Body body, CallContext context) {
        return send(method, path, body, context)
                .compose(sent -> sent instanceof Outcome.Succeeded<HttpReply> reply
                        ? services.work(() -> judge(reply.answer()))
                                .otherwise(failure -> Outcome.unknown("answer_not_judged"))
                        : Future.succeededFuture(sent.map(never -> new Answered(Body.EMPTY))));
    }

    /** The reply as it came, its signature not looked at. */
    private Future<Outcome<HttpReply>> send(String method, String path, @Nullable Body body, CallContext context) {
        return send(method, path, body, context.remainingMillis());
    }

    /** As above, when nobody's call waits for it. */
    Future<Outcome<HttpReply>> send(String method, String path, @Nullable Body body, long remainingMillis) {
        return signed(method, path, body, Math.min(settings.timeoutMillis(), remainingMillis), services::http);
    }

    /** A file, which WeChat does not sign and which may take as long as there is time. */
    Future<Outcome<Download>> download(String path, CallContext context) {
        return signed("GET", path, null, context.remainingMillis(), services::download);
    }

    private <T> Future<Outcome<T>> signed(
            String method,
            String path,
            @Nullable Body body,
            long timeoutMillis,
            Function<HttpCall, Future<T>> transport) {
        Buffer bytes = body == null ? Buffer.buffer() : Buffer.buffer(Json.write(body));
        String nonce = HEX.formatHex(services.random(NONCE_BYTES));
        return services.work(() -> signer.authorization(
                        method, path, services.clock().instant().getEpochSecond(), nonce, bytes.getBytes()))
                .map(Optional::of)
                .otherwise(Optional.empty())
                .compose(authorization -> authorization.isEmpty()
                        ? Future.succeededFuture(Outcome.<T>notSent("not_signed"))
                        : transport
                                .apply(call(
                                        method, path, body == null ? null : bytes, authorization.get(), timeoutMillis))
                                .map(Outcome::succeeded)
                                .otherwise(CallFailure::outcomeOf));
    }

    /** What the page hands to WeChat, JSON; signs, so for the worker. */
    String appParameters(String prepayId) throws GeneralSecurityException {
        String timestamp = Long.toString(services.clock().instant().getEpochSecond());
        String nonce = HEX.formatHex(services.random(NONCE_BYTES));
        String prepay = "prepay_id=" + prepayId;
        String signed = settings.appid() + '\n' + timestamp + '\n' + nonce + '\n' + prepay + '\n';
        return Json.writeText(Body.builder()
                .put("appId", settings.appid())
                .put("timeStamp", timestamp)
                .put("nonceStr", nonce)
                .put("package", prepay)
                .put("signType", "RSA")
                .put("paySign", Sha256Rsa.sign(settings.privateKey(), signed.getBytes(StandardCharsets.UTF_8)))
                .build());
    }

    private HttpCall call(String method, String path, @Nullable Buffer body, String authorization, long timeoutMillis) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", authorization);
        headers.put("Accept", "application/json");
        headers.put("User-Agent", "wutong-channel-wechatpay");
        settings.platformKeyId().ifPresent(id -> headers.put("Wechatpay-Serial", id));
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        return new HttpCall(method, settings.baseUrl() + path, headers, body, timeoutMillis);
    }

    private Outcome<Answer> judge(HttpReply reply) {
        boolean success = reply.status() / 100 == 2;
        if (success || reply.header("wechatpay-signature").isPresent()) {
            Optional<String> fault = verifier.fault(reply::header, reply.body());
            if (fault.isPresent()) {
                services.log()
                        .warn(
                                "answer {} of WeChat Pay not accepted: {} (request {})",
                                reply.status(),
                                fault.get(),
                                requestId(reply));
                return Outcome.unknown(fault.get());
            }
        }
        try {
            if (success) {
                return Outcome.succeeded(new Answered(
                        reply.body().length() == 0
                                ? Body.EMPTY
                                : Json.read(reply.body().getBytes())));
            }
            Body error = Json.read(reply.body().getBytes());
            if (!(error.get("code") instanceof Value.Text code)) {
                return Outcome.unknown("http_" + reply.status());
            }
            Refusal refusal = Refusal.of(reply.status(), code.value());
            if (refusal.isAccess()) {
                services.log()
                        .error("WeChat Pay refuses our access: {} (request {})", refusal.code(), requestId(reply));
            }
            return Outcome.succeeded(new Refused(refusal));
        } catch (JsonException e) {
            return Outcome.unknown(success ? "answer_unreadable" : "http_" + reply.status());
        }
    }

    private static String requestId(HttpReply reply) {
        return reply.header("request-id").orElse("-");
    }
}
