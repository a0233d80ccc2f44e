package io.wutong.region.ncms;

import io.vertx.core.Future;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.PluginServices;
import io.wutong.spi.SqlCall;
import io.wutong.spi.SqlResult;
import io.wutong.spi.SqlStatement;
import io.wutong.support.Dates;
import io.wutong.support.InnerAddresses;
import io.wutong.support.stay.Refusal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Rows at the front database. The other side works on them in its own time:
 *
 * <pre>
 *   new ──▶ taken ──▶ done          looked at again and again, each pause twice the one before
 *    │        └─────▶ failed        refused, with a text
 *    └─ not taken in time: deleted by compare-and-set, so it certainly never happens
 * </pre>
 *
 * <p>A row that was taken and not finished in time is not known. No time that the other side wrote is compared with ours.
 */
final class Tables {

    private static final String NEW = "new";
    private static final String TAKEN = "taken";
    private static final String FAILED = "failed";
    private static final String CHARSET_FAULT = "\uFFFD";
    private static final String UNIQUE_VIOLATION = "sql_23505";

    private final Layout layout;
    private final NcmsConfig config;
    private final PluginServices services;

    Tables(Layout layout, NcmsConfig config, PluginServices services) {
        this.layout = layout;
        this.config = config;
        this.services = services;
    }

    Layout layout() {
        return layout;
    }

    LocalDateTime now() {
        return LocalDateTime.now(services.clock());
    }

    String random() {
        return HexFormat.of().formatHex(services.random(8));
    }

    /** A row as every table has it, besides what it is about. */
    Map<String, String> row(String bizId, String op) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("hosp_code", config.hospCode());
        row.put("biz_id", bizId);
        row.put("op", op);
        row.put("status", NEW);
        row.put("created_at", Dates.dt19(now()));
        row.put("row_ver", "1");
        return row;
    }

    /** The rows of this institution that are equal to what is given. */
    Future<List<Map<String, String>>> select(String table, Map<String, String> where, CallContext context) {
        return run(List.of(layout.select(table, ours(table, where))), context)
                .map(results -> rows(table, results.get(0)));
    }

    List<Map<String, String>> rows(String table, SqlResult result) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (Map<String, String> row : result.rows()) {
            rows.add(layout.ours(table, row));
        }
        return rows;
    }

    Map<String, String> ours(String table, Map<String, String> where) {
        Map<String, String> all = new LinkedHashMap<>();
        if (layout.has(table, "hosp_code")) {
            all.put("hosp_code", config.hospCode());
        }
        all.putAll(where);
        return all;
    }

    /** Writes rows in one transaction; answers when the other side is through with all that are equal to {@code where}. */
    Future<List<Map<String, String>>> act(
            String table, List<Map<String, String>> rows, Map<String, String> where, CallContext context) {
        List<SqlStatement> inserts =
                rows.stream().map(row -> layout.insert(table, row)).toList();
        return run(inserts, context)
                .recover(failure -> Future.failedFuture(
                        // the same act was written before: how that one ends is not known here
                        failure instanceof CallFailure call && call.shortCause().equals(UNIQUE_VIOLATION)
                                ? new CallFailure(true, "row_exists")
                                : failure))
                .compose(written -> afterwards(
                        until(table, where, context, Tables::isDone, seen -> takeBack(table, where, seen, context))));
    }

    /** The rows, once the other side has none of them in hand; unknown when that takes too long. */
    Future<List<Map<String, String>>> quiet(String table, Map<String, String> where, CallContext context) {
        return until(
                table,
                where,
                context,
                rows -> rows.stream().noneMatch(Tables::isUnderWay),
                seen -> Future.failedFuture(new CallFailure(true, "row_waiting")));
    }

    /** Looks until the rows are as wanted; at the end of the time {@code late} says what it means. */
    Future<List<Map<String, String>>> until(
            String table,
            Map<String, String> where,
            CallContext context,
            Function<List<Map<String, String>>, Boolean> wanted,
            Function<List<Map<String, String>>, Future<List<Map<String, String>>>> late) {
        // a tenth of what is left stays for what must be done when the time is over
        long waitMillis = Math.min(config.answerMillis(), context.remainingMillis() * 9 / 10);
        long endNanos = System.nanoTime() + waitMillis * 1_000_000;
        return look(new Watch(table, where, context, wanted, late, endNanos), waitMillis, config.pollMillisMin());
    }

    private record Watch(
            String table,
            Map<String, String> where,
            CallContext context,
            Function<List<Map<String, String>>, Boolean> wanted,
            Function<List<Map<String, String>>, Future<List<Map<String, String>>>> late,
            long endNanos) {}

    /** @param waitMillis that may still be waited: what was waited on purpose counts, and what looking itself took */
    private Future<List<Map<String, String>>> look(Watch watch, long waitMillis, long pauseMillis) {
        return select(watch.table, watch.where, watch.context).compose(rows -> {
            boolean readable = rows.stream().noneMatch(Tables::isMojibake);
            if (readable && watch.wanted.apply(rows)) {
                return Future.succeededFuture(rows);
            }
            long leftMillis = Math.min(waitMillis, (watch.endNanos - System.nanoTime()) / 1_000_000);
            if (leftMillis <= 0) {
                return readable ? watch.late.apply(rows) : Future.failedFuture(new CallFailure(true, "answer_charset"));
            }
            long pause = Math.min(pauseMillis, leftMillis);
            return services.delay(pause)
                    .compose(waited ->
                            look(watch, leftMillis - pause, Math.min(pauseMillis * 2, config.pollMillisMax())));
        });
    }

    private static boolean isMojibake(Map<String, String> row) {
        return row.values().stream().anyMatch(value -> value.contains(CHARSET_FAULT));
    }

    private static boolean isDone(List<Map<String, String>> rows) {
        rows.forEach(Tables::requireNotFailed);
        return !rows.isEmpty() && rows.stream().noneMatch(Tables::isUnderWay);
    }

    static boolean isUnderWay(Map<String, String> row) {
        String status = row.getOrDefault("status", "");
        return status.equals(NEW) || status.equals(TAKEN);
    }

    static boolean isFailed(Map<String, String> row) {
        return row.getOrDefault("status", "").equals(FAILED);
    }

    private static void requireNotFailed(Map<String, String> row) {
        if (isFailed(row)) {
            String text = InnerAddresses.strip(row.getOrDefault("err_msg", ""));
            if (text.isEmpty()) {
                throw new CallFailure(true, "answer_no_text");
            }
            throw new Refusal("NCMS-" + row.getOrDefault("err_code", "9"), text);
        }
    }

    /** Rows that nobody has begun are deleted: when that took all of them, they certainly come to nothing. */
    private Future<List<Map<String, String>>> takeBack(
            String table, Map<String, String> where, List<Map<String, String>> seen, CallContext context) {
        boolean untouched = !seen.isEmpty()
                && seen.stream().allMatch(row -> row.getOrDefault("status", "").equals(NEW));
        if (!untouched) {
            return Future.failedFuture(new CallFailure(true, "row_taken"));
        }
        return withdraw(table, where, context)
                .compose(gone -> Future.failedFuture(
                        gone == seen.size()
                                ? new CallFailure(false, "row_not_taken")
                                : new CallFailure(true, "row_taken")));
    }

    /** Deletes the rows among them that nobody has begun; how many. */
    Future<Integer> withdraw(String table, Map<String, String> where, CallContext context) {
        Map<String, String> untaken = new LinkedHashMap<>(ours(table, where));
        untaken.put("status", NEW);
        return run(List.of(layout.delete(table, untaken)), context)
                .map(results -> results.get(0).changed());
    }

    /** Within the time that the call has left; past the deadline nothing is sent. */
    Future<List<SqlResult>> run(List<SqlStatement> statements, CallContext context) {
        if (context.deadlineNanos() - System.nanoTime() <= 0) {
            return Future.failedFuture(new CallFailure(false, "deadline"));
        }
        return services.sql(
                new SqlCall(config.database(), statements, Math.min(config.answerMillis(), context.remainingMillis())));
    }

    /** What fails after the effect was asked for leaves it unknown, unless it is known never to come. */
    static <T> Future<T> afterwards(Future<T> step) {
        return step.recover(failure -> Future.failedFuture(
                failure instanceof CallFailure call
                                && !call.sent()
                                && !call.shortCause().equals("row_not_taken")
                        ? new CallFailure(true, call.shortCause())
                        : failure));
    }
}
