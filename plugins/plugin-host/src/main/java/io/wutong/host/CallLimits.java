package io.wutong.host;

/**
 * What may be under way at one adapter or one peer, and when it is cut off.
 *
 * @param inFlightMax calls under way and waiting, all loops together; the next one is refused early
 */
public record CallLimits(int inFlightMax, BreakerLimits breaker) {

    /** Of an adapter, where its own descriptor does not ask for less. */
    public static final CallLimits ADAPTER = new CallLimits(200, BreakerLimits.DEFAULT);

    /** Of a neighbouring process. */
    public static final CallLimits PEER = new CallLimits(1_000, BreakerLimits.DEFAULT);

    public CallLimits {
        if (inFlightMax <= 0) {
            throw new IllegalArgumentException("inFlightMax must be more than 0, is " + inFlightMax);
        }
    }
}
