package io.wutong.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;
import io.wutong.payment.DueTasks;
import io.wutong.payment.Task;
import io.wutong.port.Command;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.port.StoreException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The store on PostgreSQL, for one event loop: writes through a {@link Writer} of its own, reads through a small pool.
 */
public final class PgStore implements Store, DueTasks {

    private static final int READERS_MAX = 4;
    private static final int READ_QUEUE_MAX = 512;
    private static final int CONNECT_SECONDS_MAX = 5;
    /** Shorter than a hospital waits. */
    private static final int STATEMENT_MILLIS_MAX = 10_000;
    /** A process that hangs within a transaction does not keep its locks. */
    private static final int IDLE_MILLIS_MAX = 15_000;

    private final Writer writer;
    private final Pool pool;

    public PgStore(Vertx vertx, PgConnectOptions options) {
        PgConnectOptions own = new PgConnectOptions(options)
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(512)
                .setPipeliningLimit(256)
                .addProperty("statement_timeout", Integer.toString(STATEMENT_MILLIS_MAX))
                .addProperty("idle_in_transaction_session_timeout", Integer.toString(IDLE_MILLIS_MAX));
        this.writer = new Writer(() -> PgConnection.connect(vertx, own));
        this.pool = PgBuilder.pool()
                .with(new PoolOptions()
                        .setMaxSize(READERS_MAX)
                        .setMaxWaitQueueSize(READ_QUEUE_MAX)
                        .setConnectionTimeout(CONNECT_SECONDS_MAX)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .connectingTo(own)
                .using(vertx)
                .build();
    }

    @Override
    public <R> Future<R> commit(Command<R> command) {
        return writer.submit(command);
    }

    @Override
    public <R> Future<R> read(Needs needs, Function<Rows, R> reader) {
        LoadedRows rows = new LoadedRows();
        rows.asked(needs.rows());
        rows.asked(needs.groups());
        Map<Key<?>, Integer> all = new LinkedHashMap<>();
        needs.rows().forEach(key -> all.put(key, key.parts().size()));
        needs.groups().forEach(key -> all.put(key, key.parts().size()));
        List<Future<?>> loads = new ArrayList<>();
        all.forEach((key, parts) -> {
            Table<?> table = Tables.of(key.type());
            loads.add(pool.preparedQuery(table.select(parts, false))
                    .execute(Table.keys(List.of(key), parts))
                    .onSuccess(set -> set.forEach(row -> rows.loaded(table.read(row)))));
        });
        return Future.all(loads)
                .recover(failure ->
                        Future.failedFuture(new StoreException(StoreException.Kind.NOT_DONE, "read failed", failure)))
                .map(ok -> reader.apply(rows));
    }

    @Override
    public Future<List<Task>> due(Instant now, int max) {
        return pool.preparedQuery("select " + Tables.TASK.selectList("t")
                        + " from task t where state = 'DUE' and due_at <= $1 order by due_at limit $2")
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC), max))
                .map(set -> {
                    List<Task> tasks = new ArrayList<>();
                    set.forEach(row -> tasks.add(Tables.TASK.read(row)));
                    return tasks;
                });
    }

    /** Drops the nonces that were used before a time; how many. */
    public Future<Integer> dropNonces(Instant before) {
        return pool.preparedQuery("delete from nonce where at < $1")
                .execute(Tuple.of(before.atOffset(ZoneOffset.UTC)))
                .map(set -> set.rowCount());
    }

    /** The pool, for the queries of features that have no commands (books, journal, imports). */
    public Pool pool() {
        return pool;
    }

    public int waiting() {
        return writer.waiting();
    }

    public Future<Void> close() {
        return writer.close().eventually(pool::close);
    }
}
