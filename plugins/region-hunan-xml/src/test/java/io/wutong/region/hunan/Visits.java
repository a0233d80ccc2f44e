package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.CallContext;
import io.wutong.spi.VisitMemory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One visit's memory, kept as the host keeps it. */
final class Visits implements VisitMemory {

    private String text = "";
    boolean refuses;

    @Override
    public Future<Optional<String>> recall() {
        return Future.succeededFuture(text.isEmpty() ? Optional.empty() : Optional.of(text));
    }

    @Override
    public Future<Void> remember(String next) {
        if (refuses || next.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            return Future.failedFuture(new IllegalStateException("not remembered"));
        }
        text = next;
        return Future.succeededFuture();
    }

    String text() {
        return text;
    }

    CallContext context(String msgid) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        return new CallContext("0af7651916cd43dd8448eb211c80319c", msgid, "430000", "430381", 1, deadline, this);
    }
}
