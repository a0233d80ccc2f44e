package io.wutong.sandbox.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection of HTTP/1.1 with at most one request on it: as little work as can be, so that little is measured. */
final class Wire {

    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_BYTES_MAX = 8 * 1024;
    private static final long IDLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);

    /** Takes an answer. */
    interface Answer {
        void take(int status, Buffer body);
    }

    private final NetSocket socket;
    private Consumer<String> lost = why -> {};
    private Buffer read = Buffer.buffer();
    private @Nullable Answer waiting;
    private boolean closed;
    private long used = System.nanoTime();

    Wire(NetSocket socket) {
        this.socket = socket;
        socket.handler(this::received);
        socket.exceptionHandler(failure -> lost.accept(String.valueOf(failure.getMessage())));
        socket.closeHandler(done -> {
            closed = true;
            if (waiting != null) {
                lost.accept("closed while an answer was due");
            }
        });
    }

    /** @param toldOf what is wrong with it from now on */
    Wire with(Consumer<String> toldOf) {
        lost = toldOf;
        return this;
    }

    /** Whether it stands, and is not about to be closed by a server that has heard nothing for half a minute. */
    boolean stands() {
        if (!closed && System.nanoTime() - used > IDLE_NANOS_MAX) {
            socket.close();
            closed = true;
        }
        return !closed;
    }

    void send(Buffer request, Answer answer) {
        waiting = answer;
        used = System.nanoTime();
        socket.write(request);
    }

    private void received(Buffer bytes) {
        read = read.length() == 0 ? bytes : read.appendBuffer(bytes);
        int head = headLength();
        if (head < 0) {
            return;
        }
        int length = contentLength(head);
        if (length < 0) {
            lost.accept("no content-length");
            return;
        }
        if (read.length() < head + length) {
            return;
        }
        Buffer body = read.getBuffer(head, head + length);
        int status = number(9);
        read = Buffer.buffer();
        Answer answer = waiting;
        waiting = null;
        if (answer == null) {
            lost.accept("an answer that nobody asked for");
            return;
        }
        answer.take(status, body);
    }

    /** With the empty line; -1 while it has not come. */
    private int headLength() {
        for (int i = 3; i < read.length() && i < HEAD_BYTES_MAX; i++) {
            if (read.getByte(i) == '\n' && read.getByte(i - 2) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    /** -1 where none is told. */
    private int contentLength(int head) {
        for (int at = 0; at + CONTENT_LENGTH.length < head; at++) {
            if (read.getByte(at) == '\n' && isContentLength(at + 1)) {
                int from = at + 1 + CONTENT_LENGTH.length;
                return number(read.getByte(from) == ' ' ? from + 1 : from);
            }
        }
        return -1;
    }

    private boolean isContentLength(int at) {
        for (int i = 0; i < CONTENT_LENGTH.length; i++) {
            if ((read.getByte(at + i) | ' ') != CONTENT_LENGTH[i]) { // in whatever case
                return false;
            }
        }
        return true;
    }

    private int number(int at) {
        int number = 0;
        for (int i = at; read.getByte(i) >= '0' && read.getByte(i) <= '9'; i++) {
            number = 10 * number + read.getByte(i) - '0';
        }
        return number;
    }
}
