package io.wutong.http.guard;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Reads one request's body against its route's limit and one deadline from now to its last byte.
 *
 * <p>A length declared over the limit is refused before a byte is read or {@code 100 Continue} is said; what turns out
 * longer is refused at the byte too many. Whoever drips bytes is refused at the deadline, however regularly they come.
 * A refusal closes the connection, for the rest of the body is still on its way.
 *
 * <p>To be called when the request is handled, or later if it was paused meanwhile.
 */
public final class BodyReader {

    /** From the head to the last byte of the body. */
    public static final long BODY_MILLIS_MAX = 10_000;
    /** A hospital's or a peer's message. */
    public static final int MESSAGE_BYTES_MAX = 4 * 1024 * 1024;
    /** A payment channel's notification, a terminal's scan or order. */
    public static final int SMALL_BYTES_MAX = 64 * 1024;

    // a declared length is only a promise: no more is set aside for it than this
    private static final int FIRST_BYTES_MAX = 16 * 1024;

    private final HttpServerRequest request;
    private final int bytesMax;
    private final Promise<BodyRead> result = Promise.promise();
    private final Vertx vertx;
    private Buffer body = Buffer.buffer();
    private final long timer;

    private BodyReader(Vertx vertx, HttpServerRequest request, int bytesMax, long millisMax) {
        this.vertx = vertx;
        this.request = request;
        this.bytesMax = bytesMax;
        this.timer = vertx.setTimer(millisMax, id -> refuse(Refusal.TOO_SLOW));
    }

    public static Future<BodyRead> read(HttpServerRequest request, int bytesMax) {
        return read(request, bytesMax, BODY_MILLIS_MAX);
    }

    /** Succeeds always; the result says how. */
    public static Future<BodyRead> read(HttpServerRequest request, int bytesMax, long millisMax) {
        Refusal refusal = refusalAtOnce(request, bytesMax);
        if (refusal != null) {
            Answers.refuseAndClose(request, refusal);
            return Future.succeededFuture(new BodyRead.Answered(refusal));
        }
        Context context = Vertx.currentContext();
        if (context == null) {
            throw new IllegalStateException("a body is read on the request's own event loop");
        }
        return new BodyReader(context.owner(), request, bytesMax, millisMax).start();
    }

    private static @Nullable Refusal refusalAtOnce(HttpServerRequest request, int bytesMax) {
        if (declaredBytes(request) > bytesMax) {
            return Refusal.BODY_TOO_LARGE;
        }
        String expected = request.getHeader(HttpHeaders.EXPECT);
        return expected == null || expected.equalsIgnoreCase("100-continue") ? null : Refusal.EXPECTATION;
    }

    private Future<BodyRead> start() {
        request.exceptionHandler(gone -> finish(new BodyRead.Gone()));
        request.handler(this::take);
        request.endHandler(end -> finish(new BodyRead.Complete(body)));
        if (request.getHeader(HttpHeaders.EXPECT) != null && request.version() != HttpVersion.HTTP_1_0) {
            request.response().writeContinue();
        }
        request.resume();
        return result.future();
    }

    private void take(Buffer piece) {
        if (result.future().isComplete()) {
            return;
        }
        if (body.length() + (long) piece.length() > bytesMax) {
            refuse(Refusal.BODY_TOO_LARGE);
        } else if (body.length() == 0) {
            body = first(piece);
        } else {
            body.appendBuffer(piece);
        }
    }

    /** Most bodies come in one piece, which is not copied. */
    private Buffer first(Buffer piece) {
        long declared = declaredBytes(request);
        return piece.length() >= declared && declared >= 0
                ? piece
                : Buffer.buffer((int) Math.min(Math.max(declared, piece.length()), FIRST_BYTES_MAX))
                        .appendBuffer(piece);
    }

    private void refuse(Refusal why) {
        if (finish(new BodyRead.Answered(why))) {
            Answers.refuseAndClose(request, why);
        }
    }

    private boolean finish(BodyRead how) {
        vertx.cancelTimer(timer);
        return result.tryComplete(how);
    }

    /** Negative when none is declared; what is not a number was refused before, of HTTP/2 by its codec. */
    private static long declaredBytes(HttpServerRequest request) {
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return declared == null ? -1 : Long.parseLong(declared);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
