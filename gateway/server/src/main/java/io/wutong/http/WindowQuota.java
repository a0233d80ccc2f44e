package io.wutong.http;

import io.wutong.port.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * How often each name may do something in a window of time. One for all loops of a process: otherwise each new connection
 * might find another loop's allowance.
 */
public final class WindowQuota {

    private final Clock clock;
    private final long windowSeconds;
    private final int max;
    private final Map<String, Integer> counts = new HashMap<>();
    private long window;

    private WindowQuota(Clock clock, long windowSeconds, int max) {
        this.clock = clock;
        this.windowSeconds = windowSeconds;
        this.max = max;
    }

    /** Look-ups of a terminal: a stolen key cannot be used to try numbers. */
    public static WindowQuota lookUps(Clock clock) {
        return new WindowQuota(clock, 3_600, 600);
    }

    /** Callbacks from one address: each costs RSA, whoever sent it. A channel sends again what was turned away. */
    public static WindowQuota callbacks(Clock clock) {
        return new WindowQuota(clock, 1, 200);
    }

    /** Pages of patients: a token cannot be guessed, but each try reads. Behind a proxy many patients have one address. */
    static WindowQuota patients(Clock clock) {
        return new WindowQuota(clock, 1, 100);
    }

    synchronized boolean take(String name) {
        long now = clock.now().getEpochSecond() / windowSeconds;
        if (now != window) {
            window = now;
            counts.clear();
        }
        return counts.merge(name, 1, Integer::sum) <= max;
    }
}
