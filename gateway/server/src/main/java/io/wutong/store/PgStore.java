package io.wutong.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.wutong.cases.Case;
import io.wutong.cases.DueCases;
import io.wutong.cure.DueCures;
import io.wutong.cure.HomeStay;
import io.wutong.cure.StaySweep;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.OpenExchanges;
import io.wutong.exchange.OpenSides;
import io.wutong.exchange.SideCheck;
import io.wutong.notice.DueNotices;
import io.wutong.notice.Notice;
import io.wutong.payment.DueTasks;
import io.wutong.payment.Task;
import io.wutong.port.Command;
import io.wutong.port.DatabaseClock;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.port.StoreException;
import io.wutong.reconcile.OurHomeDay;
import io.wutong.work.Waits;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The store on PostgreSQL: writes through a {@link Writer} of its own, on the loop of the one who makes it, and reads
 * through a small pool. To be asked on any thread, that of a plugin too; who asks on a context goes on there.
 */
public final class PgStore
        implements Store,
                DueTasks,
                OpenExchanges,
                OpenSides,
                DueCases,
                DueCures,
                StaySweep.DueStays,
                DueNotices,
                DatabaseClock {

    /** Exchanges of one destination that one sweep finds. */
    private static final int OF_ONE_DESTINATION_MAX = 16;

    private static final int READERS_MAX = 4;
    private static final int READ_QUEUE_MAX = 512;
    private static final int CONNECT_SECONDS_MAX = 5;
    /** Shorter than a hospital waits. */
    private static final int STATEMENT_MILLIS_MAX = 10_000;
    /** A process that hangs within a transaction does not keep its locks. */
    private static final int IDLE_MILLIS_MAX = 15_000;

    /**
     * A writer finds rows by their keys and in no other way. A plan that was made while a table was empty would read all
     * of it for each batch until its statistics are renewed, a minute and more later; and none is worth compiling.
     */
    private static final Map<String, String> BY_KEY = Map.of(
            "enable_seqscan", "off",
            "enable_hashjoin", "off",
            "enable_mergejoin", "off",
            "plan_cache_mode", "force_generic_plan",
            "jit", "off");

    private final VertxInternal vertx;
    private final ContextInternal loop;
    private final Writer writer;
    private final Pool pool;

    public PgStore(Vertx vertx, PgConnectOptions options) {
        this.vertx = (VertxInternal) vertx;
        this.loop = this.vertx.getOrCreateContext();
        PgConnectOptions own = new PgConnectOptions(options)
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(512)
                .setPipeliningLimit(256)
                .addProperty("statement_timeout", Integer.toString(STATEMENT_MILLIS_MAX))
                .addProperty("idle_in_transaction_session_timeout", Integer.toString(IDLE_MILLIS_MAX));
        PgConnectOptions writing = new PgConnectOptions(own);
        BY_KEY.forEach(writing::addProperty);
        this.writer = new Writer(() -> PgConnection.connect(vertx, writing));
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
        return onLoop(() -> writer.submit(command));
    }

    /** At once on the writer's own loop, which is where nearly all comes from. */
    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        if (loop.inThread()) {
            return work.get();
        }
        Promise<T> promise = vertx.getOrCreateContext().promise();
        loop.runOnContext(go -> work.get().onComplete(promise));
        return promise.future();
    }

    @Override
    public <R> Future<R> read(Needs needs, Function<Rows, R> reader) {
        LoadedRows rows = new LoadedRows();
        rows.asked(needs.rows());
        rows.askedGroups(needs.groups());
        Map<Key<?>, Integer> all = new LinkedHashMap<>();
        needs.rows().forEach(key -> all.put(key, key.size()));
        needs.groups().forEach(key -> all.put(key, key.size()));
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

    private static <T extends Row> List<T> all(Table<T> table, RowSet<io.vertx.sqlclient.Row> set) {
        List<T> rows = new ArrayList<>(set.size());
        set.forEach(row -> rows.add(table.read(row)));
        return rows;
    }

    @Override
    public Future<List<Task>> due(Collection<String> buckets, Instant now, Collection<String> busy, int max) {
        return pool.preparedQuery("select " + WorkTables.TASK.selectList("t")
                        + " from task t where state = 'DUE' and bucket = any($1) and (due_at <= $2 or due_at > $3)"
                        + " and party <> all($4) order by due_at limit $5")
                .execute(Tuple.of(
                        buckets.toArray(String[]::new),
                        utc(now),
                        utc(now.plus(Waits.LONGEST)),
                        busy.toArray(String[]::new),
                        max))
                .map(set -> all(WorkTables.TASK, set));
    }

    /** The window keeps each destination to its share, so that one that does not answer leaves room for the others. */
    @Override
    public Future<List<Exchange>> pursued(Collection<String> buckets, Instant now, int max) {
        String wanted = "select e.entry_node as n, e.fixmedins_code as f, e.msgid as m,"
                + " row_number() over (partition by e.destination order by e.due_at) as place"
                + " from exchange e left join worker w on w.pool = 'gateway' and w.epoch = lpad(e.epoch::text, 18, '0')"
                + " where (e.run <> '' or e.due_at is not null) and e.bucket = any($1)"
                + " and case when e.run = '' then e.due_at <= $2 or e.due_at > $3"
                + " else w.state is distinct from 'LIVE' end";
        return pool.preparedQuery("select " + MessageTables.EXCHANGE.selectList("t") + " from (" + wanted
                        + ") q join exchange t on t.entry_node = q.n and t.fixmedins_code = q.f and t.msgid = q.m"
                        + " where q.place <= " + OF_ONE_DESTINATION_MAX + " order by q.place, t.due_at limit $4")
                .execute(Tuple.of(buckets.toArray(String[]::new), utc(now), utc(now.plus(Waits.LONGEST)), max))
                .map(set -> all(MessageTables.EXCHANGE, set));
    }

    @Override
    public Future<List<SideCheck>> sides(Collection<String> buckets, Instant now, int max) {
        return pool.preparedQuery("select " + MessageTables.SIDE_CHECK.selectList("t")
                        + " from side_check t where state = 'DUE' and bucket = any($1) and due_at <= $2"
                        + " order by due_at limit $3")
                .execute(Tuple.of(buckets.toArray(String[]::new), utc(now), max))
                .map(set -> all(MessageTables.SIDE_CHECK, set));
    }

    @Override
    public Future<List<Case>> dueCases(Instant now, int max) {
        return pool.preparedQuery("select " + WorkTables.CASE.selectList("t")
                        + " from operator_case t where state = 'OPEN' and due_at <= $1 order by due_at limit $2")
                .execute(Tuple.of(utc(now), max))
                .map(set -> all(WorkTables.CASE, set));
    }

    @Override
    public Future<List<Case>> dueCures(Instant now, int max) {
        return pool.preparedQuery("select " + WorkTables.CASE.selectList("t")
                        + " from operator_case t where work_at <= $1 order by work_at limit $2")
                .execute(Tuple.of(utc(now), max))
                .map(set -> all(WorkTables.CASE, set));
    }

    @Override
    public Future<List<HomeStay>> dueStays(Instant now, int max) {
        return pool.preparedQuery("select " + PersonTables.HOME_STAY.selectList("t")
                        + " from home_stay t where look_at <= $1 order by look_at limit $2")
                .execute(Tuple.of(utc(now), max))
                .map(set -> all(PersonTables.HOME_STAY, set));
    }

    @Override
    public Future<List<Notice>> dueNotices(Instant now, int max) {
        return pool.preparedQuery("select " + WorkTables.NOTICE.selectList("t")
                        + " from notice t where due_at <= $1 order by due_at limit $2")
                .execute(Tuple.of(utc(now), max))
                .map(set -> all(WorkTables.NOTICE, set));
    }

    @Override
    public Future<Instant> databaseNow() {
        return pool.query("select clock_timestamp()")
                .execute()
                .map(set -> set.iterator().next().getOffsetDateTime(0).toInstant());
    }

    /** Settlements and cancellations of visits that an adapter remembers, answered and not reversed. */
    public Future<List<OurHomeDay.Kept>> settledBy(String adapter, Instant from, Instant to, String after, int max) {
        String key = "(t.entry_node || ' ' || t.fixmedins_code || ' ' || t.msgid) collate \"C\"";
        return pool.preparedQuery("select " + MessageTables.EXCHANGE.selectList("t") + ", r.text as remembered_text"
                        + " from exchange t join remembered r on r.adapter = $1 and r.visit = t.care::jsonb ->> 'mdtrt_id'"
                        + " where t.received_at >= $2 and t.received_at < $3 and t.infno in ('2102', '2103', '2207', '2208', '2304', '2305')"
                        + " and t.state = 'ANSWERED' and t.outcome = 'succeeded' and " + key
                        + " > $4 collate \"C\" order by " + key + " limit $5")
                .execute(Tuple.of(adapter, utc(from), utc(to), after, max))
                .map(set -> {
                    List<OurHomeDay.Kept> kept = new ArrayList<>();
                    set.forEach(row -> kept.add(
                            new OurHomeDay.Kept(MessageTables.EXCHANGE.read(row), row.getString("remembered_text"))));
                    return kept;
                });
    }

    /** Drops workers that died before a time; nothing that they had under way is left then. How many. */
    public Future<Integer> dropWorkers(Instant before) {
        return pool.preparedQuery("delete from worker w where state = 'DEAD' and until < $1 and not exists"
                        + " (select 1 from exchange e where e.run <> '' and lpad(e.epoch::text, 18, '0') = w.epoch)")
                .execute(Tuple.of(utc(before)))
                .map(set -> set.rowCount());
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    /** Drops the nonces that were used before a time; how many. */
    public Future<Integer> dropNonces(Instant before) {
        return pool.preparedQuery("delete from nonce where at < $1")
                .execute(Tuple.of(utc(before)))
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
        return onLoop(writer::close).eventually(pool::close);
    }
}
