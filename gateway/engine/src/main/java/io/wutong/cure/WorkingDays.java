package io.wutong.cure;

import io.wutong.port.Clock;
import io.wutong.topology.Areas;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/**
 * Time that agencies and hospitals are given: days on which they work. That is Monday to Friday, but for a region's
 * {@code holidays}, and its {@code workdays}, on which a weekend is worked; both are days and spans of days
 * ({@code 2026-10-01..2026-10-07}) with blanks between.
 */
final class WorkingDays {

    private final List<DaySpan> holidays;
    private final List<DaySpan> worked;

    private WorkingDays(List<DaySpan> holidays, List<DaySpan> worked) {
        this.holidays = holidays;
        this.worked = worked;
    }

    /** What no import would take counts as none: a message is never refused over a calendar. */
    static WorkingDays of(RegionRules rules, Areas areas, String area) {
        return new WorkingDays(
                DaySpan.list(rules.of(areas, area, RegionRules.HOLIDAYS)).orElse(List.of()),
                DaySpan.list(rules.of(areas, area, RegionRules.WORKDAYS)).orElse(List.of()));
    }

    private boolean isWorked(LocalDate day) {
        boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        return worked.stream().anyMatch(span -> span.has(day))
                || !weekend && holidays.stream().noneMatch(span -> span.has(day));
    }

    /** How long it is until as many working days have passed. */
    Duration until(Instant from, int days) {
        LocalDateTime at = LocalDateTime.ofInstant(from, Clock.ZONE);
        LocalDateTime end = at;
        for (int left = days; left > 0; ) {
            end = end.plusDays(1);
            if (isWorked(end.toLocalDate())) {
                left--;
            }
        }
        return Duration.between(at, end);
    }
}
