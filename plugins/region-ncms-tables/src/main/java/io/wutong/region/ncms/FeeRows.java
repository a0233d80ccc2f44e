package io.wutong.region.ncms;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.support.Dates;
import io.wutong.support.FieldMap;
import io.wutong.support.stay.Names;
import io.wutong.support.stay.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of a visit's bill, numbered one after the other. A batch is written in one transaction and taken as a whole;
 * what was taken is taken back by a row below zero that quotes it.
 */
final class FeeRows {

    static final String TABLE = "fee";
    private static final Pattern LINE = Pattern.compile(".*-L([0-9a-f]+)(-[0-9]+)?");

    private final Tables tables;
    private final Progress progress;

    FeeRows(Tables tables, Progress progress) {
        this.tables = tables;
        this.progress = progress;
    }

    /** All of the visit, as they are now. */
    Future<List<Map<String, String>>> all(Step step) {
        return tables.select(TABLE, ofVisit(step), step.context());
    }

    /** All of the visit, once the other side has none of them in hand. */
    Future<List<Map<String, String>>> quiet(Step step) {
        return progress.quiet(TABLE, ofVisit(step), step.context());
    }

    private static Map<String, String> ofVisit(Step step) {
        return Map.of("visit_no", Visits.number(step));
    }

    /** Deletes those that nobody has begun; those that stand then are taken back. */
    Future<?> withdraw(Step step) {
        return tables.withdraw(TABLE, ofVisit(step), step.context())
                .compose(gone -> quiet(step))
                .compose(rows -> takeBack(step, rows, standing(rows)));
    }

    /** @param all of the visit, of which {@code standing} are taken back */
    Future<?> takeBack(Step step, List<Map<String, String>> all, List<Map<String, String>> standing) {
        int seq = last(all);
        List<Map<String, String>> rows = new ArrayList<>();
        for (Map<String, String> row : standing) {
            seq++;
            Map<String, String> refund = tables.row(Visits.number(step) + "-F" + seq, "A");
            for (String same : List.of("visit_no", "item_his", "item_scheme", "name", "kind", "unit", "price")) {
                if (row.containsKey(same)) {
                    refund.put(same, row.getOrDefault(same, ""));
                }
            }
            refund.put("seq", Integer.toString(seq));
            refund.put("orig_seq", row.getOrDefault("seq", ""));
            refund.put("qty", opposite(row.getOrDefault("qty", "1")));
            refund.put("amt", opposite(row.getOrDefault("amt", "0.00")));
            refund.put("fee_time", Dates.dt19(tables.now()));
            rows.add(refund);
        }
        return rows.isEmpty() ? Future.succeededFuture() : send(step, rows);
    }

    private static String opposite(String number) {
        return number.startsWith("-") ? number.substring(1) : "-" + number;
    }

    /** Rows that count and that no other row takes back. */
    List<Map<String, String>> standing(List<Map<String, String>> rows) {
        boolean quotes = tables.layout().has(TABLE, "orig_seq");
        List<Map<String, String>> counting =
                rows.stream().filter(row -> !Progress.isFailed(row)).toList();
        List<Map<String, String>> standing = new ArrayList<>();
        if (quotes) {
            Set<String> takenBack = new HashSet<>();
            counting.stream().filter(FeeRows::takesBack).forEach(row -> takenBack.add(row.get("orig_seq")));
            counting.stream()
                    .filter(row -> !takesBack(row) && !takenBack.contains(row.get("seq")))
                    .forEach(standing::add);
            return standing;
        }
        counting.stream().filter(row -> Results.fen(row, "amt") > 0).forEach(standing::add);
        counting.stream()
                .filter(row -> Results.fen(row, "amt") < 0)
                .forEach(refund -> standing.stream()
                        .filter(row -> Results.fen(row, "amt") == -Results.fen(refund, "amt")
                                && Objects.equals(row.get("item_scheme"), refund.get("item_scheme")))
                        .findFirst()
                        .ifPresent(standing::remove));
        return standing;
    }

    /** Ours that takes a whole row back; a line below zero is a line. */
    private static boolean takesBack(Map<String, String> row) {
        return row.getOrDefault("biz_id", "").matches(".*-F[0-9]+")
                && !row.getOrDefault("orig_seq", "").isEmpty();
    }

    /** Of a line's row the key of the line; {@code ""} of any other. */
    static String lineKey(Map<String, String> row) {
        Matcher line = LINE.matcher(row.getOrDefault("biz_id", ""));
        return line.matches() ? line.group(1) : "";
    }

    static int last(List<Map<String, String>> rows) {
        return rows.stream()
                .mapToInt(row -> Integer.parseInt(row.getOrDefault("seq", "0")))
                .max()
                .orElse(0);
    }

    Map<String, String> row(FieldMap map, String bizId, Names names, int seq) {
        Map<String, String> row = tables.row(bizId, "A");
        Body fields = map.body(names.with("row", Integer.toString(seq)).with("today", Dates.dt19(tables.now())));
        fields.fields().keySet().forEach(name -> fields.text(name).ifPresent(value -> row.put(name, value)));
        return row;
    }

    /** The first row is the batch's head: how many rows it has, and their sum. */
    Future<?> send(Step step, List<Map<String, String>> rows) {
        Map<String, String> head = rows.get(0);
        String batch = head.getOrDefault("biz_id", "") + "-B";
        rows.forEach(row -> row.put("batch_id", batch));
        head.put("batch_cnt", Integer.toString(rows.size()));
        head.put(
                "batch_amt",
                Fen.format(
                        rows.stream().mapToLong(row -> Results.fen(row, "amt")).sum()));
        Map<String, String> key = new LinkedHashMap<>(ofVisit(step));
        if (tables.layout().has(TABLE, "batch_id")) {
            key.put("batch_id", batch);
        }
        return progress.act(TABLE, rows, key, step.context());
    }
}
