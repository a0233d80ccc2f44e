package io.wutong.cure;

import io.wutong.port.Clock;
import io.wutong.topology.Areas;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Time that agencies and hospitals are given: days on which they work. That is Monday to Friday, but for a region's
 * {@code holidays}, and its {@code workdays}, on which a weekend is worked; both are days and spans of days
 * ({@code 2026-10-01..2026-10-07}) with blanks between.
 */
final class WorkingDays {

    private static final String NONE = "none";
    private static final String SPAN = "..";

    private final Set<LocalDate> holidays;
    private final Set<LocalDate> worked;

    private WorkingDays(Set<LocalDate> holidays, Set<LocalDate> worked) {
        this.holidays = holidays;
        this.worked = worked;
    }

    static WorkingDays of(RegionRules rules, Areas areas, String area) {
        return new WorkingDays(
                days(rules.list(areas, area, RegionRules.HOLIDAYS)),
                days(rules.list(areas, area, RegionRules.WORKDAYS)));
    }

    private static Set<LocalDate> days(List<String> said) {
        Set<LocalDate> days = new HashSet<>();
        for (String one : said) {
            if (!one.equals(NONE)) {
                int span = one.indexOf(SPAN);
                LocalDate first = LocalDate.parse(span < 0 ? one : one.substring(0, span));
                LocalDate last = span < 0 ? first : LocalDate.parse(one.substring(span + SPAN.length()));
                first.datesUntil(last.plusDays(1)).forEach(days::add);
            }
        }
        return days;
    }

    private boolean isWorked(LocalDate day) {
        boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        return worked.contains(day) || !weekend && !holidays.contains(day);
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
