package io.wutong.spi;

import io.vertx.core.Future;

/** Something that lets go of what it holds; the host calls it once, when nothing is under way any more. */
public interface Closeable {
    default Future<Void> close() {
        return Future.succeededFuture();
    }
}
