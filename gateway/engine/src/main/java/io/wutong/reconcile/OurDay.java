package io.wutong.reconcile;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** What our store has of a channel between two moments. */
@FunctionalInterface
public interface OurDay {

    /**
     * Payments and refunds by key, those behind {@code after}.
     *
     * @param from inclusive
     * @param to exclusive
     * @param after the last key of the page before; empty for the first
     */
    Future<List<OurRow>> page(String channel, Instant from, Instant to, String after, int max);

    /**
     * A payment ({@code P} and the order's number) or a refund ({@code R} and its number).
     *
     * @param done whether the channel has told us that it happened
     */
    record OurRow(String key, long fen, Instant at, boolean done) {}
}
