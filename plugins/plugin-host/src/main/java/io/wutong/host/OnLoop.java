package io.wutong.host;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** A promise that completes at most once, and on the event loop of the one who asked. */
final class OnLoop<T> {
    private final Context context;
    private final Promise<T> promise = Promise.promise();

    private OnLoop(Context context) {
        this.context = context;
    }

    static <T> OnLoop<T> of(Context context) {
        return new OnLoop<>(context);
    }

    /** The caller's own loop; a loop of its own for a caller that is on none. */
    static Context loopOf(Vertx vertx) {
        return vertx.getOrCreateContext();
    }

    Context context() {
        return context;
    }

    Future<T> future() {
        return promise.future();
    }

    void complete(@Nullable T value) {
        run(context, () -> promise.tryComplete(value));
    }

    void fail(Throwable failure) {
        run(context, () -> promise.tryFail(failure));
    }

    /** At once when already on that loop's thread, else soon. */
    static void run(Context context, Runnable task) {
        if (Vertx.currentContext() == context && Context.isOnEventLoopThread()) {
            task.run();
        } else {
            context.runOnContext(ignored -> task.run());
        }
    }
}
