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
 * @param dueAt when it is asked about again, whoever asks in between; null when it has ended, when others must ask, and
 *     when it is an operator's
 * @param late another run has noted that something may have happened after the one that holds it looked
 */
public record Pursuit(
        String bucket,
        long epoch,
        String run,
        int asks,
        @Nullable Instant dueAt,
        boolean late) {

    private static final String AGAIN = "+";

    /** Of a message that nobody runs and that needs no asking. */
    public static Pursuit none(String msgid) {
        return new Pursuit(Buckets.of(msgid), 0, "", 0, null, false);
    }

    /** A first run: nobody has been asked before it. */
    Pursuit run(long byEpoch, String serial) {
        return new Pursuit(bucket, byEpoch, serial, asks, dueAt, false);
    }

    /** A run after one that may have asked. */
    Pursuit runAgain(long byEpoch, String serial) {
        return new Pursuit(bucket, byEpoch, serial + AGAIN, asks, dueAt, false);
    }

    boolean ranBy(String serial) {
        return run.equals(serial) || run.equals(serial + AGAIN);
    }

    boolean firstRun() {
        return !run.isEmpty() && !run.endsWith(AGAIN);
    }

    /** Its time has come: the next one is set when this asking ends. */
    Pursuit asking() {
        return new Pursuit(bucket, epoch, run, asks + 1, null, false);
    }

    /** Something may have happened after the run that holds it looked: it is to look once more. */
    Pursuit noting() {
        return new Pursuit(bucket, epoch, run, asks, dueAt, true);
    }

    /** It is refused from now on, and what it may do late all the same is undone. */
    Pursuit undoing(Instant at) {
        return new Pursuit(bucket, 0, "", 0, at, false);
    }

    /** Nobody runs it now. */
    Pursuit rest(@Nullable Instant until) {
        return new Pursuit(bucket, 0, "", asks, until, false);
    }
}
