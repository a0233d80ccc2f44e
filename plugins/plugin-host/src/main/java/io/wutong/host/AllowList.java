package io.wutong.host;

import io.wutong.spi.CallFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The hosts that one adapter may call, each as {@code host:port}; names are compared as written, never resolved. */
final class AllowList {
    private final Set<String> hosts = new HashSet<>();

    AllowList(Collection<String> allowed) {
        for (String host : allowed) {
            int colon = host.lastIndexOf(':');
            if (colon <= 0 || !host.substring(colon + 1).matches("[1-9][0-9]{0,4}")) {
                throw new IllegalArgumentException("allowed host must be host:port, is '" + host + "'");
            }
            hosts.add(host.toLowerCase(Locale.ROOT));
        }
    }

    /** The target of a call, or a failure that says nothing was sent. */
    Target check(String uri) {
        URI parsed;
        try {
            parsed = new URI(new URI(uri).toASCIIString());
        } catch (URISyntaxException e) {
            throw new CallFailure(false, "bad_uri");
        }
        boolean tls = "https".equalsIgnoreCase(parsed.getScheme());
        if ((!tls && !"http".equalsIgnoreCase(parsed.getScheme()))
                || parsed.getHost() == null
                || parsed.getRawUserInfo() != null) {
            throw new CallFailure(false, "bad_uri");
        }
        int port = parsed.getPort() == -1 ? (tls ? 443 : 80) : parsed.getPort();
        String host = parsed.getHost().toLowerCase(Locale.ROOT);
        if (!hosts.contains(host + ":" + port)) {
            throw new CallFailure(false, "host_not_allowed");
        }
        String path = parsed.getRawPath() == null || parsed.getRawPath().isEmpty() ? "/" : parsed.getRawPath();
        String query = parsed.getRawQuery() == null ? "" : "?" + parsed.getRawQuery();
        return new Target(tls, host, port, path + query);
    }

    record Target(boolean tls, String host, int port, String pathAndQuery) {}
}
