package io.wutong.notify.sms;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.SortedMap;

/**
 * One signed call of the provider's interface.
 *
 * <pre>
 *  200, Code OK                      Succeeded(answer)
 *  200 or 4xx, a code of the table   Rejected or NotSent, as the table says
 *  anything else                     Unknown
 *  no answer                         NotSent or Unknown, as {@link CallFailure} says
 * </pre>
 */
final class SmsApi {

    private static final String VERSION = "2017-05-25";
    private static final int NONCE_BYTES = 16;

    private final Settings settings;
    private final PluginServices services;

    SmsApi(Settings settings, PluginServices services) {
        this.settings = settings;
        this.services = services;
    }

    Future<Outcome<Body>> call(String action, SortedMap<String, String> parameters, CallContext context) {
        String utc = services.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString();
        String nonce = HexFormat.of().formatHex(services.random(NONCE_BYTES));
        HttpCall call = new HttpCall(
                "POST",
                settings.endpoint() + "/?" + Acs3.query(parameters),
                settings.acs3().headers(action, VERSION, parameters, utc, nonce),
                null,
                Math.min(settings.timeoutMillis(), context.remainingMillis()));
        return services.http(call).map(reply -> judge(action, reply)).otherwise(CallFailure::outcomeOf);
    }

    private Outcome<Body> judge(String action, HttpReply reply) {
        if (reply.status() != 200 && reply.status() / 100 != 4) {
            return Outcome.unknown("http_" + reply.status());
        }
        Body answer;
        try {
            answer = Json.read(reply.body().getBytes());
        } catch (JsonException e) {
            return Outcome.unknown("answer_unreadable");
        }
        String code = answer.textOr("Code", "");
        if (code.equals("OK")) {
            return reply.status() == 200 ? Outcome.succeeded(answer) : Outcome.unknown("http_" + reply.status());
        }
        Outcome<Body> outcome = settings.codes().outcome(code);
        if (!(outcome instanceof Outcome.Rejected)) {
            String text = settings.codes().text(code);
            services.log().warn("{} was answered {}: {}", action, ProviderCodes.word(code), text);
        }
        return outcome;
    }
}
