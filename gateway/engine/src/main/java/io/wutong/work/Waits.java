package io.wutong.work;

import io.wutong.port.Random;
import java.time.Duration;
import java.time.Instant;

/** How long asking waits between tries: 1, 2, 4 … 60 seconds, then each minute for a day, then it is an operator's. */
public final class Waits {

    /** Tries in a day. */
    public static final int TRIES_MAX = 6 + 24 * 60;

    private static final int SECONDS_MAX = 60;

    /** The longest wait with its jitter; a time further ahead than this was written by a clock that went wrong. */
    public static final Duration LONGEST = Duration.ofSeconds(SECONDS_MAX + SECONDS_MAX / 10);

    private Waits() {}

    /**
     * The wait after some tries, and up to a tenth more so that many do not come at once.
     *
     * @param tries made so far
     * @param jitter 0 to 99
     */
    public static Duration after(int tries, int jitter) {
        long seconds = tries >= 6 ? SECONDS_MAX : 1L << Math.max(0, tries);
        return Duration.ofMillis(seconds * (1_000 + jitter));
    }

    /** Drawn once for a decision, which may be made more than once. */
    public static int jitter(Random random) {
        return (int) (Long.parseLong(random.hex(4), 16) % 100);
    }

    /** Whether a time has come; one that lies further ahead than any wait has come too, since no wait has set it. */
    public static boolean due(Instant at, Instant now) {
        return !at.isAfter(now) || at.isAfter(now.plus(LONGEST));
    }
}
