package io.wutong.exchange;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Finds the exchanges that somebody must bring to an end. */
@FunctionalInterface
public interface OpenExchanges {

    /**
     * Exchanges in some buckets that are due by {@link io.wutong.work.Waits#due}, or whose run's worker is not live any
     * more; of each destination a few, so that a region that does not answer leaves room for others.
     */
    Future<List<Exchange>> pursued(Collection<String> buckets, Instant now, int max);
}
