package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import io.wutong.support.Xml;
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

    private final Legacy legacy;

    FeeLines(Legacy legacy) {
        this.legacy = legacy;
    }

    Future<Body> upload(Request request, CallContext context) {
        List<Body> lines = request.input().bodies("feedetail");
        return VisitState.recall(context)
                .compose(state -> withoutSummary(request, state, context))
                .compose(state -> {
                    List<Xml> rows = FeeRows.of(legacy, request, lines, state);
                    return sent(state)
                            .with(VisitState.LINES, "1")
                            .rememberBefore(context)
                            .compose(sending -> save(request, lines, rows, sending, context))
                            .recover(failure -> Legacy.mayHaveHappened(failure)
                                    ? Future.failedFuture(failure)
                                    : state.rememberAfter(context).transform(kept -> Future.failedFuture(failure)));
                })
                .map(saved -> result(lines));
    }

    /** One page after the other; when a later one fails, those before it have been saved. */
    Future<Void> save(Request request, List<Body> lines, List<Xml> rows, VisitState state, CallContext context) {
        int max = legacy.config.rowsPerCallMax();
        Future<Void> pages = Future.succeededFuture();
        for (int from = 0; from < rows.size(); from += max) {
            Xml list = Xml.element("feeinfo")
                    .addAll(rows.subList(from, Math.min(rows.size(), from + max)))
                    .build();
            Map<String, String> head = Function.SAVE_FEES.fields(
                    legacy.names(lines.isEmpty() ? Body.EMPTY : lines.get(from), request, state));
            boolean first = from == 0;
            pages = pages.compose(before -> legacy.client
                    .call(Function.SAVE_FEES, head, List.of(list), context)
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
        return VisitState.recall(context)
                .compose(state -> sent(state).rememberBefore(context))
                .compose(state -> isAll(data)
                        ? deleteAll(request, state, context)
                        : takeBack(request, FeeRows.sequences(data), state, context))
                .map(Body.EMPTY);
    }

    private Future<Void> deleteAll(Request request, VisitState state, CallContext context) {
        state.visitNo();
        return legacy.call(Function.DELETE_FEES, legacy.names(Body.EMPTY, request, state), context)
                .compose(reply -> state.with(VisitState.LINES, "").rememberAfter(context))
                .mapEmpty();
    }

    /** Adds a row below zero for each of these rows that is there and not taken back yet. */
    private Future<Void> takeBack(Request request, Set<String> sequences, VisitState state, CallContext context) {
        return Legacy.before(list(request, state, context)).compose(present -> {
            List<Xml> refunds = present.stream()
                    .filter(row -> sequences.contains(FeeRows.sequence(row)))
                    .filter(row -> !FeeRows.isTakenBack(row, present))
                    .map(FeeRows::refund)
                    .toList();
            return save(request, List.of(), refunds, state, context);
        });
    }

    private Future<List<Xml>> list(Request request, VisitState state, CallContext context) {
        state.visitNo();
        return legacy.call(Function.LIST_FEES, legacy.names(Body.EMPTY, request, state), context)
                .map(reply -> reply.rows("feeinfo"));
    }

    Future<Body> queryUpload(Request request, CallContext context) {
        List<Body> lines = request.input().bodies("feedetail");
        Set<String> asked = FeeRows.sequences(lines);
        return VisitState.recall(context)
                .compose(state -> list(request, state, context).map(present -> {
                    long there = present.stream()
                            .filter(row -> asked.contains(FeeRows.sequence(row)))
                            .count();
                    if (there == asked.size()) {
                        return result(lines);
                    }
                    legacy.requireQuiet(state.millis(VisitState.LINES_SENT));
                    if (there > 0) {
                        throw new CallFailure(true, "partly");
                    }
                    throw Legacy.absent();
                }));
    }

    Future<Body> reverseUpload(Request request, CallContext context) {
        Set<String> asked = FeeRows.sequences(request.input().bodies("feedetail"));
        return VisitState.recall(context).compose(state -> {
            legacy.requireQuiet(state.millis(VisitState.LINES_SENT));
            return takeBack(request, asked, state, context).map(Body.EMPTY);
        });
    }

    Future<Body> queryRemoval(Request request, CallContext context) {
        List<Body> data = request.input().bodies("data");
        Set<String> asked = FeeRows.sequences(data);
        return VisitState.recall(context)
                .compose(state -> list(request, state, context).map(present -> {
                    boolean gone = present.stream()
                            .filter(row -> isAll(data) || asked.contains(FeeRows.sequence(row)))
                            .allMatch(row -> !isAll(data) && FeeRows.isTakenBack(row, present));
                    if (!gone) {
                        legacy.requireQuiet(state.millis(VisitState.LINES_SENT));
                        throw Legacy.absent();
                    }
                    return Body.EMPTY;
                }));
    }

    /** Lines have come after all: what stood for them goes first. */
    private Future<VisitState> withoutSummary(Request request, VisitState state, CallContext context) {
        state.visitNo();
        if (state.text(VisitState.SUMMARY).isEmpty()) {
            return Future.succeededFuture(state);
        }
        return Legacy.before(legacy.call(Function.DELETE_FEES, legacy.names(Body.EMPTY, request, state), context))
                .compose(deleted -> state.with(VisitState.SUMMARY, "").rememberBefore(context));
    }

    private VisitState sent(VisitState state) {
        return state.with(VisitState.LINES_SENT, Long.toString(legacy.nowMillis()));
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
