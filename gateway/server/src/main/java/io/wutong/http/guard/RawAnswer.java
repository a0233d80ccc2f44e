package io.wutong.http.guard;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** A refusal as bytes, for where there is no request yet that Vert.x could answer. */
final class RawAnswer {

    private static final ByteBuf NOT_NOW =
            Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(bytes(Refusal.BUSY, true)));

    private RawAnswer() {}

    /** The last words of a connection. */
    static ByteBuf of(Refusal refusal) {
        return bytes(refusal, false);
    }

    /** That there is no room now, on a connection that goes on. */
    static ByteBuf notNow() {
        return NOT_NOW.duplicate();
    }

    private static ByteBuf bytes(Refusal refusal, boolean goesOn) {
        byte[] body = refusal.json().getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + refusal.status() + ' ' + refusal.reason() + "\r\n"
                + "Content-Type: application/json; charset=utf-8\r\n"
                + "Content-Length: " + body.length + "\r\n"
                + (refusal == Refusal.BUSY ? "Retry-After: " + Refusal.RETRY_AFTER_SECONDS + "\r\n" : "")
                + (goesOn ? "" : "Connection: close\r\n")
                + "\r\n";
        return Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), body);
    }
}
