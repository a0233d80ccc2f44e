package io.wutong.sandbox.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection of HTTP/1.1 with at most one request on it: as little work as can be, so that little is measured. */
final class Wire {

    private static final int HEAD_BYTES_MAX = 8 * 1024;

    /** Takes an answer. */
    interface Answer {
        void take(int status, Buffer body);
    }

    private final NetSocket socket;
    private final Consumer<String> lost;
    private Buffer read = Buffer.buffer();
    private @Nullable Answer waiting;

    Wire(NetSocket socket, Consumer<String> lost) {
        this.socket = socket;
        this.lost = lost;
        socket.handler(this::received);
        socket.exceptionHandler(failure -> lost.accept(String.valueOf(failure.getMessage())));
        socket.closeHandler(closed -> {
            if (waiting != null) {
                lost.accept("closed while an answer was due");
            }
        });
    }

    void send(Buffer request, Answer answer) {
        waiting = answer;
        socket.write(request);
    }

    private void received(Buffer bytes) {
        read = read.length() == 0 ? bytes : read.appendBuffer(bytes);
        int head = headLength();
        if (head < 0) {
            return;
        }
        String text = read.getString(0, head, StandardCharsets.US_ASCII.name()).toLowerCase(Locale.ROOT);
        int at = text.indexOf("content-length:");
        if (at < 0) {
            lost.accept("no content-length");
            return;
        }
        int length =
                Integer.parseInt(text.substring(at + 15, text.indexOf('\r', at)).strip());
        if (read.length() < head + length) {
            return;
        }
        Buffer body = read.getBuffer(head, head + length);
        int status = Integer.parseInt(text.substring(9, 12));
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
}
