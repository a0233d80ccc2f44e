package io.wutong.spi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes compact UTF-8 into a buffer that its thread keeps. Values are written on the way of every settlement, some of
 * them three times: so there are no streams between, and an object that was written by itself is copied as it was.
 */
final class JsonWriter {

    /** A buffer that one long text has made larger is not kept. */
    private static final int KEPT_BYTES_MAX = 64 * 1024;

    /** Characters of a text for which room is made at once. */
    private static final int SLICE = 512;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final ThreadLocal<byte[]> KEPT = ThreadLocal.withInitial(() -> new byte[4 * 1024]);

    private final boolean sorted;
    private byte[] bytes;
    private int at;

    private JsonWriter(byte[] bytes, boolean sorted) {
        this.bytes = bytes;
        this.sorted = sorted;
    }

    static byte[] write(Value value) {
        if (value instanceof Body body) {
            byte[] known = body.written();
            if (known != null) {
                return known.clone();
            }
        }
        return write(value, false);
    }

    /** With the names of each object sorted. */
    static byte[] writeSorted(Value value) {
        return write(value, true);
    }

    private static byte[] write(Value value, boolean sorted) {
        byte[] kept = KEPT.get();
        JsonWriter writer = new JsonWriter(kept, sorted);
        writer.value(value);
        if (writer.bytes != kept && writer.bytes.length <= KEPT_BYTES_MAX) {
            KEPT.set(writer.bytes);
        }
        return Arrays.copyOf(writer.bytes, writer.at);
    }

    private void value(Value value) {
        if (value instanceof Value.Text text) {
            string(text.value());
        } else if (value instanceof Value.Num num) {
            ascii(num.text());
        } else if (value instanceof Body body) {
            object(body);
        } else if (value instanceof Value.Items items) {
            array(items);
        } else if (value instanceof Value.Bool bool) {
            raw(bool.value() ? TRUE : FALSE);
        } else {
            raw(NULL);
        }
    }

    private void object(Body body) {
        byte[] known = sorted ? null : body.written();
        if (known != null) {
            raw(known);
            return;
        }
        char before = '{';
        int size = body.size();
        int[] order = sorted ? body.byName() : null;
        for (int i = 0; i < size; i++) {
            int place = order == null ? i : order[i];
            one(before);
            before = ',';
            string(body.name(place));
            one(':');
            value(body.value(place));
        }
        if (before == '{') {
            one('{');
        }
        one('}');
    }

    private void array(Value.Items items) {
        char before = '[';
        for (Value item : items.values()) {
            one(before);
            before = ',';
            value(item);
        }
        if (before == '[') {
            one('[');
        }
        one(']');
    }

    private void string(String text) {
        int length = text.length();
        one('"');
        for (int i = 0; i < length; i++) {
            if (i % SLICE == 0) {
                // no character takes more than six bytes
                room(6 * Math.min(SLICE, length - i));
            }
            char c = text.charAt(i);
            if (c >= 0x80) {
                beyondAscii(c);
            } else if (c >= ' ' && c != '"' && c != '\\') {
                bytes[at++] = (byte) c;
            } else {
                escaped(c);
            }
        }
        one('"');
    }

    private void escaped(char c) {
        bytes[at++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[at++] = (byte) c;
            case '\b' -> bytes[at++] = 'b';
            case '\t' -> bytes[at++] = 't';
            case '\n' -> bytes[at++] = 'n';
            case '\f' -> bytes[at++] = 'f';
            case '\r' -> bytes[at++] = 'r';
            default -> code(c);
        }
    }

    /** What lies beyond the first plane is escaped by halves, as it always was: message hashes rest on it. */
    private void beyondAscii(char c) {
        if (c < 0x800) {
            bytes[at++] = (byte) (0xc0 | c >> 6);
        } else if (Character.isSurrogate(c)) {
            bytes[at++] = '\\';
            code(c);
            return;
        } else {
            bytes[at++] = (byte) (0xe0 | c >> 12);
            bytes[at++] = (byte) (0x80 | c >> 6 & 0x3f);
        }
        bytes[at++] = (byte) (0x80 | c & 0x3f);
    }

    private void code(char c) {
        bytes[at++] = 'u';
        bytes[at++] = HEX[c >> 12];
        bytes[at++] = HEX[c >> 8 & 0xf];
        bytes[at++] = HEX[c >> 4 & 0xf];
        bytes[at++] = HEX[c & 0xf];
    }

    @SuppressWarnings("deprecation") // the characters of a number are ASCII
    private void ascii(String text) {
        room(text.length());
        text.getBytes(0, text.length(), bytes, at);
        at += text.length();
    }

    private void raw(byte[] written) {
        room(written.length);
        System.arraycopy(written, 0, bytes, at, written.length);
        at += written.length;
    }

    private void one(char c) {
        room(1);
        bytes[at++] = (byte) c;
    }

    private void room(int more) {
        if (bytes.length - at < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + more));
        }
    }
}
