package io.wutong.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import org.flywaydb.core.Flyway;

/** Brings the schema up to date at start, on a worker: Flyway speaks JDBC. */
public final class Migrations {

    private Migrations() {}

    /** Migrates; fails when the schema is newer than this release knows how to read. */
    public static Future<Integer> run(Vertx vertx, PgConnectOptions options) {
        return vertx.executeBlocking(() -> Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(
                        "jdbc:postgresql://" + options.getHost() + ":" + options.getPort() + "/"
                                + options.getDatabase(),
                        options.getUser(),
                        options.getPassword())
                .locations("classpath:db/migration")
                .load()
                .migrate()
                .migrationsExecuted);
    }
}
