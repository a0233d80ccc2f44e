package io.wutong.envelope;

import io.wutong.spi.Outcome;
import java.util.Optional;

/** Reads from an outcome that somebody on the way is cut off by a breaker, and for how long still. */
public final class Suspension {

    /** What the cause of such a NotSent begins with; the seconds follow. */
    public static final String CAUSE = "breaker_open.";

    private static final int SECONDS_MAX = 3_600;

    private Suspension() {}

    /** Seconds until it is worth trying again; empty for every other outcome. */
    public static Optional<Integer> seconds(Outcome<?> outcome) {
        if (!(outcome instanceof Outcome.NotSent<?> notSent) || !notSent.cause().startsWith(CAUSE)) {
            return Optional.empty();
        }
        String digits = notSent.cause().substring(CAUSE.length());
        // it may come from another process
        return digits.matches("[0-9]{1,6}")
                ? Optional.of(Math.max(1, Math.min(Integer.parseInt(digits), SECONDS_MAX)))
                : Optional.of(1);
    }
}
