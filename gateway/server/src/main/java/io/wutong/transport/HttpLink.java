package io.wutong.transport;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.wutong.port.Link;
import io.wutong.spi.CallFailure;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Links over HTTP/2 with mutual TLS: {@code POST /exchange/v1/messages} at the neighbour. A connection that a firewall has
 * forgotten looks as good as any other and loses all that it is given, until TCP gives up after a quarter of an hour: each is
 * pinged, and closed when nothing comes back.
 */
public final class HttpLink implements Link {

    /** Where neighbours take messages. */
    public static final String PATH = "/exchange/v1/messages";

    /** Of a failure: the neighbour has answered that it takes no more just now. */
    static final String BUSY = "peer_busy";

    private static final int CONNECT_MILLIS_MAX = 2_000;
    private static final int ANSWER_BYTES_MAX = 4 * 1024 * 1024;
    private static final int WAITING_MAX = 1_000;
    private static final int PING_MILLIS = 4_000;
    /** Without a byte, pings answered or not. */
    private static final int SILENT_SECONDS_MAX = 10;

    private final HttpClientAgent client;
    private final Map<String, Peer> peers;

    /** @param identity our certificate, which names the areas that we speak for */
    public HttpLink(Vertx vertx, Map<String, Peer> peers, PemKeyCertOptions identity, PemTrustOptions trusted) {
        this.peers = Map.copyOf(peers);
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setKeyCertOptions(identity)
                        .setTrustOptions(trusted)
                        .setVerifyHost(true)
                        .setConnectTimeout(CONNECT_MILLIS_MAX)
                        .setHttp2MultiplexingLimit(100)
                        .setReadIdleTimeout(SILENT_SECONDS_MAX)
                        .setDecompressionSupported(false))
                .with(new PoolOptions().setHttp2MaxSize(4).setMaxWaitQueueSize(WAITING_MAX))
                .withConnectHandler(connection -> ping(vertx, connection))
                .build();
    }

    private static void ping(Vertx vertx, HttpConnection connection) {
        Buffer eightBytes = Buffer.buffer(new byte[Long.BYTES]);
        long pings = vertx.setPeriodic(PING_MILLIS, tick -> connection.ping(eightBytes));
        connection.closeHandler(closed -> vertx.cancelTimer(pings));
    }

    @Override
    public Future<byte[]> send(String name, byte[] body, long timeoutMillis) {
        Peer peer = peers.get(name);
        if (peer == null) {
            return Future.failedFuture(new CallFailure(false, "no_peer"));
        }
        long start = System.nanoTime();
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost(peer.host())
                        .setPort(peer.port())
                        .setURI(PATH))
                .recover(failure -> Future.failedFuture(new CallFailure(false, cause(failure))))
                .compose(request -> exchange(request, body, timeoutMillis - (System.nanoTime() - start) / 1_000_000));
    }

    private static Future<byte[]> exchange(HttpClientRequest request, byte[] body, long leftMillis) {
        if (leftMillis <= 0) {
            return request.reset().transform(done -> Future.failedFuture(new CallFailure(false, "no_time_left")));
        }
        request.putHeader("content-type", "application/json").idleTimeout(leftMillis);
        return request.send(Buffer.buffer(body))
                .compose(HttpLink::read)
                .recover(failure -> Future.failedFuture(
                        failure instanceof CallFailure ? failure : new CallFailure(true, cause(failure))));
    }

    private static Future<byte[]> read(HttpClientResponse response) {
        if (response.statusCode() == 503) {
            return Future.failedFuture(new CallFailure(false, BUSY));
        }
        if (response.statusCode() != 200) {
            return Future.failedFuture(new CallFailure(true, "status_" + response.statusCode()));
        }
        return LimitedAnswer.read(response, ANSWER_BYTES_MAX).map(Buffer::getBytes);
    }

    private static String cause(Throwable failure) {
        if (failure instanceof ConnectException) {
            return "connect_refused";
        }
        if (failure instanceof UnknownHostException) {
            return "unknown_host";
        }
        if (failure instanceof SSLException) {
            return "tls";
        }
        if (failure instanceof TimeoutException
                || failure.getClass().getSimpleName().contains("Timeout")) {
            return "timeout";
        }
        return failure.getClass().getSimpleName().contains("Closed") ? "closed" : "reset";
    }

    public Future<Void> close() {
        return client.close();
    }
}
