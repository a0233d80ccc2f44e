package io.wutong.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import io.wutong.benefit.Accumulator;
import io.wutong.cases.Case;
import io.wutong.cases.CaseKind;
import io.wutong.cases.Escalate;
import io.wutong.exchange.BusinessKey;
import io.wutong.notice.ChoiceLink;
import io.wutong.notice.Notice;
import io.wutong.payment.Deposit;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.StoreException;
import io.wutong.store.Migrations;
import io.wutong.store.PgStore;
import io.wutong.terminal.TerminalState;
import io.wutong.visit.FeeLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The grouped write path on a real PostgreSQL: the embedded one, or {@code WUTONG_PG=host:port/user/password/db}. */
class PgStoreIT {

    private static final long SECONDS_MAX = 60;
    private static final int QUEUE_MAX = 4_096;

    private static Vertx vertx;
    private static @Nullable EmbeddedDatabase embedded;
    private static PgConnectOptions options;
    private static Loop one;
    private static Loop two;

    /** A store on a loop of its own. */
    private record Loop(Context context, PgStore store) {
        static Loop open() {
            Context context = ((io.vertx.core.internal.VertxInternal) vertx).createEventLoopContext();
            return new Loop(context, await(on(context, () -> Future.succeededFuture(new PgStore(vertx, options)))));
        }

        <R> Future<R> commit(Command<R> command) {
            return on(context, () -> store.commit(command));
        }

        /** All at once, so that they gather while the first is under way. */
        <R> List<Future<R>> commitAll(List<Command<R>> commands) {
            return await(on(context, () -> {
                List<Future<R>> futures = new ArrayList<>();
                commands.forEach(command -> futures.add(store.commit(command)));
                return Future.succeededFuture(futures);
            }));
        }
    }

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        String given = System.getenv("WUTONG_PG");
        if (given == null || given.isBlank()) {
            EmbeddedDatabase database = EmbeddedDatabase.start();
            embedded = database;
            options = database.database("store");
        } else {
            String[] parts = given.split("[:/]");
            options = new PgConnectOptions()
                    .setHost(parts[0])
                    .setPort(Integer.parseInt(parts[1]))
                    .setUser(parts[2])
                    .setPassword(parts[3])
                    .setDatabase(parts[4]);
        }
        await(Migrations.run(vertx, options));
        one = Loop.open();
        two = Loop.open();
    }

    @AfterAll
    static void close() throws Exception {
        await(one.store().close());
        await(two.store().close());
        await(vertx.close());
        if (embedded != null) {
            embedded.close();
        }
    }

    @Test
    void should_let_a_case_climb_once_when_two_stores_find_it_due() {
        Instant opened = Instant.parse("2026-01-01T00:00:00Z");
        Instant due = opened.plus(CaseKind.of(Case.TASK).patience());
        Case given = Case.open("320115", Case.TASK, "refund/" + UUID.randomUUID(), "timeout", opened);
        Case later = Case.open("320115", Case.TASK, "refund/" + UUID.randomUUID(), "timeout", due);
        Case closed = Case.open("320115", Case.TASK, "refund/" + UUID.randomUUID(), "timeout", opened)
                .ended(due);
        await(one.commit(write(given, later, closed)));

        List<Case> found = await(on(one.context(), () -> one.store().dueCases(due, 100)));

        assertThat(found).containsExactly(given);
        Escalate climb = new Escalate(found.get(0), "320100", due);
        Future<Optional<Case>> first = one.commit(climb);
        Future<Optional<Case>> second = two.commit(climb);
        assertThat(List.of(await(first).isPresent(), await(second).isPresent())).containsExactlyInAnyOrder(true, false);
        assertThat(await(on(one.context(), () -> one.store().dueCases(due, 100))))
                .isEmpty();
        assertThat(await(on(one.context(), () -> one.store().dueCases(due.plusSeconds(86_400), 100))))
                .extracting(Case::actor)
                .containsExactly("320115", "320100");
    }

    @Test
    void should_read_no_more_than_it_is_asked_for_when_the_plan_was_made_while_the_table_was_empty() throws Exception {
        int rows = 2_000;
        List<Command<Boolean>> looksAndWrites = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            BusinessKey key = new BusinessKey("320115", "lookup", "Z" + i, BusinessKey.State.STANDING, "M" + i, "");
            looksAndWrites.add(new Command<>() {
                @Override
                public Needs needs() {
                    return Needs.rows(key.key());
                }

                @Override
                public Decision<Boolean> decide(Rows read) {
                    return Decision.of(read.one(key.key()).isEmpty(), List.of(key));
                }
            });
        }
        String readByKey =
                "select coalesce(sum(idx_tup_read), 0)::bigint from pg_stat_user_indexes where relname = 'business_key'";
        await(on(
                one.context(),
                () -> one.store().pool().query("analyze business_key").execute()));
        await(one.commit(looksAndWrites.get(0)));
        for (Future<Boolean> written : one.commitAll(looksAndWrites.subList(1, rows))) {
            assertThat(await(written)).isTrue();
        }
        TimeUnit.MILLISECONDS.sleep(1_200); // a backend tells of its work once a second, when it does something
        await(one.commit(looksAndWrites.get(0)));

        assertThat(number(readByKey))
                .as("of %s rows, each looked for once", rows)
                .isLessThan(2 * rows);
    }

    @Test
    void should_find_notices_when_they_are_due_and_keep_deposits_and_terminals() {
        Instant at = Instant.parse("2026-10-30T02:00:00Z");
        String ref = UUID.randomUUID().toString();
        Notice due = Notice.due("320115", "REFERRAL-" + ref, "13800000000", "文", at);
        Notice later = Notice.due("320115", "LATER-" + ref, "13800000000", "文", at.plusSeconds(60));
        Deposit deposit =
                new Deposit("321100", ref, "R1", "H32110200001", "counter:cash", 100_00, Deposit.State.HELD, "", at);
        TerminalState terminal = new TerminalState("T-" + ref, at, true, "李", "被盗");
        ChoiceLink link = new ChoiceLink("0".repeat(28) + ref, "320115", ref, at.plusSeconds(60), null);
        await(one.commit(write(due, later, deposit, terminal, link)));

        assertThat(await(on(one.context(), () -> one.store().dueNotices(at, 100))))
                .containsExactly(due);
        List<Row> read = await(on(
                one.context(),
                () -> one.store()
                        .read(
                                Needs.rows(terminal.key(), link.key()).and(Needs.groups(Deposit.of("321100", ref))),
                                rows -> List.<Row>of(
                                        rows.all(Deposit.of("321100", ref)).get(0),
                                        rows.one(terminal.key()).orElseThrow(),
                                        rows.one(link.key()).orElseThrow()))));
        assertThat(read).containsExactly(deposit, terminal, link);
    }

    private static Command<Integer> write(Row... rows) {
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.NONE;
            }

            @Override
            public Decision<Integer> decide(Rows read) {
                return Decision.of(rows.length, List.of(rows));
            }
        };
    }

    @Test
    void should_lose_no_increment_when_a_thousand_commands_of_two_stores_meet_on_ten_rows() {
        List<String> keys = keys(10);
        List<Command<Long>> commands = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            commands.add(increment(keys.get(i % 10)));
        }
        List<Future<Long>> first = one.commitAll(commands);
        List<Future<Long>> second = two.commitAll(commands);
        first.forEach(PgStoreIT::await);
        second.forEach(PgStoreIT::await);
        for (String key : keys) {
            assertThat(await(read(key))).isEqualTo(100);
        }
        for (int k = 0; k < 10; k++) {
            List<Long> results = new ArrayList<>();
            for (int i = k; i < 500; i += 10) {
                results.add(first.get(i).result());
            }
            assertThat(results).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void should_end_what_it_has_taken_and_take_no_more_when_it_is_closed() {
        String key = keys(1).get(0);
        Loop closing = Loop.open();
        List<Future<Long>> taken = new ArrayList<>();
        await(on(closing.context(), () -> {
            for (int i = 0; i < 300; i++) {
                taken.add(closing.store().commit(increment(key)));
            }
            return closing.store().close();
        }));
        assertThat(taken).allMatch(Future::succeeded);
        assertThat(await(read(key))).isEqualTo(300);
        assertThat(failure(closing.commit(increment(key)))).isInstanceOf(StoreException.class);
        await(closing.store().close());
    }

    @Test
    void should_let_one_be_first_when_many_claim_the_same_new_row() {
        String key = keys(1).get(0);
        List<Command<Boolean>> claims = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            claims.add(command(
                    Needs.rows(key(key)),
                    rows -> rows.one(key(key)).isPresent()
                            ? Decision.nothing(false)
                            : Decision.of(true, List.of(row(key, 1)))));
        }
        List<Future<Boolean>> all = new ArrayList<>(one.commitAll(claims));
        all.addAll(two.commitAll(claims));
        assertThat(all.stream().filter(PgStoreIT::await).count()).isEqualTo(1);
    }

    @Test
    void should_fail_the_poisoned_alone_when_they_are_among_good_ones() {
        List<String> keys = keys(60);
        List<Command<Long>> commands = new ArrayList<>();
        for (String key : keys) {
            commands.add(increment(key));
        }
        commands.set(
                17,
                command(
                        Needs.rows(key(keys.get(17))),
                        rows -> Decision.of(0L, List.of(new Accumulator("it", keys.get(17), "390", "2026", "a\0b")))));
        FeeLine unbalanced = new FeeLine(
                "it", keys.get(41), "1", "A", "1", "1", 100, "01", "0", 1, 1, 1, 1, false, FeeLine.Detail.NONE);
        commands.set(41, command(Needs.rows(unbalanced.key()), rows -> Decision.of(0L, List.of(unbalanced))));
        commands.set(50, command(Needs.NONE, rows -> {
            throw new IllegalArgumentException("a rule says no");
        }));
        List<Future<Long>> ended = one.commitAll(commands);
        for (int i = 0; i < ended.size(); i++) {
            Throwable failure = failure(ended.get(i));
            if (i == 17 || i == 41) {
                assertThat(failure)
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.NOT_DONE));
            } else if (i == 50) {
                assertThat(failure).isInstanceOf(IllegalArgumentException.class);
            } else {
                assertThat(failure).as("%s", i).isNull();
                assertThat(await(read(keys.get(i)))).isEqualTo(1);
            }
        }
        assertThat(await(read(keys.get(17)))).isZero();
    }

    @Test
    void should_keep_nothing_of_a_command_when_one_of_its_writes_is_refused() {
        String key = keys(1).get(0);
        Loop own = Loop.open();
        // the refused line keeps the row that is written with it out; the connection serves what comes after
        await(own.commit(increment(key)));
        await(own.commit(increment(key)));
        await(own.commit(write(line(key, "1", 4))));
        for (int i = 0; i < 3; i++) {
            Throwable failure = failure(own.commit(command(
                    Needs.rows(key(key)), rows -> Decision.of(0L, List.of(line(key, "2", 1), row(key, 99))))));
            assertThat(failure)
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.NOT_DONE));
            assertThat(await(read(key))).isEqualTo(2 + i);
            assertThat(await(own.commit(increment(key)))).isEqualTo(3 + i);
        }
        await(own.store().close());
    }

    private static Command<Long> write(FeeLine line) {
        return command(Needs.rows(line.key()), rows -> Decision.of(0L, List.of(line)));
    }

    /** A line of four parts of a fen each; the database takes it when that is its amount. */
    private static FeeLine line(String key, String sn, long amountFen) {
        return new FeeLine("it", key, sn, "A", "1", "1", amountFen, "01", "0", 1, 1, 1, 1, false, FeeLine.Detail.NONE);
    }

    @Test
    void should_lose_nothing_and_come_back_to_each_thread_when_many_use_one_store() {
        String key = keys(1).get(0);
        int threads = 8;
        int times = 200;
        List<Future<String>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Context worker = ((io.vertx.core.internal.VertxInternal) vertx).createWorkerContext();
            all.add(on(worker, () -> {
                for (int n = 1; n < times; n++) {
                    one.store().commit(increment(key));
                }
                return one.store()
                        .commit(increment(key))
                        .map(done -> Thread.currentThread().getName());
            }));
        }

        for (Future<String> last : all) {
            assertThat(await(last)).startsWith("vert.x-worker");
        }
        assertThat(await(read(key))).isEqualTo((long) threads * times);
    }

    @Test
    void should_take_back_a_refusal_that_rested_on_what_was_not_committed() {
        List<String> keys = keys(3);
        Command<Long> first = increment(keys.get(0));
        // writes the flag, and something that the database refuses
        Command<Long> poisoned = command(
                Needs.rows(key(keys.get(1))),
                rows -> Decision.of(
                        0L, List.of(row(keys.get(1), 1), new Accumulator("it", keys.get(2), "390", "2026", "\0"))));
        Command<Long> looks = command(Needs.rows(key(keys.get(1))), rows -> {
            if (rows.one(key(keys.get(1))).isPresent()) {
                throw new IllegalArgumentException("the flag is set");
            }
            return Decision.nothing(7L);
        });
        List<Future<Long>> ended = one.commitAll(List.of(first, poisoned, looks));
        assertThat(failure(ended.get(0))).isNull();
        assertThat(failure(ended.get(1))).isInstanceOf(StoreException.class);
        assertThat(failure(ended.get(2))).isNull();
        assertThat(ended.get(2).result()).isEqualTo(7L);
    }

    @Test
    void should_not_let_one_command_replace_the_new_row_of_another_in_the_same_batch() {
        List<String> keys = keys(2);
        Command<Long> starter = increment(keys.get(0));
        List<Command<Long>> commands = new ArrayList<>(List.of(starter));
        for (long i = 1; i <= 2; i++) {
            long value = i;
            commands.add(command(Needs.NONE, rows -> Decision.of(value, List.of(row(keys.get(1), value)))));
        }
        List<Future<Long>> ended = one.commitAll(commands);
        assertThat(failure(ended.get(1))).isNull();
        assertThat(failure(ended.get(2))).isInstanceOf(StoreException.class);
        assertThat(await(read(keys.get(1)))).isEqualTo(1);
    }

    @Test
    void should_finish_the_others_and_then_the_locked_one_when_somebody_holds_a_row() {
        List<String> keys = keys(2);
        await(one.commit(increment(keys.get(0))));
        await(one.commit(increment(keys.get(1))));
        PgConnection holder = await(on(two.context(), () -> PgConnection.connect(vertx, options)));
        await(holder.query("begin").execute());
        await(holder.preparedQuery("select 1 from accumulator where node = 'it' and psn_no = $1 for update")
                .execute(Tuple.of(keys.get(0))));
        List<Future<Long>> ended =
                one.commitAll(List.of(increment(keys.get(1)), increment(keys.get(1)), increment(keys.get(0))));
        assertThat(await(ended.get(0))).isEqualTo(2);
        assertThat(await(ended.get(1))).isEqualTo(3);
        assertThat(ended.get(2).isComplete()).isFalse();
        await(holder.query("commit").execute());
        assertThat(await(ended.get(2))).isEqualTo(2);
        await(holder.close());
    }

    @Test
    void should_refuse_early_and_lose_nothing_when_more_wait_than_the_queue_holds() {
        List<String> keys = keys(50);
        List<Command<Long>> commands = new ArrayList<>();
        int count = QUEUE_MAX + 1_000;
        for (int i = 0; i < count; i++) {
            commands.add(increment(keys.get(i % 50)));
        }
        long full = 0;
        for (Future<Long> future : one.commitAll(commands)) {
            Throwable failure = failure(future);
            if (failure instanceof StoreException e && e.kind() == StoreException.Kind.FULL) {
                full++;
            } else {
                assertThat(failure).isNull();
            }
        }
        assertThat(full).isEqualTo(999);
        long sum = 0;
        for (String key : keys) {
            sum += await(read(key));
        }
        assertThat(sum).isEqualTo(count - full);
    }

    @Test
    void should_come_back_by_itself_when_its_connection_was_lost() {
        String key = keys(1).get(0);
        Loop own = Loop.open();
        long done = await(own.commit(increment(key)));
        PgConnection other = await(on(two.context(), () -> PgConnection.connect(vertx, options)));
        await(other.preparedQuery("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where pid <> pg_backend_pid() and datname = current_database() and query like 'commit%'")
                .execute());
        long succeeded = 0;
        for (int i = 0; i < 5; i++) {
            Throwable failure = failure(own.commit(increment(key)));
            if (failure == null) {
                succeeded++;
            } else {
                assertThat(failure)
                        .isInstanceOfSatisfying(
                                StoreException.class,
                                e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.NOT_DONE));
            }
        }
        assertThat(succeeded).isGreaterThanOrEqualTo(4);
        assertThat(await(read(key))).isEqualTo(done + succeeded);
        await(other.close());
        await(own.store().close());
    }

    // ---------------------------------------------------------------- shared

    private static List<String> keys(int count) {
        String run = UUID.randomUUID().toString();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(run + "-" + i);
        }
        return keys;
    }

    private static Key<Accumulator> key(String psnNo) {
        return Accumulator.key("it", psnNo, "390", "2026");
    }

    private static Accumulator row(String psnNo, long value) {
        return new Accumulator("it", psnNo, "390", "2026", "{\"n\":" + value + "}");
    }

    private static long number(String sql) {
        return await(on(one.context(), () -> one.store().pool().query(sql).execute()))
                .iterator()
                .next()
                .getLong(0);
    }

    private static long value(Optional<Accumulator> row) {
        return row.map(r -> r.asMap().getOrDefault("n", 0L)).orElse(0L);
    }

    private static Command<Long> increment(String psnNo) {
        return command(Needs.rows(key(psnNo)), rows -> {
            long next = value(rows.one(key(psnNo))) + 1;
            return Decision.of(next, List.<Row>of(row(psnNo, next)));
        });
    }

    private static Future<Long> read(String psnNo) {
        return on(two.context(), () -> two.store().read(Needs.rows(key(psnNo)), rows -> value(rows.one(key(psnNo)))));
    }

    private static <R> Command<R> command(Needs needs, Function<Rows, Decision<R>> decide) {
        return new Command<>() {
            @Override
            public Needs needs() {
                return needs;
            }

            @Override
            public Decision<R> decide(Rows rows) {
                return decide.apply(rows);
            }
        };
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

    private static @Nullable Throwable failure(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
            return null;
        } catch (java.util.concurrent.ExecutionException e) {
            return e.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
