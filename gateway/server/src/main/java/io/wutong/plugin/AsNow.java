package io.wutong.plugin;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;

/**
 * An adapter looked up at each call: between the commit that says who will be asked and the call a plugin may have been
 * replaced, and the one that was found then refuses.
 */
final class AsNow implements RegionAdapter {

    private final Supplier<RegionAdapter> now;

    AsNow(Supplier<RegionAdapter> now) {
        this.now = now;
    }

    @Override
    public Future<Outcome<Body>> call(Request request, CallContext context) {
        return now.get().call(request, context);
    }

    @Override
    public Future<Outcome<Body>> query(Reference reference, CallContext context) {
        return now.get().query(reference, context);
    }

    @Override
    public Future<Outcome<Body>> reverse(Reference reference, CallContext context) {
        return now.get().reverse(reference, context);
    }

    @Override
    public Future<Outcome<List<DayDifference>>> compareDay(LocalDate day, List<DayRow> ours, CallContext context) {
        return now.get().compareDay(day, ours, context);
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture(); // its host closes it
    }
}
