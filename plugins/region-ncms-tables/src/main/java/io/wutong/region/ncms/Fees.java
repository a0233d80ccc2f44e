package io.wutong.region.ncms;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.support.FieldMap;
import io.wutong.support.ShortId;
import io.wutong.support.stay.Effects;
import io.wutong.support.stay.LineSystem;
import io.wutong.support.stay.Names;
import io.wutong.support.stay.Step;
import io.wutong.support.stay.Summary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The hospital's fee lines, each a row under a number that follows from its own; where none came, rows that stand for
 * the split sums. A line uploaded again after it was taken back, or failed, is another row.
 */
final class Fees implements LineSystem {

    private static final FieldMap LINE = FieldMap.load(Fees.class, "maps/fee-line.csv");
    private static final FieldMap SUM = FieldMap.load(Fees.class, "maps/fee.csv");
    private static final int KEY_DIGITS = 12;
    private static final String LINE_MARK = "-L";

    private final Tables tables;
    private final FeeRows rows;
    private final int rowsPerBatchMax;

    Fees(Tables tables, Progress progress, int rowsPerBatchMax) {
        this.tables = tables;
        this.rowsPerBatchMax = rowsPerBatchMax;
        rows = new FeeRows(tables, progress);
    }

    /** A county whose rows have no number of their own gets no lines: nothing could be found again. */
    boolean keepsLines() {
        return tables.layout().has(FeeRows.TABLE, "biz_id");
    }

    Future<?> upload(Step step, List<Summary.Row> sums) {
        return rows.all(step).compose(before -> {
            int seq = FeeRows.last(before);
            List<Map<String, String>> batch = new ArrayList<>();
            for (Summary.Row sum : sums) {
                Names names = Names.of(Body.EMPTY, step.request())
                        .with("item", sum.kind().code())
                        .with("item_name", sum.kind().title())
                        .with("price", Fen.format(sum.fen()))
                        .with("quantity", "1")
                        .with("amount", Fen.format(sum.fen()));
                batch.add(rows.row(SUM, Visits.number(step) + "-F" + ++seq, names, seq));
            }
            return rows.send(step, batch);
        });
    }

    Future<?> withdraw(Step step) {
        return rows.withdraw(step);
    }

    @Override
    public String key(String feedetlSn) {
        return ShortId.digest(feedetlSn, KEY_DIGITS);
    }

    @Override
    public Future<There> find(Step step) {
        return rows.quiet(step)
                .map(all -> new There(
                        keys(all.stream().filter(row -> !Progress.isFailed(row)).toList()), keys(rows.standing(all))));
    }

    private static Set<String> keys(List<Map<String, String>> rows) {
        return rows.stream().map(FeeRows::lineKey).filter(key -> !key.isEmpty()).collect(Collectors.toSet());
    }

    /** A batch after the other; what stands already is not written again. */
    @Override
    public Future<?> save(Step step, List<Body> lines) {
        return Effects.before(rows.all(step)).compose(before -> {
            List<Map<String, String>> fresh = fresh(step, lines, before);
            Future<?> batches = Future.succeededFuture();
            for (int from = 0; from < fresh.size(); from += rowsPerBatchMax) {
                List<Map<String, String>> batch = fresh.subList(from, Math.min(fresh.size(), from + rowsPerBatchMax));
                boolean first = from == 0;
                batches = batches.compose(done -> rows.send(step, batch).map(Body.EMPTY))
                        .recover(failure -> Future.failedFuture(first ? failure : Effects.partly(failure)));
            }
            return batches.map(Body.EMPTY);
        });
    }

    private List<Map<String, String>> fresh(Step step, List<Body> lines, List<Map<String, String>> before) {
        Set<String> standing = keys(rows.standing(before));
        Map<String, Integer> times = new HashMap<>();
        Map<String, String> seqs = new HashMap<>();
        before.forEach(row -> times.merge(FeeRows.lineKey(row), 1, Integer::sum));
        before.forEach(row -> seqs.put(FeeRows.lineKey(row), row.getOrDefault("seq", "")));
        int seq = FeeRows.last(before);
        List<Map<String, String>> fresh = new ArrayList<>();
        for (Body line : lines) {
            String key = key(line.textOr("feedetl_sn", ""));
            if (standing.add(key)) {
                seq++;
                seqs.put(key, Integer.toString(seq));
                int time = times.merge(key, 1, Integer::sum);
                String bizId = Visits.number(step) + LINE_MARK + key + (time == 1 ? "" : "-" + time);
                Names names = Names.of(line, step.request())
                        .with("kind", kind(line.textOr("med_list_codg", "")))
                        .with(
                                "orig",
                                line.text("init_feedetl_sn")
                                        .map(sn -> seqs.get(key(sn)))
                                        .orElse(null));
                fresh.add(rows.row(LINE, bizId, names, seq));
            }
        }
        return fresh;
    }

    /** National code: X western, Z patent medicine, T herbs, C consumables; all else is a service. */
    private static String kind(String nationalCode) {
        return switch (nationalCode.isEmpty() ? ' ' : nationalCode.charAt(0)) {
            case 'X', 'Z' -> "1";
            case 'T' -> "2";
            case 'C' -> "5";
            default -> "4";
        };
    }

    @Override
    public Future<?> takeBack(Step step, Set<String> keys) {
        return Effects.before(rows.quiet(step))
                .compose(all -> rows.takeBack(
                                step,
                                all,
                                rows.standing(all).stream()
                                        .filter(row -> keys.contains(FeeRows.lineKey(row)))
                                        .toList())
                        .map(Body.EMPTY));
    }

    @Override
    public Future<?> deleteAll(Step step) {
        return rows.withdraw(step);
    }
}
