package io.wutong.channel.unionpay;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import io.wutong.support.BadAnswer;
import io.wutong.support.CharsetException;
import io.wutong.support.Charsets;
import io.wutong.support.Forms;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * One signed exchange with UnionPay.
 *
 * <pre>
 *  sign (worker) ── fails ──► NotSent
 *    └► send ── CallFailure ─► NotSent or Unknown, as it says
 *         └► verify (worker)
 *              200, signed by UnionPay, our merchant ─► Succeeded(fields): what they mean, {@link ResponseCode} says
 *              anything else                         ─► Unknown: it may have happened
 * </pre>
 */
final class ApiClient {

    static final String TRANSACTION = "/gateway/api/backTransReq.do";
    static final String QUERY = "/gateway/api/queryTrans.do";

    private final Settings settings;
    private final PluginServices services;

    ApiClient(Settings settings, PluginServices services) {
        this.settings = settings;
        this.services = services;
    }

    Future<Outcome<Map<String, String>>> transaction(Map<String, String> request, CallContext context) {
        return exchange(settings.baseUrl() + TRANSACTION, request, context);
    }

    Future<Outcome<Map<String, String>>> query(Map<String, String> request, CallContext context) {
        return exchange(settings.baseUrl() + QUERY, request, context);
    }

    Future<Outcome<Map<String, String>>> file(Map<String, String> request, CallContext context) {
        return exchange(settings.fileUrl(), request, context);
    }

    private Future<Outcome<Map<String, String>>> exchange(
            String url, Map<String, String> request, CallContext context) {
        return services.work(() -> Forms.write(settings.signing().sign(request), StandardCharsets.UTF_8))
                .map(Optional::of)
                .otherwise(Optional.empty())
                .compose(form -> form.isEmpty()
                        ? Future.succeededFuture(Outcome.<HttpReply>notSent("not_signed"))
                        : services.http(post(url, form.get(), context))
                                .map(Outcome::succeeded)
                                .otherwise(CallFailure::outcomeOf))
                .compose(sent -> sent instanceof Outcome.Succeeded<HttpReply> reply
                        ? services.work(() -> judge(reply.answer()))
                                .otherwise(failure -> Outcome.unknown("answer_not_judged"))
                        : Future.succeededFuture(sent.map(never -> Map.of())));
    }

    private HttpCall post(String url, String form, CallContext context) {
        return new HttpCall(
                "POST",
                url,
                Map.of("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"),
                Buffer.buffer(form),
                Math.min(settings.timeoutMillis(), context.remainingMillis()));
    }

    Outcome<Map<String, String>> judge(HttpReply reply) {
        if (reply.status() != 200) {
            return Outcome.unknown("http_" + reply.status());
        }
        try {
            Map<String, String> answer = Wire.read(Charsets.decode(reply.body().getBytes(), StandardCharsets.UTF_8));
            Optional<String> fault = settings.trust().fault(answer);
            if (fault.isPresent()) {
                services.log().warn("answer of UnionPay not accepted: {}", fault.get());
                return Outcome.unknown(fault.get());
            }
            return settings.merId().equals(answer.get("merId"))
                    ? Outcome.succeeded(answer)
                    : Outcome.unknown("answer.merId");
        } catch (CharsetException e) {
            return Outcome.unknown("answer_unreadable");
        } catch (BadAnswer e) {
            return Outcome.unknown(e.shortCause());
        }
    }
}
