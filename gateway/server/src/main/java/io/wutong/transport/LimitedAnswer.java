package io.wutong.transport;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.wutong.spi.CallFailure;

/** Reads an answer's body up to a limit, counted while it comes, so that a long one is never gathered. */
public final class LimitedAnswer {

    private LimitedAnswer() {}

    /** The body; fails with {@code answer_too_long} and resets the request when there is more than {@code bytesMax}. */
    public static Future<Buffer> read(HttpClientResponse response, int bytesMax) {
        Promise<Buffer> read = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(read::tryFail);
        response.endHandler(end -> read.tryComplete(body));
        response.handler(chunk -> {
            if (body.length() + chunk.length() <= bytesMax) {
                body.appendBuffer(chunk);
            } else if (read.tryFail(new CallFailure(true, "answer_too_long"))) {
                response.request().reset();
            }
        });
        return read.future();
    }
}
