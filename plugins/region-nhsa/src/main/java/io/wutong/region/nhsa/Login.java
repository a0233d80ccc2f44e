package io.wutong.region.nhsa;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wutong.spi.CallFailure;
import io.wutong.spi.HttpCall;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.PluginServices;
import io.wutong.support.Session;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** The bearer token of the OAuth2 transport, by password; what fails here was before the transaction. */
final class Login {

    private static final long LOGIN_MILLIS_MAX = 5_000;

    private Login() {}

    /** One token shared by all calls; never used where there is no OAuth2. */
    static Session session(NhsaConfig config, PluginServices services) {
        NhsaConfig.OAuth oauth = config.oauth();
        return oauth == null
                ? new Session(() -> Future.failedFuture(new CallFailure(false, "no_oauth")), 1, System::nanoTime)
                : new Session(
                        () -> login(oauth, config.timeoutMillis(), services), oauth.lifeSeconds(), System::nanoTime);
    }

    private static Future<String> login(NhsaConfig.OAuth oauth, long timeoutMillis, PluginServices services) {
        String basic =
                oauth.clientId() + ":" + services.secret(oauth.clientSecret()).text();
        String form = "username=" + encoded(oauth.username()) + "&password="
                + encoded(services.secret(oauth.passwordSecret()).text()) + "&scope=" + encoded(oauth.scope())
                + "&grant_type=password";
        Map<String, String> headers = Map.of(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)),
                "Content-Type",
                "application/x-www-form-urlencoded");
        return services.http(new HttpCall(
                        "POST",
                        oauth.tokenUrl(),
                        headers,
                        Buffer.buffer(form),
                        Math.min(LOGIN_MILLIS_MAX, timeoutMillis)))
                .map(reply -> {
                    if (reply.status() != 200) {
                        throw new CallFailure(false, "http_" + reply.status());
                    }
                    return Json.read(reply.body().toString(StandardCharsets.UTF_8))
                            .text("access_token")
                            .orElseThrow(() -> new CallFailure(false, "no_token"));
                })
                .recover(failure -> Future.failedFuture(new CallFailure(false, "login." + cause(failure))));
    }

    private static String cause(Throwable failure) {
        if (failure instanceof CallFailure call) {
            return call.shortCause();
        }
        return failure instanceof JsonException ? "unreadable" : "plugin_error";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
