package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.PluginServices;
import io.wutong.support.Session;
import io.wutong.support.TextHttp;
import io.wutong.support.Xml;
import io.wutong.support.stay.Refusal;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
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

    private final HunanConfig config;
    private final PluginServices services;
    private final Session session;
    private final Skeleton skeleton;
    private final String charset;
    private final TextHttp http;

    LegacyClient(HunanConfig config, PluginServices services) {
        this.config = config;
        this.services = services;
        charset = config.charset().name();
        http = new TextHttp(
                services,
                config.url(),
                config.charset(),
                config.charset(),
                Map.of("Content-Type", "text/xml;charset=" + charset.toLowerCase(Locale.ROOT)));
        skeleton = Skeleton.of(config.profile());
        session = new Session(this::login, config.sessionLifeSeconds(), System::nanoTime);
    }

    Future<LegacyReply> call(Function function, Map<String, String> fields, CallContext context) {
        return call(function, fields, List.of(), context);
    }

    Future<LegacyReply> call(Function function, Map<String, String> fields, List<Xml> lists, CallContext context) {
        return session.use(
                        token -> post(skeleton.message(function.id(), uuid(), token, fields, lists), context),
                        LegacyReply::expired)
                .map(reply -> {
                    if (reply.expired()) {
                        throw new CallFailure(false, "session_refused");
                    }
                    return reply.orRefusal();
                });
    }

    private LegacyReply read(String text) {
        return LegacyReply.parse(skeleton, text);
    }

    private Future<LegacyReply> post(Xml message, CallContext context) {
        return http.post(message.write(charset), context, config.timeoutMillis(), this::read);
    }

    private Future<String> login() {
        Xml message = skeleton.login(
                config.userId(), services.secret(config.passwordSecret()).text());
        return http.post(message.write(charset), config.loginTimeoutMillis(), this::read)
                .map(reply -> skeleton.session(reply.orRefusal())
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
