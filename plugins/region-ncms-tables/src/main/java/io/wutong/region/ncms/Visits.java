package io.wutong.region.ncms;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Fen;
import io.wutong.support.Dates;
import io.wutong.support.FieldMap;
import io.wutong.support.ShortId;
import io.wutong.support.stay.Names;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Registrations and calculations: acts of a visit, each a row, and each taken back by another row whose number is its
 * own with {@code C} and a count. All are found by our number of the visit, so nothing has to be remembered.
 */
final class Visits {

    private static final FieldMap REGISTRATION = FieldMap.load(Visits.class, "maps/reg.csv");
    private static final FieldMap CALCULATION = FieldMap.load(Visits.class, "maps/calc.csv");

    private final Tables tables;
    private final Progress progress;

    Visits(Tables tables, Progress progress) {
        this.tables = tables;
        this.progress = progress;
    }

    /** Ours, which the other side knows the visit by too. */
    static String number(Step step) {
        return ShortId.of(step.care().mdtrtId());
    }

    /** The number of the message's own settlement, the same whenever it is asked for: its national number. */
    static String settlementOf(Step step) {
        return number(step) + "-" + ShortId.digest(step.request().msgid(), 9);
    }

    Map<String, String> registration(Step step) {
        Map<String, String> row =
                tables.row(number(step) + "-R" + ShortId.digest(step.request().msgid(), 9), "A");
        put(
                row,
                REGISTRATION.body(Names.of(step.input("mdtrtinfo"), step.request())
                        .with("filing_no", step.care().filingNo())));
        return row;
    }

    Map<String, String> calculation(Step step, String bizId, String type) {
        Map<String, String> row = tables.row(bizId, "A");
        String end = step.care().dischargedAt();
        put(
                row,
                CALCULATION.body(Names.of(step.input("data"), step.request())
                        .with("calc_type", type)
                        .with("until", end == null ? Dates.dt19(tables.now()) : end)));
        return row;
    }

    private static void put(Map<String, String> row, Body fields) {
        fields.fields().keySet().forEach(name -> fields.text(name).ifPresent(value -> row.put(name, value)));
    }

    Future<?> send(String table, Map<String, String> row, Step step) {
        String key = tables.layout().has(table, "biz_id") ? "biz_id" : "visit_no";
        return progress.act(table, List.of(row), Map.of(key, row.getOrDefault(key, "")), step.context());
    }

    /** The act of the visit that stands, once nothing of it is under way. */
    Future<Optional<Map<String, String>>> standing(String table, Step step) {
        return quiet(table, step).map(rows -> {
            List<Map<String, String>> standing = rows.stream()
                    .filter(row -> isAct(row) && !Progress.isFailed(row) && !isTakenBack(row, rows))
                    .toList();
            if (standing.size() > 1) {
                throw new CallFailure(true, "answer_several");
            }
            return standing.stream().findFirst();
        });
    }

    /** Registrations, and calculations that are not trials. */
    private Future<List<Map<String, String>>> quiet(String table, Step step) {
        return progress.quiet(table, Map.of("visit_no", number(step)), step.context())
                .map(rows -> rows.stream()
                        .filter(row -> !row.getOrDefault("calc_type", "").equals("trial"))
                        .toList());
    }

    private static String bizId(Map<String, String> row) {
        return row.getOrDefault("biz_id", "");
    }

    private static boolean isAct(Map<String, String> row) {
        return !bizId(row).matches(".*C[0-9]+");
    }

    private static boolean isTakenBack(Map<String, String> act, List<Map<String, String>> rows) {
        return rows.stream()
                .anyMatch(row -> !Progress.isFailed(row) && bizId(row).startsWith(bizId(act) + "C"));
    }

    /** Takes back the act that stands; the row that did, empty when none stands. */
    Future<Optional<String>> takeBack(String table, Step step) {
        return quiet(table, step)
                .compose(rows -> standing(table, step).compose(found -> {
                    if (found.isEmpty()) {
                        return Future.succeededFuture(Optional.empty());
                    }
                    Map<String, String> act = found.get();
                    if (!tables.layout().has(table, "op") && !table.equals("calc")) {
                        throw new Refusal("NCMS-SENT", "该登记已上传中心，请联系经办机构撤销");
                    }
                    List<String> earlier = new ArrayList<>();
                    rows.stream()
                            .map(Visits::bizId)
                            .filter(id -> id.startsWith(bizId(act) + "C"))
                            .forEach(earlier::add);
                    Map<String, String> row = tables.row(bizId(act) + "C" + (earlier.size() + 1), "C");
                    List.of("visit_no", "visit_kind", "person_no", "in_date", "calc_type", "end_date")
                            .forEach(name -> {
                                if (act.containsKey(name)) {
                                    row.put(name, act.getOrDefault(name, ""));
                                }
                            });
                    if (act.containsKey("total")) {
                        row.put("total", Fen.format(-Results.fen(act, "total")));
                        row.put("orig_biz_id", bizId(act));
                    }
                    return send(table, row, step).map(Optional.of(bizId(row)));
                }));
    }
}
