package io.wutong.coverage.rules;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a person's coverage elsewhere ends and the one that he moves to begins: on one day, so that every day is covered by
 * one of them and by no more. Spells are half open: from the first day to the first that is not covered any more.
 *
 * <pre>
 *   former  since ───────────────┤ day          goes on, or ended after the new one began: ends where that begins
 *   new             ┌ since      ├──────▶
 *   former  since ──┤ ended                      ended before: the new one begins there, if that is not too long ago
 *   new             ├╌╌╌╌╌ since ────────▶
 * </pre>
 *
 * What the former home has paid for stays its own: the day is never before the day after that.
 */
public final class Joining {

    private Joining() {}

    /**
     * A coverage of elsewhere.
     *
     * @param since its first day
     * @param end the first day that it does not cover; null while it goes on
     * @param usedTo the last day on which it has paid; null for none
     */
    public record Former(
            LocalDate since,
            @Nullable LocalDate end,
            @Nullable LocalDate usedTo) {

        /** The first day that it does not cover once the new one begins on a day. */
        public LocalDate endsAt(LocalDate day) {
            LocalDate ends = end != null && end.isBefore(day) ? end : day;
            return ends.isBefore(since) ? since : ends;
        }

        /** The first day that the new one may have: what this one has paid for stays its own, as far as it reaches. */
        private @Nullable LocalDate free() {
            return usedTo == null ? null : endsAt(usedTo.plusDays(1));
        }

        /** Whether the new one may begin on a day: the two meet on it, and what this one has paid for stays its own. */
        public boolean meets(LocalDate day) {
            LocalDate ends = endsAt(day);
            LocalDate free = free();
            return !ends.isBefore(day) && (free == null || !ends.isBefore(free));
        }
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * The day on which the new coverage takes over; empty when more days than that lie between the two.
     *
     * @param gapDaysMax days that may be made up for
     */
    public static Optional<LocalDate> day(Former former, LocalDate newSince, int gapDaysMax) {
        LocalDate end = former.end() == null || former.end().isAfter(newSince) ? newSince : former.end();
        LocalDate free = former.free();
        LocalDate day = free == null ? end : later(end, free);
        return ChronoUnit.DAYS.between(day, newSince) > gapDaysMax ? Optional.empty() : Optional.of(day);
    }
}
