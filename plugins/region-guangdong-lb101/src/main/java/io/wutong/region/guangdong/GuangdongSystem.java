package io.wutong.region.guangdong;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Request;
import io.wutong.support.Xml;
import io.wutong.support.stay.Found;
import io.wutong.support.stay.Parts;
import io.wutong.support.stay.Ready;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.StayState;
import io.wutong.support.stay.StaySystem;
import io.wutong.support.stay.Step;
import io.wutong.support.stay.Summary;
import io.wutong.support.stay.VisitByVisit;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The transactions of a stay. Each call gets a number from the platform, by which it is undone: the numbers of 0212,
 * 0215 and 0304 are remembered under their names, and 0701 tells them again when an answer was lost.
 */
final class GuangdongSystem implements StaySystem {

    static final String REGISTERED = "0212";
    static final String SETTLED = "0304";
    /** The settlement's number at the platform. */
    static final String SETTLEMENT = "settlement";

    private static final String ALL_ROWS = "0";

    private final GuangdongConfig config;
    private final Platform platform;
    private final Inputs inputs;
    private final VisitCalls calls;
    private final Discharges discharges;
    private final Persons persons;

    GuangdongSystem(GuangdongConfig config, Platform platform) {
        this.config = config;
        this.platform = platform;
        inputs = new Inputs(config, platform);
        calls = new VisitCalls(platform, inputs, config.flavour());
        discharges = new Discharges(calls, inputs);
        persons = new Persons(platform, inputs);
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
        return call(REGISTERED, inputs.registration(step), step)
                .map(reply -> step.state()
                        .with(
                                StayState.VISIT_NO,
                                reply.output().text("ykc700").orElseThrow(() -> new CallFailure(true, "answer_visit")))
                        .with(REGISTERED, reply.transid()));
    }

    @Override
    public Future<Found> findAdmission(Step step) {
        return calls.find(step).map(standing -> standing.isEmpty() ? Found.NOWHERE : new Found.Open(standing.state()));
    }

    /** Undone in the order of the platform: discharge, rows, registration. */
    @Override
    public Future<?> cancelAdmission(Step step) {
        return calls.find(step).compose(standing -> {
            if (standing.isEmpty()) {
                return Future.succeededFuture();
            }
            Step at = step.with(standing.state());
            return discharges
                    .undo(at)
                    .compose(undone ->
                            at.state().text(StayState.SUMMARY).isPresent() ? clear(at) : Future.succeededFuture())
                    .compose(cleared -> call(
                            "0214",
                            inputs.rollback(at, at.state().text(REGISTERED).orElse("")),
                            at));
        });
    }

    /** Who it is and what the account holds, then rows. */
    @Override
    public Future<Ready> prepareTrial(Step step) {
        return persons.identity(step)
                .compose(identity -> Summary.ensure(step, this::clear, (at, sums) -> upload(at, sums))
                        .map(state -> new Ready(state, persons.setlinfo(identity), Persons.balance(identity))));
    }

    /** A settlement needs the discharge that belongs to it: one that stands for another day is undone first. */
    @Override
    public Future<Ready> prepareSettlement(Step step) {
        return prepareTrial(step)
                .compose(ready -> discharges.ensure(step.with(ready.state())).map(ready::with));
    }

    @Override
    public Future<Parts> trial(Step step) {
        return call("0303", inputs.totals(step), step)
                .map(reply -> config.flavour().parts(reply.output()));
    }

    @Override
    public Future<Settled> settle(Step step) {
        return call(SETTLED, inputs.totals(step), step).map(reply -> {
            String id = reply.output()
                    .text(config.flavour().settlementId())
                    .orElseThrow(() -> new CallFailure(true, "answer_settlement"));
            StayState state = DayRows.settled(step, reply.transid(), id)
                    .with(SETTLED, reply.transid())
                    .with(SETTLEMENT, id);
            return new Settled(state, config.flavour().parts(reply.output()));
        });
    }

    @Override
    public Future<Found> findSettlement(Step step) {
        return calls.find(step).map(standing -> {
            if (standing.isEmpty()) {
                return Found.NOWHERE;
            }
            StayState state = standing.state();
            Optional<Xml> settled = standing.of(SETTLED);
            if (settled.isPresent()) {
                Xml call = settled.get();
                StayState known = DayRows.settled(
                        step.with(state),
                        call.text("transid").orElse(""),
                        state.text(SETTLEMENT).orElse(""));
                return new Found.Settled(
                        new Ready(known, Body.EMPTY, null), config.flavour().parts(call));
            }
            return new Found.Open(state);
        });
    }

    /** A rollback that is refused is asked about: undone already is as good. */
    @Override
    public Future<?> cancelSettlement(Step step) {
        Map<String, String> fields =
                inputs.rollback(step, step.state().text(SETTLED).orElse(""));
        fields.put("ykc618", step.state().text(SETTLEMENT).orElse(""));
        fields.put("yzz021", step.request().msgid());
        return call("0305", fields, step)
                .<Object>map(reply -> reply)
                .recover(failure -> failure instanceof Refusal
                        ? findSettlement(step)
                                .compose(found -> found instanceof Found.Settled
                                        ? Future.failedFuture(failure)
                                        : Future.succeededFuture(found))
                        : Future.failedFuture(failure));
    }

    /** Only the cross-province flavour has 0606; the other is asked about each visit. */
    @Override
    public Future<List<DayDifference>> compareDay(LocalDate day, List<DayRow> ours, CallContext context) {
        return config.flavour() == Flavour.CROSS
                ? new DayRows(platform, config).compare(day, ours, context)
                : VisitByVisit.compare(this, ours, context);
    }

    private Future<StayState> upload(Step step, List<Summary.Row> sums) {
        return platform.call("0301", inputs.head(step), inputs.rows(step, sums), step.context())
                .map(step.state());
    }

    private Future<Platform.Reply> clear(Step step) {
        return call("0302", inputs.rollback(step, ALL_ROWS), step);
    }

    private Future<Platform.Reply> call(String number, Map<String, String> fields, Step step) {
        return calls.call(number, fields, step);
    }
}
