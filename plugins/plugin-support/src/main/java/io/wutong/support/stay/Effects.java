package io.wutong.support.stay;

import io.vertx.core.Future;
import io.wutong.spi.CallFailure;
import io.wutong.support.CharsetException;
import io.wutong.support.FieldException;
import io.wutong.support.XmlException;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Calls with an effect: remembered before, forgotten when they have certainly not happened, sought when unknown. */
public final class Effects {

    private final Profile profile;

    Effects(Profile profile) {
        this.profile = profile;
    }

    /**
     * Makes a call with an effect on the visit: remembers before that it is under way, and forgets that when it has
     * certainly not happened; where it cannot be forgotten the call is unknown, so that it is asked about and forgotten
     * then. While the end of another one is not known, nothing is sent.
     */
    <T> Future<T> effect(Step step, UnaryOperator<StayState> intent, Function<Step, Future<T>> call) {
        String infno = step.request().infno();
        String msgid = step.request().msgid();
        if (step.state().isOtherPending(infno, msgid)) {
            return Future.failedFuture(new CallFailure(false, "earlier_unresolved"));
        }
        return intent.apply(step.state())
                .sending(infno, msgid, profile.nowMillis())
                .rememberIntent(step.context())
                .compose(sending -> Future.succeededFuture()
                        .compose(start -> call.apply(step.with(sending)))
                        .recover(failure -> mayHaveHappened(failure)
                                ? Future.failedFuture(failure)
                                : step.state()
                                        .nothingPending()
                                        .rememberAfter(step.context())
                                        .compose(forgotten -> Future.failedFuture(failure))));
    }

    /** A step before the one that has the effect: however it fails, the effect has not been asked for. */
    public static <T> Future<T> before(Future<T> step) {
        return step.recover(failure -> Future.failedFuture(
                failure instanceof CallFailure call && call.sent()
                        ? new CallFailure(false, "before." + call.shortCause())
                        : failure));
    }

    /** A later part of what was sent in parts: those before it have arrived, however this one failed. */
    public static Throwable partly(Throwable failure) {
        return new CallFailure(true, "partly." + (failure instanceof CallFailure call ? call.shortCause() : "refused"));
    }

    /** All but a refusal, a message that could not be written, and a call that certainly was not sent. */
    public static boolean mayHaveHappened(Throwable failure) {
        return !(failure instanceof Refusal
                || failure instanceof FieldException
                || failure instanceof XmlException
                || failure instanceof CharsetException
                || (failure instanceof CallFailure known && !known.sent()));
    }

    /** The transaction that was sent is not there, and will not come: forgets that it was under way. */
    <T> Future<T> absent(Step step) {
        requireQuiet(step.state());
        return step.state()
                .nothingPending()
                .rememberAfter(step.context())
                .compose(kept -> Future.failedFuture(profile.absent()));
    }

    /**
     * Fails as unknown while a message that was sent and whose effect is not to be seen may still be on its way: an old
     * system goes on working when nobody listens any more.
     */
    void requireQuiet(StayState state) {
        if (profile.nowMillis() - state.sentMillis() < profile.absenceMillis()) {
            throw new CallFailure(true, "absence_unproven");
        }
    }
}
