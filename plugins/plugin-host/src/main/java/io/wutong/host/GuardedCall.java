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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One call of an adapter, which ends once, in time, in one of the five outcomes, whatever the plugin does.
 *
 * <pre>
 * breaker closed? no ─→ NotSent breaker_open.SECONDS  (the plugin is not called)
 * place free? ── no ──→ NotSent adapter_full
 * adapter there? no ──→ NotSent adapter_closed
 * time left? ─── no ──→ NotSent timeout_adapter
 *      │ on the adapter's thread
 * plugin ─ throws, null future, null outcome, null answer ─→ Unknown plugin_error.…
 *      │   failed future ─→ its CallFailure, else Unknown plugin_error.…
 *      ├── deadline first ─→ Unknown timeout_adapter
 *      ├── answer about somebody else ─→ Unknown answer_…
 *      └── outcome ────────→ as it is
 * </pre>
 *
 * The breaker is told what the end says of the other side, see {@link Health}. The end arrives on the loop of
 * the caller.
 */
final class GuardedCall<T> {
    private final Vertx vertx;
    private final AdapterRuntime runtime;
    private final HostEvents events;
    private final Kind<T> kind;
    private final Breaker.@Nullable Pass pass;
    private final long startNanos = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final OnLoop<Outcome<T>> result;
    private volatile long timer = -1;

    /**
     * What is called.
     *
     * @param operation its name in metrics
     * @param outward whether it asks the other side, whose health it therefore tells of; what others bring, such as a
     *     notification that anyone may forge, neither opens the breaker nor is held up by it
     * @param check what the answer has to be
     */
    record Kind<T>(String operation, boolean outward, UnaryOperator<Outcome<T>> check) {

        static <T> Kind<T> asked(String operation) {
            return asked(operation, UnaryOperator.identity());
        }

        static <T> Kind<T> asked(String operation, UnaryOperator<Outcome<T>> check) {
            return new Kind<>(operation, true, check);
        }

        static <T> Kind<T> told(String operation) {
            return new Kind<>(operation, false, UnaryOperator.identity());
        }
    }

    private GuardedCall(
            Vertx vertx, AdapterRuntime runtime, HostEvents events, Kind<T> kind, Breaker.@Nullable Pass pass) {
        this.vertx = vertx;
        this.runtime = runtime;
        this.events = events;
        this.kind = kind;
        this.pass = pass;
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
            Kind<T> kind,
            long deadlineNanos,
            Function<A, @Nullable Future<Outcome<T>>> call) {
        CallGuard guard = runtime.guard();
        CallGuard.Entry entry =
                kind.outward() ? guard.enter() : new CallGuard.Entry(null, guard.enterUnasked() ? "" : guard.full());
        GuardedCall<T> guarded = new GuardedCall<>(vertx, runtime, events, kind, entry.pass());
        if (!entry.refusal().isEmpty()) {
            return guarded.refuse(entry.refusal());
        }
        Object adapter = runtime.adapter();
        Context context = runtime.context();
        long leftNanos = deadlineNanos - System.nanoTime();
        if (adapter == null || context == null || leftNanos <= 0) {
            runtime.left(guard.leaveUnused(entry.pass()));
            return guarded.refuse(leftNanos <= 0 && adapter != null ? "timeout_adapter" : "adapter_closed");
        }
        guarded.timer = vertx.setTimer(
                Math.max(1, leftNanos / 1_000_000), ignored -> guarded.end(Outcome.unknown("timeout_adapter")));
        context.runOnContext(ignored -> guarded.enter(context, (A) adapter, call));
        return guarded.result.future();
    }

    private Future<Outcome<T>> refuse(String cause) {
        Outcome<T> outcome = Outcome.notSent(cause);
        events.called(runtime.spec().name(), kind.operation(), outcome.label(), took());
        return Future.succeededFuture(outcome);
    }

    private <A> void enter(Context context, A adapter, Function<A, @Nullable Future<Outcome<T>>> call) {
        if (ended.get()) { // the time was over before the loop was free
            return;
        }
        try {
            Future<Outcome<T>> future = call.apply(adapter);
            if (future == null) {
                end(Outcome.unknown("plugin_error.null_future"));
            } else {
                AdapterRuntime.offPluginStack(
                        context, future, done -> end(done.succeeded() ? present(done.result()) : failed(done.cause())));
            }
        } catch (Throwable e) { // an Error of the plugin must not end the loop
            end(failed(e));
        }
    }

    private Outcome<T> present(@Nullable Outcome<T> outcome) {
        if (outcome == null) {
            return Outcome.unknown("plugin_error.null_outcome");
        }
        return kind.check().apply(outcome);
    }

    private Outcome<T> failed(Throwable failure) {
        if (failure instanceof CallFailure call) {
            return call.toOutcome();
        }
        try {
            runtime.log()
                    .warn(
                            "{} of adapter {} failed",
                            kind.operation(),
                            runtime.spec().name(),
                            failure);
        } catch (Throwable e) { // its own text may be plugin code, and broken too
            runtime.log()
                    .warn(
                            "{} of adapter {} failed",
                            kind.operation(),
                            runtime.spec().name());
        }
        String name = failure.getClass().getName();
        return Outcome.unknown("plugin_error." + name.substring(name.lastIndexOf('.') + 1));
    }

    private void end(Outcome<T> outcome) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        vertx.cancelTimer(timer);
        CallGuard guard = runtime.guard();
        Health health = Health.of(outcome);
        runtime.left(health == Health.NOT_TOLD ? guard.leaveUnused(pass) : guard.leave(pass, health == Health.GOOD));
        events.called(runtime.spec().name(), kind.operation(), outcome.label(), took());
        result.complete(outcome);
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
