package io.wutong.channel.nhsampay;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.JsonException;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import io.wutong.support.BadAnswer;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/**
 * One sealed exchange with the centre.
 *
 * <pre>
 *  seal (worker) ── fails ──► NotSent
 *    └► send ── CallFailure ─► NotSent or Unknown, as it says
 *         └► open (worker)
 *              signed by the centre: success ─► Succeeded(data); no success ─► Rejected
 *              anything else                                               ─► Unknown: it may have happened
 * </pre>
 */
final class Centre {

    private static final String PATH = "/org/local/api/hos/";
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final Settings settings;
    private final PluginServices services;

    Centre(Settings settings, PluginServices services) {
        this.settings = settings;
        this.services = services;
    }

    /** Now, as the centre writes it. */
    String now() {
        return TIME.format(services.clock().instant().atZone(BEIJING));
    }

    Future<Outcome<Body>> call(String function, Body data, CallContext context) {
        long timeoutMillis = Math.min(settings.timeoutMillis(), context.remainingMillis());
        return services.work(() -> Optional.of(settings.wrapper().seal(data, now())))
                .otherwise(Optional.empty())
                .compose(wrapped -> wrapped.isEmpty()
                        ? Future.succeededFuture(Outcome.<HttpReply>notSent("not_signed"))
                        : services.http(new HttpCall(
                                        "POST",
                                        settings.baseUrl() + PATH + function,
                                        Map.of("Content-Type", "application/json;charset=utf-8"),
                                        Buffer.buffer(wrapped.get()),
                                        timeoutMillis))
                                .map(Outcome::succeeded)
                                .otherwise(CallFailure::outcomeOf))
                .compose(sent -> sent instanceof Outcome.Succeeded<HttpReply> reply
                        ? services.work(() -> judge(reply.answer()))
                                .otherwise(failure -> Outcome.unknown("answer_not_judged"))
                        : Future.succeededFuture(sent.map(never -> Body.EMPTY)));
    }

    private Outcome<Body> judge(HttpReply reply) {
        if (reply.status() != 200) {
            return Outcome.unknown("http_" + reply.status());
        }
        try {
            Wrapper.Opened opened = settings.wrapper().open(reply.body().getBytes());
            return opened.success()
                    ? Outcome.succeeded(opened.data())
                    : Outcome.rejected("MPAY" + opened.code(), opened.message());
        } catch (BadAnswer e) {
            services.log().warn("answer of the mobile-payment centre not accepted: {}", e.shortCause());
            return Outcome.unknown(e.shortCause());
        } catch (JsonException e) {
            return Outcome.unknown("answer_unreadable");
        }
    }
}
