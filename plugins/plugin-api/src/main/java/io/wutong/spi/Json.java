package io.wutong.spi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(NUMBER_LENGTH_MAX)
                    .maxStringLength(STRING_LENGTH_MAX)
                    .maxNameLength(NAME_LENGTH_MAX)
                    .maxDocumentLength(DOCUMENT_BYTES_MAX)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Most messages fit; what is longer gets characters of its own. */
    private static final int SCRATCH_CHARACTERS = 16 * 1024;

    /** What a thread decodes with, again and again: no message is copied into characters that are new. */
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

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
        return read(decode(utf8));
    }

    private static Body read(CharBuffer text) {
        try (JsonParser parser = FACTORY.createParser(text.array(), text.position(), text.remaining())) {
            Value value = parser.nextToken() == null ? malformed("empty") : value(parser);
            if (parser.nextToken() != null) {
                return malformed("text after the end of the object");
            }
            if (value instanceof Body body) {
                return body;
            }
            throw new JsonException(JsonException.Reason.NOT_AN_OBJECT, "not a JSON object");
        } catch (StreamConstraintsException e) {
            boolean deep = String.valueOf(e.getMessage()).contains("depth");
            throw new JsonException(
                    deep ? JsonException.Reason.TOO_DEEP : JsonException.Reason.TOO_LONG,
                    deep
                            ? "nested deeper than " + DEPTH_MAX
                            : "a number, name or string is too long" + at(e.getLocation()));
        } catch (JsonProcessingException e) {
            throw new JsonException(JsonException.Reason.MALFORMED, "malformed" + at(e.getLocation()));
        } catch (IOException e) {
            return malformed("unreadable");
        }
    }

    /** Strictly: the parser by itself would take overlong forms, and text in UTF-16 too. */
    private static CharBuffer decode(byte[] utf8) {
        Scratch scratch = SCRATCH.get();
        CharBuffer text = room(scratch, utf8.length);
        CharsetDecoder decoder = scratch.decoder.reset();
        CoderResult result = decoder.decode(ByteBuffer.wrap(utf8), text, true);
        if (result.isError() || decoder.flush(text).isError()) {
            return malformed("not UTF-8");
        }
        return withoutMark(text.flip());
    }

    private static final class Scratch {
        final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        final CharBuffer characters = CharBuffer.allocate(SCRATCH_CHARACTERS);
    }

    /** Half a character, written as an escape, could not be written again. */
    private static String unicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return malformed("half a character");
                }
                i++;
            }
        }
        return text;
    }

    /** As {@link #read(byte[])}, from a string. */
    public static Body read(String text) {
        if (text.length() > DOCUMENT_BYTES_MAX / 3) {
            return read(text.getBytes(StandardCharsets.UTF_8));
        }
        CharBuffer characters = room(SCRATCH.get(), text.length());
        text.getChars(0, text.length(), characters.array(), 0);
        characters.limit(text.length());
        return read(withoutMark(characters));
    }

    /** For a text of so many characters at most. */
    private static CharBuffer room(Scratch scratch, int length) {
        return length <= SCRATCH_CHARACTERS ? scratch.characters.clear() : CharBuffer.allocate(length);
    }

    private static CharBuffer withoutMark(CharBuffer text) {
        return text.hasRemaining() && text.get(0) == BYTE_ORDER_MARK ? text.position(1) : text;
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

    private static Value value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                Body.Builder builder = Body.builder();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = unicode(parser.currentName());
                    if (builder.has(name)) {
                        throw new JsonException(
                                JsonException.Reason.DUPLICATE_NAME,
                                "a name stands twice" + at(parser.currentTokenLocation()));
                    }
                    parser.nextToken();
                    builder.append(name, value(parser));
                }
                yield builder.build();
            }
            case START_ARRAY -> {
                List<Value> values = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(value(parser));
                }
                yield new Value.Items(values);
            }
            case VALUE_STRING -> new Value.Text(unicode(parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Value.Num(parser.getText());
            case VALUE_TRUE -> new Value.Bool(true);
            case VALUE_FALSE -> new Value.Bool(false);
            case VALUE_NULL -> Value.Null.NULL;
            default -> malformed("malformed");
        };
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static <T> T malformed(String why) {
        throw new JsonException(JsonException.Reason.MALFORMED, why);
    }
}
