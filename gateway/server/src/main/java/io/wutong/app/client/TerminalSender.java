package io.wutong.app.client;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.wutong.http.auth.TerminalSignature;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.lang.ref.Reference;
import java.util.UUID;

/** Speaks as a terminal at a window does: each request signed with the terminal's key, events over a WebSocket. */
public final class TerminalSender {

    private final Vertx vertx;
    private final HttpClient client;
    private final WebSocketClient sockets;
    private final Target target;
    private final String id;
    private final byte[] key;
    private final long timeoutMillis;

    public TerminalSender(Vertx vertx, Target target, String id, byte[] key, long timeoutMillis) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(target.options());
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setSsl(target.tls())
                .setTrustOptions(target.options().getTrustOptions()));
        this.target = target;
        this.id = id;
        this.key = key.clone();
        this.timeoutMillis = timeoutMillis;
    }

    /** Sends; fails with a {@link io.wutong.spi.CallFailure} that says whether the gateway may have the request. */
    public Future<Reply> send(HttpMethod method, String path, byte[] body) {
        return Calls.send(
                vertx, client, target.request(method, path), headers(method.name(), path, body), body, timeoutMillis);
    }

    /** Listens to what becomes of orders. */
    public Future<WebSocket> listen(Handler<Body> handler) {
        String path = "/terminal/v1/events";
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(target.host())
                .setPort(target.port())
                .setURI(path);
        headers("GET", path, new byte[0]).forEach(options::addHeader);
        return sockets.connect(options)
                .onSuccess(socket -> socket.textMessageHandler(text -> {
                    // Vert.x closes a client that nobody refers to, and its sockets
                    Reference.reachabilityFence(sockets);
                    handler.handle(Json.read(text));
                }));
    }

    private MultiMap headers(String method, String path, byte[] body) {
        String timestamp = Long.toString(System.currentTimeMillis() / 1000);
        String nonce = UUID.randomUUID().toString().replace("-", "");
        return MultiMap.caseInsensitiveMultiMap()
                .add(TerminalSignature.TERMINAL, id)
                .add(TerminalSignature.TIMESTAMP, timestamp)
                .add(TerminalSignature.NONCE, nonce)
                .add(TerminalSignature.SIGNATURE, TerminalSignature.sign(key, timestamp, nonce, method, path, body));
    }

    public Future<Void> close() {
        return client.close().compose(done -> sockets.close());
    }
}
