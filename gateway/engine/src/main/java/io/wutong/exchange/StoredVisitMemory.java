package io.wutong.exchange;

import io.vertx.core.Future;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.spi.VisitMemory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** An adapter's memory of one visit, as a row. */
final class StoredVisitMemory implements VisitMemory {

    private final Store store;
    private final String adapter;
    private final String visit;

    StoredVisitMemory(Store store, String adapter, String visit) {
        this.store = store;
        this.adapter = adapter;
        this.visit = visit;
    }

    @Override
    public Future<Optional<String>> recall() {
        return store.read(
                Needs.rows(Remembered.key(adapter, visit)),
                rows -> rows.one(Remembered.key(adapter, visit)).map(Remembered::text));
    }

    @Override
    public Future<Void> remember(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            return Future.failedFuture(new IllegalArgumentException("more than " + BYTES_MAX + " bytes"));
        }
        return store.commit(new Command<String>() {
                    @Override
                    public Needs needs() {
                        return Needs.rows(Remembered.key(adapter, visit));
                    }

                    @Override
                    public Decision<String> decide(Rows rows) {
                        return new Decision<>(text, List.of(new Remembered(adapter, visit, text)));
                    }
                })
                .mapEmpty();
    }
}
