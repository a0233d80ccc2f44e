package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Care;
import io.wutong.spi.Request;

/** 2305, and undoing a 2304 whose answer was never seen: both are the legacy system's one function for it. */
final class Cancellations {

    private final Legacy legacy;

    Cancellations(Legacy legacy) {
        this.legacy = legacy;
    }

    Future<Body> cancel(Request request, CallContext context) {
        return VisitState.recall(context).compose(state -> {
            String setlId = request.input().body("data").textOr("setl_id", "");
            if (!state.settled()
                    || !setlId.equals(state.text(VisitState.SETL_ID).orElse(""))) {
                return Future.failedFuture(new Refusal("HUNAN-NOSETL", "参保地系统没有该笔结算，或已撤销"));
            }
            String cancelId = Settlements.setlId(state.visitNo(), request.msgid());
            return legacy.effect(
                            request,
                            state,
                            context,
                            intent -> intent.with(VisitState.CANCEL_ID, cancelId)
                                    .with(VisitState.CANCEL_TIME, legacy.nowText()),
                            sending -> undo(request, sending, context))
                    .map(undone -> answer(request, undone));
        });
    }

    Future<Body> query(Request request, CallContext context) {
        return VisitState.recall(context).compose(state -> {
            if (isCancelledBy(request, state)) {
                return Future.succeededFuture(answer(request, state));
            }
            if (!state.isPending("2305", request.msgid())) {
                return Future.failedFuture(Legacy.absent());
            }
            return legacy.find(request, state, context)
                    .compose(found -> Legacy.isSettled(Settlements.only(request, state, found))
                            ? legacy.absent(state, context)
                            : undone(state, context).map(after -> answer(request, after)));
        });
    }

    private static boolean isCancelledBy(Request request, VisitState state) {
        return !state.settled()
                && state.text(VisitState.PENDING).isEmpty()
                && state.text(VisitState.CANCEL_ID)
                        .equals(state.text(VisitState.VISIT_NO).map(no -> Settlements.setlId(no, request.msgid())))
                && state.text(VisitState.CANCEL_ID).isPresent();
    }

    /** Asks first: what is not settled needs no undoing, once nothing can be on its way any more. */
    Future<Body> reverseSettlement(Request request, CallContext context) {
        return VisitState.recall(context).compose(state -> {
            if (!Settlements.isOf(request, state)) {
                return Future.succeededFuture(Body.EMPTY);
            }
            return legacy.find(request, state, context).compose(found -> {
                if (Legacy.isSettled(Settlements.only(request, state, found))) {
                    return undo(request, state, context).map(Body.EMPTY);
                }
                legacy.requireQuiet(state.millis(VisitState.SENT));
                return undone(state, context).map(Body.EMPTY);
            });
        });
    }

    /** A second undoing is refused with a text that says so: it is undone. */
    private Future<VisitState> undo(Request request, VisitState state, CallContext context) {
        return legacy.call(Function.CANCEL_SETTLEMENT, legacy.names(Body.EMPTY, request, state), context)
                .recover(failure -> failure instanceof Refusal refusal && refusal.saysAlreadyDone()
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure))
                .compose(reply -> undone(state, context));
    }

    private static Future<VisitState> undone(VisitState state, CallContext context) {
        return state.nothingPending().with(VisitState.SETTLED, "0").rememberAfter(context);
    }

    private Body answer(Request request, VisitState state) {
        Care care = Legacy.care(request);
        Parts parts = Parts.kept(state.body().body(VisitState.PARTS)).checked(care.medfeeSumFen());
        return SettlementAnswer.cancelled(
                care,
                parts,
                state.text(VisitState.CANCEL_ID).orElse(""),
                state.text(VisitState.SETL_ID).orElse(""),
                state.text(VisitState.CANCEL_TIME).orElse(""),
                request.msgid(),
                legacy.config.pool());
    }
}
