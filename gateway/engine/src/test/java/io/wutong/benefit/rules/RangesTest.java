package io.wutong.benefit.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges of numbers, of days and of areas, as policies write them. */
class RangesTest {

    @ParameterizedTest
    @CsvSource({
        "60-69, 60, 69, 59, 70",
        "70-,   70, 2147483647, 69, -1",
        "-17,   0,  17, -1, 18",
        "2,     2,  2,  1,  3",
        "5-5,   5,  5,  4,  6"
    })
    void should_hold_from_first_to_last(String text, int first, int last, int before, int after) {
        Range range = Range.parse(text);
        assertThat(range.holds(first)).isTrue();
        assertThat(range.holds(last)).isTrue();
        assertThat(range.holds(before)).isFalse();
        assertThat(range.holds(after)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "", "a-b", "7-6", "1-2-3"})
    void should_refuse_what_is_no_range(String text) {
        assertThatThrownBy(() -> Range.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01..2026-02-28, 2026-01-01, 2026-02-28, 2025-12-31, 2026-03-01",
        "2026-01-01..,           2026-01-01, 2999-01-01, 2025-12-31, 2025-01-01",
        "..2026-02-28,           1900-01-01, 2026-02-28, 2026-03-01, 2027-01-01",
        "2026-05-01,             2026-05-01, 2026-05-01, 2026-04-30, 2026-05-02"
    })
    void should_hold_on_both_of_its_days(
            String text, LocalDate first, LocalDate last, LocalDate outside, LocalDate alsoOutside) {
        DateRange range = DateRange.parse(text);
        assertThat(range.holds(first)).isTrue();
        assertThat(range.holds(last)).isTrue();
        assertThat(range.holds(outside)).isFalse();
        assertThat(range.holds(alsoOutside)).isFalse();
    }

    @Test
    void should_refuse_what_is_no_day() {
        assertThatThrownBy(() -> DateRange.parse("2026-02-30")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"320000, 32", "320100, 3201", "320199, 3201", "329900, 32", "320115, 320115", "990000, 99"})
    void should_keep_the_digits_that_all_institutions_of_an_area_share(String area, String prefix) {
        assertThat(Place.prefix(area)).isEqualTo(prefix);
    }

    @ParameterizedTest
    @CsvSource({"'',     local", "320115, local", "321102, in_province", "310101, out_of_province"})
    void should_see_care_from_home(String institutionArea, String place) {
        assertThat(Place.of(institutionArea, List.of("3201"))).isEqualTo(place);
    }

    @Test
    void should_tell_counts_from_money() {
        assertThat(Kinds.isCount("basic.stays")).isTrue();
        assertThat(Kinds.isCount("basic.nth@chain:C1")).isTrue();
        assertThat(Kinds.isCount("basic.paid")).isFalse();
        assertThat(Part.OWN_SHARE.text()).isEqualTo("own_share");
        assertThat(Part.OWN_SHARE.zh()).isEqualTo("按比例自付");
    }
}
