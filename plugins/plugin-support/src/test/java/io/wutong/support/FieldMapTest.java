package io.wutong.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldMapTest {

    private static final FieldMap MAP = FieldMap.load(FieldMapTest.class, "fieldmap-example.csv");

    @Test
    void should_write_each_field_in_its_format_and_order() {
        Body input = Json.read("{\"begntime\":\"2025-01-02 03:04:05\",\"gend\":\"2\",\"amount\":12.5,"
                + "\"pric\":\"1.23456\",\"kind\":\"77\",\"name\":\"张三\"}");
        assertThat(MAP.fields(input::text))
                .containsExactly(
                        java.util.Map.entry("aae030", "20250102"),
                        java.util.Map.entry("aac004", "2"),
                        java.util.Map.entry("aae019", "12.50"),
                        java.util.Map.entry("bka040", "1.2346"),
                        java.util.Map.entry("bka006", "77"),
                        java.util.Map.entry("aac003", "张三"));
    }

    @Test
    void should_take_the_second_source_the_default_or_null_when_not_given() {
        Body input = Json.read("{\"begntime\":\"20250102\",\"sex\":\"5\",\"amount\":\"3\"}");
        Body body = MAP.body(input::text);
        assertThat(body.text("aac004")).contains("9");
        assertThat(body.text("bka006")).contains("120");
        assertThat(body.get("aac003")).isEqualTo(Value.Null.NULL);
        assertThat(body.get("aae019")).isEqualTo(new Value.Num("3.00"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|begntime: missing",
                "{\"begntime\":\"2025-02-30\",\"amount\":1}|begntime: not a date or time",
                "{\"begntime\":\"20250102\",\"amount\":1.005}|amount: not an amount of yuan",
                "{\"begntime\":\"20250102\",\"amount\":1,\"pric\":\"1e3\"}|pric: not a number",
                "{\"begntime\":\"20250102\",\"amount\":1,\"name\":\"一二三四五六\"}|name: longer than 5 characters"
            })
    void should_name_the_field_when_it_is_missing_or_does_not_fit(String input, String message) {
        Body body = Json.read(input);
        assertThatThrownBy(() -> MAP.fields(body::text))
                .isInstanceOf(FieldException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b,text,required", "a,b,float,required,", "a,b,text,maybe,", "a,b,codes:x,required,"})
    void should_refuse_a_map_that_is_not_one(String line) {
        assertThatThrownBy(() -> FieldMap.parse("test", line)).isInstanceOf(IllegalArgumentException.class);
    }
}
