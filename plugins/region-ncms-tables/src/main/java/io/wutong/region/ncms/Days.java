package io.wutong.region.ncms;

import io.vertx.core.Future;
import io.wutong.spi.CallContext;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Fen;
import io.wutong.support.Dates;
import io.wutong.support.stay.Refusal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Our rows of a day against the results, by number. Which day a result belongs to, the other side's clock says, and it
 * may be wrong: what it wrote near midnight counts only when we have it too.
 */
final class Days {

    private static final String TABLE = "result";

    private final Tables tables;
    private final Results results;
    private final long skewSeconds;

    Days(Tables tables, Results results, long skewSeconds) {
        this.tables = tables;
        this.results = results;
        this.skewSeconds = skewSeconds;
    }

    Future<List<DayDifference>> compare(LocalDate day, List<DayRow> ours, CallContext context) {
        if (!tables.layout().has(TABLE, "done_at")) {
            throw new Refusal("NCMS-UNSUPPORTED", "参保地前置机没有结算时间，不能按日对账");
        }
        LocalDateTime from = day.atStartOfDay().minusSeconds(skewSeconds);
        LocalDateTime before = day.plusDays(1).atStartOfDay().plusSeconds(skewSeconds);
        return tables.run(
                        List.of(tables.layout()
                                .between(
                                        TABLE,
                                        tables.ours(TABLE, Map.of()),
                                        "done_at",
                                        Dates.dt19(from),
                                        Dates.dt19(before))),
                        context)
                .map(found -> differences(day, ours, tables.rows(TABLE, found.get(0))));
    }

    private List<DayDifference> differences(LocalDate day, List<DayRow> ours, List<Map<String, String>> theirs) {
        Map<String, Map<String, String>> left = new LinkedHashMap<>();
        theirs.stream()
                .filter(row -> !row.getOrDefault("biz_id", "").contains("-T"))
                .forEach(row -> left.put(row.getOrDefault("biz_id", ""), row));
        List<DayDifference> differences = new ArrayList<>();
        for (DayRow row : ours) {
            Map<String, String> match = take(left, row);
            if (match == null) {
                differences.add(new DayDifference(row.setlId(), "参保地前置机没有该笔结算"));
            } else if (Results.fen(match, "total") != row.medfeeSumFen()) {
                differences.add(new DayDifference(
                        row.setlId(), amounts("总费用", row.medfeeSumFen(), Results.fen(match, "total"))));
            } else if (results.fundsOf(match) != row.fundPaySumFen()) {
                differences.add(
                        new DayDifference(row.setlId(), amounts("基金支付", row.fundPaySumFen(), results.fundsOf(match))));
            }
        }
        left.values().stream()
                .filter(row -> isWithin(day, row.getOrDefault("done_at", "")))
                .forEach(row -> differences.add(new DayDifference(
                        "", "参保地有而本方没有：" + row.getOrDefault("settle_no", row.getOrDefault("biz_id", "")))));
        return differences;
    }

    /** A cancellation's row is numbered after what it takes back. */
    private static @Nullable Map<String, String> take(Map<String, Map<String, String>> left, DayRow row) {
        if (!row.cancels()) {
            return left.remove(row.setlId());
        }
        String prefix = row.originalId() + "C";
        return left.remove(left.keySet().stream()
                .filter(number -> number.startsWith(prefix))
                .findFirst()
                .orElse(""));
    }

    private boolean isWithin(LocalDate day, String at) {
        LocalDateTime time = Dates.parse(at);
        return !time.isBefore(day.atStartOfDay().plusSeconds(skewSeconds))
                && time.isBefore(day.plusDays(1).atStartOfDay().minusSeconds(skewSeconds));
    }

    private static String amounts(String what, long ours, long theirs) {
        return what + "不符：本方" + Fen.format(ours) + "，参保地" + Fen.format(theirs);
    }
}
