package io.wutong.port;

import io.vertx.core.Future;
import java.util.Optional;

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

    /** Why a message would be refused now, before anything is stored for it; empty when it would be sent. */
    default Optional<String> refusal(String peer) {
        return Optional.empty();
    }
}
