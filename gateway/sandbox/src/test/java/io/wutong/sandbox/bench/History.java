package io.wutong.sandbox.bench;

import io.wutong.sandbox.stand.Database;
import io.wutong.sandbox.stand.Patients.Home;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Settlements of earlier months, laid down by SQL: the rows of one, again and again, spread over all persons. */
final class History {

    /** Numbers of visits that nobody uses. */
    private static final long FIRST = 200_000_000L;

    private static final int CHUNK = 50_000;
    private static final int THREADS = 2;

    private History() {}

    static void lay(Stand stand, long sample, int settlements) throws Exception {
        long begun = System.nanoTime();
        Database database = stand.care();
        Sample rows = Sample.of(
                database,
                stand.patients(),
                Home.FAR,
                sample,
                "n",
                stand.patients().personOf(Home.FAR, "n"));
        AtomicLong next = new AtomicLong(FIRST);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                parts.add(threads.submit(() -> chunks(database, rows, next, FIRST + settlements)));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } finally {
            threads.shutdownNow();
        }
        database.vacuum();
        database.execute("checkpoint");
        System.out.printf(
                "history: %,d settlements laid down in %.0f s%n", settlements, (System.nanoTime() - begun) / 1e9);
    }

    private static Object chunks(Database database, Sample rows, AtomicLong next, long end) throws SQLException {
        try (Database own = new Database(database.options())) {
            for (long first = next.getAndAdd(CHUNK); first < end; first = next.getAndAdd(CHUNK)) {
                long last = Math.min(first + CHUNK, end) - 1;
                own.execute(insert("visit", rows.visits(), first, last));
                for (Map.Entry<String, List<String>> table : rows.inserts().entrySet()) {
                    own.execute(insert(table.getKey(), table.getValue(), first, last));
                }
            }
        }
        return "done";
    }

    private static String insert(String table, List<String> values, long first, long last) {
        StringBuilder sql = new StringBuilder("insert into " + table + " ");
        for (int i = 0; i < values.size(); i++) {
            String row = values.get(i);
            sql.append(i == 0 ? "select " : " union all select ")
                    .append(row, 1, row.length() - 1)
                    .append(" from generate_series(")
                    .append(first)
                    .append("::bigint, ")
                    .append(last)
                    .append(") n");
        }
        return sql.toString();
    }
}
