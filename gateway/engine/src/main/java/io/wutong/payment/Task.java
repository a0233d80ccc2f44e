package io.wutong.payment;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.work.Buckets;
import java.time.Instant;

/**
 * The outbox: something that has still to be asked of a channel, in the same commit as what makes it due.
 *
 * @param bucket two hex digits; background work is shared out by it
 * @param kind what to do
 * @param ref the order's or refund's number
 * @param attempts tries so far
 * @param dueAt not before this
 * @param state {@code DUE}, {@code DONE} or {@code DEAD}
 * @param party whom it asks, a channel or a home's area; empty for nobody outside
 */
public record Task(
        String node,
        String kind,
        String ref,
        String bucket,
        String state,
        int attempts,
        Instant dueAt,
        String lastError,
        String party)
        implements Row {

    public static final String DUE = "DUE";
    public static final String DONE = "DONE";
    /** Tried for a day in vain: an operator must look. */
    public static final String DEAD = "DEAD";

    public static final String CLOSE_ORDER = "close_order";
    public static final String WATCH_ORDER = "watch_order";
    /** It ended unpaid, but a payment may have crossed with that: the channel is asked for minutes more. */
    public static final String RECHECK_ORDER = "recheck_order";

    /** Its settlement was taken back: a paid order is refunded, an open one closed. */
    public static final String UNDO_ORDER = "undo_order";

    public static final String REFUND = "refund";
    /** The insurance's half stands at a channel without the patient's, and is taken back. */
    public static final String RETURN_INSURANCE = "return_insurance";

    public static final String APPLY_EVENT = "apply_event";

    /** A charge that has not come to its end. */
    public static final String CHARGE = "charge";

    public static Key<Task> key(String node, String kind, String ref) {
        return Key.of(Task.class, node, kind, ref);
    }

    @Override
    public Key<Task> key() {
        return key(node, kind, ref);
    }

    /** Due at once, by whichever clock it is read. */
    public static Task atOnce(String node, String kind, String ref) {
        return due(node, kind, ref, Instant.EPOCH);
    }

    /** @param at by this process's clock; what reads it goes by the database's */
    public static Task due(String node, String kind, String ref, Instant at) {
        return new Task(node, kind, ref, Buckets.of(ref), DUE, 0, at, "", "");
    }

    /** The same, which asks somebody. */
    public Task of(String asked) {
        return new Task(node, kind, ref, bucket, state, attempts, dueAt, lastError, asked);
    }

    public Task done() {
        return new Task(node, kind, ref, bucket, DONE, attempts, dueAt, lastError, party);
    }

    /** Another try later. */
    public Task later(Instant next, String error) {
        return new Task(node, kind, ref, bucket, DUE, attempts + 1, next, error, party);
    }

    public Task dead(String error) {
        return new Task(node, kind, ref, bucket, DEAD, attempts + 1, dueAt, error, party);
    }
}
