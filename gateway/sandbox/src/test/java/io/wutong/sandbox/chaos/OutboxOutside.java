package io.wutong.sandbox.chaos;

import io.vertx.core.Future;
import io.wutong.exchange.Ports;
import io.wutong.exchange.SideCheck;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.port.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A negative control: what is to be done later about a settlement is written a moment after it, by a commit of its own,
 * as by a gateway whose outbox stood outside the transaction.
 */
final class OutboxOutside {

    private static final long LATER_MILLIS = 300;

    private OutboxOutside() {}

    static Ports around(Ports ports) {
        return new Ports(
                ports.clock(),
                ports.timers(),
                ports.random(),
                store(ports.store(), ports.timers()),
                ports.link(),
                ports.adapters(),
                ports.tenure(),
                ports.events());
    }

    private static Store store(Store store, Timers timers) {
        return new Store() {
            @Override
            public <R> Future<R> commit(Command<R> command) {
                Without<R> without = new Without<>(command);
                return store.commit(without)
                        .onSuccess(done -> without.left.forEach(
                                check -> timers.after(LATER_MILLIS, () -> store.commit(writing(check)))));
            }

            @Override
            public <R> Future<R> read(Needs needs, Function<Rows, R> reader) {
                return store.read(needs, reader);
            }
        };
    }

    private static final class Without<R> implements Command<R> {
        private final Command<R> command;
        private final List<SideCheck> left = new ArrayList<>();

        Without(Command<R> command) {
            this.command = command;
        }

        @Override
        public Needs needs() {
            return command.needs();
        }

        @Override
        public Needs more(Rows rows) {
            return command.more(rows);
        }

        @Override
        public Decision<R> decide(Rows rows) {
            Decision<R> decision = command.decide(rows);
            left.clear();
            List<Row> kept = new ArrayList<>();
            for (Row row : decision.writes()) {
                if (row instanceof SideCheck check) {
                    left.add(check);
                } else {
                    kept.add(row);
                }
            }
            return Decision.of(decision.result(), kept);
        }
    }

    private static Command<Boolean> writing(SideCheck check) {
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows((Key<SideCheck>) check.key());
            }

            @Override
            public Decision<Boolean> decide(Rows rows) {
                return Decision.of(true, List.of(check));
            }
        };
    }
}
