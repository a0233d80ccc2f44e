package io.wutong.support.stay;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Request;
import org.jspecify.annotations.Nullable;

/**
 * 2303, 2304 and 5203. A legacy system has one settlement of a visit at a time: our number for it is its visit number
 * with a piece of the message id's hash, so that a settlement found later gets the number it would have had.
 */
final class Settlements {

    private final StaySystem system;
    private final Profile profile;
    private final Effects effects;

    Settlements(StaySystem system, Profile profile, Effects effects) {
        this.system = system;
        this.profile = profile;
        this.effects = effects;
    }

    Future<Body> trial(Request request, CallContext context) {
        return StayState.recall(context)
                .map(state -> new Step(request, context, state))
                .compose(step -> Effects.before(prepare(step, true))
                        .compose(visit -> system.trial(step.with(visit.state()))
                                .map(parts -> answer(step, null, profile.nowText(), parts, visit, 0))));
    }

    /**
     * <pre>
     * recall → prepare → remember "sending" → settle → check → remember → answer
     * └──── nothing was sent ─────────────┘ └─── unknown when it fails ──┘
     * </pre>
     */
    Future<Body> settle(Request request, CallContext context) {
        return StayState.recall(context).compose(state -> {
            if (state.settled()) {
                return Future.failedFuture(profile.refusal("SETTLED", "该次就诊已结算，请先撤销结算"));
            }
            Step step = new Step(request, context, state);
            return Effects.before(prepare(step, false))
                    .compose(visit -> effects.effect(
                            step.with(visit.state()),
                            intent -> intent.with(StayState.SETL_TIME, profile.nowText()),
                            sending -> system.settle(sending)
                                    .compose(settled -> adopt(
                                            sending,
                                            visit.with(settled.state()),
                                            settled.parts(),
                                            account(settled.parts())))));
        });
    }

    /** None of the legacy systems settles a stay in parts: it would take the part for the whole. */
    private Future<Ready> prepare(Step step, boolean trial) {
        if (step.request().input().body("data").textOr("mid_setl_flag", "0").equals("1")) {
            return Future.failedFuture(profile.refusal("MIDSTAY", "参保地系统不支持中途结算，请出院时整次结算"));
        }
        profile.visitNo(step.state());
        if (trial) {
            return system.prepareTrial(step);
        }
        // rows must not change under a settlement whose end is not known
        return step.state().isOtherPending("2304", step.request().msgid())
                ? Future.failedFuture(new CallFailure(false, "earlier_unresolved"))
                : system.prepareSettlement(step);
    }

    /** How did that settlement end? */
    Future<Body> query(Request request, CallContext context) {
        return StayState.recall(context).compose(state -> {
            if (!isOf(request, state)) {
                return Future.failedFuture(profile.absent());
            }
            Step step = new Step(request, context, state);
            return system.findSettlement(step).compose(found -> {
                if (found instanceof Found.Settled settled) {
                    return adopt(step, settled.visit(), settled.parts(), 0);
                }
                return found instanceof Found.Open ? effects.absent(step) : Future.failedFuture(profile.absent());
            });
        });
    }

    /** The settlement that stands, for 5203. */
    Future<Body> settlement(Request request, CallContext context) {
        Body data = request.input().body("data");
        return StayState.recall(context).compose(state -> {
            profile.visitNo(state);
            String setlId = state.text(StayState.SETL_ID).orElse("");
            if (!state.settled() || !setlId.equals(data.textOr("setl_id", setlId))) {
                return Future.failedFuture(profile.noSettlement());
            }
            Step step = new Step(request, context, state);
            return system.findSettlement(step).map(found -> {
                if (found instanceof Found.Settled settled) {
                    return answer(step, setlId, time(state), settled.parts(), settled.visit(), 0);
                }
                throw profile.noSettlement();
            });
        });
    }

    /** Whether the visit's settlement, standing or sought, is the one that this message asked for. */
    static boolean isOf(Request request, StayState state) {
        return state.isBlank()
                || state.isPending("2304", request.msgid())
                || (state.settled()
                        && Profile.setlId(state, request)
                                .equals(state.text(StayState.SETL_ID).orElse("")));
    }

    /**
     * Remembers the settlement as standing and writes the answer.
     *
     * @param accountFen what this settlement takes from the account that the visit still shows
     */
    private Future<Body> adopt(Step step, Ready visit, Parts parts, long accountFen) {
        StayState state = visit.state();
        String setlId = Profile.setlId(state, step.request());
        Body answer = answer(step, setlId, time(state), parts, visit, accountFen);
        return state.nothingPending()
                .with(StayState.SETL_ID, setlId)
                .with(StayState.SETTLED, "1")
                .with(StayState.PARTS, parts.toValue())
                .rememberAfter(step.context())
                .map(answer);
    }

    private Body answer(Step step, @Nullable String setlId, String time, Parts parts, Ready visit, long accountFen) {
        Long balance = visit.balanceFen();
        return SettlementAnswer.settled(
                step,
                parts.checked(step.care().medfeeSumFen()),
                profile,
                visit.person(),
                setlId,
                time,
                balance == null ? null : Long.valueOf(balance - accountFen));
    }

    private long account(Parts parts) {
        return parts.rows().stream()
                .filter(row -> profile.funds().of(row.fund(), "*").field().equals("acct_pay"))
                .mapToLong(Parts.Row::fen)
                .sum();
    }

    private static String time(StayState state) {
        return state.text(StayState.SETL_TIME).orElse("");
    }
}
