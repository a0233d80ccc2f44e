package io.wutong.region.ncms;

import io.vertx.core.Future;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Fen;
import io.wutong.support.Answers;
import io.wutong.support.stay.Funds;
import io.wutong.support.stay.Parts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * What a calculation came to. The row of the result is written in its own time, column after column, now and then
 * twice: it is believed once there is one, whole, that adds up.
 */
final class Results {

    private static final String TABLE = "result";

    private final Tables tables;
    private final Progress progress;
    private final Funds funds;

    Results(Tables tables, Progress progress, Funds funds) {
        this.tables = tables;
        this.progress = progress;
        this.funds = funds;
    }

    Future<Map<String, String>> of(String bizId, CallContext context) {
        Map<String, String> where = Map.of("biz_id", bizId);
        return progress.until(
                        TABLE,
                        where,
                        context,
                        rows -> fault(rows).isEmpty(),
                        rows -> Future.failedFuture(new CallFailure(true, fault(rows))))
                .map(rows -> rows.get(0));
    }

    /** What keeps it from being believed yet; {@code ""} for nothing. */
    private String fault(List<Map<String, String>> rows) {
        if (rows.isEmpty()) {
            return "result_missing";
        }
        if (new HashSet<>(rows).size() > 1) {
            return "result_twice";
        }
        Map<String, String> row = rows.get(0);
        if (row.get("total") == null
                || row.get("fund") == null
                || row.getOrDefault("settle_no", "").isEmpty()) {
            return "result_partial";
        }
        if (!tables.layout().has(TABLE, "cash")) {
            return "";
        }
        return row.get("cash") == null ? "result_partial" : sum(row) == fen(row, "total") ? "" : "answer_total";
    }

    private long sum(Map<String, String> row) {
        return Answers.read(
                () -> funds.codes().stream().mapToLong(fund -> fen(row, fund)).sum());
    }

    /** The funds' part of a row, without account and cash. */
    long fundsOf(Map<String, String> row) {
        return sum(row) - fen(row, "account") - fen(row, "cash") - fen(row, "hospital_bear");
    }

    /** Its parts; cash that the county's table does not have is the rest. */
    Parts parts(Map<String, String> row) {
        return Answers.read(() -> {
            List<Parts.Row> parts = new ArrayList<>();
            for (String fund : funds.codes()) {
                long fen = fen(row, fund);
                if (fen != 0) {
                    parts.add(new Parts.Row(fund, fen));
                }
            }
            if (!tables.layout().has(TABLE, "cash")) {
                parts.add(new Parts.Row("cash", fen(row, "total") - sum(row)));
            }
            return new Parts(parts, row.containsKey("deductible") ? Long.valueOf(fen(row, "deductible")) : null);
        });
    }

    /** Says that it was stored here, where the county wants to know. */
    Future<?> stored(String bizId, CallContext context) {
        Layout layout = tables.layout();
        if (!layout.knows(TABLE, "status", "new")) {
            return Future.succeededFuture();
        }
        return Progress.afterwards(tables.run(
                List.of(layout.update(TABLE, Map.of("status", "done"), tables.ours(TABLE, Map.of("biz_id", bizId)))),
                context));
    }

    static long fen(Map<String, String> row, String column) {
        String yuan = row.get(column);
        return yuan == null ? 0 : Fen.parse(column, yuan);
    }
}
