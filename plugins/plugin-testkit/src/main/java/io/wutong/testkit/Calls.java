package io.wutong.testkit;

import io.vertx.core.Future;
import io.wutong.spi.CallContext;
import io.wutong.spi.VisitMemory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a test needs to call an adapter and wait for it. */
public final class Calls {
    private static final long AWAIT_SECONDS_MAX = 30;

    private Calls() {}

    /** A context with time to spare and an empty memory. */
    public static CallContext context() {
        return context(10_000, new MemoryVisitMemory());
    }

    /** As {@link #context()}, of a call that was made once before. */
    public static CallContext again() {
        CallContext first = context();
        return new CallContext(
                first.traceId(), first.msgid(), first.from(), first.to(), 2, first.deadlineNanos(), first.visit());
    }

    public static CallContext context(long millis, VisitMemory visit) {
        return new CallContext(
                "0123456789abcdef0123456789abcdef",
                "H32110200001202601010101010001",
                "321102",
                "430000",
                1,
                System.nanoTime() + millis * 1_000_000,
                visit);
    }

    /** Waits on a thread that is no event loop. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(AWAIT_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("nothing after " + AWAIT_SECONDS_MAX + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
