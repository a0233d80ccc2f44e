package io.wutong.support;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into lines of bytes, before any charset: neither UTF-8 nor GBK has a line feed inside a character. A line
 * is at most 64 KiB.
 */
public final class ByteLines implements Closeable {

    private static final int LINE_BYTES_MAX = 64 * 1024;

    private final String name;
    private final InputStream in;
    private byte[] buffer = new byte[2 * LINE_BYTES_MAX];
    private int from;
    private int to;
    private boolean ended;

    /** @param name begins the cause of a {@link BadAnswer} */
    public ByteLines(String name, InputStream in) {
        this.name = name;
        this.in = in;
    }

    /**
     * The next line without its end; null after the last.
     *
     * @throws BadAnswer {@code NAME.too_long}
     */
    public byte @Nullable [] next() throws IOException {
        int at = from;
        while (true) {
            while (at < to) {
                if (buffer[at] == '\n') {
                    byte[] line = line(from, at);
                    from = at + 1;
                    return line;
                }
                at++;
            }
            if (to - from > LINE_BYTES_MAX) {
                throw new BadAnswer(name + ".too_long");
            }
            if (ended) {
                byte[] rest = line(from, to);
                boolean none = from == to;
                from = to;
                return none ? null : rest;
            }
            at -= from;
            fill();
        }
    }

    /** Moves what is left to the front, so that the search goes on where it was. */
    private void fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        int read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
            ended = true;
        } else {
            to += read;
        }
    }

    private byte[] line(int begin, int end) {
        int last = end > begin && buffer[end - 1] == '\r' ? end - 1 : end;
        return Arrays.copyOfRange(buffer, begin, last);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
