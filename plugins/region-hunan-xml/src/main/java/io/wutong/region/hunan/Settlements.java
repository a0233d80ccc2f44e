package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Care;
import io.wutong.spi.Fen;
import io.wutong.spi.Request;
import io.wutong.support.Xml;
import org.jspecify.annotations.Nullable;

/**
 * 2303, 2304 and 5203. The legacy system has one settlement of a visit at a time and no number for it: ours is its
 * visit number with a piece of the message id's hash, so that a settlement found later gets the number it would have
 * had.
 */
final class Settlements {

    private final Legacy legacy;
    private final Persons persons;
    private final Summary summary;

    Settlements(Legacy legacy, Persons persons, Summary summary) {
        this.legacy = legacy;
        this.persons = persons;
        this.summary = summary;
    }

    /** The visit as the legacy system has it (the person, and what the account holds), then rows, then the trial. */
    Future<Body> trial(Request request, CallContext context) {
        return VisitState.recall(context)
                .compose(state -> Legacy.before(visit(request, state, context))
                        .compose(visit -> Legacy.before(summary.ensure(request, state, context))
                                .compose(ready -> legacy.call(Function.TRIAL, names(request, ready), context))
                                .map(reply ->
                                        answer(request, null, legacy.nowText(), parts(request, reply), visit, 0))));
    }

    /**
     * <pre>
     * recall → visit → rows → remember "sending" → SETTLE → check → remember → answer
     * └─────── nothing was sent ──────────────┘   └── unknown when it fails ─┘
     * </pre>
     */
    Future<Body> settle(Request request, CallContext context) {
        return VisitState.recall(context).compose(state -> {
            if (state.settled()) {
                return Future.failedFuture(new Refusal("HUNAN-SETTLED", "该次就诊已结算，请先撤销结算"));
            }
            return Legacy.before(visit(request, state, context))
                    .compose(visit -> Legacy.before(summary.ensure(request, state, context))
                            .compose(ready -> legacy.effect(
                                    request,
                                    ready,
                                    context,
                                    intent -> intent.with(VisitState.SETL_TIME, legacy.nowText()),
                                    sending -> send(request, sending, visit, context))));
        });
    }

    private Future<Body> send(Request request, VisitState sending, Xml visit, CallContext context) {
        return legacy.call(Function.SETTLE, names(request, sending), context).compose(reply -> {
            Parts parts = parts(request, reply);
            return adopt(request, sending, parts, visit, account(parts), context);
        });
    }

    /** How did that settlement end? */
    Future<Body> query(Request request, CallContext context) {
        return VisitState.recall(context).compose(state -> {
            if (!isOf(request, state)) {
                return Future.failedFuture(Legacy.absent());
            }
            return legacy.find(request, state, context).compose(found -> {
                Xml visit = only(request, state, found);
                return Legacy.isSettled(visit)
                        ? adopt(request, state, parts(request, found), visit, 0, context)
                        : legacy.absent(state, context);
            });
        });
    }

    /** The settlement that stands, for 5203. */
    Future<Body> settlement(Request request, CallContext context) {
        Body data = request.input().body("data");
        return VisitState.recall(context).compose(state -> {
            state.visitNo();
            String setlId = state.text(VisitState.SETL_ID).orElse("");
            if (!state.settled() || !setlId.equals(data.textOr("setl_id", setlId))) {
                return Future.failedFuture(new Refusal("HUNAN-NOSETL", "参保地系统没有该笔结算"));
            }
            return legacy.find(request, state, context).map(found -> {
                Xml visit = only(request, state, found);
                if (!Legacy.isSettled(visit)) {
                    throw new Refusal("HUNAN-NOSETL", "参保地系统没有该笔结算");
                }
                return answer(request, setlId, time(state), parts(request, found), visit, 0);
            });
        });
    }

    /** Whether the visit's settlement, standing or sought, is the one that this message asked for. */
    static boolean isOf(Request request, VisitState state) {
        String setlId = state.text(VisitState.VISIT_NO)
                .map(no -> setlId(no, request.msgid()))
                .orElse("");
        return state.isPending("2304", request.msgid())
                || (state.settled()
                        && setlId.equals(state.text(VisitState.SETL_ID).orElse("")));
    }

    static String setlId(String visitNo, String msgid) {
        return visitNo + "-" + ShortId.digest(msgid, 9);
    }

    static Xml only(Request request, VisitState state, LegacyReply found) {
        return Legacy.standing(found).stream()
                .map(visit -> Legacy.checked(visit, Legacy.care(request), state))
                .findFirst()
                .orElseThrow(() -> new CallFailure(true, "answer_visit"));
    }

    private Future<Xml> visit(Request request, VisitState state, CallContext context) {
        state.visitNo();
        return legacy.call(Function.VISIT, legacy.names(Body.EMPTY, request, state), context)
                .map(reply -> only(request, state, reply));
    }

    private Names names(Request request, VisitState state) {
        Care care = Legacy.care(request);
        String end = care.dischargedAt() == null ? legacy.nowText() : care.dischargedAt();
        return legacy.names(request.input().body("data"), request, state).with("end", end);
    }

    private static Parts parts(Request request, LegacyReply reply) {
        return Parts.of(reply).checked(Legacy.care(request).medfeeSumFen());
    }

    /**
     * Remembers the settlement as standing and writes the answer.
     *
     * @param accountFen what this settlement takes from the account that the visit still shows
     */
    private Future<Body> adopt(
            Request request, VisitState state, Parts parts, Xml visit, long accountFen, CallContext context) {
        String setlId = setlId(state.visitNo(), request.msgid());
        Body answer = answer(request, setlId, time(state), parts, visit, accountFen);
        return state.nothingPending()
                .with(VisitState.SETL_ID, setlId)
                .with(VisitState.SETTLED, "1")
                .with(VisitState.PARTS, parts.toValue())
                .rememberAfter(context)
                .map(answer);
    }

    private Body answer(Request request, @Nullable String setlId, String time, Parts parts, Xml visit, long account) {
        Care care = Legacy.care(request);
        Long balance = LegacyReply.read(() -> visit.text("akc252")
                .map(yuan -> Fen.parse("akc252", yuan) - account)
                .orElse(null));
        return SettlementAnswer.settled(
                care,
                parts,
                persons.setlinfo(visit, care.insutype()),
                setlId,
                time,
                request.msgid(),
                balance,
                legacy.config.pool());
    }

    private static long account(Parts parts) {
        return parts.rows().stream()
                .filter(row -> row.fund().equals("003"))
                .mapToLong(Parts.Row::fen)
                .sum();
    }

    private static String time(VisitState state) {
        return state.text(VisitState.SETL_TIME).orElse("");
    }
}
