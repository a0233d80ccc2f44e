package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.AmountException;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Care;
import io.wutong.spi.Fen;
import io.wutong.spi.Request;
import io.wutong.support.Answers;
import io.wutong.support.FieldException;
import io.wutong.support.Xml;
import io.wutong.support.stay.Found;
import io.wutong.support.stay.Names;
import io.wutong.support.stay.Parts;
import io.wutong.support.stay.Ready;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.StayState;
import io.wutong.support.stay.StaySystem;
import io.wutong.support.stay.Step;
import io.wutong.support.stay.Summary;
import java.util.List;

/** The functions of the Hunan system, one for each need of a stay. */
final class HunanSystem implements StaySystem {

    /** What the account holds, which profile H1 wants to be told when it is used. */
    private static final String BALANCE = "balance";

    private final Legacy legacy;
    private final Persons persons;
    private final FeeLines lines;

    HunanSystem(Legacy legacy) {
        this.legacy = legacy;
        persons = new Persons(legacy);
        lines = new FeeLines(legacy);
    }

    @Override
    public Future<Body> person(Request request, CallContext context) {
        return persons.find(request, context);
    }

    @Override
    public Future<Body> entitlement(Request request, CallContext context) {
        return persons.entitlement(request, context);
    }

    @Override
    public Future<StayState> admit(Step step) {
        Body admission = step.input("mdtrtinfo");
        Names names = legacy.names(admission, step)
                .with("certno", Persons.certificate(admission).orElse(null));
        return legacy.call(Function.ADMIT, names, step.context()).map(reply -> {
            List<Xml> rows = reply.rows("bizinfo");
            return numbered(rows.isEmpty() ? reply.root() : rows.get(0), step.state());
        });
    }

    private static StayState numbered(Xml visit, StayState state) {
        String visitNo = visit.text("aaz217").orElseThrow(() -> new CallFailure(true, "answer_visit"));
        return state.with(StayState.VISIT_NO, visitNo);
    }

    /**
     * The stays that the legacy system keeps under the visit's legacy number or, before that is known, under the number
     * of the stay that we gave it; cancelled ones are left out.
     */
    @Override
    public Future<Found> findAdmission(Step step) {
        return find(step).map(found -> {
            List<Xml> visits = standing(found);
            return visits.isEmpty()
                    ? Found.NOWHERE
                    : new Found.Open(numbered(checked(visits.get(0), step), step.state()));
        });
    }

    @Override
    public Future<Found> findSettlement(Step step) {
        return find(step).map(found -> {
            if (step.state().isBlank() && standing(found).isEmpty()) {
                return Found.NOWHERE;
            }
            Xml visit = only(found, step);
            StayState state = numbered(visit, step.state());
            if (!isSettled(visit)) {
                return new Found.Open(state);
            }
            StayState located = step.state().isBlank()
                    ? state.settledAt(found.text("aae036").orElse(""))
                    : state;
            return new Found.Settled(ready(visit, located, step.care()), parts(found));
        });
    }

    private Future<LegacyReply> find(Step step) {
        return legacy.call(Function.FIND, legacy.names(Body.EMPTY, step), step.context());
    }

    /** Rows must be gone before; what this adapter uploaded itself in place of lines, it deletes itself. */
    @Override
    public Future<?> cancelAdmission(Step step) {
        Future<?> rows = step.state().text(StayState.SUMMARY).isPresent()
                ? Legacy.before(lines.deleteRows(step))
                : Future.succeededFuture();
        Names names = legacy.names(Body.EMPTY, step);
        return rows.compose(deleted -> doneAlready(legacy.call(Function.CANCEL_ADMISSION, names, step.context())));
    }

    /** The visit as the legacy system has it (the person, and what the account holds), then rows. */
    @Override
    public Future<Ready> prepareTrial(Step step) {
        return legacy.call(Function.VISIT, legacy.names(Body.EMPTY, step), step.context())
                .map(reply -> ready(only(reply, step), step.state(), step.care()))
                .compose(ready -> Summary.ensure(step.with(ready.state()), lines::deleteRows, lines::uploadSums)
                        .map(ready::with));
    }

    private Ready ready(Xml visit, StayState state, Care care) {
        Long balance = Answers.read(() ->
                visit.text("akc252").map(yuan -> Fen.parse("akc252", yuan)).orElse(null));
        StayState known = balance == null ? state : state.with(BALANCE, Fen.format(balance));
        return new Ready(known, persons.setlinfo(visit, care.insutype()), balance);
    }

    @Override
    public Future<Parts> trial(Step step) {
        return legacy.call(Function.TRIAL, names(step), step.context()).map(HunanSystem::parts);
    }

    @Override
    public Future<Settled> settle(Step step) {
        return legacy.call(Function.SETTLE, names(step), step.context())
                .map(reply -> new Settled(step.state(), parts(reply)));
    }

    @Override
    public Future<?> cancelSettlement(Step step) {
        return doneAlready(legacy.call(Function.CANCEL_SETTLEMENT, legacy.names(Body.EMPTY, step), step.context()));
    }

    /** Undoing something a second time is refused with a text that begins like this, in every release seen. */
    private static Future<?> doneAlready(Future<?> undoing) {
        return undoing.recover(
                failure -> failure instanceof Refusal refusal && refusal.text().contains("已经办理过")
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }

    private Names names(Step step) {
        String end = step.care().dischargedAt();
        boolean useAccount = step.input("data").textOr("acct_used_flag", "").equals("1");
        return legacy.names(step.input("data"), step)
                .with("end", end == null ? legacy.nowText() : end)
                .with("account", useAccount ? step.state().text(BALANCE).orElse(null) : null);
    }

    /** Who pays how much: rows of fund and yuan, and the deductible when it is said. */
    private static Parts parts(LegacyReply reply) {
        return Answers.read(() -> new Parts(
                reply.rows("payinfo").stream().map(HunanSystem::part).toList(),
                reply.text("aka151").map(yuan -> Fen.parse("aka151", yuan)).orElse(null)));
    }

    private static Parts.Row part(Xml row) throws AmountException {
        return new Parts.Row(
                row.text("aaa157").orElseThrow(() -> new FieldException("aaa157", "missing")),
                row.text("aae019")
                        .map(yuan -> Fen.parse("aae019", yuan))
                        .orElseThrow(() -> new FieldException("aae019", "missing")));
    }

    private static Xml only(LegacyReply found, Step step) {
        return standing(found).stream()
                .map(visit -> checked(visit, step))
                .findFirst()
                .orElseThrow(() -> new CallFailure(true, "answer_visit"));
    }

    /** The one stay that stands among those found, or none. */
    private static List<Xml> standing(LegacyReply found) {
        List<Xml> rows = found.rows("bizinfo").stream()
                .filter(row -> !row.text("aae100").orElse("1").equals("0"))
                .toList();
        if (rows.size() > 1) {
            throw new CallFailure(true, "answer_several_visits");
        }
        return rows;
    }

    private static boolean isSettled(Xml visit) {
        return switch (visit.text("bka891").orElse("")) {
            case "0" -> false;
            case "1" -> true;
            default -> throw new CallFailure(true, "answer_state");
        };
    }

    /** Checks that an answer speaks of the person and the visit that was asked about. */
    private static Xml checked(Xml visit, Step step) {
        if (!visit.text("aac001").orElse("").equals(step.care().psnNo())) {
            throw new CallFailure(true, "answer_person");
        }
        String known = step.state().visitNo();
        if (!known.isEmpty() && !visit.text("aaz217").orElse("").equals(known)) {
            throw new CallFailure(true, "answer_visit");
        }
        return visit;
    }

    @Override
    public Future<Body> other(Request request, CallContext context) {
        return switch (request.infno()) {
            case "2301" -> lines.upload(request, context);
            case "2302" -> lines.remove(request, context);
            default -> StaySystem.super.other(request, context);
        };
    }

    @Override
    public Future<Body> queryOther(Request request, CallContext context) {
        return switch (request.infno()) {
            case "2301" -> lines.queryUpload(request, context);
            case "2302" -> lines.queryRemoval(request, context);
            default -> StaySystem.super.queryOther(request, context);
        };
    }

    @Override
    public Future<Body> reverseOther(Request request, CallContext context) {
        return request.infno().equals("2301")
                ? lines.reverseUpload(request, context)
                : StaySystem.super.reverseOther(request, context);
    }
}
