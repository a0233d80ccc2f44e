package io.wutong.app.cli;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a future on the command's own thread. */
final class Await {

    private Await() {}

    /** What the future gives; throws what it fails with. */
    static <T> T of(Future<T> future, long secondsMax) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get(secondsMax, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Failures.unwrap(e);
            throw cause instanceof Exception exception ? exception : e;
        } catch (TimeoutException e) {
            throw new IllegalStateException(secondsMax + " 秒内未完成 · not done within " + secondsMax + " seconds", e);
        }
    }
}
