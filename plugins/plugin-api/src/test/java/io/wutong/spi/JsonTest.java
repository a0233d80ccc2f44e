package io.wutong.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1.0,\"b\":null,\"c\":\"\",\"d\":[],\"e\":{},\"f\":1e400,\"g\":-0.00}",
                "{\"z\":1,\"a\":[{\"y\":true},null,\"汉字\",[1]],\"m\":false}"
            })
    void should_keep_order_null_and_number_text_when_written_again(String text) {
        assertThat(Json.writeText(Json.read(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"a\":1,\"a\":2}|DUPLICATE_NAME",
                "{/*c*/\"a\":1}|MALFORMED",
                "{\"a\":1} x|MALFORMED",
                "{\"a\":NaN}|MALFORMED",
                "{\"a\":01}|MALFORMED",
                "[1]|NOT_AN_OBJECT",
                "{\"a\":11111111111111111111111111111111111111111111}|TOO_LONG"
            })
    void should_refuse_when_text_is_not_strict_json(String text, JsonException.Reason reason) {
        assertThatThrownBy(() -> Json.read(text))
                .isInstanceOf(JsonException.class)
                .extracting(e -> ((JsonException) e).reason())
                .isEqualTo(reason);
    }

    @Test
    void should_refuse_when_nested_too_deep() {
        String text = "{\"a\":" + "[".repeat(Json.DEPTH_MAX) + "]".repeat(Json.DEPTH_MAX) + "}";
        assertThatThrownBy(() -> Json.read(text))
                .extracting(e -> ((JsonException) e).reason())
                .isEqualTo(JsonException.Reason.TOO_DEEP);
    }

    @Test
    void should_refuse_when_not_utf8() {
        byte[] gbk = "{\"a\":\"中文\"}".getBytes(java.nio.charset.Charset.forName("GBK"));
        assertThatThrownBy(() -> Json.read(gbk)).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> Json.read("".getBytes(StandardCharsets.UTF_8))).isInstanceOf(JsonException.class);
    }

    @Test
    void should_tell_absent_null_and_empty_apart() {
        Body body = Json.read("{\"n\":null,\"e\":\"\"}");
        assertThat(body.get("x")).isNull();
        assertThat(body.get("n")).isEqualTo(Value.Null.NULL);
        assertThat(body.get("e")).isEqualTo(Value.text(""));
        assertThat(body.text("n")).isEmpty();
        assertThat(body.text("e")).isEmpty();
    }

    @Test
    void should_write_what_a_library_writes_when_texts_hold_any_characters() throws IOException {
        Random random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            String text = anyText(random, round % 7 == 0 ? 2_000 : 40);
            Body body = Body.builder()
                    .put("name" + text.substring(0, 3), text)
                    .put("list", List.of(Value.text(text), Value.number(round), new Value.Bool(true), Body.EMPTY))
                    .build();

            assertThat(new String(Json.write(body), StandardCharsets.UTF_8)).isEqualTo(byLibrary(text, round));
        }
    }

    @Test
    void should_write_an_object_as_before_when_it_is_written_into_another() {
        Body inner = Json.read("{\"a\":\"汉字\",\"b\":[1,null]}");

        String alone = Json.writeText(inner);

        assertThat(Json.write(inner)).asString(StandardCharsets.UTF_8).isEqualTo(alone);
        assertThat(Json.writeText(Body.of("o", inner))).isEqualTo("{\"o\":" + alone + "}");
        assertThat(Json.writeText(inner.with("c", Value.text("x")))).isEqualTo(alone.replace("}", ",\"c\":\"x\"}"));
    }

    @Test
    void should_keep_a_built_object_as_it_was_when_its_builder_goes_on() {
        Body.Builder builder = Body.builder().put("a", 1);
        Body first = builder.build();

        Body second = builder.put("b", 2).build();

        assertThat(Json.writeText(first)).isEqualTo("{\"a\":1}");
        assertThat(Json.writeText(second)).isEqualTo("{\"a\":1,\"b\":2}");
    }

    @Test
    void should_find_each_name_and_no_other_however_many_there_are_and_wherever_their_hashes_meet() {
        for (int count = 0; count <= 130; count++) {
            Body.Builder builder = Body.builder(count % 70);
            for (int i = 0; i < count; i++) {
                builder.put(name(i), i);
                builder.put(name(i / 2), i / 2); // stands already
                if (i % 10 == 9) {
                    builder.build(); // goes on with a copy
                }
            }
            Body body = builder.build();
            assertThat(body.fields()).hasSize(count);
            for (int i = 0; i < count; i++) {
                assertThat(body.textOr(new String(name(i).toCharArray()), "")).isEqualTo(Integer.toString(i));
            }
            assertThat(body.has(name(count))).isFalse();
        }
    }

    /** Each two of one hash. */
    private static String name(int i) {
        return i / 2 + (i % 2 == 0 ? "Aa" : "BB");
    }

    @Test
    void should_read_what_a_bare_parser_reads_when_texts_are_anything() {
        Random random = new Random(2);
        byte[] sound =
                ("{\"name\":\"汉字 \\ud83d\\ude00\\n\\\"\",\"n\":[0,-1.50,2e+7,0.0],\"o\":{\"a\":true,\"b\":null}, "
                                + "\"f\" : false,\"e\":{},\"l\":[],\"é\":\"😀\"}")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] some = "\"\\{}[]:,0123.eE+-truefalsn u\u0001\té😀".getBytes(StandardCharsets.UTF_8);
        int read = 0;
        for (int round = 0; round < 60_000; round++) {
            byte[] text = sound.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                text[random.nextInt(text.length)] = some[random.nextInt(some.length)];
            }
            String ours = ours(text);
            assertThat(ours).as(new String(text, StandardCharsets.UTF_8)).isEqualTo(theirs(text));
            read += ours.isEmpty() ? 0 : 1;
        }
        assertThat(read).as("some are still sound").isGreaterThan(1_000);
    }

    /** Written again; empty when it is refused. */
    private static String ours(byte[] text) {
        try {
            return Json.writeText(Json.read(text));
        } catch (JsonException e) {
            return "";
        }
    }

    private static String theirs(byte[] text) {
        try {
            String strict = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(text))
                    .toString();
            StringBuilder out = new StringBuilder();
            try (JsonParser parser = new JsonFactory()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .createParser(strict)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    return "";
                }
                copy(parser, out);
                return parser.nextToken() == null ? out.toString() : "";
            }
        } catch (IOException e) {
            return "";
        }
    }

    private static void copy(JsonParser parser, StringBuilder out) throws IOException {
        JsonToken token = parser.currentToken();
        if (token.isStructStart()) {
            out.append(parser.getText());
            String comma = "";
            while (!parser.nextToken().isStructEnd()) {
                out.append(comma);
                comma = ",";
                if (parser.currentToken() == JsonToken.FIELD_NAME) {
                    out.append(quoted(parser.currentName())).append(':');
                    parser.nextToken();
                }
                copy(parser, out);
            }
            out.append(parser.getText());
        } else {
            out.append(token == JsonToken.VALUE_STRING ? quoted(parser.getText()) : parser.getText());
        }
    }

    private static String quoted(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new IOException("half a character");
            }
        }
        return Json.writeText(Value.text(text));
    }

    private static String anyText(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int kind = random.nextInt(8);
            int bound = kind < 4 ? 0x80 : kind < 6 ? 0x800 : kind < 7 ? 0xd800 : 0x10ffff;
            int point = random.nextInt(bound);
            text.appendCodePoint(point);
        }
        return text.toString();
    }

    private static String byLibrary(String text, int number) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = new JsonFactory().createGenerator(out)) {
            generator.writeStartObject();
            generator.writeStringField("name" + text.substring(0, 3), text);
            generator.writeArrayFieldStart("list");
            generator.writeString(text);
            generator.writeNumber(number);
            generator.writeBoolean(true);
            generator.writeStartObject();
            generator.writeEndObject();
            generator.writeEndArray();
            generator.writeEndObject();
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
