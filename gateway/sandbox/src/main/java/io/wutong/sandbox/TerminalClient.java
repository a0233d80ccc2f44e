package io.wutong.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemTrustOptions;
import io.wutong.http.auth.TerminalSignature;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.nio.file.Path;
import java.util.UUID;

/** A terminal at a window: signs with its key, scans, opens orders, listens. */
public final class TerminalClient {

    private final HttpClient client;
    private final WebSocketClient sockets;
    private final int port;
    private final String id;
    private final byte[] key;

    public TerminalClient(Vertx vertx, Path trusted, int port, String id, byte[] key) {
        PemTrustOptions trust = new PemTrustOptions().addCertPath(trusted.toString());
        this.client =
                vertx.createHttpClient(new HttpClientOptions().setSsl(true).setTrustOptions(trust));
        this.sockets = vertx.createWebSocketClient(
                new WebSocketClientOptions().setSsl(true).setTrustOptions(trust));
        this.port = port;
        this.id = id;
        this.key = key.clone();
    }

    /** An answer: HTTP status and JSON body. */
    public record Answer(int status, Body body) {}

    public Future<Answer> post(String path, Body body) {
        return send(HttpMethod.POST, path, Json.write(body));
    }

    public Future<Answer> get(String path) {
        return send(HttpMethod.GET, path, new byte[0]);
    }

    /** Listens to what becomes of orders. */
    public Future<WebSocket> listen(Handler<Body> handler) {
        String path = "/terminal/v1/events";
        WebSocketConnectOptions options =
                new WebSocketConnectOptions().setHost("localhost").setPort(port).setURI(path);
        headers("GET", path, new byte[0]).forEach(options::addHeader);
        return sockets.connect(options)
                .onSuccess(socket -> socket.textMessageHandler(text -> handler.handle(Json.read(text))));
    }

    private Future<Answer> send(HttpMethod method, String path, byte[] body) {
        return client.request(new RequestOptions()
                        .setMethod(method)
                        .setHost("localhost")
                        .setPort(port)
                        .setURI(path))
                .compose(request -> {
                    headers(method.name(), path, body).forEach(request::putHeader);
                    return request.putHeader("content-type", "application/json").send(Buffer.buffer(body));
                })
                .compose(response ->
                        response.body().map(b -> new Answer(response.statusCode(), Json.read(b.getBytes()))));
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
