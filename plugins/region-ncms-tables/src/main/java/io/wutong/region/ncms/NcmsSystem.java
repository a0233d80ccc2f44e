package io.wutong.region.ncms;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Request;
import io.wutong.support.stay.FeeLines;
import io.wutong.support.stay.Found;
import io.wutong.support.stay.Parts;
import io.wutong.support.stay.Profile;
import io.wutong.support.stay.Ready;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.StayState;
import io.wutong.support.stay.StaySystem;
import io.wutong.support.stay.Step;
import io.wutong.support.stay.Summary;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stay as rows of a front database. Every row carries a number that follows from the message, so that asking again
 * finds the same row: what was settled is found by the tables alone.
 */
final class NcmsSystem implements StaySystem {

    private static final String REGISTRATION = "reg";
    private static final String CALCULATION = "calc";

    private final Tables tables;
    private final Persons persons;
    private final Visits visits;
    private final Fees fees;
    private final FeeLines lines;
    private final Results results;
    private final Days days;

    NcmsSystem(String area, NcmsConfig config, Tables tables, Profile profile) {
        this.tables = tables;
        Progress progress = new Progress(tables, config);
        persons = new Persons(area, tables, progress);
        visits = new Visits(tables, progress);
        fees = new Fees(tables, progress, config.rowsPerBatchMax());
        lines = new FeeLines(fees, profile);
        results = new Results(tables, progress, NcmsFactory.FUNDS);
        days = new Days(tables, results, config.clockSkewSeconds());
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
        return visits.send(REGISTRATION, visits.registration(step), step).map(done -> known(step));
    }

    private static StayState known(Step step) {
        return step.state().with(StayState.VISIT_NO, Visits.number(step));
    }

    @Override
    public Future<Found> findAdmission(Step step) {
        return visits.standing(REGISTRATION, step)
                .map(row -> row.isPresent() ? new Found.Open(known(step)) : Found.NOWHERE);
    }

    /** Rows that we wrote go first; a registration that nobody has begun is simply deleted. */
    @Override
    public Future<?> cancelAdmission(Step step) {
        return tables.withdraw(REGISTRATION, Map.of("visit_no", Visits.number(step)), step.context())
                .compose(gone -> fees.withdraw(step))
                .compose(gone -> visits.takeBack(REGISTRATION, step));
    }

    @Override
    public Future<Ready> prepareTrial(Step step) {
        return Summary.ensure(
                        step,
                        fees::withdraw,
                        (with, sums) -> fees.upload(with, sums).map(with.state()))
                .compose(state -> persons.ready(step, state));
    }

    @Override
    public Future<Parts> trial(Step step) {
        if (!tables.layout().knows(CALCULATION, "calc_type", "trial")) {
            throw new Refusal("NCMS-NOTRIAL", "参保地前置机不支持预结算");
        }
        String bizId = Visits.number(step) + "-T" + tables.random();
        return visits.send(CALCULATION, visits.calculation(step, bizId, "trial"), step)
                .compose(done -> results.of(bizId, step.context()))
                .map(results::parts);
    }

    @Override
    public Future<Settled> settle(Step step) {
        String bizId = Visits.settlementOf(step);
        return visits.send(CALCULATION, visits.calculation(step, bizId, "final"), step)
                .compose(done -> Progress.afterwards(results.of(bizId, step.context())
                        .compose(row -> results.stored(bizId, step.context())
                                .map(new Settled(step.state(), results.parts(row))))));
    }

    @Override
    public Future<Found> findSettlement(Step step) {
        return visits.standing(CALCULATION, step).compose(act -> {
            Optional<String> bizId = act.map(row -> row.getOrDefault("biz_id", ""));
            if (bizId.isEmpty() || isAnothers(step, bizId.get())) {
                return findAdmission(step);
            }
            return results.of(bizId.get(), step.context()).map(row -> {
                StayState state =
                        step.state().isBlank() ? known(step).settledAt(row.getOrDefault("done_at", "")) : step.state();
                return new Found.Settled(new Ready(state, Body.EMPTY, null), results.parts(row));
            });
        });
    }

    /** What stands is not what this settlement asked for. */
    private static boolean isAnothers(Step step, String bizId) {
        return step.request().infno().equals("2304") && !bizId.equals(Visits.settlementOf(step));
    }

    /** Deletes a settlement that nobody has begun, so that a dead front machine keeps nobody waiting. */
    @Override
    public Future<?> withdrawSettlement(Step step) {
        return tables.withdraw(CALCULATION, Map.of("biz_id", Visits.settlementOf(step)), step.context());
    }

    @Override
    public Future<?> cancelSettlement(Step step) {
        return visits.takeBack(CALCULATION, step).compose(row -> {
            if (row.isEmpty() || !tables.layout().has(CALCULATION, "op")) {
                return Future.succeededFuture();
            }
            return Progress.afterwards(results.of(row.get(), step.context()).map(negative -> {
                if (Results.fen(negative, "total") != -step.care().medfeeSumFen()) {
                    throw new CallFailure(true, "answer_total");
                }
                return negative;
            }));
        });
    }

    @Override
    public Future<List<DayDifference>> compareDay(LocalDate day, List<DayRow> ours, CallContext context) {
        return days.compare(day, ours, context);
    }

    /** Lines that the county's tables cannot hold stay at the place of care, and sums stand for them. */
    private boolean isNotKept(Request request) {
        return FeeLines.TRANSACTIONS.contains(request.infno()) && !fees.keepsLines();
    }

    @Override
    public Future<Body> other(Request request, CallContext context) {
        return isNotKept(request) ? Future.succeededFuture(FeeLines.notKept(request)) : lines.call(request, context);
    }

    @Override
    public Future<Body> queryOther(Request request, CallContext context) {
        return isNotKept(request) ? Future.succeededFuture(FeeLines.notKept(request)) : lines.query(request, context);
    }

    @Override
    public Future<Body> reverseOther(Request request, CallContext context) {
        return isNotKept(request) ? Future.succeededFuture(Body.EMPTY) : lines.reverse(request, context);
    }
}
