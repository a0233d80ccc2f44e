package io.wutong.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormsTest {

    private static Map<String, String> read(String form) {
        return Forms.read(form.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Test
    void should_read_what_was_written_when_values_hold_anything() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("b", "住院 个人&自付=1+1%");
        fields.put("a", "");
        for (Charset charset : new Charset[] {StandardCharsets.UTF_8, Charsets.GBK}) {
            byte[] form = Forms.write(fields, charset).getBytes(StandardCharsets.US_ASCII);
            assertThat(Forms.read(form, charset)).containsExactlyEntriesOf(fields);
        }
        assertThat(read("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a=1&a=2, form.duplicate",
        "a=1&%61=2, form.duplicate",
        "a=1&, form.malformed",
        "=1, form.malformed",
        "a, form.malformed",
        "a=%4, form.malformed",
        "a=%4g, form.malformed",
        "a=%-1, form.malformed",
        "a=%ff%fe, form.charset"
    })
    void should_refuse_when_it_is_no_form(String form, String cause) {
        assertThatThrownBy(() -> read(form)).isInstanceOf(BadAnswer.class).hasMessage(cause);
    }

    @Test
    void should_refuse_when_there_are_too_many_fields() {
        StringBuilder form = new StringBuilder("f0=");
        for (int i = 1; i <= Forms.FIELDS_MAX; i++) {
            form.append("&f").append(i).append('=');
        }
        assertThatThrownBy(() -> read(form.toString())).hasMessage("form.malformed");
    }
}
