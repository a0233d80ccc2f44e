package io.wutong.cure;

import io.wutong.port.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;

/** Time that agencies and hospitals are given: days on which they work, Monday to Friday. */
final class WorkingDays {

    private WorkingDays() {}

    /** How long it is until as many working days have passed. */
    static Duration until(Instant from, int days) {
        LocalDateTime at = LocalDateTime.ofInstant(from, Clock.ZONE);
        LocalDateTime end = at;
        for (int left = days; left > 0; ) {
            end = end.plusDays(1);
            if (end.getDayOfWeek() != DayOfWeek.SATURDAY && end.getDayOfWeek() != DayOfWeek.SUNDAY) {
                left--;
            }
        }
        return Duration.between(at, end);
    }
}
