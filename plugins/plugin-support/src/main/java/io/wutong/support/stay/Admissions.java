package io.wutong.support.stay;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import java.util.function.UnaryOperator;

/**
 * 2401–2405: the legacy side of a stay. Admission and its cancellation are calls; a discharge is only remembered, and
 * told to the legacy system together with the settlement, so that undoing one undoes the other; a change is answered,
 * because what it changes does not reach the calculation.
 */
final class Admissions {

    private final StaySystem system;
    private final Profile profile;
    private final Effects effects;

    Admissions(StaySystem system, Profile profile, Effects effects) {
        this.system = system;
        this.profile = profile;
        this.effects = effects;
    }

    Future<Body> admit(Request request, CallContext context) {
        return StayState.recall(context).compose(state -> {
            Step step = new Step(request, context, state);
            step.care();
            return effects.effect(
                    step,
                    UnaryOperator.identity(),
                    sending -> system.admit(sending).compose(admitted -> adopt(sending, admitted)));
        });
    }

    Future<Body> queryAdmission(Request request, CallContext context) {
        return StayState.recall(context).compose(state -> {
            if (!isAdmitted(request, state)) {
                return Future.failedFuture(profile.absent());
            }
            Step step = new Step(request, context, state);
            return system.findAdmission(step)
                    .compose(found -> found instanceof Found.Nowhere
                            ? effects.absent(step)
                            : adopt(step, standing(found, state)));
        });
    }

    /** Finds the registration and cancels it; none is as good. */
    Future<Body> reverseAdmission(Request request, CallContext context) {
        return StayState.recall(context).compose(state -> {
            if (!isAdmitted(request, state)) {
                return Future.succeededFuture(Body.EMPTY);
            }
            Step step = new Step(request, context, state);
            return system.findAdmission(step).compose(found -> {
                if (found instanceof Found.Nowhere) {
                    effects.requireQuiet(state);
                    return closed(step);
                }
                return cancel(step.with(standing(found, state)));
            });
        });
    }

    private static StayState standing(Found found, StayState state) {
        if (found instanceof Found.Open open) {
            return open.state();
        }
        return found instanceof Found.Settled settled ? settled.visit().state() : state;
    }

    /** Sent and not known to be absent, or answered, or not known at all. */
    private static boolean isAdmitted(Request request, StayState state) {
        return state.isBlank()
                || state.isPending("2401", request.msgid())
                || !state.visitNo().isEmpty();
    }

    Future<Body> cancelAdmission(Request request, CallContext context) {
        return StayState.recall(context).compose(state -> {
            profile.visitNo(state);
            return effects.effect(new Step(request, context, state), UnaryOperator.identity(), this::cancel);
        });
    }

    Future<Body> queryCancellation(Request request, CallContext context) {
        return StayState.recall(context).compose(state -> {
            if (state.visitNo().isEmpty()) {
                return Future.succeededFuture(Body.EMPTY);
            }
            if (!state.isPending("2404", request.msgid())) {
                return Future.failedFuture(profile.absent());
            }
            Step step = new Step(request, context, state);
            return system.findAdmission(step)
                    .compose(found -> found instanceof Found.Nowhere ? closed(step) : effects.absent(step));
        });
    }

    private Future<Body> cancel(Step step) {
        return system.cancelAdmission(step).compose(cancelled -> closed(step));
    }

    private static Future<Body> closed(Step step) {
        return StayState.closed().rememberAfter(step.context()).map(Body.EMPTY);
    }

    Future<Body> discharge(Request request, CallContext context) {
        return note(context, request.input().body("dscginfo").textOr("dscg_way", "9"));
    }

    Future<Body> cancelDischarge(Request request, CallContext context) {
        return note(context, "");
    }

    Future<Body> change(Request request, CallContext context) {
        return StayState.recall(context).map(state -> {
            profile.visitNo(state);
            return Body.EMPTY;
        });
    }

    private Future<Body> note(CallContext context, String dischargeWay) {
        return StayState.recall(context).compose(state -> {
            profile.visitNo(state);
            if (state.settled()) {
                throw profile.refusal("SETTLED", "该次就诊已结算，请先撤销结算");
            }
            return state.with(StayState.DSCG_WAY, dischargeWay)
                    .rememberBefore(context)
                    .map(Body.EMPTY);
        });
    }

    private static Future<Body> adopt(Step step, StayState state) {
        if (state.visitNo().isEmpty()) {
            return Future.failedFuture(new CallFailure(true, "answer_visit"));
        }
        Body admitted =
                Body.of("result", Body.of("mdtrt_id", Value.text(step.care().mdtrtId())));
        return state.nothingPending().rememberAfter(step.context()).map(admitted);
    }
}
