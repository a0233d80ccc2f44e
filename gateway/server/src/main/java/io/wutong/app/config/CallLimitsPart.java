package io.wutong.app.config;

import io.wutong.host.BreakerLimits;
import io.wutong.host.CallLimits;

/** Reads {@code calls} of an adapter or a peer: how much may be under way at it, and when it is cut off. */
final class CallLimitsPart {

    private CallLimitsPart() {}

    static CallLimits read(Section section, CallLimits normal) {
        BreakerLimits usual = normal.breaker();
        Scalar longest = section.scalar("breaker_open_millis_max");
        int open = Rules.integer(section.scalar("breaker_open_millis"), 100, 600_000, usual.openMillis());
        int openMax = Rules.integer(longest, 100, 3_600_000, Math.max(open, usual.openMillisMax()));
        if (openMax < open) {
            longest.wrong("不小于 breaker_open_millis", "not less than breaker_open_millis");
            openMax = open;
        }
        return new CallLimits(
                Rules.integer(section.scalar("in_flight_max"), 1, 100_000, normal.inFlightMax()),
                new BreakerLimits(
                        Rules.integer(section.scalar("breaker_window_millis"), 1_000, 600_000, usual.windowMillis()),
                        Rules.integer(section.scalar("breaker_calls_min"), 1, 100_000, usual.callsMin()),
                        Rules.integer(section.scalar("breaker_failure_percent"), 1, 100, usual.failurePercent()),
                        open,
                        openMax));
    }
}
