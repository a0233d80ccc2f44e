package io.wutong.http;

import io.wutong.port.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * How often each terminal may look somebody up in an hour; a stolen key cannot be used to try numbers. One for all loops
 * of a process: otherwise each new connection might find another loop's allowance.
 */
public final class HourlyQuota {

    static final int LOOK_UPS_PER_HOUR_MAX = 600;
    private static final long HOUR_SECONDS = 3_600;

    private final Clock clock;
    private final Map<String, Integer> counts = new HashMap<>();
    private long hour;

    public HourlyQuota(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean take(String terminal) {
        long now = clock.now().getEpochSecond() / HOUR_SECONDS;
        if (now != hour) {
            hour = now;
            counts.clear();
        }
        return counts.merge(terminal, 1, Integer::sum) <= LOOK_UPS_PER_HOUR_MAX;
    }
}
