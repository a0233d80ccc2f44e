package io.wutong.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatesTest {

    @ParameterizedTest
    @CsvSource({
        "20240229, 2024-02-29T00:00",
        "2024-02-29, 2024-02-29T00:00",
        "20240229010203, 2024-02-29T01:02:03",
        "2024-02-29 01:02:03, 2024-02-29T01:02:03"
    })
    void should_read_each_form_and_write_it_again(String text, LocalDateTime time) {
        assertThat(Dates.parse(text)).isEqualTo(time);
        assertThat(new String[] {Dates.d8(time), Dates.d10(time), Dates.dt14(time), Dates.dt19(time)})
                .contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"20230229", "2024-13-01", "2024-02-29T01:02:03", "20240229240000", "", "2024"})
    void should_refuse_when_no_such_day_or_form(String text) {
        assertThatThrownBy(() -> Dates.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
