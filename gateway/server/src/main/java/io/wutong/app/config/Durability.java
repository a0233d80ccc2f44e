package io.wutong.app.config;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.util.List;

/**
 * Asks a database whether what it acknowledges survives a crash. A settlement that was answered and then lost would be
 * paid and not booked, so {@code run} refuses a server that may lose it.
 */
public final class Durability {

    private static final int VERSION_MIN = 150_000;
    private static final List<String> ON = List.of("fsync", "full_page_writes", "synchronous_commit");

    private Durability() {}

    /** Fails with a message that names the server, the setting and what it must be. */
    public static Future<Void> check(Vertx vertx, PgConnectOptions options) {
        String server = options.getHost() + ":" + options.getPort() + "/" + options.getDatabase();
        return PgConnection.connect(vertx, options)
                .recover(failure -> Future.failedFuture(
                        new IllegalStateException("连不上数据库 · cannot connect to the database " + server, failure)))
                .compose(connection -> check(connection, server).eventually(connection::close));
    }

    private static Future<Void> check(PgConnection connection, String server) {
        Future<Void> checked = show(connection, "server_version_num").compose(version -> {
            if (Integer.parseInt(version) < VERSION_MIN) {
                return Future.failedFuture(new IllegalStateException(
                        server + ": PostgreSQL 版本应不低于 15 · PostgreSQL 15 or later is needed, this is " + version));
            }
            return Future.succeededFuture();
        });
        for (String setting : ON) {
            checked = checked.compose(done -> show(connection, setting)).compose(value -> {
                if (value.equals("off")) {
                    return Future.failedFuture(new IllegalStateException(server + ": " + setting
                            + " = off：断电会丢失已应答的结算，应为 on · an answered settlement could be lost,"
                            + " it must be on"));
                }
                return Future.succeededFuture();
            });
        }
        return checked;
    }

    private static Future<String> show(PgConnection connection, String setting) {
        return connection
                .query("show " + setting)
                .execute()
                .map(rows -> rows.iterator().next().getString(0));
    }
}
