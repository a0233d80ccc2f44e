package io.wutong.host;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.wutong.spi.CallFailure;
import io.wutong.spi.SqlCall;
import io.wutong.spi.SqlResult;
import io.wutong.spi.SqlStatement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One database that an adapter may use: a few connections, a short queue, and nothing but statements on rows. */
final class FrontDatabase {
    private static final Set<String> VERBS = Set.of("select", "insert", "update", "delete");
    private static final int STATEMENTS_MAX = 1_000;
    private static final int DEAD_WAITERS_FACTOR = 8;
    private static final int IDLE_SECONDS = 10;
    /** The database's own bound, beyond that of every call: a statement nobody waits for any more ends too. */
    private static final int STATEMENT_MILLIS_MAX = 30_000;

    private final Vertx vertx;
    private final DatabaseSpec spec;
    private final Pool pool;
    private final AtomicInteger calls = new AtomicInteger();
    private final Set<SqlExchange> exchanges = ConcurrentHashMap.newKeySet();

    FrontDatabase(Vertx vertx, AdapterSpec adapter, DatabaseSpec spec) {
        this.vertx = vertx;
        this.spec = spec;
        this.pool = PgBuilder.pool()
                .with(new PoolOptions()
                        .setMaxSize(spec.connectionsMax())
                        .setMaxWaitQueueSize(DEAD_WAITERS_FACTOR * Math.max(1, spec.waitingMax()))
                        .setConnectionTimeout(adapter.limits().connectTimeoutMillis())
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout(IDLE_SECONDS)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .connectingTo(options(adapter.tls()))
                .using(vertx)
                .build();
    }

    private PgConnectOptions options(TlsSpec tls) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(spec.host())
                .setPort(spec.port())
                .setDatabase(spec.database())
                .setUser(spec.user())
                .setPassword(spec.password().text())
                .setPipeliningLimit(1)
                .addProperty("application_name", "wutong")
                .addProperty("statement_timeout", Integer.toString(STATEMENT_MILLIS_MAX))
                .addProperty("idle_in_transaction_session_timeout", Integer.toString(STATEMENT_MILLIS_MAX));
        if (tls.trust() != null) {
            options.setSslMode(SslMode.VERIFY_FULL)
                    .setSslOptions(new ClientSSLOptions()
                            .setHostnameVerificationAlgorithm("HTTPS")
                            .setTrustOptions(new PemTrustOptions().addCertValue(tls.trust())));
        }
        return options;
    }

    Future<List<SqlResult>> run(SqlCall call) {
        if (!isAllowed(call)) {
            return Future.failedFuture(new CallFailure(false, "bad_statement"));
        }
        if (calls.incrementAndGet() > spec.connectionsMax() + spec.waitingMax()) {
            calls.decrementAndGet();
            return Future.failedFuture(new CallFailure(false, "pool_full"));
        }
        SqlExchange exchange = new SqlExchange(vertx, OnLoop.loopOf(vertx), pool, call, spec.rowsMax());
        exchanges.add(exchange);
        Future<List<SqlResult>> result = exchange.start();
        result.onComplete(ignored -> {
            calls.decrementAndGet();
            exchanges.remove(exchange);
        });
        return result;
    }

    /** Rows only: what opens, ends or changes a transaction or the database itself is the host's. */
    private static boolean isAllowed(SqlCall call) {
        return !call.statements().isEmpty()
                && call.statements().size() <= STATEMENTS_MAX
                && call.statements().stream()
                        .map(SqlStatement::text)
                        .map(text -> text.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT))
                        .allMatch(VERBS::contains);
    }

    int underWay() {
        return exchanges.size();
    }

    Future<Void> close() {
        exchanges.forEach(SqlExchange::abandon);
        return pool.close();
    }
}
