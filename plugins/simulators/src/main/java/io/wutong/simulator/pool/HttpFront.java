package io.wutong.simulator.pool;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side of a simulated legacy system: text in, text out, one call at a time. Told so, it misbehaves on the next
 * call, or on the next call of one function; what it answers, spoiled or not, has happened.
 */
public final class HttpFront {

    public static final long SLOW_MILLIS = 2_000;

    /** What stands behind the front; called under one lock. */
    public interface Handler {

        /** Which function a message calls; {@code ""} when it cannot be read. */
        String function(String message);

        /** As {@link #function(String)}, where the path says it. */
        default String function(String path, String message) {
            return function(message);
        }

        /** As {@link #answer(String, Fault)}, where the path says what is asked. */
        default String answer(String path, String message, @Nullable Fault fault) {
            return answer(message, fault);
        }

        /** Whether a fault for the next call, whichever, may fall on this function. */
        default boolean mayMisbehave(String function) {
            return true;
        }

        /** Does what the message asks and answers; {@code fault} is what happens to the call besides. */
        String answer(String message, @Nullable Fault fault);

        /** The file that a message asks for; null for a message that is answered by a text. */
        default byte @Nullable [] file(String message) {
            return null;
        }
    }

    /** Who may call, before a message is looked at; null lets it in. */
    public interface Gate {
        @Nullable
        Answer check(HttpServerRequest request, String message);

        /** What is said instead of an answer. */
        record Answer(int status, String body) {}
    }

    private final Handler handler;
    private final Gate gate;
    private final Charset received;
    private final Charset sent;
    private final String contentType;
    private final Deque<Fault> faults = new ArrayDeque<>();
    private final Map<String, Deque<Fault>> faultsByFunction = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private @Nullable HttpServer server;

    public HttpFront(Handler handler, Charset received, Charset sent, String contentType) {
        this(handler, received, sent, contentType, (request, message) -> null);
    }

    public HttpFront(Handler handler, Charset received, Charset sent, String contentType, Gate gate) {
        this.handler = handler;
        this.gate = gate;
        this.received = received;
        this.sent = sent;
        this.contentType = contentType;
    }

    /** Listens on a free port of this machine and says which. */
    public Future<Integer> start(Vertx vertx) {
        HttpServer made = vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false));
        server = made;
        return made.requestHandler(request -> request.body().onSuccess(body -> serve(vertx, request, body)))
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort);
    }

    public Future<Void> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    /** Misbehaves on the next call. */
    public synchronized void misbehave(Fault fault) {
        faults.add(fault);
    }

    /** Misbehaves on the next call of one function; asked for again, on the one after it too. */
    public synchronized void misbehave(String function, Fault fault) {
        faultsByFunction.computeIfAbsent(function, name -> new ArrayDeque<>()).add(fault);
    }

    /** The functions called, in order. */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    private void serve(Vertx vertx, HttpServerRequest request, Buffer body) {
        String message = new String(body.getBytes(), received);
        Gate.Answer instead = gate.check(request, message);
        if (instead != null) {
            request.response().setStatusCode(instead.status()).end(instead.body());
            return;
        }
        String function = handler.function(request.path(), message);
        if (function.isEmpty()) {
            request.response().setStatusCode(400).end();
            return;
        }
        Fault fault = nextFault(function);
        if (fault == Fault.HANG) {
            return;
        }
        if (fault == Fault.RESET_AFTER_READ) {
            request.connection().close();
            return;
        }
        if (fault == Fault.HTTP_500) {
            request.response().setStatusCode(500).end("<html><body>Internal Server Error</body></html>");
            return;
        }
        String answer;
        synchronized (this) {
            byte[] file = handler.file(message);
            if (file != null) {
                request.response()
                        .putHeader("Content-Type", "application/octet-stream")
                        .end(Buffer.buffer(file));
                return;
            }
            answer = handler.answer(request.path(), message, fault);
        }
        send(vertx, request, answer.getBytes(sent), fault);
    }

    private synchronized @Nullable Fault nextFault(String function) {
        calls.add(function);
        Deque<Fault> meant = faultsByFunction.get(function);
        Fault own = meant == null ? null : meant.poll();
        return own != null || !handler.mayMisbehave(function) ? own : faults.poll();
    }

    private void send(Vertx vertx, HttpServerRequest request, byte[] bytes, @Nullable Fault fault) {
        if (fault == Fault.LOSE_ANSWER_AFTER_EFFECT) {
            request.connection().close();
        } else if (fault == Fault.SLOW) {
            vertx.setTimer(SLOW_MILLIS, timer -> end(request, bytes));
        } else if (fault == Fault.TRUNCATE) {
            request.response().putHeader("Content-Length", Integer.toString(bytes.length));
            request.response()
                    .write(Buffer.buffer(bytes).slice(0, bytes.length / 2))
                    .onComplete(done -> request.connection().close());
        } else if (fault == Fault.GARBAGE) {
            end(request, "<html><body><p>upstream</p></body></html>".getBytes(StandardCharsets.US_ASCII));
        } else if (fault == Fault.WRONG_CHARSET) {
            Charset other = sent.equals(StandardCharsets.UTF_8) ? Charset.forName("GBK") : StandardCharsets.UTF_8;
            end(
                    request,
                    Buffer.buffer(bytes).appendBytes("交易成功".getBytes(other)).getBytes());
        } else if (fault == Fault.DUPLICATE_ANSWER) {
            end(request, Buffer.buffer(bytes).appendBytes(bytes).getBytes());
        } else {
            end(request, bytes);
        }
    }

    private void end(HttpServerRequest request, byte[] bytes) {
        request.response().putHeader("Content-Type", contentType).end(Buffer.buffer(bytes));
    }
}
