package io.wutong.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocket;
import io.wutong.app.client.Reply;
import io.wutong.app.client.Target;
import io.wutong.app.client.TerminalSender;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.nio.file.Path;

/** A terminal at a window: scans, opens orders, listens. */
public final class TerminalClient {

    private static final long TIMEOUT_MILLIS = 60_000;

    private final TerminalSender sender;

    public TerminalClient(Vertx vertx, Path trusted, int port, String id, byte[] key) {
        this.sender = new TerminalSender(vertx, new Target("localhost", port, true, trusted), id, key, TIMEOUT_MILLIS);
    }

    /** An answer: HTTP status and JSON body. */
    public record Answer(int status, Body body) {}

    public Future<Answer> post(String path, Body body) {
        return sender.send(HttpMethod.POST, path, Json.write(body)).map(TerminalClient::answer);
    }

    public Future<Answer> get(String path) {
        return sender.send(HttpMethod.GET, path, new byte[0]).map(TerminalClient::answer);
    }

    /** Listens to what becomes of orders. */
    public Future<WebSocket> listen(Handler<Body> handler) {
        return sender.listen(handler);
    }

    private static Answer answer(Reply reply) {
        return new Answer(reply.status(), Json.read(reply.bytes()));
    }

    public Future<Void> close() {
        return sender.close();
    }
}
