package io.wutong.channel.unionpay;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Download;
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
import java.util.function.Function;

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

    /** The answer as it came, unread; the file is in it. */
    Future<Outcome<Download>> file(Map<String, String> request, CallContext context) {
        return signed(settings.fileUrl(), request, context.remainingMillis(), services::download);
    }

    private Future<Outcome<Map<String, String>>> exchange(
            String url, Map<String, String> request, CallContext context) {
        long timeoutMillis = Math.min(settings.timeoutMillis(), context.remainingMillis());
        return signed(url, request, timeoutMillis, services::http)
                .compose(sent -> sent instanceof Outcome.Succeeded<HttpReply> reply
                        ? services.work(() -> judge(reply.answer()))
                                .otherwise(failure -> Outcome.unknown("answer_not_judged"))
                        : Future.succeededFuture(sent.map(never -> Map.of())));
    }

    private <T> Future<Outcome<T>> signed(
            String url, Map<String, String> request, long timeoutMillis, Function<HttpCall, Future<T>> transport) {
        return services.work(() -> Forms.write(settings.signing().sign(request), StandardCharsets.UTF_8))
                .map(Optional::of)
                .otherwise(Optional.empty())
                .compose(form -> form.isEmpty()
                        ? Future.succeededFuture(Outcome.<T>notSent("not_signed"))
                        : transport
                                .apply(new HttpCall(
                                        "POST",
                                        url,
                                        Map.of("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"),
                                        Buffer.buffer(form.get()),
                                        timeoutMillis))
                                .map(Outcome::succeeded)
                                .otherwise(CallFailure::outcomeOf));
    }

    Outcome<Map<String, String>> judge(HttpReply reply) {
        if (reply.status() != 200) {
            return Outcome.unknown("http_" + reply.status());
        }
        try {
            Map<String, String> answer = Wire.read(Charsets.decode(reply.body().getBytes(), StandardCharsets.UTF_8));
            return judge(answer, Signing.digest(answer));
        } catch (CharsetException e) {
            return Outcome.unknown("answer_unreadable");
        } catch (BadAnswer e) {
            return Outcome.unknown(e.shortCause());
        }
    }

    /** @param digest of what is signed */
    Outcome<Map<String, String>> judge(Map<String, String> answer, byte[] digest) {
        Optional<String> fault = settings.trust().fault(answer, digest);
        if (fault.isPresent()) {
            services.log().warn("answer of UnionPay not accepted: {}", fault.get());
            return Outcome.unknown(fault.get());
        }
        return settings.merId().equals(answer.get("merId"))
                ? Outcome.succeeded(answer)
                : Outcome.unknown("answer.merId");
    }
}
