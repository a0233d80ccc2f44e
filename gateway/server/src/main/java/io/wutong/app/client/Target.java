package io.wutong.app.client;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a gateway listens.
 *
 * @param ca whom to trust, in PEM; null for the authorities of the JDK
 */
public record Target(
        String host, int port, boolean tls, @Nullable Path ca) {

    private static final int CONNECT_MILLIS_MAX = 5_000;

    /**
     * From {@code https://host:port}.
     *
     * @throws IllegalArgumentException when it is no such URL
     */
    public static Target of(String url, @Nullable Path ca) {
        URI uri = URI.create(url);
        String scheme = String.valueOf(uri.getScheme());
        String path = uri.getRawPath();
        boolean plainUrl = uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && (path == null || path.isEmpty() || path.equals("/"));
        if (!plainUrl || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException("应为 https://主机:端口 · expected https://host:port, not " + url);
        }
        boolean tls = scheme.equals("https");
        int port = uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
        return new Target(uri.getHost().replaceAll("[\\[\\]]", ""), port, tls, ca);
    }

    HttpClientOptions options() {
        HttpClientOptions options = new HttpClientOptions().setSsl(tls).setConnectTimeout(CONNECT_MILLIS_MAX);
        if (tls && ca != null) {
            options.setTrustOptions(new PemTrustOptions().addCertPath(ca.toString()));
        }
        return options;
    }

    RequestOptions request(HttpMethod method, String path) {
        return new RequestOptions()
                .setMethod(method)
                .setHost(host)
                .setPort(port)
                .setURI(path);
    }
}
