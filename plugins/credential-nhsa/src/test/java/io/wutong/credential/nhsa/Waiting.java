package io.wutong.credential.nhsa;

import io.vertx.core.Future;
import io.wutong.spi.CallContext;
import io.wutong.spi.Scan;
import io.wutong.spi.VisitMemory;
import java.util.concurrent.TimeUnit;

/** What the tests of this plugin share: a scan, a context, waiting for a future. */
final class Waiting {
    private Waiting() {}

    static Scan scan(String text) {
        return new Scan(text, "H32110200001", "T-01", null);
    }

    static CallContext context() {
        return context(10_000);
    }

    static CallContext context(long millis) {
        return new CallContext(
                "0".repeat(32),
                "H32110200001202611220000000001",
                "321102",
                "100000",
                1,
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis),
                VisitMemory.NONE);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("did not complete", e);
        }
    }
}
