package io.wutong.catalogue.rules;

import java.time.LocalDate;

/**
 * Days, both ends included.
 *
 * @param from {@link LocalDate#MIN} without a beginning
 * @param to {@link LocalDate#MAX} without an end
 */
public record Validity(LocalDate from, LocalDate to) {

    public static final Validity ALWAYS = new Validity(LocalDate.MIN, LocalDate.MAX);

    public Validity {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("止日早于起日 · ends before it begins");
        }
    }

    public boolean has(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }

    public boolean overlaps(Validity other) {
        return !to.isBefore(other.from) && !other.to.isBefore(from);
    }

    /** Reads {@code yyyy-MM-dd}; empty is without an end on that side. */
    public static Validity parse(String from, String to) {
        return new Validity(
                from.isEmpty() ? LocalDate.MIN : LocalDate.parse(from),
                to.isEmpty() ? LocalDate.MAX : LocalDate.parse(to));
    }

    public String fromText() {
        return from.equals(LocalDate.MIN) ? "" : from.toString();
    }

    public String toText() {
        return to.equals(LocalDate.MAX) ? "" : to.toString();
    }
}
