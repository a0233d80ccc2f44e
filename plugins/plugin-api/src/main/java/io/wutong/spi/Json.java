package io.wutong.spi;

import java.nio.charset.StandardCharsets;

/**
 * Reads and writes {@link Value} trees. Reading is strict where money hangs on it: duplicate names, comments, trailing
 * text, depth over {@value #DEPTH_MAX} and numbers over {@value #NUMBER_LENGTH_MAX} characters are refused. Writing is
 * compact UTF-8, names in order, numbers by their text.
 */
public final class Json {

    public static final int DEPTH_MAX = 32;
    public static final int NUMBER_LENGTH_MAX = 40;
    /** Characters of one string: a 4 MiB body may be one Base64 field. */
    public static final int STRING_LENGTH_MAX = 4 * 1024 * 1024;

    public static final int NAME_LENGTH_MAX = 200;
    public static final int DOCUMENT_BYTES_MAX = 4 * 1024 * 1024;

    private Json() {}

    /**
     * Reads one JSON object that fills the whole text.
     *
     * @throws JsonException when it is not one
     */
    public static Body read(byte[] utf8) {
        if (utf8.length > DOCUMENT_BYTES_MAX) {
            throw new JsonException(JsonException.Reason.TOO_LONG, "more than " + DOCUMENT_BYTES_MAX + " bytes");
        }
        return new JsonReader(utf8).read();
    }

    /** As {@link #read(byte[])}, from a string. */
    public static Body read(String text) {
        return read(JsonReader.whole(text).getBytes(StandardCharsets.UTF_8));
    }

    /** Compact UTF-8 JSON. */
    public static byte[] write(Value value) {
        return JsonWriter.write(value);
    }

    /** Compact UTF-8 JSON with the names of each object sorted, by which two texts of one content are known as one. */
    public static byte[] writeSorted(Value value) {
        return JsonWriter.writeSorted(value);
    }

    /** The same as {@link #write} as text; an object remembers it, and what it is written into later takes it as it is. */
    public static String writeText(Value value) {
        return value instanceof Body body ? body.writtenText() : new String(write(value), StandardCharsets.UTF_8);
    }
}
