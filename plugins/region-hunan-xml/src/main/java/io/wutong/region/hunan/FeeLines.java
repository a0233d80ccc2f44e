package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import io.wutong.support.Dates;
import io.wutong.support.Xml;
import io.wutong.support.stay.Effects;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.StayState;
import io.wutong.support.stay.Step;
import io.wutong.support.stay.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * 2301 and 2302: uploads fee rows a page at a time; one line is taken back by a row below zero, all of them by
 * deleting.
 */
final class FeeLines {

    private static final String ALL = "0000";
    private static final String LINES_SENT = "lines_sent";

    private final Legacy legacy;

    FeeLines(Legacy legacy) {
        this.legacy = legacy;
    }

    Future<Body> upload(Request request, CallContext context) {
        List<Body> lines = request.input().bodies("feedetail");
        return step(request, context)
                .compose(this::withoutSums)
                .compose(step -> {
                    List<Xml> rows = FeeRows.of(legacy, step, lines);
                    return sent(step.state())
                            .with(StayState.LINES, "1")
                            .rememberBefore(context)
                            .compose(sending -> save(step.with(sending), lines, rows))
                            .recover(failure -> Effects.mayHaveHappened(failure)
                                    ? Future.failedFuture(failure)
                                    : step.state()
                                            .rememberAfter(context)
                                            .transform(kept -> Future.failedFuture(failure)));
                })
                .map(saved -> result(lines));
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
                    .recover(failure -> Future.failedFuture(first ? failure : partly(failure)))
                    .mapEmpty());
        }
        return pages;
    }

    private static Throwable partly(Throwable failure) {
        return new CallFailure(true, "partly." + (failure instanceof CallFailure call ? call.shortCause() : "refused"));
    }

    Future<Body> remove(Request request, CallContext context) {
        List<Body> data = request.input().bodies("data");
        return step(request, context)
                .compose(step -> sent(step.state()).rememberBefore(context).map(step::with))
                .compose(step -> isAll(data) ? deleteAll(step) : takeBack(step, FeeRows.sequences(data)))
                .map(Body.EMPTY);
    }

    private Future<Void> deleteAll(Step step) {
        return deleteRows(step)
                .compose(reply -> step.state().with(StayState.LINES, "").rememberAfter(step.context()))
                .mapEmpty();
    }

    Future<?> deleteRows(Step step) {
        return legacy.call(Function.DELETE_FEES, legacy.names(Body.EMPTY, step), step.context());
    }

    /** Adds a row below zero for each of these rows that is there and not taken back yet. */
    private Future<Void> takeBack(Step step, Set<String> sequences) {
        return Legacy.before(list(step)).compose(present -> {
            List<Xml> refunds = present.stream()
                    .filter(row -> sequences.contains(FeeRows.sequence(row)))
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

    Future<Body> queryUpload(Request request, CallContext context) {
        List<Body> lines = request.input().bodies("feedetail");
        Set<String> asked = FeeRows.sequences(lines);
        return step(request, context)
                .compose(step -> list(step).map(present -> {
                    long there = present.stream()
                            .filter(row -> asked.contains(FeeRows.sequence(row)))
                            .count();
                    if (there == asked.size()) {
                        return result(lines);
                    }
                    requireQuiet(step.state());
                    if (there > 0) {
                        throw new CallFailure(true, "partly");
                    }
                    throw absent();
                }));
    }

    Future<Body> reverseUpload(Request request, CallContext context) {
        Set<String> asked = FeeRows.sequences(request.input().bodies("feedetail"));
        return step(request, context).compose(step -> {
            requireQuiet(step.state());
            return takeBack(step, asked).map(Body.EMPTY);
        });
    }

    Future<Body> queryRemoval(Request request, CallContext context) {
        List<Body> data = request.input().bodies("data");
        Set<String> asked = FeeRows.sequences(data);
        return step(request, context)
                .compose(step -> list(step).map(present -> {
                    boolean gone = present.stream()
                            .filter(row -> isAll(data) || asked.contains(FeeRows.sequence(row)))
                            .allMatch(row -> !isAll(data) && FeeRows.isTakenBack(row, present));
                    if (!gone) {
                        requireQuiet(step.state());
                        throw absent();
                    }
                    return Body.EMPTY;
                }));
    }

    private static Future<Step> step(Request request, CallContext context) {
        return StayState.recall(context).map(state -> {
            if (state.visitNo().isEmpty()) {
                throw new Refusal("HUNAN-NOVISIT", "参保地系统没有该次就诊的入院登记");
            }
            return new Step(request, context, state);
        });
    }

    /** Lines have come after all: what stood for them goes first. */
    private Future<Step> withoutSums(Step step) {
        if (step.state().text(StayState.SUMMARY).isEmpty()) {
            return Future.succeededFuture(step);
        }
        return Legacy.before(deleteRows(step))
                .compose(deleted -> step.state().with(StayState.SUMMARY, "").rememberBefore(step.context()))
                .map(step::with);
    }

    private StayState sent(StayState state) {
        return state.with(LINES_SENT, Long.toString(legacy.nowMillis()));
    }

    /** Rows that were sent may still be on their way. */
    private void requireQuiet(StayState state) {
        if (legacy.nowMillis() - state.millis(LINES_SENT) < legacy.config.absenceMillis()) {
            throw new CallFailure(true, "absence_unproven");
        }
    }

    private static Refusal absent() {
        return new Refusal("HUNAN-ABSENT", "参保地系统没有该笔交易");
    }

    private static boolean isAll(List<Body> data) {
        return data.stream().anyMatch(line -> line.textOr("feedetl_sn", "").equals(ALL));
    }

    private static Body result(List<Body> lines) {
        List<Body> results = new ArrayList<>();
        for (Body line : lines) {
            Body.Builder result = Body.builder();
            for (String name : List.of("feedetl_sn", "det_item_fee_sumamt", "cnt", "pric")) {
                Value value = line.get(name);
                if (value != null) {
                    result.put(name, value);
                }
            }
            results.add(result.build());
        }
        return Body.builder().put("result", results).build();
    }
}
