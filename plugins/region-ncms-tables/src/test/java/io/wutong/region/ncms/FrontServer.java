package io.wutong.region.ncms;

import io.vertx.pgclient.PgConnectOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One real database server for all test classes of this module, a database of its own for each. */
final class FrontServer {

    static final String USER = "postgres";
    static final String PASSWORD = "invented-for-tests";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private FrontServer() {}

    private static final class Running {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "50")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        server.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A new, empty one. */
    static PgConnectOptions database() {
        String name = "front_" + DATABASES.incrementAndGet();
        try (Connection connection = Running.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(Running.SERVER.getPort())
                .setDatabase(name)
                .setUser(USER)
                .setPassword(PASSWORD);
    }
}
