package io.wutong.reconcile;

import io.vertx.core.Future;
import io.wutong.payment.Task;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.reconcile.rules.Totals;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Which days were compared with whom, each as a task that is done, and how they came out. */
final class ComparedDays {

    /** Civil time of all days. */
    static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);

    private final Clock clock;
    private final Store store;

    ComparedDays(Clock clock, Store store) {
        this.clock = clock;
        this.store = store;
    }

    Future<Boolean> has(String party, LocalDate day) {
        Key<Task> key = Task.key(ChannelReconciliation.ALL_NODES, ChannelReconciliation.DAY, party + "/" + day);
        return store.read(Needs.rows(key), rows -> rows.one(key).isPresent());
    }

    Future<Task> add(String party, LocalDate day, Totals totals) {
        Task done = Task.due(ChannelReconciliation.ALL_NODES, ChannelReconciliation.DAY, party + "/" + day, clock.now())
                .done();
        Task task = new Task(
                done.node(),
                done.kind(),
                done.ref(),
                done.bucket(),
                done.state(),
                done.attempts(),
                done.dueAt(),
                totals.toString(),
                done.party());
        return write(Needs.rows(task.key()), List.of(task)).map(task);
    }

    /** Tasks that somebody must look at. */
    Future<Integer> leave(List<Task> tasks) {
        return write(Needs.rows(tasks.stream().map(Task::key).toArray(Key<?>[]::new)), tasks);
    }

    private Future<Integer> write(Needs needs, List<? extends Row> tasks) {
        return store.commit(new Command<Integer>() {
            @Override
            public Needs needs() {
                return needs;
            }

            @Override
            public Decision<Integer> decide(Rows rows) {
                return Decision.of(tasks.size(), List.copyOf(tasks));
            }
        });
    }
}
