package io.wutong.spi;

/**
 * What goes with one call, passed explicitly.
 *
 * @param traceId one id for all that one hospital message causes, 32 hex digits
 * @param msgid the hospital's message id
 * @param from the node that asks, for instance {@code 430000}
 * @param to the area that answers
 * @param attempt from 1
 * @param deadlineNanos when the answer is worth nothing any more, on {@link System#nanoTime}'s clock
 * @param visit what the adapter remembers of this visit
 */
public record CallContext(
        String traceId, String msgid, String from, String to, int attempt, long deadlineNanos, VisitMemory visit) {

    /** The same call with another visit's memory. */
    public CallContext withVisit(VisitMemory other) {
        return new CallContext(traceId, msgid, from, to, attempt, deadlineNanos, other);
    }

    /** Milliseconds left, at least 1. */
    public long remainingMillis() {
        return Math.max(1, (deadlineNanos - System.nanoTime()) / 1_000_000);
    }
}
