package io.wutong.region.guangdong;

import io.vertx.core.Future;
import io.wutong.support.stay.StayState;
import io.wutong.support.stay.Step;
import java.util.Optional;

/** The discharge that a settlement needs (0215), undone when it belongs to another day (0216). */
final class Discharges {

    static final String DISCHARGED = "0215";
    /** The discharge that stands at the platform: its day, and how the patient left. */
    private static final String DISCHARGE = "discharge";

    private final VisitCalls calls;
    private final Inputs inputs;

    Discharges(VisitCalls calls, Inputs inputs) {
        this.calls = calls;
        this.inputs = inputs;
    }

    /** The state with the discharge that belongs to the settlement. */
    Future<StayState> ensure(Step at) {
        String wanted = inputs.until(at) + at.state().text(StayState.DSCG_WAY).orElse("");
        if (at.state().text(DISCHARGE).equals(Optional.of(wanted))) {
            return Future.succeededFuture(at.state());
        }
        // an answer may have been lost: what stands at the platform counts, not what is remembered
        return calls.find(at)
                .map(standing -> at.with(standing.state()))
                .compose(now -> undo(now)
                        .compose(undone -> calls.call(DISCHARGED, inputs.discharge(now), now))
                        .map(reply ->
                                now.state().with(DISCHARGED, reply.transid()).with(DISCHARGE, wanted)));
    }

    Future<?> undo(Step step) {
        Optional<String> discharge = step.state().text(DISCHARGED);
        return discharge.isPresent()
                ? calls.call("0216", inputs.rollback(step, discharge.get()), step)
                : Future.succeededFuture();
    }
}
