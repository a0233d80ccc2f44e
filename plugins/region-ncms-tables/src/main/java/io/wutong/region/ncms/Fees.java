package io.wutong.region.ncms;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.support.Dates;
import io.wutong.support.FieldMap;
import io.wutong.support.stay.Names;
import io.wutong.support.stay.Step;
import io.wutong.support.stay.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Rows that stand for the split sums. A batch is written in one transaction and taken as a whole; what was taken is
 * withdrawn by a row below zero that quotes it, what was not is deleted.
 */
final class Fees {

    private static final String TABLE = "fee";
    private static final FieldMap ROW = FieldMap.load(Fees.class, "maps/fee.csv");

    private final Tables tables;

    Fees(Tables tables) {
        this.tables = tables;
    }

    Future<?> upload(Step step, List<Summary.Row> sums) {
        return all(step).compose(before -> {
            int seq = last(before);
            List<Map<String, String>> rows = new ArrayList<>();
            for (Summary.Row sum : sums) {
                Names names = Names.of(Body.EMPTY, step.request())
                        .with("item", sum.kind().code())
                        .with("item_name", sum.kind().title())
                        .with("price", Fen.format(sum.fen()))
                        .with("quantity", "1")
                        .with("amount", Fen.format(sum.fen()));
                rows.add(row(step, names, ++seq));
            }
            return send(step, rows);
        });
    }

    Future<?> withdraw(Step step) {
        Map<String, String> ofVisit = Map.of("visit_no", Visits.number(step));
        return tables.withdraw(TABLE, ofVisit, step.context())
                .compose(gone -> tables.quiet(TABLE, ofVisit, step.context()))
                .compose(before -> {
                    int seq = last(before);
                    List<Map<String, String>> rows = new ArrayList<>();
                    for (Map<String, String> standing : standing(before)) {
                        long fen = Results.fen(standing, "amt");
                        Names names = Names.of(Body.EMPTY, step.request())
                                .with("orig", standing.get("seq"))
                                .with("item", standing.get("item_scheme"))
                                .with("item_name", standing.get("name"))
                                .with("price", Fen.format(fen))
                                .with("quantity", "-1")
                                .with("amount", Fen.format(-fen));
                        rows.add(row(step, names, ++seq));
                    }
                    return rows.isEmpty() ? Future.succeededFuture() : send(step, rows);
                });
    }

    /** Rows that no other row of the same item takes back. */
    private static List<Map<String, String>> standing(List<Map<String, String>> rows) {
        List<Map<String, String>> standing = new ArrayList<>();
        for (Map<String, String> row : rows) {
            if (Results.fen(row, "amt") > 0 && !Tables.isFailed(row)) {
                standing.add(row);
            }
        }
        for (Map<String, String> refund : rows) {
            long fen = Results.fen(refund, "amt");
            if (fen < 0 && !Tables.isFailed(refund)) {
                standing.stream()
                        .filter(row -> Results.fen(row, "amt") == -fen
                                && Objects.equals(row.get("item_scheme"), refund.get("item_scheme")))
                        .findFirst()
                        .ifPresent(standing::remove);
            }
        }
        return standing;
    }

    private Future<List<Map<String, String>>> all(Step step) {
        return tables.select(TABLE, Map.of("visit_no", Visits.number(step)), step.context());
    }

    private static int last(List<Map<String, String>> rows) {
        return rows.stream()
                .mapToInt(row -> Integer.parseInt(row.getOrDefault("seq", "0")))
                .max()
                .orElse(0);
    }

    private Map<String, String> row(Step step, Names names, int seq) {
        Map<String, String> row = tables.row(Visits.number(step) + "-F" + seq, "A");
        Body fields = ROW.body(names.with("row", Integer.toString(seq)).with("today", Dates.dt19(tables.now())));
        fields.fields().keySet().forEach(name -> fields.text(name).ifPresent(value -> row.put(name, value)));
        return row;
    }

    /** The first row is the batch's head: how many rows it has, and their sum. */
    private Future<?> send(Step step, List<Map<String, String>> rows) {
        String batch = rows.get(0).getOrDefault("biz_id", "") + "-B";
        rows.forEach(row -> row.put("batch_id", batch));
        rows.get(0).put("batch_cnt", Integer.toString(rows.size()));
        rows.get(0)
                .put(
                        "batch_amt",
                        Fen.format(rows.stream()
                                .mapToLong(row -> Results.fen(row, "amt"))
                                .sum()));
        Map<String, String> key = new LinkedHashMap<>(Map.of("visit_no", Visits.number(step)));
        if (tables.layout().has(TABLE, "batch_id")) {
            key.put("batch_id", batch);
        }
        return tables.act(TABLE, rows, key, step.context());
    }
}
