package io.wutong.sandbox;

import io.vertx.pgclient.PgConnectOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL of a sandbox or a test: one of its own with durability on, or the one that {@code WUTONG_PG} names
 * ({@code postgresql://user:password@host:port/database}), in which databases are made and dropped again.
 *
 * <p>A small guard process watches this JVM and stops the server when the JVM is gone, however it went.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    /** Where the server is unpacked, once for all that this user starts: it takes seconds of processor time. */
    private static final File BINARIES = Path.of(
                    System.getProperty("java.io.tmpdir"), "wutong-postgres-" + System.getProperty("user.name"))
            .toFile();

    private final @Nullable EmbeddedPostgres postgres;
    private final PgConnectOptions server;
    private final List<String> made = new ArrayList<>();

    private EmbeddedDatabase(@Nullable EmbeddedPostgres postgres, PgConnectOptions server) {
        this.postgres = postgres;
        this.server = server;
    }

    /** Starts a server, or takes the given one; blocks, so call it from a plain thread. */
    public static EmbeddedDatabase start() throws IOException {
        String given = System.getenv("WUTONG_PG");
        if (given != null && !given.isBlank()) {
            return new EmbeddedDatabase(null, PgConnectOptions.fromUri(given));
        }
        Path root = Files.createTempDirectory("wutong-pg");
        Path data = root.resolve("data");
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(BINARIES)
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "4GB")
                // files of the log are used again, as after weeks of work: to write and sync a new one takes 50 ms
                .setServerConfig("min_wal_size", "4GB")
                .start();
        guard(root, data);
        return new EmbeddedDatabase(
                postgres,
                new PgConnectOptions()
                        .setHost("localhost")
                        .setPort(postgres.getPort())
                        .setDatabase("postgres")
                        .setUser("postgres")
                        .setPassword("postgres"));
    }

    private static void guard(Path root, Path data) throws IOException {
        String script = "while kill -0 " + ProcessHandle.current().pid() + " 2>/dev/null; do sleep 1; done; "
                + "if [ -f '" + data + "/postmaster.pid' ]; then kill -QUIT $(head -n 1 '" + data
                + "/postmaster.pid') 2>/dev/null; sleep 1; fi; rm -rf '" + root + "'";
        new ProcessBuilder("sh", "-c", script)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** A new, empty database. */
    public synchronized PgConnectOptions database(String name) throws SQLException {
        String unique = "wutong_" + name + "_" + UUID.randomUUID().toString().substring(0, 8);
        execute("create database " + unique);
        made.add(unique);
        return new PgConnectOptions(server).setDatabase(unique);
    }

    private void execute(String sql) throws SQLException {
        String url = "jdbc:postgresql://" + server.getHost() + ":" + server.getPort() + "/" + server.getDatabase();
        try (Connection connection = DriverManager.getConnection(url, server.getUser(), server.getPassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        EmbeddedPostgres own = postgres;
        if (own != null) {
            own.close();
            return;
        }
        for (String database : made) {
            try {
                execute("drop database if exists " + database + " with (force)");
            } catch (SQLException e) {
                throw new IOException("could not drop " + database, e);
            }
        }
    }
}
