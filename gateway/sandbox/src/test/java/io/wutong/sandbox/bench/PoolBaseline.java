package io.wutong.sandbox.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.wutong.sandbox.stand.Database;
import io.wutong.sandbox.stand.Patients;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** The baseline where a machine has no pgbench: the same transactions over a pool of the gateway's own client. */
final class PoolBaseline implements Baseline {

    private static final int RUN_SECONDS_MAX = 60;

    private final Database database;
    private final List<String> statements = new ArrayList<>();
    private final int rows;

    /** @param visit the only one that has been settled so far */
    PoolBaseline(Database database, Patients patients, Patients.Home home, long visit) throws SQLException {
        String n = "$1::bigint";
        Sample sample = Sample.of(database, patients, home, visit, n, "(" + patients.personOf(home, n) + ")");
        sample.inserts()
                .forEach((table, values) ->
                        statements.add("insert into " + table + " values " + String.join(", ", values)));
        statements.addAll(List.of(sample.updates().strip().split(";\n?")));
        this.database = database;
        this.rows = sample.rows();
    }

    @Override
    public String name() {
        return "one transaction each over the pool, " + CLIENTS + " clients";
    }

    @Override
    public double must() {
        return 2.2;
    }

    @Override
    public double aim() {
        return 4.0;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public Ran run(long firstVisit, int seconds) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Pool pool = PgBuilder.pool()
                    .with(new PoolOptions().setMaxSize(CLIENTS))
                    .connectingTo(new PgConnectOptions(database.options())
                            .setCachePreparedStatements(true)
                            .addProperty("plan_cache_mode", "force_generic_plan"))
                    .using(vertx)
                    .build();
            AtomicLong next = new AtomicLong(firstVisit);
            long begun = System.nanoTime();
            long end = begun + TimeUnit.SECONDS.toNanos(seconds);
            Future.all(IntStream.range(0, CLIENTS)
                            .mapToObj(client -> client(pool, next, end))
                            .toList())
                    .await(RUN_SECONDS_MAX, TimeUnit.SECONDS);
            long done = next.get() - firstVisit;
            return new Ran(done, done * 1e9 / (System.nanoTime() - begun), done);
        } finally {
            vertx.close().await(RUN_SECONDS_MAX, TimeUnit.SECONDS);
        }
    }

    private Future<Void> client(Pool pool, AtomicLong next, long end) {
        if (System.nanoTime() >= end) {
            return Future.succeededFuture();
        }
        Tuple visit = Tuple.of(next.getAndIncrement());
        return pool.withTransaction(connection -> all(connection, visit)).compose(done -> client(pool, next, end));
    }

    private Future<Void> all(SqlConnection connection, Tuple visit) {
        Future<Void> done = Future.succeededFuture();
        for (String statement : statements) {
            done = done.compose(
                    before -> connection.preparedQuery(statement).execute(visit).mapEmpty());
        }
        return done;
    }
}
