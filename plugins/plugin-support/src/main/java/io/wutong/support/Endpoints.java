package io.wutong.support;

import java.net.URI;
import java.util.Set;

/** Addresses in a plugin's settings: HTTPS, or plain HTTP to this machine, where a simulator may listen. */
public final class Endpoints {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private Endpoints() {}

    /**
     * Scheme, host and port without a slash behind them.
     *
     * @throws IllegalArgumentException names the setting and what was expected
     */
    public static String base(String setting, String text) {
        String url = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (!URI.create(url).getRawPath().isEmpty()) {
            throw wrong(setting, text);
        }
        return url(setting, url);
    }

    /** As {@link #base}, with a path. */
    public static String url(String setting, String text) {
        URI uri = URI.create(text);
        boolean plain = "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost());
        if (uri.getHost() == null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || uri.getRawUserInfo() != null
                || !(plain || "https".equals(uri.getScheme()))) {
            throw wrong(setting, text);
        }
        return uri.toString();
    }

    private static IllegalArgumentException wrong(String setting, String text) {
        return new IllegalArgumentException(
                setting + ": expected https://host[:port] (http only on this machine), found " + text);
    }
}
