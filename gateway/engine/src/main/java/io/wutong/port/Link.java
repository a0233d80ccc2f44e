package io.wutong.port;

import io.vertx.core.Future;

/** Carries bytes to a neighbouring process, which dedupes: sending the same message again is the question. */
public interface Link {

    /**
     * Sends and waits for the answer. Fails with {@link io.wutong.spi.CallFailure} only, which says whether it can have
     * arrived.
     *
     * @param peer the neighbour's name
     * @param body our own envelope, JSON
     * @param timeoutMillis everything included
     */
    Future<byte[]> send(String peer, byte[] body, long timeoutMillis);
}
