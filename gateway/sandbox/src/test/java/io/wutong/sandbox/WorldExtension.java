package io.wutong.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.wutong.app.Gateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A world for one test class: one database server for the whole run, a fresh database for each process of each world, the
 * plugins as jars. What tests need to know of its stores is asked here.
 */
final class WorldExtension implements BeforeAllCallback, AfterAllCallback {

    /** A channel that answers badly again and again is asked with growing waits: longer where all of it is played. */
    private static final long SECONDS_MAX = Boolean.getBoolean("wutong.full") ? 180 : 60;

    private static final long LOOK_EVERY_MILLIS = 50;

    /** What a refused message must leave as it was. */
    private static final List<String> EFFECTS = List.of(
            "visit",
            "settlement",
            "ledger_entry",
            "payment_order",
            "insured_order",
            "refund",
            "fee_line",
            "accumulator",
            "business_key",
            "remembered",
            "state_change");

    private final World.Layout layout;
    private final Map<String, HospitalClient> hospitals = new TreeMap<>();
    private Vertx vertx;
    private World world;
    private Path work;

    private WorldExtension(World.Layout layout) {
        this.layout = layout;
    }

    static WorldExtension of(World.Layout layout) {
        return new WorldExtension(layout);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        EmbeddedDatabase database = context.getRoot()
                .getStore(Namespace.create(WorldExtension.class))
                .getOrComputeIfAbsent("database", key -> new Server(), Server.class)
                .database;
        work = Files.createTempDirectory("wutong-world");
        vertx = Vertx.vertx();
        world = await(World.start(vertx, database, plugins(), work, layout));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        // a class that is run once more gets a world of its own
        hospitals.clear();
        if (world != null) {
            await(world.close());
        }
        await(vertx.close());
    }

    /** Plugin jars lie in the module's {@code target/plugins} once it is packaged. */
    private static Path plugins() {
        Path folder = Path.of(System.getProperty("wutong.plugins", "target/plugins"));
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException(
                    folder.toAbsolutePath() + " is missing: package the module first, or set -Dwutong.plugins");
        }
        return folder;
    }

    World world() {
        return world;
    }

    Vertx vertx() {
        return vertx;
    }

    /** The demonstration's hospital; one client for a world, whose serials follow on each other. */
    HospitalClient hospital() {
        return hospital(World.HOSPITAL);
    }

    HospitalClient hospital(String fixmedinsCode) {
        return hospitals.computeIfAbsent(fixmedinsCode, world::hospital);
    }

    /** The process at the place of care. */
    Gateway care() {
        return world.gateway(World.CARE_AREA);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("not within " + SECONDS_MAX + " s", e);
        }
    }

    /** Asks again until the answer is the expected one; gives the last answer when the time is over. */
    <T> T eventually(T expected, Supplier<T> question) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (true) {
            T answer = question.get();
            if (Objects.equals(expected, answer) || System.nanoTime() > end) {
                return answer;
            }
            await(vertx.timer(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS));
        }
    }

    /** Number and content of every row that an effect could have, in all processes, and what the legacy system holds. */
    Map<String, String> effects() {
        Map<String, String> effects = new TreeMap<>();
        world.gateways().forEach((name, gateway) -> {
            for (String table : EFFECTS) {
                Row row = rows(
                                gateway,
                                "select count(*)::text || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '')"
                                        + " from " + table + " t")
                        .get(0);
                effects.put(name + "." + table, row.getString(0));
            }
        });
        var hunan = world.counterparts().hunan();
        effects.put("legacy", hunan.openVisits() + " " + hunan.settledVisits() + " " + hunan.feesFen());
        return effects;
    }

    /** Every account of every node that is not at zero, in fen. */
    Map<String, Long> balances() {
        Map<String, Long> balances = new TreeMap<>();
        for (Gateway gateway : world.gateways().values()) {
            for (Row row : rows(
                    gateway,
                    "select node || ' ' || account, sum(amount_fen)::bigint from ledger_entry group by 1"
                            + " having sum(amount_fen) <> 0")) {
                balances.put(row.getString(0), row.getLong(1));
            }
        }
        return balances;
    }

    /** Sets of entries that do not balance; there must be none at any time. */
    long unbalancedSets() {
        return world.gateways().values().stream()
                .mapToLong(gateway -> rows(
                                gateway,
                                "select 1 from ledger_entry group by node, entry_set having sum(amount_fen) <> 0")
                        .size())
                .sum();
    }

    /** Accumulators of every home, as text. */
    String accumulators() {
        StringBuilder text = new StringBuilder();
        for (Gateway gateway : world.gateways().values()) {
            rows(gateway, "select node || ' ' || psn_no || ' ' || year || ' ' || amounts from accumulator order by 1")
                    .forEach(row -> text.append(row.getString(0)).append('\n'));
        }
        return text.toString();
    }

    /** How many rows the place of care's store gives. */
    long count(String sql, Object... arguments) {
        return countIn(care(), sql, arguments);
    }

    static long countIn(Gateway gateway, String sql, Object... arguments) {
        return rows(gateway, "select count(*) from (" + sql + ") q", arguments)
                .get(0)
                .getLong(0);
    }

    /** One text of the place of care's store; empty when there is no such row. */
    String text(String sql, Object... arguments) {
        List<Row> rows = rows(care(), sql, arguments);
        return rows.isEmpty() ? "" : String.valueOf(rows.get(0).getValue(0));
    }

    static List<Row> rows(Gateway gateway, String sql, Object... arguments) {
        return await(gateway.pool()
                .preparedQuery(sql)
                .execute(Tuple.from(arguments))
                .map(set -> StreamSupport.stream(set.spliterator(), false).toList()));
    }

    private static final class Server implements AutoCloseable {
        final EmbeddedDatabase database;

        Server() {
            try {
                database = EmbeddedDatabase.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            database.close();
        }
    }
}
