package io.wutong.cure;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A day, or some days in a row as a region's calendar says them: {@code 2026-10-01..2026-10-07}. */
public record DaySpan(LocalDate first, LocalDate last) {

    /** Longer is no holiday but a slip of the pen. */
    public static final int DAYS_MAX = 31;

    private static final String NONE = "none";
    private static final String BETWEEN = "..";

    /** What a rule says: {@code none}, or days and spans with blanks between; empty when it is neither. */
    public static Optional<List<DaySpan>> list(String value) {
        if (value.equals(NONE)) {
            return Optional.of(List.of());
        }
        try {
            return Optional.of(Stream.of(value.split(" ", -1)).map(DaySpan::of).toList());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static DaySpan of(String said) {
        int between = said.indexOf(BETWEEN);
        DaySpan span = between < 0
                ? new DaySpan(LocalDate.parse(said), LocalDate.parse(said))
                : new DaySpan(
                        LocalDate.parse(said.substring(0, between)),
                        LocalDate.parse(said.substring(between + BETWEEN.length())));
        long days = ChronoUnit.DAYS.between(span.first, span.last) + 1;
        if (days < 1 || days > DAYS_MAX || span.first.getYear() < 2000 || span.last.getYear() > 2999) {
            throw new DateTimeParseException("from 1 to " + DAYS_MAX + " days of this millennium", said, 0);
        }
        return span;
    }

    boolean has(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }
}
