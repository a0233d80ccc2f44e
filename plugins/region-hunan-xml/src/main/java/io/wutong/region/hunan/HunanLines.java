package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.support.Dates;
import io.wutong.support.ShortId;
import io.wutong.support.Xml;
import io.wutong.support.stay.Effects;
import io.wutong.support.stay.LineSystem;
import io.wutong.support.stay.StayState;
import io.wutong.support.stay.Step;
import io.wutong.support.stay.Summary;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Fee rows, a page at a time; one line is taken back by a row below zero, all of them by deleting. */
final class HunanLines implements LineSystem {

    private final Legacy legacy;

    HunanLines(Legacy legacy) {
        this.legacy = legacy;
    }

    @Override
    public String key(String feedetlSn) {
        return ShortId.of(feedetlSn);
    }

    @Override
    public Future<There> find(Step step) {
        return list(step)
                .map(rows -> new There(
                        rows.stream().map(FeeRows::sequence).collect(Collectors.toSet()),
                        rows.stream()
                                .filter(row -> !FeeRows.isRefund(row) && !FeeRows.isTakenBack(row, rows))
                                .map(FeeRows::sequence)
                                .collect(Collectors.toSet())));
    }

    @Override
    public Future<?> save(Step step, List<Body> lines) {
        return save(step, lines, FeeRows.of(legacy, step, lines));
    }

    /** Rows that stand for lines that stay at the place of care. */
    Future<StayState> uploadSums(Step step, List<Summary.Row> sums) {
        String day = Dates.d8(legacy.now());
        List<Xml> rows = sums.stream().map(sum -> FeeRows.of(sum, day)).toList();
        return save(step, List.of(), rows).map(step.state());
    }

    /** One page after the other; when a later one fails, those before it have been saved. */
    private Future<Void> save(Step step, List<Body> lines, List<Xml> rows) {
        int max = legacy.config.rowsPerCallMax();
        Future<Void> pages = Future.succeededFuture();
        for (int from = 0; from < rows.size(); from += max) {
            Xml list = Xml.element("feeinfo")
                    .addAll(rows.subList(from, Math.min(rows.size(), from + max)))
                    .build();
            Map<String, String> head = legacy.fields(
                    Function.SAVE_FEES, legacy.names(lines.isEmpty() ? Body.EMPTY : lines.get(from), step));
            boolean first = from == 0;
            pages = pages.compose(before -> legacy.client
                    .call(Function.SAVE_FEES, head, List.of(list), step.context())
                    .recover(failure -> Future.failedFuture(first ? failure : Effects.partly(failure)))
                    .mapEmpty());
        }
        return pages;
    }

    @Override
    public Future<?> deleteAll(Step step) {
        return legacy.call(Function.DELETE_FEES, legacy.names(Body.EMPTY, step), step.context());
    }

    /** Adds a row below zero for each of these rows that is there and not taken back yet. */
    @Override
    public Future<?> takeBack(Step step, Set<String> keys) {
        return Effects.before(list(step)).compose(present -> {
            List<Xml> refunds = present.stream()
                    .filter(row -> keys.contains(FeeRows.sequence(row)))
                    .filter(row -> !FeeRows.isTakenBack(row, present))
                    .map(FeeRows::refund)
                    .toList();
            return save(step, List.of(), refunds);
        });
    }

    private Future<List<Xml>> list(Step step) {
        return legacy.call(Function.LIST_FEES, legacy.names(Body.EMPTY, step), step.context())
                .map(reply -> reply.rows("feeinfo"));
    }
}
