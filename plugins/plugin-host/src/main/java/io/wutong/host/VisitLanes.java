package io.wutong.host;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Care;
import io.wutong.spi.Request;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one visit go to an adapter one at a time, in the order in which they came; calls of different visits go
 * together. One that does not end gives way when its time is over: what is asked about it afterwards must get through.
 * One whose own time is over before its turn is not made. Lives on the adapter's thread.
 */
final class VisitLanes {

    /** An adapter may need a moment to notice that its time is over. */
    private static final long GRACE_NANOS = 1_000_000_000L;

    private final Vertx vertx;
    private final Map<String, Turn<?>> last = new HashMap<>();

    private record Turn<T>(Future<T> call, long deadlineNanos) {}

    VisitLanes(Vertx vertx) {
        this.vertx = vertx;
    }

    <T> @Nullable Future<T> run(Request request, long deadlineNanos, Supplier<@Nullable Future<T>> call) {
        Care care = request.care();
        if (care == null) {
            return call.get();
        }
        String visit = care.mdtrtId();
        Turn<?> before = last.get(visit);
        Future<T> mine = before == null
                ? call.get()
                : over(before)
                        .transform(done -> System.nanoTime() < deadlineNanos
                                ? call.get()
                                : Future.failedFuture(new CallFailure(false, "timeout_adapter")));
        if (mine == null) {
            return null;
        }
        Turn<T> turn = new Turn<>(mine, deadlineNanos);
        last.put(visit, turn);
        mine.onComplete(done -> last.remove(visit, turn));
        return mine;
    }

    /** Completes when a call has ended, or its time is over. */
    private Future<Void> over(Turn<?> turn) {
        Promise<Void> over = Promise.promise();
        long left = Math.max(1, (turn.deadlineNanos() + GRACE_NANOS - System.nanoTime()) / 1_000_000);
        long timer = vertx.setTimer(left, ignored -> over.tryComplete());
        turn.call().onComplete(done -> {
            vertx.cancelTimer(timer);
            over.tryComplete();
        });
        return over.future();
    }
}
