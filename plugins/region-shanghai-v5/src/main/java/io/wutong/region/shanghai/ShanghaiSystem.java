package io.wutong.region.shanghai;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import io.wutong.support.stay.Found;
import io.wutong.support.stay.Parts;
import io.wutong.support.stay.Ready;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.StayState;
import io.wutong.support.stay.StaySystem;
import io.wutong.support.stay.Step;
import io.wutong.support.stay.Summary;
import java.time.LocalDate;
import java.util.List;

/**
 * The messages of a stay. A settlement is a trial (SI51), whose number is remembered, and a confirmation (SI52) that
 * repeats the trial and quotes the number; SI91 finds by it what became of the confirmation.
 */
final class ShanghaiSystem implements StaySystem {

    private static final String INPATIENT = "3";
    /** The trial's number, and the settlement's serial. */
    private static final String TRIAL = "jssqxh";

    private static final String SERIAL = "lsh";

    private final ShanghaiConfig config;
    private final FrontMachine machine;
    private final Persons persons;
    private final Contents contents;
    private final Bills bills;

    ShanghaiSystem(ShanghaiConfig config, FrontMachine machine) {
        this.config = config;
        this.machine = machine;
        persons = new Persons(config, machine);
        contents = new Contents(config, machine);
        bills = new Bills(machine, contents);
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
        return call("SJ11", contents.registration(step), step).map(answer -> {
            String unit = answer.text("jzdyh").orElseThrow(() -> new CallFailure(true, "answer_visit"));
            return step.state().with(StayState.VISIT_NO, unit);
        });
    }

    /** A registration is found by its inpatient number; its unit number is told only once, when it is made. */
    @Override
    public Future<Found> findAdmission(Step step) {
        String stayNo = contents.stayNo(step);
        return call("SJ31", contents.card(step).put("djlb", INPATIENT).build(), step)
                .map(answer -> {
                    List<Body> ours = answer.bodies("djxxs").stream()
                            .filter(row -> row.textOr("djtype", "").equals(INPATIENT))
                            .filter(row -> row.textOr("djhossame", "").equals("1"))
                            .toList();
                    boolean there =
                            ours.stream().anyMatch(row -> row.textOr("djno", "").equals(stayNo));
                    if (there && ours.size() > 1) { // SJ21 does not say which one it cancels
                        throw new CallFailure(true, "answer_several_visits");
                    }
                    return there ? new Found.Open(step.state()) : Found.NOWHERE;
                });
    }

    @Override
    public Future<?> cancelAdmission(Step step) {
        return findAdmission(step)
                .compose(found -> found instanceof Found.Nowhere
                        ? Future.succeededFuture()
                        : bills.withdraw(step)
                                .compose(gone -> call(
                                        "SJ21",
                                        contents.card(step)
                                                .put("cxtype", INPATIENT)
                                                .put("dbxm", "")
                                                .build(),
                                        step)));
    }

    /** Who it is and what the account holds, then rows. */
    @Override
    public Future<Ready> prepareTrial(Step step) {
        return persons.account(step)
                .compose(account -> Summary.ensure(step, bills::withdraw, bills::upload)
                        .map(state -> new Ready(
                                state.with(Contents.SPECIAL, Persons.special(account)),
                                persons.setlinfo(account),
                                Amounts.balance(account))));
    }

    /** The first phase: its number is kept before the second is sent. */
    @Override
    public Future<Ready> prepareSettlement(Step step) {
        return prepareTrial(step).compose(ready -> {
            Step next = step.with(ready.state());
            return call("SI51", contents.bill(next), next).map(answer -> {
                Amounts.of(answer, step.care());
                String number = answer.text(TRIAL).orElseThrow(() -> new CallFailure(true, "answer_trial"));
                return ready.with(ready.state().with(TRIAL, number).with(SERIAL, ""));
            });
        });
    }

    @Override
    public Future<Parts> trial(Step step) {
        return call("SI51", contents.bill(step), step).map(answer -> Amounts.of(answer, step.care()));
    }

    @Override
    public Future<Settled> settle(Step step) {
        Body content = contents.bill(step)
                .with(TRIAL, Value.text(step.state().text(TRIAL).orElse("")));
        return call("SI52", content, step)
                .map(answer -> new Settled(serial(answer, step.state()), Amounts.of(answer, step.care())));
    }

    @Override
    public Future<Found> findSettlement(Step step) {
        String number = step.state().text(TRIAL).orElseThrow(() -> new CallFailure(true, "memory_lost"));
        Body content = contents.card(step)
                .put(TRIAL, number)
                .fen("totalexpense", Amounts.total(step.care()))
                .build();
        return call("SI91", content, step)
                .recover(failure -> Future.failedFuture(
                        failure instanceof Refusal ? new CallFailure(true, "query_refused") : failure))
                .map(answer -> {
                    if (!answer.textOr("jzdyh", "").equals(step.state().visitNo())) {
                        throw new CallFailure(true, "answer_visit");
                    }
                    return answer.textOr("paystatus", "").equals(config.paid())
                            ? new Found.Settled(
                                    new Ready(serial(answer, step.state()), Body.EMPTY, null),
                                    Amounts.of(answer, step.care()))
                            : new Found.Open(step.state());
                });
    }

    private static StayState serial(Body answer, StayState state) {
        return state.with(SERIAL, answer.text(SERIAL).orElseThrow(() -> new CallFailure(true, "answer_serial")));
    }

    /** A refund that is refused is asked about: given back already is as good. */
    @Override
    public Future<?> cancelSettlement(Step step) {
        Body content = contents.card(step)
                .put("translsh", step.state().text(SERIAL).orElse(""))
                .fen("totalexpense", Amounts.total(step.care()))
                .put("xsywlx", "")
                .build();
        return call("SK01", content, step)
                .map(answer -> {
                    if (!Amounts.isWhole(answer, step.care())) {
                        throw new CallFailure(true, "answer_total");
                    }
                    return answer;
                })
                .recover(failure -> failure instanceof Refusal
                        ? findSettlement(step)
                                .compose(found -> found instanceof Found.Open
                                        ? Future.succeededFuture(Body.EMPTY)
                                        : Future.failedFuture(failure))
                        : Future.failedFuture(failure));
    }

    @Override
    public Future<List<DayDifference>> compareDay(LocalDate day, List<DayRow> ours, CallContext context) {
        return machine.call("SL01", DayTotals.of(day, ours), "", context)
                .map(answer -> List.<DayDifference>of())
                .recover(failure -> failure instanceof Refusal refusal
                        ? Future.succeededFuture(List.of(new DayDifference("", refusal.text())))
                        : Future.failedFuture(failure));
    }

    private Future<Body> call(String type, Body content, Step step) {
        return machine.call(type, content, step);
    }
}
