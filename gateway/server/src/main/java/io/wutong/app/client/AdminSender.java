package io.wutong.app.client;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks a running process' admin listener to do something, with its bearer token. */
public final class AdminSender {

    private final Vertx vertx;
    private final HttpClient client;
    private final Target target;
    private final String token;
    private final long timeoutMillis;

    public AdminSender(Vertx vertx, Target target, String token, long timeoutMillis) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(target.options());
        this.target = target;
        this.token = token;
        this.timeoutMillis = timeoutMillis;
    }

    /** Fails with a {@link io.wutong.spi.CallFailure} that says whether the process may have it. */
    public Future<Reply> post(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return Calls.send(
                vertx,
                client,
                target.request(HttpMethod.POST, path + "?" + query),
                MultiMap.caseInsensitiveMultiMap().add("authorization", "Bearer " + token),
                new byte[0],
                timeoutMillis);
    }
}
