package io.wutong.store.reconcile;

import io.vertx.core.Future;
import io.wutong.reconcile.OurHomeDay;
import io.wutong.store.PgStore;
import java.time.Instant;
import java.util.List;

/** The journal's settlements that an adapter answered: those of visits that it remembers. */
public final class HomeDays implements OurHomeDay {

    private final PgStore store;

    public HomeDays(PgStore store) {
        this.store = store;
    }

    @Override
    public Future<List<Kept>> page(String adapter, Instant from, Instant to, String after, int max) {
        return store.settledBy(adapter, from, to, after, max);
    }
}
