package io.wutong.channel.alipay;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wutong.channel.alipay.Refusal.Operation;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Value;
import io.wutong.support.BadAnswer;
import io.wutong.support.CharsetException;
import io.wutong.support.Charsets;
import io.wutong.support.Forms;
import io.wutong.support.JsonText;
import io.wutong.support.Sha256Rsa;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One signed exchange with the gateway.
 *
 * <pre>
 *  encrypt? ─► sign (worker) ── fails ──► NotSent
 *    └► send ── CallFailure ─► NotSent or Unknown, as it says
 *         └► verify (worker): the node's raw characters, under the key of the certificate that the answer names
 *              signed, 10000          ─► Succeeded(body), decrypted
 *              signed, another code   ─► what {@link Refusal} says
 *              unsigned refusal       ─► what {@link Refusal} says of our access, otherwise Unknown
 *              anything else          ─► Unknown: it may have happened
 * </pre>
 */
final class ApiClient {

    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
    private static final String SUCCESS = "10000";

    private final Settings settings;
    private final PluginServices services;

    ApiClient(Settings settings, PluginServices services) {
        this.settings = settings;
        this.services = services;
    }

    /** @param notifyUrl empty for none */
    Future<Outcome<Body>> call(Operation operation, Body content, String notifyUrl, CallContext context) {
        return services.work(() -> form(operation.method(), content, notifyUrl))
                .map(Optional::of)
                .otherwise(Optional.empty())
                .compose(form -> form.isEmpty()
                        ? Future.succeededFuture(Outcome.<HttpReply>notSent("not_signed"))
                        : services.http(post(form.get(), context))
                                .map(Outcome::succeeded)
                                .otherwise(CallFailure::outcomeOf))
                .compose(sent -> sent instanceof Outcome.Succeeded<HttpReply> reply
                        ? services.work(() -> judge(operation, reply.answer(), context.attempt()))
                                .otherwise(failure -> Outcome.unknown("answer_not_judged"))
                        : Future.succeededFuture(sent.map(never -> Body.EMPTY)));
    }

    private HttpCall post(String form, CallContext context) {
        return new HttpCall(
                "POST",
                settings.gatewayUrl() + "?charset=utf-8",
                Map.of("Content-Type", "application/x-www-form-urlencoded;charset=utf-8"),
                Buffer.buffer(form),
                Math.min(settings.timeoutMillis(), context.remainingMillis()));
    }

    String form(String method, Body content, String notifyUrl) throws GeneralSecurityException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("app_id", settings.appId());
        parameters.put("method", method);
        parameters.put("format", "JSON");
        parameters.put("charset", "utf-8");
        parameters.put("sign_type", "RSA2");
        parameters.put("timestamp", TIMESTAMP.format(services.clock().instant().atOffset(BEIJING)));
        parameters.put("version", "1.0");
        if (!notifyUrl.isEmpty()) {
            parameters.put("notify_url", notifyUrl);
        }
        parameters.putAll(settings.trust().parameters());
        if (settings.contentCipher().isPresent()) {
            parameters.put("encrypt_type", "AES");
            parameters.put("biz_content", settings.contentCipher().get().encrypt(Json.write(content)));
        } else {
            parameters.put("biz_content", Json.writeText(content));
        }
        byte[] signed = SignedText.of(parameters, Set.of("sign")).getBytes(StandardCharsets.UTF_8);
        parameters.put("sign", Sha256Rsa.sign(settings.privateKey(), signed));
        return Forms.write(parameters, StandardCharsets.UTF_8);
    }

    private static String piece(String text, String node) {
        return JsonText.valueOf(text, node).orElseThrow(() -> new BadAnswer("answer.node"));
    }

    Outcome<Body> judge(Operation operation, HttpReply reply, int attempt) {
        if (reply.status() != 200) {
            return Outcome.unknown("http_" + reply.status());
        }
        try {
            String text = Charsets.decode(reply.body().getBytes(), StandardCharsets.UTF_8);
            Body outer = Json.read(text);
            String own = operation.method().replace('.', '_') + "_response";
            String node = outer.has(own) ? own : "error_response";
            Optional<String> signature = outer.text("sign");
            if (signature.isPresent() && !holds(piece(text, node), signature.get(), outer)) {
                return unproved("signature.wrong");
            }
            Body answer = open(outer.get(node));
            String code = answer.textOr("code", "");
            if (!code.equals(SUCCESS)) {
                Refusal refusal = new Refusal(code, answer.textOr("sub_code", ""));
                if (refusal.isAccess()) {
                    services.log().error("Alipay refuses our access: {} {}", refusal.code(), refusal.subCode());
                }
                return signature.isPresent() || refusal.isAccess()
                        ? refusal.outcome(operation, attempt)
                        : unproved("signature.missing");
            }
            return signature.isPresent() ? Outcome.succeeded(answer) : unproved("signature.missing");
        } catch (JsonException | CharsetException e) {
            return Outcome.unknown("answer_unreadable");
        } catch (BadAnswer e) {
            return Outcome.unknown(e.shortCause());
        }
    }

    /** A node is an object, or the ciphertext of one. */
    private Body open(@org.jspecify.annotations.Nullable Value node) {
        if (node instanceof Body body) {
            return body;
        }
        if (node instanceof Value.Text sealed && settings.contentCipher().isPresent()) {
            return Json.read(settings.contentCipher().get().decrypt(sealed.value()));
        }
        throw new BadAnswer("answer.node");
    }

    private boolean holds(String signed, String signature, Body outer) {
        List<PublicKey> keys = settings.trust().keys(outer.text("alipay_cert_sn"));
        return keys.stream()
                .anyMatch(key -> holds(key, signed, signature)
                        // Alipay has signed before it escaped the slashes
                        || (signed.contains("\\/") && holds(key, signed.replace("\\/", "/"), signature)));
    }

    private static boolean holds(PublicKey key, String signed, String signature) {
        return Sha256Rsa.holds(key, signed.getBytes(StandardCharsets.UTF_8), signature);
    }

    private <T> Outcome<T> unproved(String cause) {
        services.log().warn("answer of Alipay not accepted: {}", cause);
        return Outcome.unknown(cause);
    }
}
