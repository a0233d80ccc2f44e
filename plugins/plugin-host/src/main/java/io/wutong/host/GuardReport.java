package io.wutong.host;

/**
 * How one adapter or peer is doing.
 *
 * @param kind {@code adapter} or {@code peer}
 * @param inFlight calls under way now
 * @param refused calls refused since the start, for want of a place or by the breaker
 */
public record GuardReport(
        String kind, String name, int inFlight, int inFlightMax, long refused, Breaker.Report breaker) {}
