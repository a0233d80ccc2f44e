package io.wutong.http.guard;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Starts every listener of ours: server options with each limit stated, and a {@link Door} before the first handler.
 *
 * <p>Vert.x's defaults have no idle limit, speak HTTP/2 in clear text and let several ambiguous framings pass; nothing
 * is left to them here.
 */
public final class HardenedHttp {

    public static final int TARGET_BYTES_MAX = 4 * 1024;
    public static final int HEADER_BYTES_MAX = 8 * 1024;
    public static final int HEADERS_MAX = 100;
    public static final int CHUNK_BYTES_MAX = 8 * 1024;
    public static final int FORM_ATTRIBUTE_BYTES_MAX = 8 * 1024;
    public static final int FORM_FIELDS_MAX = 256;
    public static final int FORM_BUFFERED_BYTES_MAX = 1024;
    public static final int WEB_SOCKET_BYTES_MAX = 64 * 1024;
    public static final int WEB_SOCKET_CLOSING_SECONDS = 5;
    public static final int TLS_HANDSHAKE_SECONDS = 10;
    public static final int ACCEPT_BACKLOG = 1024;
    /** What is sent to a listener that leaves, by somebody who has not been told yet, still comes in. */
    public static final int LEAVING_MILLIS = 300;

    public static final int HTTP2_STREAMS_MAX = 100;
    public static final int HTTP2_RST_FRAMES_MAX = 200;
    public static final int HTTP2_RST_WINDOW_SECONDS = 30;

    // method, version and two spaces; the guard measures the target alone and decides first
    private static final int REQUEST_LINE_BYTES_MAX = TARGET_BYTES_MAX + 64;

    private HardenedHttp() {}

    /** HTTP/1.1 in clear text: behind a terminating proxy, or on the loopback interface. */
    public static HttpServerOptions plain(String host, int port) {
        return limited(host, port);
    }

    /** HTTP/1.1 over TLS 1.2 or 1.3. */
    public static HttpServerOptions tls(String host, int port, KeyCertOptions identity) {
        return overTls(limited(host, port), identity).setUseAlpn(false);
    }

    /** HTTP/2 or HTTP/1.1 over TLS 1.2 or 1.3 with peers that show a certificate we trust; others fail the handshake. */
    public static HttpServerOptions mutualTls(
            String host, int port, KeyCertOptions identity, TrustOptions trustedPeers) {
        return overTls(limited(host, port), identity)
                .setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(trustedPeers)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1));
    }

    /**
     * Listens with these options and, whatever they say, without HTTP/2 in clear text and without decompression: the
     * one would get past the framing guard, the other past the body limit.
     *
     * @param admission counts for this listener; shared by the instances that listen on one port
     * @param swamped whether what comes now over HTTP/1 is answered 503 before it is decoded; asked on the event loop
     * @param handler sees a request whose target is plain and for which there was room; called on its event loop
     */
    public static Future<HttpServer> listen(
            Vertx vertx,
            HttpServerOptions options,
            HttpLimits limits,
            Admission admission,
            BooleanSupplier swamped,
            Handler<HttpServerRequest> handler) {
        if (!vertx.getOrCreateContext().isEventLoopContext()) {
            return Future.failedFuture(new IllegalStateException("a listener belongs to an event loop"));
        }
        HttpServerOptions hardened = new HttpServerOptions(options)
                .setIdleTimeout(limits.idleSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setHttp2ClearTextEnabled(false)
                .setDecompressionSupported(false)
                .setHandle100ContinueAutomatically(false);
        Door door = new Door(limits, admission, swamped, handler);
        return vertx.createHttpServer(hardened)
                .connectionHandler(door::connected)
                .requestHandler(door::handle)
                .listen();
    }

    /** As above, never swamped. */
    public static Future<HttpServer> listen(
            Vertx vertx,
            HttpServerOptions options,
            HttpLimits limits,
            Admission admission,
            Handler<HttpServerRequest> handler) {
        return listen(vertx, options, limits, admission, () -> false, handler);
    }

    /** As above, with an admission of its own. */
    public static Future<HttpServer> listen(
            Vertx vertx, HttpServerOptions options, HttpLimits limits, Handler<HttpServerRequest> handler) {
        return listen(vertx, options, limits, new Admission(limits), handler);
    }

    /**
     * Takes a listener out of service so that no request is lost that was on its way:
     *
     * <pre>
     *   for {@link #LEAVING_MILLIS} all goes on, but each answer over HTTP/1 is its connection's last
     *   then idle connections are closed, and nobody connects any more
     *   what is not answered yet has its time
     * </pre>
     *
     * @param admission the listener's
     * @param seconds for what is unanswered
     */
    public static Future<Void> leave(Vertx vertx, HttpServer server, Admission admission, int seconds) {
        admission.leave();
        return vertx.timer(LEAVING_MILLIS, TimeUnit.MILLISECONDS)
                .compose(silent -> server.shutdown(seconds, TimeUnit.SECONDS));
    }

    private static HttpServerOptions limited(String host, int port) {
        return new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setAcceptBacklog(ACCEPT_BACKLOG)
                // read idle would cut off who waits for a slow answer, write idle who is still asking
                .setReadIdleTimeout(0)
                .setWriteIdleTimeout(0)
                .setIdleTimeout(HttpLimits.standard().idleSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxChunkSize(CHUNK_BYTES_MAX)
                .setMaxFormAttributeSize(FORM_ATTRIBUTE_BYTES_MAX)
                .setMaxFormFields(FORM_FIELDS_MAX)
                .setMaxFormBufferedBytes(FORM_BUFFERED_BYTES_MAX)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setHandle100ContinueAutomatically(false)
                .setHttp2ClearTextEnabled(false)
                .setInitialSettings(new Http2Settings()
                        .setMaxConcurrentStreams(HTTP2_STREAMS_MAX)
                        .setMaxHeaderListSize(HEADER_BYTES_MAX)
                        .setPushEnabled(false))
                .setHttp2RstFloodMaxRstFramePerWindow(HTTP2_RST_FRAMES_MAX)
                .setHttp2RstFloodWindowDuration(HTTP2_RST_WINDOW_SECONDS)
                .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
                .setMaxWebSocketFrameSize(WEB_SOCKET_BYTES_MAX)
                .setMaxWebSocketMessageSize(WEB_SOCKET_BYTES_MAX)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setAcceptUnmaskedFrames(false)
                .setWebSocketClosingTimeout(WEB_SOCKET_CLOSING_SECONDS)
                .setUseProxyProtocol(false);
    }

    private static HttpServerOptions overTls(HttpServerOptions options, KeyCertOptions identity) {
        return options.setSsl(true)
                .setKeyCertOptions(identity)
                .setSslHandshakeTimeout(TLS_HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setEnabledSecureTransportProtocols(new LinkedHashSet<>(Set.of("TLSv1.2", "TLSv1.3")));
    }
}
