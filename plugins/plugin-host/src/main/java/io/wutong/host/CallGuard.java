package io.wutong.host;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls to one adapter or one peer through, or says why not: so many at a time, and none while its breaker is
 * open. Shared by all loops.
 *
 * <pre>
 *   breaker open ──▶ breaker_open.SECONDS      until the next try, for Retry-After
 *   all places taken ──▶ full
 *   else ──▶ a pass, given back with how the call has ended
 * </pre>
 */
public final class CallGuard {

    /** Before the seconds that a breaker still refuses for. */
    public static final String BREAKER_OPEN = "breaker_open.";

    private final CallLimits limits;
    private final String full;
    private final Breaker breaker;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder refused = new LongAdder();

    /** @param full what a call is told for which there is no place */
    public CallGuard(CallLimits limits, String full, LongSupplier nanoTime, Breaker.Listener listener) {
        this.limits = limits;
        this.full = full;
        this.breaker = new Breaker(limits.breaker(), nanoTime, listener);
    }

    /** Why a call would be refused now; null when it would be let through. */
    public @Nullable String refusal() {
        long millis = breaker.refusingMillis();
        if (millis > 0) {
            return open(millis);
        }
        return inFlight.get() >= limits.inFlightMax() ? full : null;
    }

    private static String open(long millis) {
        return BREAKER_OPEN + (millis + 999) / 1_000;
    }

    /** A pass, or why there is none. */
    public Entry enter() {
        if (inFlight.incrementAndGet() > limits.inFlightMax()) {
            inFlight.decrementAndGet();
            refused.increment();
            return new Entry(null, full);
        }
        Breaker.Pass pass = breaker.enter();
        if (pass == null) {
            inFlight.decrementAndGet();
            refused.increment();
            return new Entry(null, open(Math.max(1, breaker.refusingMillis())));
        }
        return new Entry(pass, "");
    }

    /** A place without asking the breaker, for what comes from outside and says nothing of the other side's health. */
    public boolean enterUnasked() {
        if (inFlight.incrementAndGet() > limits.inFlightMax()) {
            inFlight.decrementAndGet();
            refused.increment();
            return false;
        }
        return true;
    }

    /** The call has ended; how many are still under way. */
    public int leave(Breaker.@Nullable Pass pass, boolean healthy) {
        if (pass != null) {
            breaker.ended(pass, healthy);
        }
        return inFlight.decrementAndGet();
    }

    /** The call was not made after all; how many are still under way. */
    public int leaveUnused(Breaker.@Nullable Pass pass) {
        if (pass != null) {
            breaker.unused(pass);
        }
        return inFlight.decrementAndGet();
    }

    /** What a call is told for which there is no place. */
    public String full() {
        return full;
    }

    public int inFlight() {
        return inFlight.get();
    }

    /** What an operator sees. */
    public GuardReport report(String kind, String name) {
        return new GuardReport(kind, name, inFlight.get(), limits.inFlightMax(), refused.sum(), breaker.report());
    }

    /**
     * How a call may begin.
     *
     * @param pass null when it may not
     * @param refusal why not; empty when it may
     */
    public record Entry(Breaker.@Nullable Pass pass, String refusal) {}
}
