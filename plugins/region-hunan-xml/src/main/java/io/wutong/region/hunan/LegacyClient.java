package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.PluginServices;
import io.wutong.support.CharsetException;
import io.wutong.support.Charsets;
import io.wutong.support.Session;
import io.wutong.support.Xml;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Sends one function's message and reads its reply.
 *
 * <ul>
 *   <li>every message carries the session of one shared login; {@code -9} is said before anything is done, so the
 *       message is sent once more under a new login;
 *   <li>fails with {@link Refusal} when the legacy system says no, else with {@link CallFailure}: whether the message
 *       can have reached it, and why. A login that fails means that the message was not sent.
 * </ul>
 */
final class LegacyClient {

    private static final String LOGIN = "sys0001";
    /** A longer reply is read on the worker. */
    private static final int INLINE_BYTES_MAX = 64 * 1024;

    private final HunanConfig config;
    private final PluginServices services;
    private final Session session;

    LegacyClient(HunanConfig config, PluginServices services) {
        this.config = config;
        this.services = services;
        this.session = new Session(this::login, config.sessionLifeSeconds(), System::nanoTime);
    }

    Future<LegacyReply> call(Function function, Map<String, String> fields, CallContext context) {
        return call(function, fields, List.of(), context);
    }

    Future<LegacyReply> call(Function function, Map<String, String> fields, List<Xml> lists, CallContext context) {
        return session.use(token -> post(message(function, fields, lists, token), context), LegacyReply::expired)
                .map(reply -> {
                    if (reply.expired()) {
                        throw new CallFailure(false, "session_refused");
                    }
                    return reply.orRefusal();
                });
    }

    private Xml message(Function function, Map<String, String> fields, List<Xml> lists, String token) {
        return Xml.element("Program")
                .add("function_id", function.id())
                .add("trans_id", uuid())
                .add("session_id", token)
                .addAll(fields)
                .addAll(lists)
                .build();
    }

    private Future<LegacyReply> post(Xml message, CallContext context) {
        if (context.deadlineNanos() - System.nanoTime() <= 0) {
            return Future.failedFuture(new CallFailure(false, "deadline"));
        }
        return post(message, Math.min(config.timeoutMillis(), context.remainingMillis()));
    }

    private Future<LegacyReply> post(Xml message, long timeoutMillis) {
        String name = config.charset().name();
        byte[] body;
        try {
            body = Charsets.encode(message.write(name), config.charset());
        } catch (CharsetException e) {
            return Future.failedFuture(new Refusal("HUNAN-CHARSET", "报文含有参保地系统字符集（" + name + "）无法表示的字"));
        }
        Map<String, String> headers =
                Map.of("Content-Type", "text/xml;charset=" + name.toLowerCase(java.util.Locale.ROOT));
        return services.http(new HttpCall("POST", config.url(), headers, Buffer.buffer(body), timeoutMillis))
                .compose(this::parse);
    }

    private Future<LegacyReply> parse(HttpReply reply) {
        if (reply.status() != 200) {
            return Future.failedFuture(new CallFailure(true, "http_" + reply.status()));
        }
        byte[] bytes = reply.body().getBytes();
        return bytes.length <= INLINE_BYTES_MAX
                ? Future.succeededFuture(LegacyReply.parse(bytes, config.charset()))
                : services.work(() -> LegacyReply.parse(bytes, config.charset()));
    }

    private Future<String> login() {
        Xml message = Xml.element("Program")
                .add("function_id", LOGIN)
                .add("userid", config.userId())
                .add("password", services.secret(config.passwordSecret()).text())
                .build();
        return post(message, config.loginTimeoutMillis())
                .map(reply -> reply.orRefusal()
                        .text("session_id")
                        .orElseThrow(() -> new CallFailure(true, "answer_no_session")))
                .recover(failure -> Future.failedFuture(new CallFailure(false, "login." + cause(failure))));
    }

    private String cause(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            services.log().warn("login refused: {} {}", refusal.code(), refusal.text());
            return "refused";
        }
        return failure instanceof CallFailure call ? call.shortCause() : "plugin_error";
    }

    private String uuid() {
        String hex = HexFormat.of().formatHex(services.random(16));
        return hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-" + hex.substring(12, 16) + "-"
                + hex.substring(16, 20) + "-" + hex.substring(20);
    }
}
