package io.wutong.host;

/**
 * When a {@link Breaker} opens, and for how long.
 *
 * @param windowMillis calls of this long are looked at
 * @param callsMin calls in it before a share counts; also the failures in a row that open it, however slowly they come
 * @param failurePercent share of failures, 1 to 100
 * @param openMillis how long it refuses before it tries one call
 * @param openMillisMax the longest it refuses while its probes fail, each time twice as long
 */
public record BreakerLimits(int windowMillis, int callsMin, int failurePercent, int openMillis, int openMillisMax) {

    public static final BreakerLimits DEFAULT = new BreakerLimits(10_000, 10, 50, 5_000, 30_000);

    public BreakerLimits {
        if (windowMillis <= 0 || callsMin <= 0 || openMillis <= 0 || openMillisMax < openMillis) {
            throw new IllegalArgumentException("limits of a breaker must be more than 0, the longest time not shorter");
        }
        if (failurePercent < 1 || failurePercent > 100) {
            throw new IllegalArgumentException("failurePercent must be 1 to 100, is " + failurePercent);
        }
    }
}
