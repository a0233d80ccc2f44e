package io.wutong.host;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Outcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call of an adapter, which ends once, in time, in one of the five outcomes, whatever the plugin does.
 *
 * <pre>
 * place free? ── no ──→ NotSent adapter_full          (the plugin is not called)
 * adapter there? no ──→ NotSent adapter_closed
 * time left? ─── no ──→ NotSent timeout_adapter
 *      │ on the adapter's loop
 * plugin ─ throws, null future, null outcome ─→ Unknown plugin_error.…
 *      │   failed future ─→ its CallFailure, else Unknown plugin_error.…
 *      ├── deadline first ─→ Unknown timeout_adapter
 *      └── outcome ────────→ as it is
 * </pre>
 *
 * The end arrives on the loop of the caller.
 */
final class GuardedCall<T> {
    private final Vertx vertx;
    private final AdapterRuntime runtime;
    private final HostEvents events;
    private final String operation;
    private final long startNanos = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final OnLoop<Outcome<T>> result;
    private volatile long timer = -1;

    private GuardedCall(Vertx vertx, AdapterRuntime runtime, HostEvents events, String operation) {
        this.vertx = vertx;
        this.runtime = runtime;
        this.events = events;
        this.operation = operation;
        this.result = OnLoop.of(OnLoop.loopOf(vertx));
    }

    /**
     * @param deadlineNanos as in {@link CallContext}
     * @param call what to do with the adapter, which is of the type that the guard was made for
     */
    @SuppressWarnings("unchecked")
    static <A, T> Future<Outcome<T>> of(
            Vertx vertx,
            AdapterRuntime runtime,
            HostEvents events,
            String operation,
            long deadlineNanos,
            Function<A, @Nullable Future<Outcome<T>>> call) {
        GuardedCall<T> guarded = new GuardedCall<>(vertx, runtime, events, operation);
        if (!runtime.enter()) {
            return guarded.refuse("adapter_full");
        }
        Object adapter = runtime.adapter();
        Context context = runtime.context();
        if (adapter == null || context == null) {
            runtime.leave();
            return guarded.refuse("adapter_closed");
        }
        long leftNanos = deadlineNanos - System.nanoTime();
        if (leftNanos <= 0) {
            runtime.leave();
            return guarded.refuse("timeout_adapter");
        }
        guarded.timer = vertx.setTimer(
                Math.max(1, leftNanos / 1_000_000), ignored -> guarded.end(Outcome.unknown("timeout_adapter")));
        context.runOnContext(ignored -> guarded.enter((A) adapter, call));
        return guarded.result.future();
    }

    private Future<Outcome<T>> refuse(String cause) {
        Outcome<T> outcome = Outcome.notSent(cause);
        events.called(runtime.spec().name(), operation, outcome.label(), took());
        return Future.succeededFuture(outcome);
    }

    private <A> void enter(A adapter, Function<A, @Nullable Future<Outcome<T>>> call) {
        if (ended.get()) { // the time was over before the loop was free
            return;
        }
        try {
            Future<Outcome<T>> future = call.apply(adapter);
            if (future == null) {
                end(Outcome.unknown("plugin_error.null_future"));
            } else {
                future.onComplete(done -> end(done.succeeded() ? present(done.result()) : failed(done.cause())));
            }
        } catch (Throwable e) { // an Error of the plugin must not end the loop
            end(failed(e));
        }
    }

    private Outcome<T> present(@Nullable Outcome<T> outcome) {
        return outcome == null ? Outcome.unknown("plugin_error.null_outcome") : outcome;
    }

    private Outcome<T> failed(Throwable failure) {
        if (failure instanceof CallFailure call) {
            return call.toOutcome();
        }
        runtime.log().warn("{} of adapter {} failed", operation, runtime.spec().name(), failure);
        String name = failure.getClass().getName();
        return Outcome.unknown("plugin_error." + name.substring(name.lastIndexOf('.') + 1));
    }

    private void end(Outcome<T> outcome) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        vertx.cancelTimer(timer);
        runtime.leave();
        events.called(runtime.spec().name(), operation, outcome.label(), took());
        result.complete(outcome);
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
