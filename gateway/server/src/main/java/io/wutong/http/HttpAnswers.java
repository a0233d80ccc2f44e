package io.wutong.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.util.concurrent.atomic.AtomicBoolean;

/** How the listeners answer. */
final class HttpAnswers {

    static final String JSON = "application/json;charset=UTF-8";

    private HttpAnswers() {}

    static void json(HttpServerRequest request, int status, Value body) {
        bytes(request, status, Json.write(body));
    }

    static void bytes(HttpServerRequest request, int status, byte[] body) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (status == 503 && !response.headers().contains("retry-after")) {
            response.putHeader("retry-after", "1");
        }
        response.setStatusCode(status)
                .putHeader("content-type", JSON)
                .end(BufferInternal.buffer(Unpooled.wrappedBuffer(body)));
    }

    /** A file as it is. */
    static void file(HttpServerRequest request, byte[] bytes) {
        HttpServerResponse response = request.response();
        if (!response.ended() && !response.closed()) {
            response.putHeader("content-type", "application/octet-stream")
                    .end(BufferInternal.buffer(Unpooled.wrappedBuffer(bytes)));
        }
    }

    /** Does something once when the answer is over, written or not; on the request's event loop. */
    static void whenOver(HttpServerRequest request, Runnable work) {
        AtomicBoolean done = new AtomicBoolean();
        Handler<Void> over = ended -> {
            if (done.compareAndSet(false, true)) {
                work.run();
            }
        };
        request.response().endHandler(over).closeHandler(over);
    }

    /** When it is worth coming again, for a 503 that knows better than a second. */
    static void retryAfter(HttpServerRequest request, int seconds) {
        if (!request.response().headWritten()) {
            request.response().putHeader("retry-after", Integer.toString(seconds));
        }
    }

    /** A refusal outside the national envelope: code, both texts, who must act, what was done. */
    static void refuse(HttpServerRequest request, int status, Fault fault, Object... arguments) {
        json(request, status, body(fault, fault.zh(arguments), fault.en(arguments)));
    }

    /** With texts of its own in the two languages. */
    static void refuseSaying(HttpServerRequest request, int status, Fault fault, String zh, String en) {
        json(request, status, body(fault, zh, en));
    }

    static void refuse(HttpServerRequest request, int status, Refusal refusal) {
        json(request, status, body(refusal.fault(), String.valueOf(refusal.getMessage()), refusal.english()));
    }

    /** The path is served, the method is not. */
    static void refuseMethod(HttpServerRequest request, String allowed) {
        request.response().putHeader(HttpHeaders.ALLOW, allowed);
        refuse(request, 405, Fault.PATH, request.method() + " " + request.path());
    }

    static Body body(Fault fault, String zh, String en) {
        return Body.builder()
                .put("success", new Value.Bool(false))
                .put("code", fault.code())
                .put("message", zh)
                .put("message_en", en)
                .put("who", fault.who())
                .put("done", fault.done())
                .build();
    }

    /** Something of ours broke: nobody may take it for a refusal, so it is no national answer. */
    static void broken(HttpServerRequest request, String traceId) {
        refuse(request, 500, Fault.INTERNAL, traceId);
    }

    /** The status of a refusal at a JSON API. */
    static int status(Fault fault) {
        return switch (fault) {
            case ACCOUNT, CLOCK, NONCE -> 401;
            case BINDING, PEER, LOCKED -> 403;
            case PATH, ORDER, SETTLEMENT, VISIT, NOHOME, PERSON, CLAIM -> 404;
            case SETTLED, UNDERWAY, CANCELLED, ORDERSTATE, NOTHINGDUE, MODIFIED, CLAIMENDED -> 409;
            case BUSY, SUSPENDED, UNREACHABLE -> 503;
            case QUOTA -> 429;
            case INTERNAL -> 500;
            default -> 422;
        };
    }
}
