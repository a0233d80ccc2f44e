package io.wutong.simulator.hunan;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Sends an answer, as it should be or spoiled; what it answers has happened already. */
final class Wire {

    private final Vertx vertx;
    private final Charset charset;

    Wire(Vertx vertx, Charset charset) {
        this.vertx = vertx;
        this.charset = charset;
    }

    void send(HttpServerRequest request, Element answer, @Nullable Fault fault) {
        byte[] bytes = encode(answer, charset);
        if (fault == Fault.LOSE_ANSWER_AFTER_EFFECT) {
            request.connection().close();
        } else if (fault == Fault.SLOW) {
            vertx.setTimer(HunanLegacySystem.SLOW_MILLIS, timer -> end(request, bytes));
        } else if (fault == Fault.TRUNCATE) {
            request.response().putHeader("Content-Length", Integer.toString(bytes.length));
            request.response()
                    .write(Buffer.buffer(bytes).slice(0, bytes.length / 2))
                    .onComplete(done -> request.connection().close());
        } else if (fault == Fault.GARBAGE) {
            end(request, "<html><body><p>upstream</p></body></html>".getBytes(StandardCharsets.US_ASCII));
        } else if (fault == Fault.WRONG_CHARSET) {
            Charset other = charset.equals(StandardCharsets.UTF_8) ? Charset.forName("GBK") : StandardCharsets.UTF_8;
            end(request, encode(answer.put("notify_msg", "交易成功"), other));
        } else if (fault == Fault.DUPLICATE_ANSWER) {
            end(request, Buffer.buffer(bytes).appendBytes(bytes).getBytes());
        } else {
            end(request, bytes);
        }
    }

    private void end(HttpServerRequest request, byte[] bytes) {
        request.response()
                .putHeader("Content-Type", "text/xml;charset=" + charset.name())
                .end(Buffer.buffer(bytes));
    }

    private static byte[] encode(Element answer, Charset charset) {
        String declaration = "<?xml version=\"1.0\" encoding=\"" + charset.name() + "\"?>";
        return (declaration + answer).getBytes(charset);
    }
}
