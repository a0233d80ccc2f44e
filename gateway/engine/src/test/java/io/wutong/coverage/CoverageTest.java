package io.wutong.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.spi.Body;
import java.time.DateTimeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageTest {

    private static Coverage kept(String status, String since, String pausedFrom) {
        Coverage coverage = new Coverage("390", "1501", status, "320115", since, pausedFrom, null, 0, 0);
        return new Person("320115", "P1", 1, "h", Person.content(Body.EMPTY, List.of(coverage)))
                .read()
                .coverages()
                .get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-07-01",
                "20260701",
                "2026/07/01",
                "2026/7/1",
                "2026.07.01",
                "2026-07-01 00:00:00",
                "20260701000000",
                "2026-07-01T00:00:00.000"
            })
    void should_cover_until_the_day_of_pause_when_it_is_written_in_any_form(String paused) {
        assertThat(Coverage.day(paused)).isEqualTo("2026-07-01");
        Coverage coverage = kept("1", "20260101", paused);
        assertThat(coverage.covers("2025-12-31 23:59:59")).isFalse();
        assertThat(coverage.covers("2026-01-01")).isTrue();
        assertThat(coverage.covers("2026-06-30 23:59:59")).isTrue();
        assertThat(coverage.covers("2026-07-01 00:00:00")).isFalse();
        assertThat(coverage.covers("2026-12-01")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30", "202607", "无", "2026-07-01 23:59:59", "1/7/2026"})
    void should_refuse_a_day_and_cover_nothing_when_nobody_can_say_which_it_is(String paused) {
        assertThatThrownBy(() -> Coverage.day(paused)).isInstanceOf(DateTimeException.class);
        if (!paused.equals("2026-02-30")) {
            assertThat(kept("1", "2026-01-01", paused).covers("2026-01-01")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, '', 2026-10-01, 1",
        "2, '', 2026-10-01, 2",
        "1, 2027-01-01, 2026-12-31, 1",
        "1, 2027-01-01, 2027-01-01, 2",
        "2, 2027-01-01, 2026-12-31, 1",
        "4, 2026-01-01, 2026-12-31, 4",
    })
    void should_state_what_it_is_on_the_day_when_it_is_asked(String stated, String paused, String day, String status) {
        assertThat(kept(stated, "2020-01-01", paused).statusOn(day)).isEqualTo(status);
    }

    @Test
    void should_choose_the_one_that_covers_the_day_when_there_are_several_of_a_kind() {
        Coverage before = new Coverage("390", "1501", "1", "320115", "2020-01-01", "2026-01-01", null, 0, 0);
        Coverage after = new Coverage("390", "1501", "1", "320102", "2026-01-01", null, 0, 0);
        Insured person = new Person("320115", "P1", 1, "h", Person.content(Body.EMPTY, List.of(before, after))).read();
        assertThat(person.coverage("390", "2025-12-31").map(Coverage::area)).contains("320115");
        assertThat(person.coverage("390", "2026-01-01").map(Coverage::area)).contains("320102");
        assertThat(person.coverage("", "2026-01-01").map(Coverage::area)).contains("320102");
        assertThat(person.coverage("390", "2019-01-01").map(Coverage::area)).contains("320115");
    }
}
