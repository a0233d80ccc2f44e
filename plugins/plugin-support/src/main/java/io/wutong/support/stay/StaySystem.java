package io.wutong.support.stay;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Request;
import java.time.LocalDate;
import java.util.List;

/**
 * The calls of one legacy system, all that a dialect writes itself. A call fails with {@link Refusal} when the system
 * says no, with {@link io.wutong.spi.CallFailure} when it was not sent or its end is not known, and never succeeds
 * without a plain success. {@link StayAdapter} decides what is called when, and what is remembered.
 */
public interface StaySystem {

    /** 1101: answers the national output. */
    Future<Body> person(Request request, CallContext context);

    /** 2001: answers the national output. */
    Future<Body> entitlement(Request request, CallContext context);

    /** Registers the stay: the state with {@link StayState#VISIT_NO}. */
    Future<StayState> admit(Step step);

    /** The stay as the legacy system has it, found by its number or, when that was never learnt, otherwise. */
    Future<Found> findAdmission(Step step);

    /** Takes the registration back, with rows that this adapter uploaded itself; done already is done. */
    Future<?> cancelAdmission(Step step);

    /** All that comes before a trial: rows, the person. Has no effect that money hangs on; may be repeated. */
    Future<Ready> prepareTrial(Step step);

    /** All that comes before the settlement; what the settlement must quote is in the state, and kept before it is sent. */
    default Future<Ready> prepareSettlement(Step step) {
        return prepareTrial(step);
    }

    /** Calculates and keeps nothing. */
    Future<Parts> trial(Step step);

    /** Settles; the state holds what the cancellation must quote. */
    Future<Settled> settle(Step step);

    /** The visit and its settlement as the legacy system has them. */
    Future<Found> findSettlement(Step step);

    /**
     * Takes back a settlement that the system has not begun to work on, where it works in its own time; called before a
     * settlement whose end is not known is looked for in order to be undone.
     */
    default Future<?> withdrawSettlement(Step step) {
        return Future.succeededFuture();
    }

    /** Undoes the settlement that stands; done already is done. */
    Future<?> cancelSettlement(Step step);

    /** Compares our rows of a day with the system's; empty when they agree. */
    default Future<List<DayDifference>> compareDay(LocalDate day, List<DayRow> ours, CallContext context) {
        return StayAdapter.unsupported().map(List.of());
    }

    /** A settlement that has happened. */
    record Settled(StayState state, Parts parts) {}

    /** Transactions besides those of the skeleton. */
    default Future<Body> other(Request request, CallContext context) {
        return StayAdapter.unsupported();
    }

    /** How a transaction of {@link #other} ended; what has no effect is asked again. */
    default Future<Body> queryOther(Request request, CallContext context) {
        return other(request, context);
    }

    /** Undoes a transaction of {@link #other}. */
    default Future<Body> reverseOther(Request request, CallContext context) {
        return StayAdapter.unsupported();
    }
}
