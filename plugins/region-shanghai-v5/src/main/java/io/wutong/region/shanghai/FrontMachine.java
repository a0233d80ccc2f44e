package io.wutong.region.shanghai;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.PluginServices;
import io.wutong.support.Dates;
import io.wutong.support.InnerAddresses;
import io.wutong.support.TextHttp;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.Step;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends one message type in the envelope and reads the content of the reply: {@code P001} is a success, any other code
 * with a text a refusal, everything else is unknown.
 */
final class FrontMachine {

    private static final String SUCCESS = "P001";
    private static final long MILLIS_OF_DAY = 86_400_000;

    private final ShanghaiConfig config;
    private final Clock clock;
    private final TextHttp http;
    private final AtomicInteger sequence = new AtomicInteger();

    FrontMachine(ShanghaiConfig config, PluginServices services) {
        this.config = config;
        this.clock = services.clock();
        this.http = new TextHttp(
                services,
                config.url(),
                config.requestCharset(),
                config.replyCharset(),
                Map.of(
                        "Content-Type",
                        "application/json;charset=" + config.requestCharset().name()));
    }

    Future<Body> call(String type, Body content, Step step) {
        return call(type, content, step.request().opter(), step.context());
    }

    Future<Body> call(String type, Body content, String operator, CallContext context) {
        Body envelope = Body.builder()
                .put("jysj", Dates.dt19(now()))
                .put("xxlxm", type)
                .put("xxfhm", "")
                .put("fhxx", "")
                .put("bbh", config.version())
                .put("msgid", nextId())
                .put("xzqhdm", config.region())
                .put("jgdm", config.institution())
                .put("czybm", operator)
                .put("czyxm", operator)
                .put("xxnr", content)
                .put("jyqd", config.channel())
                .put("jyyzm", config.verification())
                .put("zdjbhs", config.terminal())
                .build();
        return http.post(Json.writeText(envelope), context, config.timeoutMillis(), text -> read(type, text));
    }

    private static Body read(String type, String text) {
        Body reply;
        try {
            reply = Json.read(text);
        } catch (JsonException e) {
            throw new CallFailure(true, "answer_unreadable");
        }
        if (!reply.textOr("xxlxm", "").equals(type)) {
            throw new CallFailure(true, "answer_type");
        }
        String code = reply.textOr("xxfhm", "");
        if (code.equals(SUCCESS)) {
            return reply.body("xxnr");
        }
        String reason = InnerAddresses.strip(reply.textOr("fhxx", ""));
        if (code.isEmpty() || reason.isEmpty()) {
            throw new CallFailure(true, "answer_no_text");
        }
        throw new Refusal("SHANGHAI-" + code, reason);
    }

    LocalDateTime now() {
        return LocalDateTime.now(clock);
    }

    /** Institution, day, and nine digits: milliseconds of the day and a turning one. */
    private String nextId() {
        LocalDateTime now = now();
        long millis = now.toLocalTime().toNanoOfDay() / 1_000_000 % MILLIS_OF_DAY;
        return config.institution()
                + Dates.d8(now)
                + "%08d%d".formatted(millis, Math.floorMod(sequence.getAndIncrement(), 10));
    }
}
