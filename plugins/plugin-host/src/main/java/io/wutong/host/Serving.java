package io.wutong.host;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which visits of its area an adapter serves, where an area has several legacy systems: by coverage, and by the day on
 * which a visit began.
 *
 * @param insutypes coverages; empty for all
 * @param from the first day, null for any
 * @param until the day after the last, null for any
 * @param or others that it serves besides, null for none: a system that gives up one coverage and keeps another is one
 *     adapter still, whose memory of its visits goes on
 */
public record Serving(
        Set<String> insutypes,
        @Nullable LocalDate from,
        @Nullable LocalDate until,
        @Nullable Serving or) {

    public static final Serving ALL = new Serving(Set.of(), null, null, null);

    public Serving {
        insutypes = Set.copyOf(insutypes);
        if (from != null && until != null && !from.isBefore(until)) {
            throw new IllegalArgumentException("from must be before until");
        }
    }

    public Serving(Set<String> insutypes, @Nullable LocalDate from, @Nullable LocalDate until) {
        this(insutypes, from, until, null);
    }

    /** What this serves, and what another does. */
    public Serving or(Serving other) {
        return new Serving(insutypes, from, until, or == null ? other : or.or(other));
    }

    /** @param insutype {@code ""} while it is not known, which any coverage may turn out to be */
    public boolean covers(String insutype, LocalDate began) {
        return coversAlone(insutype, began) || (or != null && or.covers(insutype, began));
    }

    private boolean coversAlone(String insutype, LocalDate began) {
        return (insutypes.isEmpty() || insutype.isEmpty() || insutypes.contains(insutype))
                && (from == null || !began.isBefore(from))
                && (until == null || began.isBefore(until));
    }

    /** Whether there is a visit that both would serve. */
    boolean overlaps(Serving other) {
        return overlapsAlone(other) || (or != null && or.overlaps(other)) || (other.or != null && overlaps(other.or));
    }

    private boolean overlapsAlone(Serving other) {
        boolean coverage = insutypes.isEmpty()
                || other.insutypes.isEmpty()
                || insutypes.stream().anyMatch(other.insutypes::contains);
        return coverage && !endsBefore(other) && !other.endsBefore(this);
    }

    private boolean endsBefore(Serving other) {
        return until != null && other.from != null && !until.isAfter(other.from);
    }
}
