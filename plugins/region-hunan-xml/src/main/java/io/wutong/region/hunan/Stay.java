package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Care;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import io.wutong.support.Xml;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * 2401–2405: the legacy side of a stay. Admission and its cancellation are calls; a discharge is only remembered,
 * because this system registers it together with the settlement; a change too, because the functions for outsiders
 * have none.
 */
final class Stay {

    private final Legacy legacy;

    Stay(Legacy legacy) {
        this.legacy = legacy;
    }

    Future<Body> admit(Request request, CallContext context) {
        Care care = Legacy.care(request);
        return VisitState.recall(context)
                .compose(state -> legacy.effect(
                        request,
                        state,
                        context,
                        UnaryOperator.identity(),
                        sending -> register(request, sending, context)))
                .map(state -> admitted(care));
    }

    private Future<VisitState> register(Request request, VisitState state, CallContext context) {
        Body admission = request.input().body("mdtrtinfo");
        Names names = legacy.names(admission, request, state)
                .with("certno", Persons.certificate(admission).orElse(null));
        return legacy.call(Function.ADMIT, names, context).compose(reply -> {
            List<Xml> rows = reply.rows("bizinfo");
            Xml visit = rows.isEmpty() ? reply.root() : rows.get(0);
            return adopt(visit, state, context);
        });
    }

    Future<Body> queryAdmission(Request request, CallContext context) {
        Care care = Legacy.care(request);
        return VisitState.recall(context).compose(state -> {
            if (!isAdmitted(request, state)) {
                return Future.failedFuture(Legacy.absent());
            }
            return legacy.find(request, state, context).compose(found -> {
                List<Xml> visits = Legacy.standing(found);
                return visits.isEmpty()
                        ? legacy.absent(state, context)
                        : adopt(Legacy.checked(visits.get(0), care, state), state, context)
                                .map(adopted -> admitted(care));
            });
        });
    }

    /** Finds the registration by our number of the stay and cancels it; none is as good. */
    Future<Body> reverseAdmission(Request request, CallContext context) {
        Care care = Legacy.care(request);
        return VisitState.recall(context).compose(state -> {
            if (!isAdmitted(request, state)) {
                return Future.succeededFuture(Body.EMPTY);
            }
            return legacy.find(request, state, context).compose(found -> {
                List<Xml> visits = Legacy.standing(found);
                if (visits.isEmpty()) {
                    legacy.requireQuiet(state.millis(VisitState.SENT));
                    return closed(state, context);
                }
                return adopt(Legacy.checked(visits.get(0), care, state), state, context)
                        .compose(adopted -> cancel(request, adopted, context));
            });
        });
    }

    /** Sent and not known to be absent, or answered. */
    private static boolean isAdmitted(Request request, VisitState state) {
        return state.isPending("2401", request.msgid())
                || state.text(VisitState.VISIT_NO).isPresent();
    }

    Future<Body> cancelAdmission(Request request, CallContext context) {
        return VisitState.recall(context).compose(state -> {
            state.visitNo();
            return legacy.effect(
                    request, state, context, UnaryOperator.identity(), sending -> cancel(request, sending, context));
        });
    }

    Future<Body> queryCancellation(Request request, CallContext context) {
        return VisitState.recall(context).compose(state -> {
            if (state.text(VisitState.VISIT_NO).isEmpty()) {
                return Future.succeededFuture(Body.EMPTY);
            }
            if (!state.isPending("2404", request.msgid())) {
                return Future.failedFuture(Legacy.absent());
            }
            return legacy.find(request, state, context)
                    .compose(found ->
                            Legacy.standing(found).isEmpty() ? closed(state, context) : legacy.absent(state, context));
        });
    }

    /** Rows must be gone before; what this adapter uploaded itself in place of lines, it deletes itself. */
    private Future<Body> cancel(Request request, VisitState state, CallContext context) {
        Names names = legacy.names(Body.EMPTY, request, state);
        Future<?> rows = state.text(VisitState.SUMMARY).isPresent()
                ? Legacy.before(legacy.call(Function.DELETE_FEES, names, context))
                : Future.succeededFuture();
        return rows.compose(deleted -> legacy.call(Function.CANCEL_ADMISSION, names, context))
                .recover(failure -> failure instanceof Refusal refusal && refusal.saysAlreadyDone()
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure))
                .compose(cancelled -> closed(state, context));
    }

    /** The registration does not stand any more. */
    private static Future<Body> closed(VisitState state, CallContext context) {
        return state.nothingPending()
                .with(VisitState.VISIT_NO, "")
                .with(VisitState.SUMMARY, "")
                .rememberAfter(context)
                .map(Body.EMPTY);
    }

    Future<Body> discharge(Request request, CallContext context) {
        String way = request.input().body("dscginfo").textOr("dscg_way", "9");
        return note(context, way);
    }

    Future<Body> cancelDischarge(Request request, CallContext context) {
        return note(context, "");
    }

    Future<Body> change(Request request, CallContext context) {
        return VisitState.recall(context).map(state -> {
            state.visitNo();
            return Body.EMPTY;
        });
    }

    private static Future<Body> note(CallContext context, String dischargeWay) {
        return VisitState.recall(context).compose(state -> {
            state.visitNo();
            if (state.settled()) {
                throw new Refusal("HUNAN-SETTLED", "该次就诊已结算，请先撤销结算");
            }
            return state.with(VisitState.DSCG_WAY, dischargeWay)
                    .rememberBefore(context)
                    .map(Body.EMPTY);
        });
    }

    private static Future<VisitState> adopt(Xml visit, VisitState state, CallContext context) {
        String visitNo = visit.text(VisitState.VISIT_NO).orElseThrow(() -> new CallFailure(true, "answer_visit"));
        return state.nothingPending().with(VisitState.VISIT_NO, visitNo).rememberAfter(context);
    }

    private static Body admitted(Care care) {
        return Body.of("result", Body.of("mdtrt_id", Value.text(care.mdtrtId())));
    }
}
