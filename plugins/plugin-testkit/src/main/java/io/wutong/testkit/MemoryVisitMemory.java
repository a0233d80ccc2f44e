package io.wutong.testkit;

import io.vertx.core.Future;
import io.wutong.spi.VisitMemory;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A visit's memory kept in this process, with the limit of the real one. */
public final class MemoryVisitMemory implements VisitMemory {
    private volatile @Nullable String text;

    @Override
    public Future<Optional<String>> recall() {
        return Future.succeededFuture(Optional.ofNullable(text));
    }

    @Override
    public Future<Void> remember(String remembered) {
        if (remembered.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            return Future.failedFuture(new IllegalArgumentException("more than " + BYTES_MAX + " bytes"));
        }
        text = remembered;
        return Future.succeededFuture();
    }
}
