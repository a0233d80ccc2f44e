package io.wutong.app.config;

import io.wutong.app.AppConfig.Listener;
import io.wutong.app.AppConfig.Tls;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code listeners} and {@code callback_base}. Clear text is for the loopback interface only. */
final class ListenersPart {

    private static final Rules.Form BASE =
            Rules.Form.of("https?://[^/?#\\s]+(/[^?#\\s]*)?", "http(s) 地址", "an http(s) URL");

    private final Source source;
    private final Section root;
    private final Section listeners;
    private final Map<String, Scalar> taken = new HashMap<>();

    ListenersPart(Source source, Section root) {
        this.source = source;
        this.root = root;
        this.listeners = root.section("listeners");
    }

    Listener hospital() {
        return listener("hospital", "0.0.0.0", 8443, true, false);
    }

    /** @param needed whether there are peers to hear */
    @Nullable
    Listener peer(boolean needed) {
        if (!listeners.has("peer")) {
            if (needed) {
                listeners.wrong("peer", "有 peers 时的互信 TLS 监听", "a listener with mutual TLS, as there are peers");
            }
            return null;
        }
        return listener("peer", "0.0.0.0", 8444, true, true);
    }

    @Nullable
    Listener callbacks() {
        return listeners.has("callbacks") ? listener("callbacks", "0.0.0.0", 8445, true, false) : null;
    }

    Listener admin() {
        return listener("admin", "127.0.0.1", 8446, false, false);
    }

    String callbackBase(boolean needed) {
        Scalar base = root.scalar("callback_base");
        if (!base.given()) {
            if (needed) {
                base.wrong("支付渠道访问 callbacks 的 https 地址", "the https URL at which channels reach callbacks");
            }
            return "";
        }
        String url = Rules.text(base, BASE);
        if (url.startsWith("http://")) {
            String host = url.substring(7).replaceFirst("[:/].*", "");
            if (!Rules.loopback(host)) {
                base.wrong("https 地址(仅本机可用 http)", "an https URL (http on the loopback interface only)");
            }
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private Listener listener(String name, String host, int port, boolean canTls, boolean mutual) {
        Section section = listeners.section(name);
        Scalar hostScalar = section.scalar("host");
        Scalar portScalar = section.scalar("port");
        String at = Rules.textOr(hostScalar, Rules.HOST, host);
        int number = Rules.integer(portScalar, 0, 65_535, port);
        Scalar other = number == 0 ? null : taken.putIfAbsent(Integer.toString(number), portScalar);
        if (other != null) {
            portScalar.wrong(
                    "各监听不同的端口(" + other.key() + " 已用 " + number + ")",
                    "a port of its own (" + other.key() + " has " + number + " too)");
        }
        Tls tls = canTls && section.has("tls") ? tls(section.section("tls"), mutual) : null;
        if (tls == null && mutual) {
            section.wrong("tls", "证书、私钥与对端 CA", "certificate, key and ca, for mutual TLS");
        } else if (tls == null && !Rules.loopback(at)) {
            hostScalar.wrong(
                    canTls ? "127.0.0.1，或加上 tls" : "127.0.0.1", canTls ? "127.0.0.1, or tls beside it" : "127.0.0.1");
        }
        return new Listener(at, number, tls);
    }

    private Tls tls(Section section, boolean mutual) {
        Scalar ca = section.scalar("ca");
        if (mutual && !ca.given()) {
            ca.wrong("对端 CA 证书文件", "the file of the certificates that peers are trusted by");
        }
        return new Tls(
                PemFiles.certificates(source, section.scalar("certificate")),
                PemFiles.privateKey(source, section.scalar("key")),
                ca.given() ? PemFiles.certificates(source, ca) : null);
    }
}
