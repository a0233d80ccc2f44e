package io.wutong.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"output\":{\"a\": 1.00 },\"cainfo\":\"x\"}|{\"a\": 1.00 }",
                "{ \"output\" : \"{\\\"a\\\":\\\"}\\\"}\" }|\"{\\\"a\\\":\\\"}\\\"}\"",
                "{\"x\":{\"output\":1},\"output\":[{},{\"b\":\"]\"}]}|[{},{\"b\":\"]\"}]",
                "{\"x\":\"\\\"output\\\":1\",\"output\":null}|null",
                "{\"output\":-1.50 ,\"y\":2}|-1.50",
            })
    void should_give_the_characters_as_they_stand_when_the_outermost_object_has_the_name(String json, String piece) {
        assertThat(JsonText.valueOf(json, "output")).contains(piece);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"{}|", "{\"x\":{\"output\":1}}|", "{\"x\":\"output\"}|"})
    void should_give_nothing_when_only_something_inside_has_the_name(String json, String none) {
        assertThat(JsonText.valueOf(json, "output")).isEmpty();
        assertThat(none).isNull();
    }
}
