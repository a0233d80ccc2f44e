package io.wutong.host;

import io.vertx.core.Future;
import io.wutong.spi.Care;
import io.wutong.spi.Request;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one visit go to an adapter one at a time, in the order in which they came; calls of different visits go
 * together. Lives on the adapter's loop.
 */
final class VisitLanes {

    private final Map<String, Future<?>> last = new HashMap<>();

    <T> @Nullable Future<T> run(Request request, Supplier<@Nullable Future<T>> call) {
        Care care = request.care();
        if (care == null) {
            return call.get();
        }
        String visit = care.mdtrtId();
        Future<?> before = last.get(visit);
        Future<T> mine = before == null ? call.get() : before.transform(done -> call.get());
        if (mine == null) {
            return null;
        }
        last.put(visit, mine);
        mine.onComplete(done -> last.remove(visit, mine));
        return mine;
    }
}
