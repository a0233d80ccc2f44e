package io.wutong.exchange;

import io.vertx.core.Future;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.port.StoreException;
import io.wutong.spi.CallFailure;
import io.wutong.spi.VisitMemory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An adapter's memory of one visit, as a row. */
final class StoredVisitMemory implements VisitMemory {

    private static final Duration AGAIN = Duration.ofMillis(200);

    private final Ports ports;
    private final String adapter;
    private final String visit;
    private final long deadlineNanos;

    /** @param deadlineNanos of the call that remembers, by the {@link io.wutong.port.Clock} */
    StoredVisitMemory(Ports ports, String adapter, String visit, long deadlineNanos) {
        this.ports = ports;
        this.adapter = adapter;
        this.visit = visit;
        this.deadlineNanos = deadlineNanos;
    }

    @Override
    public Future<Optional<String>> recall() {
        return ports.store()
                .read(
                        Needs.rows(Remembered.key(adapter, visit)),
                        rows -> rows.one(Remembered.key(adapter, visit)).map(Remembered::text));
    }

    @Override
    public Future<Void> remember(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            return Future.failedFuture(new IllegalArgumentException("more than " + BYTES_MAX + " bytes"));
        }
        return commit(text, false).mapEmpty();
    }

    /**
     * A commit that seemed lost is made again, to the same effect, while the call has time: an adapter that could not
     * remember sends nothing, and were it remembered all the same, the visit would look busy to whatever comes next.
     */
    private Future<String> commit(String text, boolean doubted) {
        return ports.store()
                .commit(replacement(text))
                .recover(failure -> StoreException.mayStand(failure, doubted)
                                && ports.clock().nanos() + AGAIN.toNanos() < deadlineNanos
                        ? ports.later(AGAIN, () -> commit(text, true))
                        : Future.failedFuture(
                                new CallFailure(StoreException.mayStand(failure, doubted), "memory_remember")));
    }

    private Command<String> replacement(String text) {
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(Remembered.key(adapter, visit));
            }

            @Override
            public Decision<String> decide(Rows rows) {
                return new Decision<>(text, List.of(new Remembered(adapter, visit, text)));
            }
        };
    }
}
