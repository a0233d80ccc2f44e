package io.wutong.http.guard;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A hardened listener whose handler says what it understood: {@code POST /a 3 <hash>} and the end word. {@code /held}
 * waits for {@link #release}, {@code /early} answers without a look at the body, {@code /ws} becomes a WebSocket that
 * echoes, {@code /throws} throws.
 */
final class TestServer implements AutoCloseable {

    static final String END = "~end~";
    static final int BODY_BYTES_MAX = 64 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final Admission admission;
    private final long bodyMillisMax;
    private final Promise<Void> held = Promise.promise();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile boolean swamped;

    TestServer(HttpServerOptions options, HttpLimits limits, long bodyMillisMax) {
        this.admission = new Admission(limits);
        this.bodyMillisMax = bodyMillisMax;
        Promise<HttpServer> listening = Promise.promise();
        // listeners are opened on an event loop, as the gateway does
        vertx.runOnContext(go -> HardenedHttp.listen(vertx, options, limits, admission, () -> swamped, this::handle)
                .onComplete(listening));
        this.server = await(listening.future());
    }

    static TestServer plain(HttpLimits limits, long bodyMillisMax) {
        return new TestServer(HardenedHttp.plain("127.0.0.1", 0), limits, bodyMillisMax);
    }

    /** From now on nothing that is posted is decoded, or everything is. */
    void swamp(boolean now) {
        swamped = now;
    }

    /** Completes when it serves nobody any more. */
    Future<Void> leave() {
        return HardenedHttp.leave(vertx, server, admission, 10);
    }

    int port() {
        return server.actualPort();
    }

    Vertx vertx() {
        return vertx;
    }

    Admission admission() {
        return admission;
    }

    /** The targets of all requests that reached the handler. */
    List<String> seen() {
        return seen;
    }

    void release() {
        held.tryComplete();
    }

    private void handle(HttpServerRequest request) {
        seen.add(request.uri());
        switch (request.path()) {
            case "/early" -> answer(request, "early");
            case "/held" -> held.future().onSuccess(released -> answer(request, "held"));
            case "/throws" -> throw new IllegalStateException("on purpose");
            case "/ws" ->
                request.toWebSocket().onSuccess(socket -> socket.textMessageHandler(socket::writeTextMessage));
            default ->
                BodyReader.read(request, BODY_BYTES_MAX, bodyMillisMax).onSuccess(read -> {
                    if (read instanceof BodyRead.Complete complete) {
                        answer(request, understood(request.method().name(), request.uri(), complete.body()));
                    } else {
                        seen.add(read.toString());
                    }
                });
        }
    }

    static String understood(String method, String uri, Buffer body) {
        return method + " " + uri + " " + body.length() + " " + body.hashCode();
    }

    private static void answer(HttpServerRequest request, String text) {
        request.response().end(text + END);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("did not succeed in time", e);
        }
    }

    @Override
    public void close() {
        release();
        await(vertx.close());
    }
}
