package io.wutong.spi;

import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.List;

/**
 * Speaks to one home region's legacy system. Called on an event loop; must not block. Calls of one visit come one at a
 * time, calls of different visits together.
 */
public interface RegionAdapter extends Closeable {

    /**
     * Carries one national transaction to the legacy system and its answer back as the national {@code output} node.
     * Called once for each message: after an {@link Outcome.Unknown} the host asks or reverses, it never calls again.
     */
    Future<Outcome<Body>> call(Request request, CallContext context);

    /**
     * How did that call end? {@code Succeeded} with its answer; {@code Rejected} when the legacy system certainly does
     * not have it; {@code Unknown} or {@code NotSent} when that could not be found out. May be called any number of
     * times and changes nothing.
     */
    Future<Outcome<Body>> query(Reference reference, CallContext context);

    /**
     * Undoes that call whatever became of it. {@code Succeeded} when it is undone or certainly never happened; may be
     * called any number of times.
     */
    Future<Outcome<Body>> reverse(Reference reference, CallContext context);

    /**
     * Compares our settlements of one day with the legacy system's; empty when they agree. Changes nothing that money
     * hangs on, and may be repeated. For adapters with {@link Capability#DAY_ROWS}.
     *
     * @param ours every settlement and cancellation of the day that this adapter answered, in their order
     * @param context its memory is no visit's
     */
    default Future<Outcome<List<DayDifference>>> compareDay(LocalDate day, List<DayRow> ours, CallContext context) {
        return Future.succeededFuture(Outcome.rejected("UNSUPPORTED", "参保地系统不支持日对账"));
    }
}
