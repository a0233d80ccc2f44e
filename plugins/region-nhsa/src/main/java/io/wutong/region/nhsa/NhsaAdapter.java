package io.wutong.region.nhsa;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.support.Session;
import io.wutong.support.ShortId;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.StayState;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Hands national transactions on and their answers back. What was sent is remembered before it is sent. A settlement
 * whose answer was lost is looked for by the visit and known by the message id (5203, {@code medins_setl_id}); whatever
 * it was, 2601 undoes it by that id.
 */
final class NhsaAdapter implements RegionAdapter {

    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "1101", "2001", "2206", "2303", "5201", "5202", "5203", "5204", "5206", "5301", "5302", "5303", "5304");
    private static final Set<String> SETTLEMENTS = Set.of("2207", "2304");
    private static final Set<String> ADMISSIONS = Set.of("2201", "2401");
    private static final Set<String> CANCELLATIONS = Set.of("2208", "2305");
    private static final String SENT = "sent";
    private static final String AMOUNTS = "amounts";
    private static final String CANCELLED = "cancelled";
    private static final int SIGN_INS_MAX = 10_000;

    private final NhsaConfig config;
    private final PluginServices services;
    private final Transport transport;
    private final Envelopes envelopes;
    private final Map<String, Session> signIns = new ConcurrentHashMap<>();

    NhsaAdapter(NhsaConfig config, PluginServices services) {
        this.config = config;
        this.services = services;
        transport = new Transport(config, services);
        envelopes = new Envelopes(config, services.clock());
    }

    @Override
    public Future<Outcome<Body>> call(Request request, CallContext context) {
        return outcome(() -> StayState.recall(context)
                .compose(state -> WITHOUT_EFFECT.contains(request.infno())
                        ? Future.succeededFuture(state)
                        : state.with(SENT, Long.toString(now())).rememberBefore(context))
                .compose(state -> carried(request, state, context)));
    }

    private Future<Body> carried(Request request, StayState state, CallContext context) {
        Body input = Envelopes.outward(request, state.visitNo());
        return send(request.infno(), request, signNo -> envelopes.of(request, input, signNo), context)
                .compose(output -> {
                    StayState next = learnt(request, output, state);
                    Body answer = Envelopes.inward(request, output, next.visitNo());
                    return isEffect(request) ? next.rememberAfter(context).map(answer) : Future.succeededFuture(answer);
                });
    }

    /** Asked of the request: a record's {@code equals} leaves its class behind in the JDK, and so this plugin's loader. */
    private static boolean isEffect(Request request) {
        return ADMISSIONS.contains(request.infno())
                || SETTLEMENTS.contains(request.infno())
                || CANCELLATIONS.contains(request.infno());
    }

    /** What later calls must know: the region's number of the visit, the amounts that a cancellation takes back. */
    private static StayState learnt(Request request, Body output, StayState state) {
        Body setlinfo = output.body("setlinfo");
        if (ADMISSIONS.contains(request.infno())) {
            return state.with(StayState.VISIT_NO, admitted(output));
        }
        if (SETTLEMENTS.contains(request.infno())) {
            if (!setlinfo.textOr("medins_setl_id", request.msgid()).equals(request.msgid())) {
                throw new CallFailure(true, "answer_message");
            }
            return state.with(AMOUNTS, Cancelled.amounts(output));
        }
        return CANCELLATIONS.contains(request.infno()) ? state.with(CANCELLED, setlinfo.textOr("setl_id", "")) : state;
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
            return outcome(() -> StayState.recall(context).compose(state -> settlement(request, state, context)));
        }
        if (CANCELLATIONS.contains(request.infno())) {
            return outcome(() -> StayState.recall(context).compose(state -> cancellation(request, state, context)));
        }
        return Future.succeededFuture(Outcome.unknown("no_query_" + request.infno()));
    }

    /** The settlement that this message made. */
    private Future<Body> settlement(Request request, StayState state, CallContext context) {
        return standing(request, state, context).compose(found -> {
            if (!found.body("setlinfo").textOr("medins_setl_id", "").equals(request.msgid())) {
                throw absent(state);
            }
            return state.with(AMOUNTS, Cancelled.amounts(found))
                    .rememberAfter(context)
                    .map(Envelopes.inward(request, found, state.visitNo()));
        });
    }

    /** A settlement that still stands was not cancelled; one that does not was, and its amounts are known. */
    private Future<Body> cancellation(Request request, StayState state, CallContext context) {
        String original = request.input().body("data").textOr("setl_id", "");
        return standing(request, state, context).map(found -> {
            if (found.body("setlinfo").textOr("setl_id", "").equals(original)) {
                throw absent(state);
            }
            String setlId = state.text(CANCELLED).orElseGet(() -> "C" + ShortId.digest(request.msgid(), 19));
            return Cancelled.of(request, state.body().body(AMOUNTS), original, setlId);
        });
    }

    /** What stands of the visit; nothing when the region says that there is none, in one of the texts for it. */
    private Future<Body> standing(Request request, StayState state, CallContext context) {
        if (state.visitNo().isEmpty()) {
            return Future.failedFuture(new CallFailure(true, "memory_lost"));
        }
        Body data = Body.builder()
                .put("psn_no", psnNo(request))
                .put("setl_id", "")
                .put("mdtrt_id", state.visitNo())
                .build();
        return send("5203", request, signNo -> envelopes.own("5203", request, Body.of("data", data), signNo), context)
                .recover(failure -> {
                    if (!(failure instanceof Refusal refusal)) {
                        return Future.failedFuture(failure);
                    }
                    return refusal.text().matches(config.absentText())
                            ? Future.succeededFuture(Body.EMPTY)
                            : Future.failedFuture(new CallFailure(true, "query_refused"));
                });
    }

    /** A message that was sent and whose effect is not to be seen may still be on its way. */
    private RuntimeException absent(StayState state) {
        return now() - state.millis(SENT) < config.absenceMillis()
                ? new CallFailure(true, "absence_unproven")
                : new Refusal("NHSA-ABSENT", "参保地系统没有该笔交易");
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
                .put("psn_no", psnNo(request))
                .put("omsgid", request.msgid())
                .put("oinfno", request.infno())
                .build();
        return send("2601", request, signNo -> envelopes.own("2601", request, Body.of("data", data), signNo), context)
                .recover(failure ->
                        failure instanceof Refusal refusal && refusal.text().matches(config.absentText())
                                ? notThere(request, state, context)
                                : Future.failedFuture(failure))
                .map(Body.EMPTY);
    }

    /** The region does not know the message: as good as undone, once nothing can be on its way any more. */
    private Future<Body> notThere(Request request, StayState state, CallContext context) {
        if (!SETTLEMENTS.contains(request.infno())) {
            return absent(state) instanceof Refusal
                    ? Future.succeededFuture(Body.EMPTY)
                    : Future.failedFuture(absent(state));
        }
        return settlement(request, state, context)
                .transform(found -> found.cause() instanceof Refusal
                        ? Future.succeededFuture(Body.EMPTY)
                        : Future.failedFuture(
                                found.failed() ? found.cause() : new CallFailure(true, "answer_reversal")));
    }

    private static String psnNo(Request request) {
        Care care = request.care();
        return care != null ? care.psnNo() : request.input().body("data").textOr("psn_no", "");
    }

    // ------------------------------------------------------------------ sign-in

    private Future<Body> send(String infno, Request request, Function<String, Body> envelope, CallContext context) {
        if (!config.signIn()) {
            return transport.send(infno, envelope.apply(""), context).map(this::output);
        }
        if (signIns.size() > SIGN_INS_MAX) {
            signIns.clear();
        }
        return signIns.computeIfAbsent(
                        request.fixmedinsCode(),
                        code -> new Session(
                                () -> signIn(request, context), config.signInLifeSeconds(), System::nanoTime))
                .use(signNo -> transport.send(infno, envelope.apply(signNo), context), Reply::signInExpired)
                .map(this::output);
    }

    private Body output(Reply reply) {
        return reply.orRefusal(config.minusOneUnknown()).output(transport.clientId());
    }

    /** 9001; what fails here was before the transaction. */
    private Future<String> signIn(Request request, CallContext context) {
        Body input = Body.of(
                "signIn",
                Body.builder()
                        .put("opter_no", request.opter())
                        .put("mac", "")
                        .put("ip", "127.0.0.1")
                        .build());
        return transport
                .send("9001", envelopes.own("9001", request, input, ""), context)
                .map(reply -> output(reply)
                        .body("signinoutb")
                        .text("sign_no")
                        .orElseThrow(() -> new CallFailure(true, "no_sign_no")))
                .recover(failure -> Future.failedFuture(new CallFailure(
                        false, "sign_in." + (failure instanceof CallFailure call ? call.shortCause() : "refused"))));
    }

    private long now() {
        return services.clock().millis();
    }

    private Future<Outcome<Body>> outcome(Supplier<Future<Body>> transaction) {
        return Future.succeededFuture()
                .compose(start -> transaction.get())
                .map(Outcome::succeeded)
                .recover(failure -> Future.succeededFuture(named(failure)));
    }

    private Outcome<Body> named(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return Outcome.rejected(refusal.code(), refusal.text());
        }
        if (!(failure instanceof CallFailure)) {
            services.log().error("adapter failed", failure);
        }
        return CallFailure.outcomeOf(failure);
    }
}
