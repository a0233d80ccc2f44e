package io.wutong.reconcile;

import io.vertx.core.Future;
import io.wutong.exchange.Exchange;
import java.time.Instant;
import java.util.List;

/** What our journal has of an adapter's settlements between two moments. */
@FunctionalInterface
public interface OurHomeDay {

    /**
     * Settlements and cancellations that the adapter answered and that were not reversed, by key, those behind {@code
     * after}.
     *
     * @param from received at, inclusive
     * @param to exclusive
     * @param after the last row's key of the page before, its parts joined by a space; empty for the first
     */
    Future<List<Kept>> page(String adapter, Instant from, Instant to, String after, int max);

    /**
     * A message with its answer.
     *
     * @param remembered what the adapter remembers of its visit
     */
    record Kept(Exchange exchange, String remembered) {
        String key() {
            return exchange.entryNode() + " " + exchange.fixmedinsCode() + " " + exchange.msgid();
        }
    }
}
