package io.wutong.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cuts off what does not answer, and tries it again by itself: one for each adapter and each peer, shared by all loops.
 *
 * <pre>
 *              as many failures in a row as callsMin, or
 *              failurePercent of at least callsMin calls in the window
 *   CLOSED ────────────────────────────────────────────────────────────▶ OPEN
 *     ▲                                                                   │ its time is over:
 *     │ the probe is healthy                          the probe fails:    ▼ the next call is the probe
 *     └──────────────────────────────────── HALF_OPEN ◀───────────────────┘
 *                                               └─ OPEN, twice as long as before
 * </pre>
 *
 * <p>Open and half-open, all other calls are refused. A probe that never ends makes room for another one after the time
 * that the breaker was last open for. A call that began before the last change of state says nothing any more.
 */
public final class Breaker {

    /** Where it stands. */
    public enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    /** Is told of each change, on the thread of the call that caused it. */
    @FunctionalInterface
    public interface Listener {
        void changed(State from, State to);
    }

    /** A call that was let through; given back when it has ended. */
    public static final class Pass {
        private final long era;

        private Pass(long era) {
            this.era = era;
        }
    }

    private static final int SLOTS = 10;

    private final BreakerLimits limits;
    private final LongSupplier nanoTime;
    private final Listener listener;

    private final Deque<Slot> window = new ArrayDeque<>();
    private State state = State.CLOSED;
    private long era;
    private long changedAt;
    private long openMillis;
    private int failuresInARow;
    private long opened;

    private static final class Slot {
        private final long startedAt;
        private int calls;
        private int failures;

        private Slot(long startedAt) {
            this.startedAt = startedAt;
        }
    }

    /** @param nanoTime monotonic */
    public Breaker(BreakerLimits limits, LongSupplier nanoTime, Listener listener) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.listener = listener;
        this.openMillis = limits.openMillis();
        this.changedAt = nanoTime.getAsLong();
    }

    /** A pass for one call; null when it is refused. */
    public @Nullable Pass enter() {
        State before;
        Pass pass;
        synchronized (this) {
            if (refuses()) {
                return null;
            }
            before = state;
            if (state != State.CLOSED) {
                to(State.HALF_OPEN);
            }
            pass = new Pass(era);
        }
        if (before == State.OPEN) {
            listener.changed(State.OPEN, State.HALF_OPEN);
        }
        return pass;
    }

    /** Milliseconds until a call may be let through; 0 when one would be now. */
    public synchronized long refusingMillis() {
        return refuses() ? Math.max(1, openMillis - sinceChangeMillis()) : 0;
    }

    private boolean refuses() {
        return state != State.CLOSED && sinceChangeMillis() < openMillis;
    }

    /** How a call that was let through has ended; only once for each pass. */
    public void ended(Pass pass, boolean healthy) {
        State before;
        State after;
        synchronized (this) {
            if (pass.era != era) {
                return;
            }
            before = state;
            if (state == State.CLOSED) {
                count(healthy);
                if (tripped()) {
                    open(limits.openMillis());
                }
            } else if (healthy) {
                to(State.CLOSED);
            } else {
                open((int) Math.min(2L * openMillis, limits.openMillisMax()));
            }
            after = state;
        }
        if (before != after) {
            listener.changed(before, after);
        }
    }

    /** Gives a pass back that was not used: it says nothing of the other side. */
    public synchronized void unused(Pass pass) {
        if (pass.era == era && state == State.HALF_OPEN) {
            to(State.OPEN);
            changedAt -= openMillis * 1_000_000; // its time is over still: the next call is the probe
        }
    }

    private void count(boolean healthy) {
        long now = nanoTime.getAsLong();
        forgetOld(now);
        Slot last = window.peekLast();
        if (last == null || now - last.startedAt >= limits.windowMillis() * 1_000_000L / SLOTS) {
            last = new Slot(now);
            window.addLast(last);
        }
        last.calls++;
        if (healthy) {
            failuresInARow = 0;
        } else {
            last.failures++;
            failuresInARow++;
        }
    }

    private void forgetOld(long now) {
        while (!window.isEmpty() && now - window.getFirst().startedAt >= limits.windowMillis() * 1_000_000L) {
            window.removeFirst();
        }
    }

    private boolean tripped() {
        int calls = window.stream().mapToInt(slot -> slot.calls).sum();
        int failures = window.stream().mapToInt(slot -> slot.failures).sum();
        return failuresInARow >= limits.callsMin()
                || (calls >= limits.callsMin() && failures * 100L >= (long) limits.failurePercent() * calls);
    }

    private void open(int millis) {
        openMillis = millis;
        opened++;
        to(State.OPEN);
    }

    private void to(State next) {
        state = next;
        era++;
        changedAt = nanoTime.getAsLong();
        window.clear();
        failuresInARow = 0;
    }

    private long sinceChangeMillis() {
        return (nanoTime.getAsLong() - changedAt) / 1_000_000;
    }

    /** As it stands now. */
    public synchronized Report report() {
        forgetOld(nanoTime.getAsLong());
        return new Report(
                state,
                window.stream().mapToInt(slot -> slot.calls).sum(),
                window.stream().mapToInt(slot -> slot.failures).sum(),
                opened,
                refusingMillis());
    }

    /**
     * What an operator sees.
     *
     * @param calls in the window
     * @param failures of them
     * @param opened how often it has opened since it was made
     * @param refusingMillis until a call may be let through; 0 when one would be now
     */
    public record Report(State state, int calls, int failures, long opened, long refusingMillis) {}
}
