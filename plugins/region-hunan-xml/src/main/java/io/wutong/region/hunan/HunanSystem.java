package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Care;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Fen;
import io.wutong.spi.Request;
import io.wutong.support.Answers;
import io.wutong.support.Xml;
import io.wutong.support.stay.Effects;
import io.wutong.support.stay.FeeLines;
import io.wutong.support.stay.Found;
import io.wutong.support.stay.Names;
import io.wutong.support.stay.Parts;
import io.wutong.support.stay.Profile;
import io.wutong.support.stay.Ready;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.StayState;
import io.wutong.support.stay.StaySystem;
import io.wutong.support.stay.Step;
import io.wutong.support.stay.Summary;
import io.wutong.support.stay.VisitByVisit;
import java.time.LocalDate;
import java.util.List;

/** The functions of the Hunan system, one for each need of a stay. */
final class HunanSystem implements StaySystem {

    /** What the account holds, which profile H1 wants to be told when it is used. */
    private static final String BALANCE = "balance";

    private final Legacy legacy;
    private final Persons persons;
    private final HunanLines rows;
    private final FeeLines lines;

    HunanSystem(Legacy legacy, Profile profile) {
        this.legacy = legacy;
        persons = new Persons(legacy);
        rows = new HunanLines(legacy);
        lines = new FeeLines(rows, profile);
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
            return VisitRows.numbered(rows.isEmpty() ? reply.root() : rows.get(0), step.state());
        });
    }

    /**
     * The stays that the legacy system keeps under the visit's legacy number or, before that is known, under the number
     * of the stay that we gave it; cancelled ones are left out.
     */
    @Override
    public Future<Found> findAdmission(Step step) {
        return find(step).map(found -> {
            List<Xml> visits = VisitRows.standing(found);
            return visits.isEmpty()
                    ? Found.NOWHERE
                    : new Found.Open(VisitRows.numbered(VisitRows.checked(visits.get(0), step), step.state()));
        });
    }

    @Override
    public Future<Found> findSettlement(Step step) {
        return find(step).map(found -> {
            if (step.state().isBlank() && VisitRows.standing(found).isEmpty()) {
                return Found.NOWHERE;
            }
            Xml visit = VisitRows.only(found, step);
            StayState state = VisitRows.numbered(visit, step.state());
            if (!VisitRows.isSettled(visit)) {
                return new Found.Open(state);
            }
            StayState located = step.state().isBlank()
                    ? state.settledAt(found.text("aae036").orElse(""))
                    : state;
            return new Found.Settled(ready(visit, located, step.care()), VisitRows.parts(found));
        });
    }

    private Future<LegacyReply> find(Step step) {
        return legacy.call(Function.FIND, legacy.names(Body.EMPTY, step), step.context());
    }

    /** Rows must be gone before; what this adapter uploaded itself in place of lines, it deletes itself. */
    @Override
    public Future<?> cancelAdmission(Step step) {
        Future<?> deleted = step.state().text(StayState.SUMMARY).isPresent()
                ? Effects.before(rows.deleteAll(step).map(step))
                : Future.succeededFuture();
        Names names = legacy.names(Body.EMPTY, step);
        return deleted.compose(gone -> doneAlready(legacy.call(Function.CANCEL_ADMISSION, names, step.context())));
    }

    /** The visit as the legacy system has it (the person, and what the account holds), then rows. */
    @Override
    public Future<Ready> prepareTrial(Step step) {
        return legacy.call(Function.VISIT, legacy.names(Body.EMPTY, step), step.context())
                .map(reply -> ready(VisitRows.only(reply, step), step.state(), step.care()))
                .compose(ready -> Summary.ensure(step.with(ready.state()), rows::deleteAll, rows::uploadSums)
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
        return legacy.call(Function.TRIAL, names(step), step.context()).map(VisitRows::parts);
    }

    @Override
    public Future<Settled> settle(Step step) {
        return legacy.call(Function.SETTLE, names(step), step.context())
                .map(reply -> new Settled(step.state(), VisitRows.parts(reply)));
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

    /** It has no statement of a day: each visit is asked about. */
    @Override
    public Future<List<DayDifference>> compareDay(LocalDate day, List<DayRow> ours, CallContext context) {
        return VisitByVisit.compare(this, ours, context);
    }

    @Override
    public Future<Body> other(Request request, CallContext context) {
        return lines.call(request, context);
    }

    @Override
    public Future<Body> queryOther(Request request, CallContext context) {
        return lines.query(request, context);
    }

    @Override
    public Future<Body> reverseOther(Request request, CallContext context) {
        return lines.reverse(request, context);
    }
}
