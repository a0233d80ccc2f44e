package io.wutong.sandbox;

import io.vertx.pgclient.PgConnectOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A PostgreSQL of the sandbox's own, with durability on. A small guard process watches this JVM and stops the server
 * when the JVM is gone, however it went.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final Path data;
    private int databases;

    private EmbeddedDatabase(EmbeddedPostgres postgres, Path data) {
        this.postgres = postgres;
        this.data = data;
    }

    /** Starts a server; blocks, so call it from a plain thread. */
    public static EmbeddedDatabase start() throws IOException {
        Path root = Files.createTempDirectory("wutong-pg");
        Path data = root.resolve("data");
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(root.resolve("binaries").toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "4GB")
                .start();
        guard(root, data);
        return new EmbeddedDatabase(postgres, data);
    }

    private static void guard(Path root, Path data) throws IOException {
        String script = "while kill -0 " + ProcessHandle.current().pid() + " 2>/dev/null; do sleep 1; done; "
                + "if [ -f '" + data + "/postmaster.pid' ]; then kill -QUIT $(head -n 1 '" + data
                + "/postmaster.pid') 2>/dev/null; sleep 1; fi; rm -rf '" + root + "'";
        new ProcessBuilder("sh", "-c", script)
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** A new, empty database. */
    public synchronized PgConnectOptions database(String name) throws SQLException {
        String unique = name + "_" + databases++;
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + unique);
        }
        return new PgConnectOptions()
                .setHost("localhost")
                .setPort(postgres.getPort())
                .setDatabase(unique)
                .setUser("postgres")
                .setPassword("postgres");
    }

    /** The URL that a JDBC client would use for a database made here. */
    public String describe(PgConnectOptions options) {
        return "postgresql://postgres@localhost:" + postgres.getPort() + "/" + options.getDatabase() + "  (" + data
                + ")";
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
