package io.wutong.benefit.rules;

import java.time.DateTimeException;
import java.time.LocalDate;

/** Days from and to, both included, written {@code 2021-01-01..2021-02-28}; either end may be empty. */
public record DateRange(LocalDate from, LocalDate to) {

    private static final String DOTS = "..";

    /**
     * Reads a range of days.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static DateRange parse(String text) {
        try {
            int dots = text.indexOf(DOTS);
            if (dots < 0) {
                return new DateRange(LocalDate.parse(text), LocalDate.parse(text));
            }
            String from = text.substring(0, dots);
            String to = text.substring(dots + DOTS.length());
            return new DateRange(
                    from.isEmpty() ? LocalDate.MIN : LocalDate.parse(from),
                    to.isEmpty() ? LocalDate.MAX : LocalDate.parse(to));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("days such as 2021-01-01..2021-02-28 were expected, not " + text, e);
        }
    }

    public boolean holds(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }
}
