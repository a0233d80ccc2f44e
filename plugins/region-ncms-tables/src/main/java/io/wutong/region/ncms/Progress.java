package io.wutong.region.ncms;

import io.vertx.core.Future;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.SqlStatement;
import io.wutong.support.InnerAddresses;
import io.wutong.support.stay.Refusal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How far the other side has come with our rows; it works on them in its own time:
 *
 * <pre>
 *   new ──▶ taken ──▶ done          looked at again and again, each pause twice the one before
 *    │        └─────▶ failed        refused, with a text
 *    └─ not taken in time: deleted by compare-and-set, so it certainly never happens
 * </pre>
 *
 * <p>A row that was taken and not finished in time is not known. No time that the other side wrote is compared with ours.
 */
final class Progress {

    static final String NEW = "new";
    private static final String TAKEN = "taken";
    private static final String FAILED = "failed";
    private static final String CHARSET_FAULT = "\uFFFD";
    private static final String UNIQUE_VIOLATION = "sql_23505";

    private final Tables tables;
    private final NcmsConfig config;

    Progress(Tables tables, NcmsConfig config) {
        this.tables = tables;
        this.config = config;
    }

    /** Writes rows in one transaction; answers when the other side is through with all that are equal to {@code where}. */
    Future<List<Map<String, String>>> act(
            String table, List<Map<String, String>> rows, Map<String, String> where, CallContext context) {
        List<SqlStatement> inserts =
                rows.stream().map(row -> tables.layout().insert(table, row)).toList();
        return tables.run(inserts, context)
                .recover(failure -> Future.failedFuture(
                        // the same act was written before: how that one ends is not known here
                        failure instanceof CallFailure call && call.shortCause().equals(UNIQUE_VIOLATION)
                                ? new CallFailure(true, "row_exists")
                                : failure))
                .compose(written -> afterwards(
                        until(table, where, context, Progress::isDone, seen -> takeBack(table, where, seen, context))));
    }

    /** The rows, once the other side has none of them in hand; unknown when that takes too long. */
    Future<List<Map<String, String>>> quiet(String table, Map<String, String> where, CallContext context) {
        return until(
                table,
                where,
                context,
                rows -> rows.stream().noneMatch(Progress::isUnderWay),
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
        return tables.select(watch.table, watch.where, watch.context).compose(rows -> {
            boolean readable = rows.stream().noneMatch(Progress::isMojibake);
            if (readable && watch.wanted.apply(rows)) {
                return Future.succeededFuture(rows);
            }
            long leftMillis = Math.min(waitMillis, (watch.endNanos - System.nanoTime()) / 1_000_000);
            if (leftMillis <= 0) {
                return readable ? watch.late.apply(rows) : Future.failedFuture(new CallFailure(true, "answer_charset"));
            }
            long pause = Math.min(pauseMillis, leftMillis);
            return tables.delay(pause)
                    .compose(waited ->
                            look(watch, leftMillis - pause, Math.min(pauseMillis * 2, config.pollMillisMax())));
        });
    }

    private static boolean isMojibake(Map<String, String> row) {
        return row.values().stream().anyMatch(value -> value.contains(CHARSET_FAULT));
    }

    private static boolean isDone(List<Map<String, String>> rows) {
        rows.forEach(Progress::requireNotFailed);
        return !rows.isEmpty() && rows.stream().noneMatch(Progress::isUnderWay);
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
        return tables.withdraw(table, where, context)
                .compose(gone -> Future.failedFuture(
                        gone == seen.size()
                                ? new CallFailure(false, "row_not_taken")
                                : new CallFailure(true, "row_taken")));
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
