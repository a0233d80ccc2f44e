package io.wutong.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Tuple;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The grouped write path of one event loop (reliability reference B4): one connection of its own, a bounded queue, no
 * timer. What has gathered is flushed as soon as the connection is free: light load gives batches of one, heavy load
 * full ones.
 *
 * <pre>
 *   begin ─ load and lock, in one order ─ (more) ─ decide each in turn ─ write, many rows a statement ─ commit ─ answer
 * </pre>
 *
 * <p>A command whose rules throw fails alone. A batch that fails as a whole is cut in two and tried again, so that only
 * the culprit fails; a command alone is tried again on a conflict. A connection lost in commit leaves the batch unknown.
 *
 * <p>Lives on one event loop; not for use by two.
 */
final class Writer {

    static final int BATCH_MAX = 128;
    static final int QUEUE_MAX = 4_096;
    private static final int TRIES_ALONE_MAX = 8;
    private static final String BEGIN_TOGETHER = "begin; set local lock_timeout = '50ms'";
    private static final String BEGIN_ALONE = "begin; set local lock_timeout = '3s'";

    private final Supplier<Future<PgConnection>> connect;
    private final ArrayDeque<Pending<?>> queue = new ArrayDeque<>();
    private @Nullable PgConnection connection;
    private boolean busy;
    /** Completes when all that had been taken before the end was said is done; null while commands are taken. */
    private @Nullable Promise<Void> drained;

    Writer(Supplier<Future<PgConnection>> connect) {
        this.connect = connect;
    }

    /** A command that waits for its batch. */
    private static final class Pending<R> {
        final Command<R> command;
        final Promise<R> promise = Promise.promise();
        int tries;

        Needs named = Needs.NONE;

        @Nullable
        Decision<R> decision;

        @Nullable
        RuntimeException refusal;

        Pending(Command<R> command) {
            this.command = command;
        }

        Needs needs() {
            named = command.needs();
            return named;
        }

        Needs more(LoadedRows rows) {
            Needs more = command.more(rows);
            named = named.and(more);
            return more;
        }

        void decide(LoadedRows rows) {
            decision = null;
            refusal = null;
            Decision<R> decided = command.decide(rows);
            // a row that it did not read is new to it: it must not replace what another command has just made
            rows.write(decided.writes(), this::names);
            decision = decided;
        }

        private boolean names(Key<?> key) {
            return named.rows().contains(key) || named.groups().stream().anyMatch(key::startsWith);
        }

        /** After the commit: a refusal, too, may rest on what an earlier command of the batch has written. */
        void answer() {
            if (refusal != null) {
                promise.tryFail(refusal);
            } else if (decision != null) {
                promise.tryComplete(decision.result());
            }
        }
    }

    <R> Future<R> submit(Command<R> command) {
        if (drained != null) {
            return Future.failedFuture(new StoreException(StoreException.Kind.NOT_DONE, "the store is closed"));
        }
        if (queue.size() >= QUEUE_MAX) {
            return Future.failedFuture(
                    new StoreException(StoreException.Kind.FULL, "more than " + QUEUE_MAX + " commands wait"));
        }
        Pending<R> pending = new Pending<>(command);
        queue.add(pending);
        flush();
        return pending.promise.future();
    }

    int waiting() {
        return queue.size();
    }

    /** Takes nothing any more, lets what was taken end, then lets the connection go. */
    Future<Void> close() {
        Promise<Void> end = drained;
        if (end == null) {
            end = Promise.promise();
            drained = end;
        }
        endWhenIdle();
        return end.future().compose(idle -> {
            PgConnection open = connection;
            connection = null;
            return open == null ? Future.succeededFuture() : open.close();
        });
    }

    private void endWhenIdle() {
        Promise<Void> end = drained;
        if (end != null && !busy && queue.isEmpty()) {
            end.tryComplete();
        }
    }

    private void flush() {
        if (busy || queue.isEmpty()) {
            return;
        }
        List<Pending<?>> batch = new ArrayList<>();
        while (!queue.isEmpty() && batch.size() < BATCH_MAX) {
            batch.add(queue.poll());
        }
        busy = true;
        connected()
                .compose(open -> run(open, batch))
                .onFailure(failure -> failAll(batch, failure))
                .onComplete(done -> {
                    busy = false;
                    flush();
                    endWhenIdle();
                });
    }

    private Future<PgConnection> connected() {
        PgConnection open = connection;
        if (open != null) {
            return Future.succeededFuture(open);
        }
        return connect.get()
                .onSuccess(made -> {
                    connection = made;
                    made.closeHandler(closed -> {
                        if (connection == made) {
                            connection = null;
                        }
                    });
                })
                .recover(failure -> Future.failedFuture(
                        new StoreException(StoreException.Kind.NOT_DONE, "no connection to the database", failure)));
    }

    /** Runs a batch to its end; fails only when the connection is gone before anything was committed. */
    private Future<Void> run(PgConnection open, List<Pending<?>> batch) {
        LoadedRows rows = new LoadedRows();
        boolean alone = batch.size() == 1;
        List<Pending<?>> refused = new ArrayList<>();
        // both are sent at once, and done in this order
        Future<?> begun = open.query(alone ? BEGIN_ALONE : BEGIN_TOGETHER).execute();
        Future<Void> loaded = load(open, needs(batch, Pending::needs), rows);
        return begun.compose(ok -> loaded)
                .compose(ok -> load(open, needs(batch, pending -> pending.more(rows)), rows))
                .compose(ok -> {
                    decide(batch, rows, refused);
                    return rows.hasWrites() ? write(open, rows) : Future.succeededFuture();
                })
                .<Failed>map(ok -> new Failed(null))
                .recover(failure -> Future.succeededFuture(new Failed(failure)))
                .compose(ended -> {
                    Throwable failure = ended.failure();
                    return failure == null
                            ? commit(open, batch, refused)
                            : rollback(open).compose(ok -> again(open, batch, failure));
                });
    }

    private record Failed(@Nullable Throwable failure) {}

    private static Needs needs(List<Pending<?>> batch, java.util.function.Function<Pending<?>, Needs> part) {
        Set<Key<?>> rows = new LinkedHashSet<>();
        Set<Key<?>> groups = new LinkedHashSet<>();
        for (Pending<?> pending : batch) {
            try {
                Needs needs = part.apply(pending);
                rows.addAll(needs.rows());
                groups.addAll(needs.groups());
            } catch (RuntimeException e) {
                // decide will meet the same and fail this command alone
            }
        }
        return new Needs(List.copyOf(rows), List.copyOf(groups));
    }

    /** Loads in the one lock order; statements are pipelined, so this is one round trip. */
    private static Future<Void> load(PgConnection open, Needs needs, LoadedRows rows) {
        if (needs.isEmpty()) {
            return Future.succeededFuture();
        }
        rows.asked(needs.rows());
        rows.askedGroups(needs.groups());
        List<Future<?>> loads = new ArrayList<>();
        Map<Class<?>, List<Key<?>>> single = byType(needs.rows());
        Map<Class<?>, List<Key<?>>> groups = byType(needs.groups());
        for (Table<?> table : Tables.ALL) {
            select(open, table, single.get(table.type()), true, rows, loads);
            select(open, table, groups.get(table.type()), false, rows, loads);
        }
        return Future.all(loads).mapEmpty();
    }

    private static void select(
            PgConnection open,
            Table<?> table,
            @Nullable List<Key<?>> keys,
            boolean lock,
            LoadedRows rows,
            List<Future<?>> loads) {
        if (keys == null) {
            return;
        }
        Map<Integer, List<Key<?>>> byParts = new LinkedHashMap<>();
        keys.forEach(key ->
                byParts.computeIfAbsent(key.size(), n -> new ArrayList<>()).add(key));
        byParts.forEach((parts, same) -> {
            same.sort(null);
            loads.add(open.preparedQuery(table.select(parts, lock))
                    .execute(Table.keys(same, parts))
                    .onSuccess(set -> set.forEach(row -> rows.loaded(table.read(row)))));
        });
    }

    private static Map<Class<?>, List<Key<?>>> byType(List<Key<?>> keys) {
        Map<Class<?>, List<Key<?>>> byType = new HashMap<>();
        keys.forEach(key ->
                byType.computeIfAbsent(key.type(), type -> new ArrayList<>()).add(key));
        return byType;
    }

    private static void decide(List<Pending<?>> batch, LoadedRows rows, List<Pending<?>> refused) {
        for (Pending<?> pending : batch) {
            try {
                pending.decide(rows);
            } catch (RuntimeException e) {
                if (batch.size() == 1 || !(e instanceof IllegalStateException)) {
                    pending.refusal = e;
                } else {
                    refused.add(pending); // may have needed rows that only an earlier command of this batch named
                }
            }
        }
    }

    private static Future<Void> write(PgConnection open, LoadedRows rows) {
        Map<Table<?>, List<Row>> inserts = new LinkedHashMap<>();
        Map<Table<?>, List<Row>> updates = new LinkedHashMap<>();
        rows.writes()
                .forEach((key, row) -> (rows.stood(key) ? updates : inserts)
                        .computeIfAbsent(Tables.of(row.getClass()), t -> new ArrayList<>())
                        .add(row));
        List<Future<?>> writes = new ArrayList<>();
        for (Table<?> table : Tables.ALL) {
            execute(open, table, inserts.get(table), true, writes);
            execute(open, table, updates.get(table), false, writes);
        }
        return Future.all(writes).mapEmpty();
    }

    @SuppressWarnings("unchecked") // rows were sorted by their table
    private static <T extends Row> void execute(
            PgConnection open, Table<T> table, @Nullable List<Row> list, boolean insert, List<Future<?>> writes) {
        if (list != null) {
            Tuple values = table.values((List<T>) list);
            writes.add(
                    open.preparedQuery(insert ? table.insert() : table.update()).execute(values));
        }
    }

    private Future<Void> commit(PgConnection open, List<Pending<?>> batch, List<Pending<?>> refused) {
        return open.query("commit")
                .execute()
                .<Failed>map(ok -> new Failed(null))
                .recover(failure -> Future.succeededFuture(new Failed(failure)))
                .compose(ended -> {
                    if (ended.failure() != null) {
                        StoreException unknown = new StoreException(
                                StoreException.Kind.UNKNOWN,
                                "the connection was lost while committing",
                                ended.failure());
                        batch.forEach(pending -> pending.promise.tryFail(unknown));
                        drop(open);
                        return Future.succeededFuture();
                    }
                    batch.forEach(Pending::answer);
                    return oneByOne(open, refused);
                });
    }

    private static Future<Void> rollback(PgConnection open) {
        return open.query("rollback").execute().mapEmpty();
    }

    /** After a rollback: halves of a batch, or the same command alone once more. */
    private Future<Void> again(PgConnection open, List<Pending<?>> batch, Throwable failure) {
        if (batch.size() > 1) {
            int half = batch.size() / 2;
            return run(open, batch.subList(0, half)).compose(ok -> run(open, batch.subList(half, batch.size())));
        }
        Pending<?> alone = batch.get(0);
        if (conflict(failure) && ++alone.tries < TRIES_ALONE_MAX) {
            return run(open, batch);
        }
        alone.promise.tryFail(new StoreException(
                StoreException.Kind.NOT_DONE, "the database refused: " + failure.getMessage(), failure));
        return Future.succeededFuture();
    }

    private Future<Void> oneByOne(PgConnection open, List<Pending<?>> list) {
        Future<Void> done = Future.succeededFuture();
        for (Pending<?> pending : list) {
            done = done.compose(ok -> run(open, List.of(pending)));
        }
        return done;
    }

    /** Somebody else wrote the row first, or holds a lock: look again. */
    private static boolean conflict(Throwable failure) {
        return failure instanceof PgException e
                && Set.of("23505", "40001", "40P01", "55P03").contains(e.getSqlState());
    }

    private void failAll(List<Pending<?>> batch, Throwable failure) {
        StoreException error = failure instanceof StoreException known
                ? known
                : new StoreException(StoreException.Kind.NOT_DONE, "the connection was lost", failure);
        batch.forEach(pending -> pending.promise.tryFail(error));
        PgConnection open = connection;
        if (open != null) {
            drop(open);
        }
    }

    private void drop(PgConnection open) {
        if (connection == open) {
            connection = null;
        }
        open.close();
    }
}
