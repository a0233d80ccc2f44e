package io.wutong.region.nhsa;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.StayState;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Hands national transactions on and their answers back. What was sent is remembered before it is sent. A settlement
 * whose answer was lost is looked for by the visit and known by the message id (5203, {@code medins_setl_id}); whatever
 * it was, 2601 undoes it by that id.
 */
final class NhsaAdapter implements RegionAdapter {

    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "1101", "2001", "2206", "2303", "5201", "5202", "5203", "5204", "5205", "5206", "5301", "5302", "5303",
            "5304");
    private static final Set<String> SETTLEMENTS = Set.of("2207", "2304");
    private static final Set<String> ADMISSIONS = Set.of("2201", "2401");
    private static final Set<String> DISCHARGES = Set.of("2402", "2405");
    private static final Set<String> CANCELLATIONS = Set.of("2208", "2305");

    private final NhsaConfig config;
    private final PluginServices services;
    private final SignedIn desk;
    private final Standing standing;
    private final DischargeAhead discharge;
    private final Statements statements;

    NhsaAdapter(NhsaConfig config, PluginServices services) {
        this.config = config;
        this.services = services;
        desk = new SignedIn(config, services);
        standing = new Standing(config, desk, services.clock());
        discharge = new DischargeAhead(config, desk);
        statements = new Statements(desk, services);
    }

    @Override
    public Future<Outcome<Body>> call(Request request, CallContext context) {
        if (!NhsaFactory.TRANSACTIONS.contains(request.infno())) {
            return Future.succeededFuture(Outcome.rejected("NHSA-UNSUPPORTED", "该地区接口未开通此交易"));
        }
        return outcome(() -> StayState.recall(context)
                .compose(state -> WITHOUT_EFFECT.contains(request.infno())
                        ? Future.succeededFuture(state)
                        : Remembered.sent(state, standing.now()).rememberBefore(context))
                .compose(state -> carried(request, state, context)));
    }

    private Future<Body> carried(Request request, StayState before, CallContext context) {
        return discharge.ahead(request, before, context).compose(state -> sent(request, state, context));
    }

    private Future<Body> sent(Request request, StayState state, CallContext context) {
        Body input = Envelopes.outward(request, state.visitNo());
        return desk.send(request, input, context).compose(output -> {
            StayState next = learnt(request, output, state);
            Body answer = Envelopes.inward(request, output, next.visitNo());
            return isEffect(request) ? next.rememberAfter(context).map(answer) : Future.succeededFuture(answer);
        });
    }

    /** Asked of the request: a record's {@code equals} leaves its class behind in the JDK, and so this plugin's loader. */
    private static boolean isEffect(Request request) {
        return ADMISSIONS.contains(request.infno())
                || SETTLEMENTS.contains(request.infno())
                || CANCELLATIONS.contains(request.infno())
                || DISCHARGES.contains(request.infno());
    }

    /** What later calls must know: the region's number of the visit, amounts that a cancellation takes back, the discharge. */
    private static StayState learnt(Request request, Body output, StayState state) {
        Body setlinfo = output.body("setlinfo");
        if (ADMISSIONS.contains(request.infno())) {
            return state.with(StayState.VISIT_NO, admitted(output));
        }
        if (SETTLEMENTS.contains(request.infno())) {
            if (!setlinfo.textOr("medins_setl_id", request.msgid()).equals(request.msgid())) {
                throw new CallFailure(true, "answer_message");
            }
            return Remembered.settled(state, request, output);
        }
        return switch (request.infno()) {
            case "2208", "2305" -> Remembered.cancelled(state, request.msgid(), setlinfo.textOr("setl_id", ""));
            case "2402" -> Remembered.discharged(state, true);
            case "2405" -> Remembered.discharged(state, false);
            default -> state;
        };
    }

    /** The region's own number of the visit. */
    private static String admitted(Body output) {
        return output.body("result")
                .text("mdtrt_id")
                .or(() -> output.body("data").text("mdtrt_id"))
                .orElseThrow(() -> new CallFailure(true, "answer_visit"));
    }

    @Override
    public Future<Outcome<Body>> query(Reference reference, CallContext context) {
        Request request = reference.original();
        if (WITHOUT_EFFECT.contains(request.infno())) {
            return call(request, context);
        }
        if (SETTLEMENTS.contains(request.infno())) {
            return outcome(
                    () -> StayState.recall(context).compose(state -> standing.settlement(request, state, context)));
        }
        if (CANCELLATIONS.contains(request.infno())) {
            return outcome(
                    () -> StayState.recall(context).compose(state -> standing.cancellation(request, state, context)));
        }
        return Future.succeededFuture(Outcome.unknown("no_query_" + request.infno()));
    }

    @Override
    public Future<Outcome<List<DayDifference>>> compareDay(LocalDate day, List<DayRow> ours, CallContext context) {
        return outcome(() -> statements.compare(day, ours, context));
    }

    /** 2601 by the message id. */
    @Override
    public Future<Outcome<Body>> reverse(Reference reference, CallContext context) {
        Request request = reference.original();
        if (WITHOUT_EFFECT.contains(request.infno())) {
            return Future.succeededFuture(Outcome.succeeded(Body.EMPTY));
        }
        return outcome(() -> StayState.recall(context).compose(state -> undone(request, state, context)));
    }

    private Future<Body> undone(Request request, StayState state, CallContext context) {
        Body data = Body.builder()
                .put("psn_no", Standing.psnNo(request))
                .put("omsgid", request.msgid())
                .put("oinfno", request.infno())
                .build();
        return desk.ask("2601", request, data, context)
                .recover(failure ->
                        failure instanceof Refusal refusal && refusal.text().matches(config.absentText())
                                ? notThere(request, state, context)
                                : Future.failedFuture(failure))
                .map(Body.EMPTY);
    }

    /** The region does not know the message: as good as undone, once nothing can be on its way any more. */
    private Future<Body> notThere(Request request, StayState state, CallContext context) {
        if (!SETTLEMENTS.contains(request.infno())) {
            return standing.absent(state) instanceof Refusal
                    ? Future.succeededFuture(Body.EMPTY)
                    : Future.failedFuture(standing.absent(state));
        }
        return standing.settlement(request, state, context)
                .transform(found -> found.cause() instanceof Refusal
                        ? Future.succeededFuture(Body.EMPTY)
                        : Future.failedFuture(
                                found.failed() ? found.cause() : new CallFailure(true, "answer_reversal")));
    }

    private <T> Future<Outcome<T>> outcome(Supplier<Future<T>> transaction) {
        return Future.succeededFuture()
                .compose(start -> transaction.get())
                .map(Outcome::<T>succeeded)
                .recover(failure -> Future.succeededFuture(this.<T>named(failure)));
    }

    private <T> Outcome<T> named(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return Outcome.rejected(refusal.code(), refusal.text());
        }
        if (!(failure instanceof CallFailure)) {
            services.log().error("adapter failed", failure);
        }
        return CallFailure.outcomeOf(failure);
    }
}
