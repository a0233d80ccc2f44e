package io.wutong.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
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
}
