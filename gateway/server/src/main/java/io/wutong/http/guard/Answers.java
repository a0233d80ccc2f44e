package io.wutong.http.guard;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Writes a {@link Refusal} as the answer to a request that Vert.x has decoded. */
final class Answers {

    private static final long NO_ERROR = 0;
    private static final long INTERNAL_ERROR = 2;

    private Answers() {}

    /** Answers and keeps the connection. */
    static void refuse(HttpServerRequest request, Refusal refusal) {
        write(request, refusal, false);
    }

    /** Answers, and takes nothing more: the connection is closed, of HTTP/2 the stream. */
    static void refuseAndClose(HttpServerRequest request, Refusal refusal) {
        write(request, refusal, true);
    }

    /** Ends it without an answer: whether anything happened is unknown, and that is what the sender shall think. */
    static void abort(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(INTERNAL_ERROR);
        } else {
            request.connection().close();
        }
    }

    private static void write(HttpServerRequest request, Refusal refusal, boolean close) {
        HttpServerResponse response = request.response();
        boolean http2 = request.version() == HttpVersion.HTTP_2;
        if (!response.headWritten()) {
            response.setStatusCode(refusal.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8");
            if (refusal == Refusal.BUSY) {
                response.putHeader(HttpHeaders.RETRY_AFTER, Refusal.RETRY_AFTER_SECONDS);
            }
            if (close && !http2) {
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            response.end(refusal.json());
        }
        if (close && http2) {
            response.reset(NO_ERROR);
        } else if (close) {
            request.connection().close();
        }
    }
}
