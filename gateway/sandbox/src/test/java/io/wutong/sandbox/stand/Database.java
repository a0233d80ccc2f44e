package io.wutong.sandbox.stand;

import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One database of the server that is measured, and what the server says of itself. */
public final class Database implements AutoCloseable {

    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");
    private static final List<String> SETTINGS = List.of(
            "server_version",
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "wal_level",
            "wal_compression",
            "wal_sync_method",
            "shared_buffers",
            "min_wal_size",
            "max_wal_size",
            "checkpoint_timeout",
            "autovacuum",
            "commit_delay",
            "default_toast_compression",
            "max_connections");
    private static final long CLOCK_TICKS_PER_SECOND = 100;

    private final PgConnectOptions options;
    private final Connection connection;

    public Database(PgConnectOptions options) throws SQLException {
        this.options = options;
        this.connection = DriverManager.getConnection(
                "jdbc:postgresql://" + options.getHost() + ":" + options.getPort() + "/" + options.getDatabase(),
                options.getUser(),
                options.getPassword());
    }

    public PgConnectOptions options() {
        return options;
    }

    public Connection connection() {
        return connection;
    }

    /** The settings that the figures hang on, read back; refuses a server that may lose what it acknowledged. */
    public Map<String, String> settings() throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String name : SETTINGS) {
            settings.put(name, text("select current_setting('" + name + "', true)"));
        }
        for (String name : DURABLE) {
            if (!"on".equals(settings.get(name))) {
                throw new IllegalStateException(name + " = " + settings.get(name) + ": nothing measured here counts");
            }
        }
        return settings;
    }

    public void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What the server would else do by itself within the next minute, wherever that falls. */
    public void vacuum() throws SQLException {
        execute("vacuum analyze");
    }

    /** Its tables are vacuumed and analyzed by {@link #vacuum} only, from now on. */
    public void holdAutovacuum() throws SQLException {
        for (List<String> table : rows("select oid::regclass from pg_class"
                + " where relkind = 'r' and relnamespace = 'public'::regnamespace")) {
            execute("alter table " + table.get(0) + " set (autovacuum_enabled = off)");
        }
    }

    public String text(String sql, Object... arguments) throws SQLException {
        return String.valueOf(rows(sql, arguments).get(0).get(0));
    }

    public long number(String sql, Object... arguments) throws SQLException {
        return Long.parseLong(text(sql, arguments));
    }

    public List<List<String>> rows(String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            List<List<String>> rows = new ArrayList<>();
            try (ResultSet set = statement.executeQuery()) {
                int columns = set.getMetaData().getColumnCount();
                while (set.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(set.getString(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    /**
     * Counters of the whole server.
     *
     * @param walLsn where the log ends
     * @param fullPages full-page images written so far
     * @param fsyncs of the log; -1 where the server does not count them
     * @param cpuNanos of all its processes; -1 where they cannot be seen
     */
    public record Counters(String walLsn, long fullPages, long fsyncs, long cpuNanos) {}

    public Counters counters() throws SQLException {
        boolean counted = number("select current_setting('server_version_num')::int") >= 180_000;
        return new Counters(
                text("select pg_current_wal_flush_lsn()"),
                number("select wal_fpi from pg_stat_wal"),
                counted ? number("select coalesce(sum(fsyncs), 0)::bigint from pg_stat_io where object = 'wal'") : -1,
                cpuNanos());
    }

    /** Bytes of the log between two places that are not full-page images. */
    public long walBytes(String from, String to) throws SQLException {
        return number(
                "select coalesce(sum(record_size), 0)::bigint from pg_get_wal_stats(cast(? as pg_lsn), cast(? as pg_lsn))",
                from,
                to);
    }

    /** The postmaster's own processor time, that of its children, and that of those which have ended. */
    private long cpuNanos() throws SQLException {
        long pid = number("select pg_backend_pid()");
        try {
            String postmaster = stat(Long.toString(pid))[1];
            long ticks = 0;
            try (var processes = Files.list(Path.of("/proc"))) {
                for (Path process : processes
                        .filter(p -> p.getFileName().toString().matches("[0-9]+"))
                        .toList()) {
                    ticks += ticks(process.getFileName().toString(), postmaster);
                }
            }
            return ticks * (1_000_000_000 / CLOCK_TICKS_PER_SECOND);
        } catch (IOException e) {
            return -1;
        }
    }

    private static long ticks(String pid, String postmaster) {
        try {
            String[] stat = stat(pid);
            long own = Long.parseLong(stat[11]) + Long.parseLong(stat[12]);
            if (pid.equals(postmaster)) {
                return own + Long.parseLong(stat[13]) + Long.parseLong(stat[14]);
            }
            return stat[1].equals(postmaster) ? own : 0;
        } catch (IOException e) {
            return 0; // has ended meanwhile
        }
    }

    /** What stands behind the name in {@code /proc/PID/stat}: state, parent … */
    private static String[] stat(String pid) throws IOException {
        String line = Files.readString(Path.of("/proc", pid, "stat"));
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
