package io.wutong.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Tuple;
import io.wutong.exchange.Exchange;
import io.wutong.payment.Task;
import io.wutong.port.Clock;
import io.wutong.store.Migrations;
import io.wutong.store.PgStore;
import io.wutong.work.Buckets;
import io.wutong.work.LeaseKeeper;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Leases and the search for open exchanges on a real PostgreSQL, by its own clock. */
class BackgroundIT {

    private static final long SECONDS_MAX = 30;
    private static final Instant NOW = Instant.parse("2026-10-30T01:00:00Z");
    private static final Clock CLOCK = new Clock() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    private static Vertx vertx;
    private static EmbeddedDatabase embedded;
    private static PgConnectOptions options;

    /** A worker on a loop of its own. */
    private record Loop(Context context, PgStore store, LeaseKeeper keeper) {
        static Loop open(String name) {
            Context context = ((VertxInternal) vertx).createEventLoopContext();
            return await(on(context, () -> {
                PgStore store = new PgStore(vertx, options);
                return Future.succeededFuture(new Loop(context, store, new LeaseKeeper(CLOCK, store, store, name)));
            }));
        }

        void turn() {
            await(on(context, keeper::turn));
        }

        void sql(String statement) {
            await(store.pool().query(statement).execute());
        }

        void close() {
            await(on(context, keeper::resign));
            await(store.close());
        }
    }

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        embedded = EmbeddedDatabase.start();
        options = embedded.database("background");
        await(Migrations.run(vertx, options));
    }

    @AfterAll
    static void close() throws Exception {
        await(vertx.close());
        embedded.close();
    }

    @Test
    void should_share_fairly_and_take_over_when_a_life_has_lapsed_by_the_databases_clock() {
        Loop first = Loop.open("a");
        Loop second = Loop.open("b");
        first.turn();
        assertThat(first.keeper().buckets()).hasSize(Buckets.COUNT);
        second.turn();
        assertThat(second.keeper().buckets()).isEmpty();
        first.turn();
        second.turn();
        assertThat(first.keeper().buckets()).hasSize(Buckets.COUNT / 2);
        assertThat(second.keeper().buckets())
                .hasSize(Buckets.COUNT / 2)
                .doesNotContainKeys(first.keeper().buckets().keySet().toArray(String[]::new));

        long lapsed = first.keeper().epoch();
        first.sql("update worker set until = clock_timestamp() - interval '1 second' where process = 'a'");
        second.turn();
        assertThat(second.keeper().buckets()).hasSize(Buckets.COUNT);
        first.turn();
        assertThat(first.keeper().holds(lapsed)).isFalse();
        assertThat(first.keeper().buckets()).isEmpty();
        first.turn();
        assertThat(first.keeper().epoch()).isGreaterThan(second.keeper().epoch());
        first.close();
        second.close();
    }

    @Test
    void should_register_many_at_a_time_and_each_under_an_epoch_of_its_own() {
        List<Loop> loops = List.of(Loop.open("c"), Loop.open("d"), Loop.open("e"), Loop.open("f"));
        List<Future<Void>> turns = loops.stream()
                .map(loop -> on(loop.context(), loop.keeper()::turn))
                .toList();
        turns.forEach(BackgroundIT::await);
        assertThat(loops.stream().map(loop -> loop.keeper().epoch())).doesNotHaveDuplicates();
        loops.forEach(Loop::turn);
        loops.forEach(Loop::turn);
        assertThat(loops).allSatisfy(loop -> assertThat(loop.keeper().buckets()).hasSize(Buckets.COUNT / 4));
        loops.forEach(Loop::close);
    }

    @Test
    void should_find_what_is_due_and_what_the_dead_have_left_and_nothing_else() {
        Loop loop = Loop.open("g");
        loop.sql("insert into worker values ('gateway', '000000000000000901', 'x', 'LIVE', now()),"
                + " ('gateway', '000000000000000902', 'x', 'DEAD', now())");
        exchange(loop, "due", "A", 0, "", NOW);
        exchange(loop, "not-due", "A", 0, "", NOW.plusSeconds(10));
        exchange(loop, "clock-put-back", "A", 0, "", NOW.plusSeconds(10_800));
        exchange(loop, "at-the-living", "A", 901, "r", null);
        exchange(loop, "at-the-dead", "A", 902, "r", null);
        exchange(loop, "at-the-forgotten", "A", 903, "r", null);
        exchange(loop, "ended", "A", 0, "", null);
        assertThat(pursued(loop, 100))
                .extracting(Exchange::msgid)
                .containsExactlyInAnyOrder("due", "clock-put-back", "at-the-dead", "at-the-forgotten");
        for (int i = 0; i < 100; i++) {
            exchange(loop, "b" + i, "B", 0, "", NOW.minusSeconds(60));
        }
        assertThat(pursued(loop, 64))
                .as("a region that does not answer leaves room for others")
                .hasSize(20)
                .filteredOn(row -> row.destination().equals("A"))
                .hasSize(4);
        loop.close();
    }

    @Test
    void should_find_what_is_due_to_the_others_when_a_channel_is_busy() {
        Loop loop = Loop.open("h");
        loop.sql("insert into task (node, kind, ref, bucket, state, attempts, due_at, last_error, party)"
                + " select 'n', 'refund', 'hung' || i, '08', 'DUE', 0, now() - interval '1 hour', '', 'hung'"
                + " from generate_series(1, 20) i");
        loop.sql("insert into task (node, kind, ref, bucket, state, attempts, due_at, last_error) values"
                + " ('n', 'refund', 'of-the-release-before', '08', 'DUE', 0, now() - interval '1 minute', '')");
        assertThat(due(loop, List.of())).hasSize(10).extracting(Task::party).containsOnly("hung");
        assertThat(due(loop, List.of("hung", "wechat"))).extracting(Task::ref).containsExactly("of-the-release-before");
        loop.close();
    }

    private static List<Task> due(Loop loop, List<String> busy) {
        return await(on(loop.context(), () -> loop.store().due(List.of("08"), Instant.now(), busy, 10)));
    }

    private static List<Exchange> pursued(Loop loop, int max) {
        return await(on(loop.context(), () -> loop.store().pursued(List.of("07"), NOW, max)));
    }

    private static void exchange(
            Loop loop, String msgid, String destination, long epoch, String run, @Nullable Instant dueAt) {
        await(loop.store()
                .pool()
                .preparedQuery("insert into exchange (entry_node, fixmedins_code, msgid, infno, hash, state, outcome,"
                        + " code, result, origin, trace_id, destination, attempt, request, hops, received_at, bucket,"
                        + " epoch, run, asks, due_at) values ('n', 'f', $1, '2304', '', 'UNKNOWN', '', '', '', '', '',"
                        + " $2, 1, '\\x00', '\\x00', now(), '07', $3, $4, 0, $5)")
                .execute(Tuple.of(
                        msgid,
                        destination,
                        epoch,
                        run,
                        dueAt == null ? null : dueAt.atOffset(java.time.ZoneOffset.UTC))));
    }

    private static <R> Future<R> on(Context context, Supplier<Future<R>> work) {
        Promise<R> promise = Promise.promise();
        context.runOnContext(go -> work.get().onComplete(promise));
        return promise.future();
    }

    private static <R> R await(Future<R> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
