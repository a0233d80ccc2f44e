package io.wutong.host;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import io.wutong.spi.CallFailure;
import io.wutong.spi.SqlCall;
import io.wutong.spi.SqlResult;
import io.wutong.spi.SqlStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One call to a database, on one event loop.
 *
 * <pre>
 * start ─ connection? ─ no ─────────────────────────────────→ not sent
 *             │ yes
 *         BEGIN, statements ─ refused, time, closed ────────→ not sent: what was never committed is undone
 *             │ all done
 *          COMMIT ─ time, closed ───────────────────────────→ sent
 *             │ done
 *          results
 * </pre>
 *
 * <p>A single select needs no transaction, and counts as sent once a connection has it. The first end wins; the
 * connection of an exchange that was given up is torn down, which undoes what it had begun.
 */
final class SqlExchange {
    private final Vertx vertx;
    private final Pool pool;
    private final SqlCall call;
    private final int rowsMax;
    private final OnLoop<List<SqlResult>> result;

    private @Nullable SqlConnection connection;
    private boolean sent;
    private boolean ended;
    private long timer = -1;

    SqlExchange(Vertx vertx, Context context, Pool pool, SqlCall call, int rowsMax) {
        this.vertx = vertx;
        this.pool = pool;
        this.call = call;
        this.rowsMax = rowsMax;
        this.result = OnLoop.of(context);
    }

    Future<List<SqlResult>> start() {
        // never at once, as in HttpExchange
        result.context().runOnContext(ignored -> {
            if (!ended) {
                timer = vertx.setTimer(Math.max(1, call.timeoutMillis()), id -> timedOut());
                pool.getConnection().onComplete(this::connected);
            }
        });
        return result.future();
    }

    /** Gives up: the adapter is being closed. */
    void abandon() {
        OnLoop.run(result.context(), () -> fail(new CallFailure(sent, "adapter_closed")));
    }

    private void timedOut() {
        String phase = connection == null ? "timeout_connect" : committing() ? "timeout_commit" : "timeout_sql";
        fail(new CallFailure(sent, phase));
    }

    private void connected(AsyncResult<SqlConnection> opened) {
        if (opened.failed()) {
            fail(SqlFailures.beforeConnected(opened.cause()));
            return;
        }
        if (ended) { // too late: it goes back unused
            opened.result().close();
            return;
        }
        SqlConnection own = opened.result();
        connection = own;
        own.exceptionHandler(seenByTheStatement -> {});
        sent = reads();
        (reads() ? statements(own, 0, new ArrayList<>()) : transaction(own)).onComplete(done -> finish(own, done));
    }

    private boolean reads() {
        return call.statements().size() == 1
                && call.statements()
                        .get(0)
                        .text()
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .startsWith("select");
    }

    private Future<List<SqlResult>> transaction(SqlConnection own) {
        return own.query("BEGIN")
                .execute()
                .compose(begun -> statements(own, 0, new ArrayList<>()))
                .compose(results -> {
                    if (ended) {
                        return Future.failedFuture(new CallFailure(false, "given_up"));
                    }
                    sent = true;
                    return own.query("COMMIT").execute().map(results);
                });
    }

    private Future<List<SqlResult>> statements(SqlConnection own, int at, List<SqlResult> results) {
        if (at == call.statements().size()) {
            return Future.succeededFuture(results);
        }
        if (ended) {
            return Future.failedFuture(new CallFailure(false, "given_up"));
        }
        SqlStatement statement = call.statements().get(at);
        return own.preparedQuery(statement.text())
                .collecting(SqlRows.collector(rowsMax))
                .execute(Tuple.wrap(new ArrayList<>(statement.parameters())))
                .compose(done -> {
                    results.add(new SqlResult(done.rowCount(), done.value().checked(sent)));
                    return statements(own, at + 1, results);
                });
    }

    private void finish(SqlConnection own, AsyncResult<List<SqlResult>> done) {
        if (ended) {
            return;
        }
        if (done.succeeded()) {
            end();
            own.close();
            result.complete(done.result());
            return;
        }
        Throwable cause = done.cause();
        CallFailure failure = committing() ? SqlFailures.atCommit(cause) : SqlFailures.atStatement(cause, reads());
        if (SqlFailures.isHarmless(cause) && !failure.sent()) {
            connection = null; // what the database refused is rolled back, and the connection as good as before
            own.query("ROLLBACK").execute().onComplete(undone -> {
                if (undone.succeeded()) {
                    own.close();
                } else {
                    tearDown(own);
                }
            });
        }
        fail(failure);
    }

    private boolean committing() {
        return sent && !reads();
    }

    private void fail(CallFailure failure) {
        if (ended) {
            return;
        }
        end();
        if (connection != null) {
            tearDown(connection);
        }
        result.fail(failure);
    }

    private void end() {
        ended = true;
        vertx.cancelTimer(timer);
    }

    /** Not back to the pool: what hangs in it would hang the next call too. */
    private static void tearDown(SqlConnection own) {
        Connection raw = ((SqlConnectionInternal) own).unwrap();
        while (raw.unwrap() != raw) {
            raw = raw.unwrap();
        }
        if (raw instanceof SocketConnectionBase socket) {
            socket.socket().close(); // close() of the connection would wait behind what hangs
        } else {
            own.close();
        }
    }
}
