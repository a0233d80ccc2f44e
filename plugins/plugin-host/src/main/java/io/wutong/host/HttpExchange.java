package io.wutong.host;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import io.wutong.spi.CallFailure;
import io.wutong.spi.HttpReply;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and its answer, on one event loop.
 *
 * <pre>
 * start ─ connection? ─ no ──────────────────────────────→ not sent
 *             │ yes: from here on the request may have arrived
 *         written ─ head? ─ no (time, reset, close) ─────→ sent
 *                     │ yes
 *                  body ─ too long, broken off, time ────→ sent
 *                     │ end
 *                  reply
 * </pre>
 *
 * The body is kept in memory, or goes to a file as fast as the disk takes it. The first end wins; the connection of an exchange that did not reach its reply is torn down.
 */
final class HttpExchange {
    private final Vertx vertx;
    private final HttpClientAgent client;
    private final RequestOptions options;
    private final @Nullable Buffer body;
    private final long answerBytesMax;
    private final @Nullable AsyncFile file;
    private final OnLoop<HttpReply> result;
    private final Buffer answer = Buffer.buffer();
    private long length;

    private @Nullable HttpClientRequest request;
    private boolean written;
    private boolean ended;
    private long timer = -1;

    /** @param file takes the body, and is closed at the end; null keeps the body in memory */
    HttpExchange(
            Vertx vertx,
            Context context,
            HttpClientAgent client,
            RequestOptions options,
            @Nullable Buffer body,
            long answerBytesMax,
            @Nullable AsyncFile file) {
        this.vertx = vertx;
        this.client = client;
        this.options = options;
        this.body = body;
        this.answerBytesMax = answerBytesMax;
        this.file = file;
        this.result = OnLoop.of(context);
    }

    Future<HttpReply> start(long timeoutMillis) {
        // never at once: threads that Vert.x starts here would inherit the plugin's frames, and with them its class
        // loader
        result.context().runOnContext(ignored -> {
            if (ended) {
                return;
            }
            timer = vertx.setTimer(Math.max(1, timeoutMillis), id -> timedOut());
            try {
                client.request(options).onComplete(this::connected);
            } catch (RuntimeException e) { // a header or method that HTTP does not allow
                end(new CallFailure(false, "bad_request"));
            }
        });
        return result.future();
    }

    /** Gives up: the adapter is being closed. */
    void abandon() {
        OnLoop.run(result.context(), () -> end(new CallFailure(written, "adapter_closed")));
    }

    private void timedOut() {
        end(new CallFailure(written, written ? "timeout_read" : "timeout_connect"));
    }

    private void connected(AsyncResult<HttpClientRequest> connection) {
        if (connection.failed()) {
            end(CallFailures.beforeSending(connection.cause()));
            return;
        }
        HttpClientRequest opened = connection.result();
        if (ended) { // too late: the connection goes back unused
            opened.reset();
            return;
        }
        request = opened;
        written = true;
        opened.exceptionHandler(this::broken);
        (body == null ? opened.send() : opened.send(body)).onComplete(this::answered);
    }

    private void answered(AsyncResult<HttpClientResponse> head) {
        if (head.failed()) {
            broken(head.cause());
            return;
        }
        if (ended) {
            return;
        }
        HttpClientResponse response = head.result();
        response.exceptionHandler(this::broken);
        response.handler(chunk -> more(response, chunk));
        response.endHandler(ignored -> finish(response));
        if (declaredLength(response) > answerBytesMax) {
            end(new CallFailure(true, "answer_too_long"));
        }
    }

    private void more(HttpClientResponse response, Buffer chunk) {
        if (ended) {
            return;
        }
        length += chunk.length();
        if (length > answerBytesMax) {
            end(new CallFailure(true, "answer_too_long"));
        } else if (file == null) {
            answer.appendBuffer(chunk);
        } else {
            file.write(chunk).onFailure(this::broken);
            if (file.writeQueueFull()) {
                response.pause();
                // the file has a loop of its own; an answer is paused and resumed on its own only
                file.drainHandler(drained -> OnLoop.run(result.context(), response::resume));
            }
        }
    }

    private void finish(HttpClientResponse response) {
        if (ended) {
            return;
        }
        HttpReply reply = new HttpReply(response.statusCode(), headers(response), answer);
        ended = true;
        vertx.cancelTimer(timer);
        if (file == null) {
            result.complete(reply);
        } else {
            file.close()
                    .onSuccess(closed -> result.complete(reply))
                    .onFailure(failure -> result.fail(new CallFailure(true, "answer_not_kept")));
        }
    }

    private void broken(Throwable cause) {
        end(written ? CallFailures.afterSending(cause) : CallFailures.beforeSending(cause));
    }

    private void end(CallFailure failure) {
        if (ended) {
            return;
        }
        ended = true;
        vertx.cancelTimer(timer);
        if (request != null) {
            request.reset();
        }
        if (file != null) {
            file.close();
        }
        result.fail(failure);
    }

    private static Map<String, String> headers(HttpClientResponse response) {
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        return Collections.unmodifiableMap(headers);
    }

    private static long declaredLength(HttpClientResponse response) {
        String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? -1 : Long.parseLong(length.trim());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
