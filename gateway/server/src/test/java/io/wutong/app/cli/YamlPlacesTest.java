package io.wutong.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class YamlPlacesTest {

    private static final String YAML = """
            policy: x
            basic:
              ratio: lots
            layers:
              - name: a
                brackets:
                  - {from: 1, ratio: 2%}
                  - {from: 2, ratio: oops}
            """;

    @Test
    void should_name_line_and_column_when_the_message_names_a_key() {
        assertThat(YamlPlaces.located(YAML, "basic.ratio: a percentage"))
                .isEqualTo("line 3, column 10: basic.ratio: a percentage");
        assertThat(YamlPlaces.located(YAML, "layers[0].brackets[1].ratio: no"))
                .isEqualTo("line 8, column 26: layers[0].brackets[1].ratio: no");
    }

    @Test
    void should_name_the_mapping_when_a_key_is_missing_from_it() {
        assertThat(YamlPlaces.located(YAML, "basic.cap_year: missing")).startsWith("line 3, column 3: ");
        assertThat(YamlPlaces.located(YAML, "title: missing")).startsWith("line 1, column 1: ");
    }

    @Test
    void should_leave_the_message_when_it_names_none() {
        assertThat(YamlPlaces.located(YAML, "line 2, area: 'x'")).isEqualTo("line 2, area: 'x'");
        assertThat(YamlPlaces.located("a,b\n1,2\n", "area: unknown area 1")).isEqualTo("area: unknown area 1");
    }
}
