package io.wutong.cure;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.port.Clock;
import io.wutong.topology.Areas;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkingDaysTest {

    private static final RegionRules RULES = RegionRules.SHIPPED.with(List.of(
            Map.of("area", "100000", "rule", "holidays", "value", "2026-05-01..2026-05-05 2026-06-19"),
            Map.of("area", "100000", "rule", "workdays", "value", "2026-05-09")));

    @ParameterizedTest
    @CsvSource({
        "2026-04-30T10:00, 1, 2026-05-06T10:00",
        "2026-05-08T10:00, 1, 2026-05-09T10:00",
        "2026-05-08T10:00, 2, 2026-05-11T10:00",
        "2026-06-18T10:00, 1, 2026-06-22T10:00",
        "2026-11-20T10:00, 2, 2026-11-24T10:00"
    })
    void should_leave_out_holidays_and_count_worked_weekends_when_days_are_given(String from, int days, String end) {
        Instant at = LocalDateTime.parse(from).atZone(Clock.ZONE).toInstant();
        assertThat(at.plus(WorkingDays.of(RULES, Areas.of(List.of()), "320115").until(at, days)))
                .isEqualTo(LocalDateTime.parse(end).atZone(Clock.ZONE).toInstant());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-10-07..2026-10-01", "2000-01-01..2999-12-31", "2026-02-30", "tomorrow"})
    void should_count_weekdays_when_a_calendar_is_none(String holidays) {
        RegionRules wrong =
                RegionRules.SHIPPED.with(List.of(Map.of("area", "100000", "rule", "holidays", "value", holidays)));
        Instant at = LocalDateTime.parse("2026-10-01T10:00").atZone(Clock.ZONE).toInstant();
        assertThat(WorkingDays.of(wrong, Areas.of(List.of()), "320115").until(at, 2))
                .isEqualTo(Duration.ofDays(4));
    }
}
