package io.wutong.simulator.ncms;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.wutong.simulator.pool.Fault;
import io.wutong.simulator.pool.No;
import io.wutong.simulator.pool.Person;
import io.wutong.simulator.pool.Pool.Entry;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The scheme's own client on the front database: it looks at every table each few milliseconds, takes the new rows,
 * works on them, and writes what came of it. Told so, it misbehaves on the next act of a kind: it never takes the row,
 * takes it and forgets it, writes its result late, in pieces, wrong or twice, and puts that right after a while.
 */
public final class RuralScheme {

    /** What a row of the other side asks for. */
    public enum Act {
        REGISTER,
        UPLOAD,
        SETTLE,
        CANCEL
    }

    private final PgConnectOptions database;
    private final Clock clock;
    private final long lookEveryMillis;
    private final long lateMillis;
    private final io.wutong.simulator.pool.Pool books;
    private final Work work;
    private final Map<Act, Fault> faults = new EnumMap<>(Act.class);

    private @Nullable Vertx vertx;
    private @Nullable Pool pool;
    private long timer = -1;
    private volatile boolean dead;
    private boolean looking;

    /**
     * @param database where the tables are, made anew at each start
     * @param lookEveryMillis how often it looks
     * @param lateMillis after that time it puts right what it was told to spoil
     */
    public RuralScheme(
            PgConnectOptions database, Clock clock, long lookEveryMillis, long lateMillis, List<Person> persons) {
        this.database = database;
        this.clock = clock;
        this.lookEveryMillis = lookEveryMillis;
        this.lateMillis = lateMillis;
        books = new io.wutong.simulator.pool.Pool(clock);
        persons.forEach(books::add);
        work = new Work(books);
    }

    public Future<Void> start(Vertx vertx) {
        this.vertx = vertx;
        Pool own = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(2))
                .connectingTo(database)
                .using(vertx)
                .build();
        pool = own;
        Future<?> made = Future.succeededFuture();
        for (String name : FrontTables.NAMES) {
            made = made.compose(
                    done -> own.query("drop table if exists \"" + name + "\"").execute());
        }
        for (String definition : FrontTables.DEFINITIONS) {
            made = made.compose(done -> own.query(definition).execute());
        }
        return made.map(done -> {
            timer = vertx.setPeriodic(lookEveryMillis, tick -> look());
            return null;
        });
    }

    public Future<Void> stop() {
        dead = true;
        Objects.requireNonNull(vertx).cancelTimer(timer);
        return Objects.requireNonNull(pool).close();
    }

    /** Spoils the next act of that kind. */
    public synchronized void misbehave(Act act, Fault fault) {
        faults.put(act, fault);
    }

    /** From now on it takes no row at all, or does again. */
    public void die(boolean now) {
        dead = now;
    }

    public io.wutong.simulator.pool.Pool pool() {
        return books;
    }

    /** The settlements of a day and what took them back. */
    public List<Entry> entries(String day) {
        return books.entries(day);
    }

    private void look() {
        if (dead || looking) {
            return;
        }
        looking = true;
        take("XNH_PERSON_REQ")
                .compose(rows -> each(rows, this::person))
                .compose(done -> take("XNH_REG"))
                .compose(rows -> each(rows, row -> act("XNH_REG", row)))
                .compose(done -> take("XNH_FEE"))
                .compose(this::fees)
                .compose(done -> take("XNH_CALC"))
                .compose(rows -> each(rows, row -> act("XNH_CALC", row)))
                .onComplete(done -> looking = false);
    }

    /** 0 → 1, unless its writer has deleted it meanwhile. */
    private Future<List<Row>> take(String table) {
        return execute(
                        "update \"" + table + "\" set status = '1', taken_at = $1, row_ver = row_ver + 1"
                                + " where status = '0' returning *",
                        now())
                .map(rows -> {
                    List<Row> taken = new ArrayList<>();
                    rows.forEach(taken::add);
                    return taken;
                });
    }

    private interface Each {
        Future<?> work(Row row);
    }

    private static Future<?> each(List<Row> rows, Each each) {
        Future<?> all = Future.succeededFuture();
        for (Row row : rows) {
            all = all.compose(done -> each.work(row));
        }
        return all;
    }

    private Future<?> person(Row row) {
        Person person = work.person(row.getString("id_type"), row.getString("id_no"), row.getString("card_no"));
        if (person == null) {
            return finish("XNH_PERSON_REQ", row, "9", "查无此参合人员");
        }
        return execute(
                        "insert into \"XNH_PERSON\" values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,0,'0',$11)",
                        row.getString("hosp_code"),
                        row.getString("biz_id"),
                        person.number(),
                        "F" + person.number(),
                        person.name(),
                        person.sex(),
                        Work.birthday(person),
                        person.frozen() ? "0" : "1",
                        person.area(),
                        Work.yuan(books.year(person.number()).accountFen()),
                        person.certificate())
                .compose(done -> finish("XNH_PERSON_REQ", row, "2", ""));
    }

    /** A batch as a whole: its rows are done together, or failed together. */
    private Future<?> fees(List<Row> rows) {
        Map<String, List<Row>> batches = new LinkedHashMap<>();
        rows.forEach(row -> batches.computeIfAbsent(row.getString("batch_id"), key -> new ArrayList<>())
                .add(row));
        Future<?> all = Future.succeededFuture();
        for (List<Row> batch : batches.values()) {
            Fault fault = spoiled(Act.UPLOAD);
            String refusal = fault == Fault.RESET_AFTER_READ ? "前置机处理中断，请重新提交" : work.fees(batch);
            Each finish = row -> finish("XNH_FEE", row, refusal.isEmpty() ? "2" : "9", refusal);
            Supplier<Future<?>> ended = () -> each(batch, finish);
            Future<?> before = all;
            all = fault == null ? before.compose(done -> ended.get()) : before.compose(done -> later(ended));
        }
        return all;
    }

    private Future<?> act(String table, Row row) {
        boolean cancels = row.getString("op").equals("C");
        boolean trial = table.equals("XNH_CALC") && row.getString("calc_type").equals("1");
        Act act = table.equals("XNH_REG") ? Act.REGISTER : cancels ? Act.CANCEL : Act.SETTLE;
        Fault fault = trial || (cancels && table.equals("XNH_REG")) ? null : spoiled(act);
        if (fault == Fault.HANG) {
            return Future.succeededFuture();
        }
        if (fault == Fault.RESET_AFTER_READ) {
            return later(() -> finish(table, row, "9", "前置机处理中断，请重新提交"));
        }
        if (fault == Fault.HTTP_500) {
            return later(() -> execute("delete from \"" + table + "\" where biz_id = $1", row.getString("biz_id")));
        }
        try {
            if (table.equals("XNH_REG")) {
                String refNo = work.register(row, cancels);
                return fault == null
                        ? finish(table, row, "2", "", refNo)
                        : later(() -> finish(table, row, "2", "", refNo));
            }
            Map<String, Object> result = work.calculate(row, cancels, trial);
            return written(row, result, fault)
                    .compose(done -> finish(table, row, "2", "", String.valueOf(result.get("settle_no"))));
        } catch (No refused) {
            return finish(table, row, "9", refused.text());
        }
    }

    private synchronized @Nullable Fault spoiled(Act act) {
        return faults.remove(act);
    }

    /** The result as it should be, or first as the fault has it. */
    private Future<?> written(Row row, Map<String, Object> result, @Nullable Fault fault) {
        if (fault == null) {
            return insert(row, result);
        }
        Map<String, Object> spoiled = new LinkedHashMap<>(result);
        switch (fault) {
            case TRUNCATE -> spoiled.put("cash", null);
            case GARBAGE -> spoiled.put("fund", Work.yuan(1));
            case WRONG_CHARSET -> spoiled.put("settle_no", "\uFFFD\uFFFD");
            default -> {}
        }
        Future<?> first = switch (fault) {
            case TRUNCATE, GARBAGE, WRONG_CHARSET -> insert(row, spoiled);
            case DUPLICATE_ANSWER -> {
                spoiled.put("settle_no", result.get("settle_no") + "X");
                yield insert(row, result).compose(done -> insert(row, spoiled));
            }
            default -> Future.succeededFuture();
        };
        later(() -> execute("delete from \"XNH_CALC_RESULT\" where biz_id = $1", row.getString("biz_id"))
                .compose(gone -> insert(row, result)));
        return first;
    }

    private Future<?> insert(Row row, Map<String, Object> result) {
        List<@Nullable Object> values = new ArrayList<>(
                List.of(row.getString("hosp_code"), row.getString("biz_id"), "0", row.getString("visit_no")));
        StringBuilder columns = new StringBuilder("hosp_code, biz_id, status, visit_no");
        StringBuilder places = new StringBuilder("$1, $2, $3, $4");
        result.forEach((column, value) -> {
            columns.append(", ").append(column);
            values.add(value);
            places.append(", $").append(values.size());
        });
        values.add(now());
        return execute(
                "insert into \"XNH_CALC_RESULT\" (" + columns + ", done_at) values (" + places + ", $" + values.size()
                        + ")",
                values.toArray());
    }

    private Future<?> finish(String table, Row row, String status, String text) {
        return finish(table, row, status, text, "");
    }

    private Future<?> finish(String table, Row row, String status, String text, String refNo) {
        return execute(
                "update \"" + table + "\" set status = $1, err_code = $2, err_msg = $3, ref_no = $4, done_at = $5,"
                        + " row_ver = row_ver + 1 where hosp_code = $6 and biz_id = $7",
                status,
                status.equals("9") ? "E01" : null,
                text.isEmpty() ? null : text,
                refNo,
                now(),
                row.getString("hosp_code"),
                row.getString("biz_id"));
    }

    /** Goes on with other rows meanwhile. */
    private Future<?> later(Supplier<Future<?>> what) {
        Objects.requireNonNull(vertx).setTimer(lateMillis, tick -> what.get().otherwiseEmpty());
        return Future.succeededFuture();
    }

    private LocalDateTime now() {
        return LocalDateTime.now(clock).withNano(0);
    }

    private Future<RowSet<Row>> execute(String sql, @Nullable Object... values) {
        return Objects.requireNonNull(pool)
                .preparedQuery(sql)
                .execute(Tuple.wrap(new ArrayList<>(java.util.Arrays.asList(values))));
    }
}
