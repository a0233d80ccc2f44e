package io.wutong.spi;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes a bill page by page. The next page is given only when the future of the one before has completed, so that a long
 * bill is never in memory as a whole; a failed future ends the bill.
 */
@FunctionalInterface
public interface BillSink {
    Future<Void> take(List<BillLine> page);

    /** Takes a line at a time, at once. */
    static BillSink each(Consumer<BillLine> line) {
        return page -> {
            page.forEach(line);
            return Future.succeededFuture();
        };
    }
}
