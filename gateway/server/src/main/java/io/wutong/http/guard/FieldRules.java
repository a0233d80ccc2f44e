package io.wutong.http.guard;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of one message, fed byte by byte: which characters they may have, and what the three that decide
 * where the message ends say together (RFC 9112 §3.2, §5, §6.1–6.3).
 *
 * <p>A field is name bytes, {@link #nameEnd}, value bytes, {@link #valueEnd}; {@link #headEnd} then looks at the whole.
 * Each step returns a refusal or null. Only a name is held, and only as far as the longest one of interest.
 */
final class FieldRules {

    private static final byte[] HOST = ascii("host");
    private static final byte[] CONTENT_LENGTH = ascii("content-length");
    private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding");
    private static final byte[] CHUNKED = ascii("chunked");
    private static final int LENGTH_DIGITS_MAX = 15;
    private static final boolean[] TOKEN = charset("!#$%&'*+-.^_`|~");
    private static final boolean[] AUTHORITY = charset(".-_:[]");

    private enum Field {
        HOST,
        CONTENT_LENGTH,
        TRANSFER_ENCODING,
        OTHER
    }

    private final byte[] name = new byte[TRANSFER_ENCODING.length];
    private int nameLength;
    private Field field = Field.OTHER;
    private int valueLength;
    private boolean valueEnded;
    private boolean notChunked;

    private int fields;
    private int hosts;
    private int lengths;
    private int codings;
    private long contentLength;

    /** Whether this byte may stand in a method or a field's name. */
    static boolean isToken(byte b) {
        return b >= 0 && TOKEN[b];
    }

    void startMessage() {
        fields = 0;
        hosts = 0;
        lengths = 0;
        codings = 0;
        contentLength = 0;
        notChunked = false;
        startField();
    }

    private void startField() {
        nameLength = 0;
        valueLength = 0;
        valueEnded = false;
    }

    @Nullable
    Refusal nameByte(byte b) {
        if (!isToken(b)) {
            return Refusal.HEADER_CHARACTER;
        }
        if (nameLength < name.length) {
            name[nameLength] = lower(b);
        }
        nameLength++;
        return null;
    }

    @Nullable
    Refusal nameEnd(boolean trailer) {
        if (nameLength == 0) {
            return Refusal.HEADER_CHARACTER;
        }
        field = is(HOST)
                ? Field.HOST
                : is(CONTENT_LENGTH)
                        ? Field.CONTENT_LENGTH
                        : is(TRANSFER_ENCODING) ? Field.TRANSFER_ENCODING : Field.OTHER;
        fields++;
        if (trailer && field != Field.OTHER) {
            return Refusal.AMBIGUOUS_LENGTH;
        }
        return fields > HardenedHttp.HEADERS_MAX ? Refusal.HEADERS_TOO_LARGE : null;
    }

    /** Whether any visible byte may follow in this value and none of them matters. */
    boolean valueIsOpaque() {
        return field == Field.OTHER;
    }

    @Nullable
    Refusal valueByte(byte b) {
        if (b == ' ' || b == '\t') {
            valueEnded = valueLength > 0;
            return null;
        }
        if ((b >= 0 && b < ' ') || b == 0x7f) {
            return Refusal.HEADER_CHARACTER;
        }
        int position = valueLength++;
        return switch (field) {
            case HOST -> valueEnded || b < 0 || !AUTHORITY[b] ? Refusal.HOST : null;
            case CONTENT_LENGTH -> digit(b);
            case TRANSFER_ENCODING -> {
                notChunked |= valueEnded || position >= CHUNKED.length || lower(b) != CHUNKED[position];
                yield null;
            }
            case OTHER -> null;
        };
    }

    private @Nullable Refusal digit(byte b) {
        if (valueEnded || b < '0' || b > '9') {
            return Refusal.AMBIGUOUS_LENGTH;
        }
        if (valueLength > LENGTH_DIGITS_MAX) {
            return Refusal.BODY_TOO_LARGE;
        }
        contentLength = contentLength * 10 + (b - '0');
        return null;
    }

    @Nullable
    Refusal valueEnd() {
        int length = valueLength;
        startField();
        switch (field) {
            case HOST -> {
                return ++hosts > 1 || length == 0 ? Refusal.HOST : null;
            }
            case CONTENT_LENGTH -> {
                return ++lengths > 1 || length == 0 ? Refusal.AMBIGUOUS_LENGTH : null;
            }
            case TRANSFER_ENCODING -> {
                notChunked |= length != CHUNKED.length;
                return ++codings > 1 ? Refusal.AMBIGUOUS_LENGTH : null;
            }
            case OTHER -> {
                return null;
            }
        }
        return null;
    }

    /** What the fields say together. */
    @Nullable
    Refusal headEnd(boolean http10, int bodyBytesMax) {
        if (codings > 0 && (lengths > 0 || http10)) {
            return Refusal.AMBIGUOUS_LENGTH;
        }
        if (codings > 0 && notChunked) {
            return Refusal.TRANSFER_CODING;
        }
        if (hosts == 0 && !http10) {
            return Refusal.HOST;
        }
        return contentLength > bodyBytesMax ? Refusal.BODY_TOO_LARGE : null;
    }

    boolean chunked() {
        return codings > 0;
    }

    /** Zero when none was declared. */
    long contentLength() {
        return contentLength;
    }

    private boolean is(byte[] wanted) {
        return nameLength == wanted.length && Arrays.equals(name, 0, nameLength, wanted, 0, nameLength);
    }

    private static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean[] charset(String besidesLettersAndDigits) {
        boolean[] set = new boolean[128];
        for (int c = 0; c < set.length; c++) {
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            set[c] = letter || (c >= '0' && c <= '9') || besidesLettersAndDigits.indexOf(c) >= 0;
        }
        return set;
    }
}
