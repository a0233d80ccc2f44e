package io.wutong.region.ncms;

import io.vertx.core.Future;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.PluginServices;
import io.wutong.spi.SqlCall;
import io.wutong.spi.SqlResult;
import io.wutong.spi.SqlStatement;
import io.wutong.support.Dates;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows at the front database, written and read in our names. What is sent has the time that the call has left. */
final class Tables {

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

    Future<Void> delay(long millis) {
        return services.delay(millis);
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
        row.put("status", Progress.NEW);
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

    /** Deletes the rows among them that nobody has begun; how many. */
    Future<Integer> withdraw(String table, Map<String, String> where, CallContext context) {
        Map<String, String> untaken = new LinkedHashMap<>(ours(table, where));
        untaken.put("status", Progress.NEW);
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
}
