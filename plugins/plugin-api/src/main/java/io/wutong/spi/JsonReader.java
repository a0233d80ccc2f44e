package io.wutong.spi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads strict JSON from UTF-8, in one pass over the bytes: what is read becomes {@link Value}s at once, with no tokens or
 * characters between. Names come again in every message, and so do short values: each is one string, not one for each
 * message.
 */
final class JsonReader {

    /** Strings of all threads, each in the place of its hash; who comes later may take another's place. */
    private static final String[] KNOWN = new String[2_048];

    private static final int KNOWN_LENGTH_MAX = 32;
    private static final int SHORT = 6;

    private final byte[] bytes;
    private int at;
    private int depth;

    JsonReader(byte[] bytes) {
        this.bytes = bytes;
    }

    Body read() {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf) {
            at = 3; // a byte order mark
        }
        blanks();
        if (at == bytes.length) {
            throw new JsonException(JsonException.Reason.MALFORMED, "empty");
        }
        Value value = value();
        blanks();
        if (at < bytes.length) {
            throw malformed("text after the end of the object");
        }
        if (value instanceof Body body) {
            return body;
        }
        throw new JsonException(JsonException.Reason.NOT_AN_OBJECT, "not a JSON object");
    }

    private Value value() {
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> {
                at++;
                yield new Value.Text(string(SHORT));
            }
            case 't' -> word("true", new Value.Bool(true));
            case 'f' -> word("false", new Value.Bool(false));
            case 'n' -> word("null", Value.Null.NULL);
            default -> number();
        };
    }

    private Body object() {
        deeper();
        at++;
        Body.Builder builder = Body.builder();
        blanks();
        if (peek() == '}') {
            at++;
        } else {
            do {
                blanks();
                field(builder);
                blanks();
            } while (goesOn('}'));
        }
        depth--;
        return builder.build();
    }

    private void field(Body.Builder builder) {
        if (peek() != '"') {
            throw malformed("malformed");
        }
        int begun = at++;
        String name = string(KNOWN_LENGTH_MAX);
        if (name.length() > Json.NAME_LENGTH_MAX) {
            throw tooLong();
        }
        if (builder.has(name)) {
            throw new JsonException(JsonException.Reason.DUPLICATE_NAME, "a name stands twice" + place(begun));
        }
        blanks();
        if (peek() != ':') {
            throw malformed("malformed");
        }
        at++;
        blanks();
        builder.append(name, value());
    }

    private Value array() {
        deeper();
        at++;
        blanks();
        List<Value> values = new ArrayList<>();
        if (peek() == ']') {
            at++;
        } else {
            do {
                blanks();
                values.add(value());
                blanks();
            } while (goesOn(']'));
        }
        depth--;
        return new Value.Items(values);
    }

    private void deeper() {
        if (++depth > Json.DEPTH_MAX) {
            throw new JsonException(JsonException.Reason.TOO_DEEP, "nested deeper than " + Json.DEPTH_MAX);
        }
    }

    /** Behind a value: whether another follows. */
    private boolean goesOn(char end) {
        int next = peek();
        if (next != ',' && next != end) {
            throw malformed("malformed");
        }
        at++;
        return next == ',';
    }

    private Value word(String word, Value value) {
        for (int i = 0; i < word.length(); i++) {
            if (at == bytes.length || bytes[at++] != word.charAt(i)) {
                throw malformed("malformed");
            }
        }
        return value;
    }

    // --------------------------------------------------------------- numbers

    private Value number() {
        int begun = at;
        int digits = 0;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
            digits++;
        } else {
            digits += digits();
        }
        if (at < bytes.length && bytes[at] == '.') {
            at++;
            digits += digits();
        }
        if (at < bytes.length && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            if (at < bytes.length && (bytes[at] == '+' || bytes[at] == '-')) {
                at++;
            }
            digits += digits();
        }
        if (digits > Json.NUMBER_LENGTH_MAX) {
            throw tooLong();
        }
        return new Value.Num(ascii(begun, at, SHORT));
    }

    /** One at least; how many. */
    private int digits() {
        int begun = at;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == begun) {
            throw malformed("malformed");
        }
        return at - begun;
    }

    // --------------------------------------------------------------- strings

    /** Behind the opening quotation mark, to behind the closing one. */
    private String string(int knownMax) {
        int begun = at;
        boolean ascii = true;
        while (true) {
            int c = at < bytes.length ? bytes[at] : ' ' - 1;
            if (c == '"') {
                String text = ascii ? ascii(begun, at, knownMax) : utf8(begun, at);
                at++;
                return text;
            }
            if (c == '\\') {
                return escaped(begun);
            }
            if (c >= 0 && c < ' ') {
                throw malformed("malformed");
            }
            ascii &= c > 0;
            at++;
        }
    }

    private String escaped(int begun) {
        StringBuilder text = new StringBuilder(utf8(begun, at));
        int from = at;
        while (true) {
            int c = at < bytes.length ? bytes[at] : ' ' - 1;
            if (c == '"') {
                text.append(utf8(from, at++));
                return whole(text.toString());
            }
            if (c >= 0 && c < ' ') {
                throw malformed("malformed");
            }
            if (c == '\\') {
                text.append(utf8(from, at++));
                text.append(escape());
                from = at;
            } else {
                at++;
            }
        }
    }

    private char escape() {
        int c = at < bytes.length ? bytes[at++] : 0;
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> code();
            default -> throw malformed("malformed");
        };
    }

    private char code() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = at < bytes.length && bytes[at] > 0 ? Character.digit(bytes[at++], 16) : -1;
            if (digit < 0) {
                throw malformed("malformed");
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    /** Half a character, written as an escape, could not be written again. */
    static String whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new JsonException(JsonException.Reason.MALFORMED, "half a character");
                }
                i++;
            }
        }
        return text;
    }

    private String ascii(int from, int to, int knownMax) {
        int length = to - from;
        if (length > knownMax) {
            return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        }
        int hash = length;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int place = (hash ^ hash >>> 11) & KNOWN.length - 1;
        String known = KNOWN[place];
        if (known != null && same(known, from, length)) {
            return known;
        }
        String made = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        KNOWN[place] = made;
        return made;
    }

    private boolean same(String known, int from, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }

    /** Strictly: overlong forms and halves of characters are refused. */
    private String utf8(int from, int to) {
        int i = from;
        while (i < to) {
            int c = bytes[i];
            int more = c >= 0 ? 0 : (c & 0xe0) == 0xc0 ? 1 : (c & 0xf0) == 0xe0 ? 2 : (c & 0xf8) == 0xf0 ? 3 : -1;
            if (more < 0 || i + more >= to) {
                throw notUtf8();
            }
            int code = more == 0 ? c : c & 0x3f >> more;
            for (int k = 1; k <= more; k++) {
                if ((bytes[i + k] & 0xc0) != 0x80) {
                    throw notUtf8();
                }
                code = code << 6 | bytes[i + k] & 0x3f;
            }
            boolean overlong = more == 1 && code < 0x80 || more == 2 && code < 0x800 || more == 3 && code < 0x10000;
            if (overlong || code > 0x10ffff || code >= 0xd800 && code <= 0xdfff) {
                throw notUtf8();
            }
            i += more + 1;
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    // ---------------------------------------------------------------- shared

    private void blanks() {
        while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }

    private int peek() {
        if (at == bytes.length) {
            throw malformed("malformed");
        }
        return bytes[at];
    }

    private JsonException malformed(String why) {
        return new JsonException(JsonException.Reason.MALFORMED, why + place(at));
    }

    private JsonException tooLong() {
        return new JsonException(JsonException.Reason.TOO_LONG, "a number, name or string is too long" + place(at));
    }

    private static JsonException notUtf8() {
        return new JsonException(JsonException.Reason.MALFORMED, "not UTF-8");
    }

    private String place(int of) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < of && i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                line++;
                column = 1;
            } else if ((bytes[i] & 0xc0) != 0x80) {
                column++;
            }
        }
        return " at line " + line + ", column " + column;
    }
}
