package io.wutong.exchange;

import io.wutong.work.Buckets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who brings an exchange to its end, and when it is asked about next: part of its row, so that it survives restarts and
 * moves between processes.
 *
 * @param bucket the part of the background work that it belongs to, for ever
 * @param epoch the worker that runs it; 0 for nobody
 * @param run names the one run that may write its end; empty when nobody runs it
 * @param asks how often it was asked about without the hospital
 * @param dueAt when it is asked about again; null while it runs, when it has ended, when others must ask, and when it is
 *     an operator's
 */
public record Pursuit(
        String bucket,
        long epoch,
        String run,
        int asks,
        @Nullable Instant dueAt) {

    /** Of a message that nobody runs and that needs no asking. */
    public static Pursuit none(String msgid) {
        return new Pursuit(Buckets.of(msgid), 0, "", 0, null);
    }

    Pursuit run(long byEpoch, String serial) {
        return new Pursuit(bucket, byEpoch, serial, asks, null);
    }

    Pursuit asking() {
        return new Pursuit(bucket, epoch, run, asks + 1, dueAt);
    }

    /** Another run holds it, and something may have happened after that one looked: it is to look once more. */
    Pursuit noting(Instant at) {
        return new Pursuit(bucket, epoch, run, asks, at);
    }

    /** Nobody runs it now. */
    Pursuit rest(@Nullable Instant until) {
        return new Pursuit(bucket, 0, "", asks, until);
    }
}
