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

/** Speaks to a process's admin listener, with its bearer token. */
public final class AdminClient {
    private final Vertx vertx;
    private final HttpClient client;
    private final Target target;
    private final String token;
    private final long timeoutMillis;

    public AdminClient(Vertx vertx, Target target, String token, long timeoutMillis) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(target.options());
        this.target = target;
        this.token = token;
        this.timeoutMillis = timeoutMillis;
    }

    /** Fails with a {@link io.wutong.spi.CallFailure} that says whether the gateway may have it. */
    public Future<Reply> send(HttpMethod method, String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "="
                        + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8)
                                .replace("+", "%20"))
                .collect(Collectors.joining("&"));
        return Calls.send(
                vertx,
                client,
                target.request(method, query.isEmpty() ? path : path + "?" + query),
                MultiMap.caseInsensitiveMultiMap().add("authorization", "Bearer " + token),
                new byte[0],
                timeoutMillis);
    }
}
