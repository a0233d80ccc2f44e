package __package__;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.PluginServices;
import io.wutong.support.InnerAddresses;
import io.wutong.support.TextHttp;
import io.wutong.support.stay.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Sends one function and reads its answer: code 0 is a success, any other code with a text is a refusal, and everything
 * else is not known to have happened or not.
 */
final class __Name__Client {

    private static final String SUCCESS = "0";

    private final __Name__Config config;
    private final TextHttp http;

    __Name__Client(__Name__Config config, PluginServices services) {
        this.config = config;
        this.http = new TextHttp(
                services,
                config.url(),
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_8,
                Map.of("Content-Type", "application/json;charset=UTF-8"));
    }

    Future<Body> call(String function, Body data, CallContext context) {
        Body message = Body.builder().put("fn", function).put("data", data).build();
        return http.post(Json.writeText(message), context, config.timeoutMillis(), text -> read(function, text));
    }

    private static Body read(String function, String text) {
        Body answer;
        try {
            answer = Json.read(text);
        } catch (JsonException e) {
            throw new CallFailure(true, "answer_unreadable");
        }
        if (!answer.textOr("fn", "").equals(function)) {
            throw new CallFailure(true, "answer_function");
        }
        String code = answer.textOr("code", "");
        if (code.equals(SUCCESS)) {
            return answer.body("data");
        }
        String reason = InnerAddresses.strip(answer.textOr("text", ""));
        if (code.isEmpty() || reason.isEmpty()) {
            throw new CallFailure(true, "answer_no_text");
        }
        throw new Refusal("__PREFIX__-" + code, reason);
    }
}
