package io.wutong.support.stay;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Request;
import java.util.Optional;

/** 2305, and undoing a 2304 whose answer was never seen: a legacy system has one function for both. */
final class Cancellations {

    private final StaySystem system;
    private final Profile profile;
    private final Effects effects;

    Cancellations(StaySystem system, Profile profile, Effects effects) {
        this.system = system;
        this.profile = profile;
        this.effects = effects;
    }

    Future<Body> cancel(Request request, CallContext context) {
        return StayState.recall(context).compose(state -> {
            String setlId = request.input().body("data").textOr("setl_id", "");
            if (!state.settled() || !setlId.equals(state.text(StayState.SETL_ID).orElse(""))) {
                return Future.failedFuture(profile.noSettlement());
            }
            String cancelId = Profile.setlId(state, request);
            return effects.effect(
                            new Step(request, context, state),
                            intent -> intent.with(StayState.CANCEL_ID, cancelId)
                                    .with(StayState.CANCEL_TIME, profile.nowText()),
                            this::undo)
                    .map(undone -> answer(request, context, undone));
        });
    }

    Future<Body> query(Request request, CallContext context) {
        return StayState.recall(context).compose(state -> {
            if (isCancelledBy(request, state)) {
                return Future.succeededFuture(answer(request, context, state));
            }
            if (!state.isPending("2305", request.msgid())) {
                return Future.failedFuture(profile.absent());
            }
            Step step = new Step(request, context, state);
            return system.findSettlement(step)
                    .compose(found -> found instanceof Found.Settled
                            ? effects.absent(step)
                            : undone(step).map(after -> answer(request, context, after)));
        });
    }

    private static boolean isCancelledBy(Request request, StayState state) {
        return !state.settled()
                && !state.isAnythingPending()
                && !state.visitNo().isEmpty()
                && state.text(StayState.CANCEL_ID).equals(Optional.of(Profile.setlId(state, request)));
    }

    /** Asks first: what is not settled needs no undoing, once nothing can be on its way any more. */
    Future<Body> reverseSettlement(Request request, CallContext context) {
        return StayState.recall(context).compose(state -> {
            if (!Settlements.isOf(request, state)) {
                return Future.succeededFuture(Body.EMPTY);
            }
            Step step = new Step(request, context, state);
            return system.withdrawSettlement(step)
                    .compose(gone -> system.findSettlement(step))
                    .compose(found -> {
                        if (found instanceof Found.Settled settled) {
                            return undo(step.with(settled.visit().state())).map(Body.EMPTY);
                        }
                        if (found instanceof Found.Open) {
                            effects.requireQuiet(state);
                            return undone(step).map(Body.EMPTY);
                        }
                        return Future.succeededFuture(Body.EMPTY);
                    });
        });
    }

    /**
     * A cancellation cannot be taken back: one that has happened stands, and is adopted by asking. One that has not is
     * forgotten, once nothing can be on its way any more.
     */
    Future<Body> reverseCancellation(Request request, CallContext context) {
        return StayState.recall(context).compose(state -> {
            if (isCancelledBy(request, state)) {
                return Future.failedFuture(profile.cancelStands());
            }
            if (!state.isPending("2305", request.msgid())) {
                return Future.succeededFuture(Body.EMPTY);
            }
            return system.findSettlement(new Step(request, context, state)).compose(found -> {
                if (!(found instanceof Found.Settled)) {
                    return Future.failedFuture(profile.cancelStands());
                }
                effects.requireQuiet(state);
                return state.nothingPending().rememberAfter(context).map(Body.EMPTY);
            });
        });
    }

    private Future<StayState> undo(Step step) {
        return system.cancelSettlement(step).compose(done -> undone(step));
    }

    private static Future<StayState> undone(Step step) {
        return step.state().nothingPending().with(StayState.SETTLED, "0").rememberAfter(step.context());
    }

    private Body answer(Request request, CallContext context, StayState state) {
        Step step = new Step(request, context, state);
        Parts parts = Parts.kept(state.body().body(StayState.PARTS))
                .checked(step.care().medfeeSumFen());
        return SettlementAnswer.cancelled(
                step,
                parts,
                profile,
                state.text(StayState.CANCEL_ID).orElse(""),
                state.text(StayState.SETL_ID).orElse(""),
                state.text(StayState.CANCEL_TIME).orElse(""));
    }
}
