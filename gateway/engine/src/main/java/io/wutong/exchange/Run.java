package io.wutong.exchange;

import io.vertx.core.Future;
import io.wutong.cure.Deferral;
import io.wutong.envelope.AnswerWriter;
import io.wutong.envelope.Refusal;
import io.wutong.port.StoreException;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.work.Lease;
import io.wutong.work.Waits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of one message through this process: the first commit, the question to somebody else, the second commit.
 *
 * <pre>
 *   open ─ commit lost ────▶ look again, until it is known whether it stands
 *        ─ others run it ──▶ look again, until the sender's time is up
 *        ─ ask ─▶ close ─ not stored ─▶ again ─ still not ─▶ park
 * </pre>
 *
 * <p>A run that has stored an intent goes on until its end is stored too, or its process dies: then the epoch under which
 * it ran is declared dead, and another run takes over.
 */
final class Run {

    private static final long LOOK_AGAIN_MILLIS = 200;
    /** Tries to store an end before it is parked: about a minute. */
    private static final int CLOSE_TRIES_MAX = 6;

    private final Ports ports;
    private final Passage passage;
    private final Message message;

    Run(Ports ports, Passage passage) {
        this.ports = ports;
        this.passage = passage;
        this.message = passage.message();
    }

    /** Of a message that has just come. */
    Future<Answered> arrived(@Nullable Refusal early) {
        return open(new Opening(passage, early), 0).compose(this::deferred);
    }

    /** A settlement that could not leave may be kept to be sent later; else it stays as not sent as it was. */
    private Future<Answered> deferred(Answered answered) {
        return answered.outcome() instanceof Outcome.NotSent
                ? Deferral.of(message, answered)
                        .map(deferral -> keep(deferral, answered, 0))
                        .orElseGet(() -> unlessKept(answered))
                : Future.succeededFuture(answered);
    }

    private Future<Answered> keep(Deferral deferral, Answered answered, int doubts) {
        return ports.store().commit(deferral).transform(ended -> {
            if (ended.succeeded()) {
                return Future.succeededFuture(ended.result() ? kept(answered) : answered);
            }
            return StoreException.mayStand(ended.cause(), doubts > 0)
                    ? ports.later(Waits.after(doubts, 0), () -> keep(deferral, answered, doubts + 1))
                    : unlessKept(answered);
        });
    }

    /** It is said not to have been sent only where it is not kept under this id from before: what is kept will be sent. */
    private Future<Answered> unlessKept(Answered answered) {
        return Deferral.keeps(ports.store(), message)
                .map(keeps -> keeps ? kept(answered) : answered)
                .recover(unread -> {
                    ports.events().failed(message.infno(), message.msgid(), unread);
                    return Future.succeededFuture(notStored());
                });
    }

    private Answered kept(Answered answered) {
        return passage.answers().unjournaled(Outcome.pending(AnswerWriter.DEFERRED), answered.origin());
    }

    /** Of an exchange that was found to need asking about; empty when there was nothing to answer. */
    Future<Optional<Answered>> resumed(Exchange found, Lease lease) {
        return takeOver(new Takeover(passage, found, lease), 0);
    }

    // ------------------------------------------------------------------ open

    private Future<Answered> open(Opening opening, int doubts) {
        return ports.store().commit(opening).transform(ended -> {
            if (ended.succeeded()) {
                return opened(opening, ended.result());
            }
            return StoreException.mayStand(ended.cause(), doubts > 0)
                    ? ports.later(Waits.after(doubts, 0), () -> open(opening.afterDoubt(), doubts + 1))
                    : Future.failedFuture(ended.cause());
        });
    }

    private Future<Answered> opened(Opening opening, Opened opened) {
        if (opened instanceof Opened.Done done) {
            return Future.succeededFuture(done.answered());
        }
        if (opened instanceof Opened.Ask ask) {
            return ask(ask);
        }
        // another process or loop works on it: look again until the sender's time is up
        return ports.clock().nanos() >= message.arrival().deadlineNanos()
                ? Future.succeededFuture(passage.answers().unjournaled(Outcome.unknown("under_way"), "under_way"))
                : ports.later(Duration.ofMillis(LOOK_AGAIN_MILLIS), () -> open(opening.afterWait(), 0));
    }

    private Future<Optional<Answered>> takeOver(Takeover takeover, int doubts) {
        return ports.store().commit(takeover).transform(ended -> {
            if (ended.failed()) {
                return StoreException.mayStand(ended.cause(), doubts > 0)
                        ? ports.later(Waits.after(doubts, 0), () -> takeOver(takeover, doubts + 1))
                        : Future.failedFuture(ended.cause());
            }
            Opened opened = ended.result().orElse(null);
            if (opened instanceof Opened.Undo undo) {
                return undo(undo);
            }
            return opened instanceof Opened.Ask ask
                    ? ask(ask).map(Optional::of)
                    : Future.succeededFuture(Optional.empty());
        });
    }

    // ------------------------------------------------------------------- ask

    private Future<Answered> ask(Opened.Ask ask) {
        long budget = budgetMillis();
        String obstacle = budget <= 0 ? "no_time_left" : ports.tenure().holds(passage.epoch()) ? "" : "no_lease";
        boolean mayHaveArrived = ask.asked() != null && passage.hasEffect();
        Future<Passage.Ended> ended = obstacle.isEmpty()
                ? Future.succeededFuture().compose(now -> askTarget(ask, budget))
                : Future.succeededFuture(ended(ask, Outcome.notSent(obstacle)));
        return ended.recover(broken -> {
                    ports.events().failed(message.infno(), message.msgid(), broken);
                    return Future.succeededFuture(ended(ask, Outcome.unknown("broken")));
                })
                .map(end -> mayHaveArrived ? end.keepingDoubt() : end)
                .compose(end -> close(ask, new Closing(passage, ask, end), 0));
    }

    private Future<Passage.Ended> askTarget(Opened.Ask ask, long budget) {
        return ask.target() instanceof Target.Legacy legacy
                ? new LegacyHome(ports, passage, legacy).ask(ask, budget).map(outcome -> ended(ask, outcome))
                : new NeighbourProcess(ports, message, ((Target.Neighbour) ask.target()).node()).ask(ask, budget);
    }

    private long budgetMillis() {
        long left = (message.arrival().deadlineNanos() - ports.clock().nanos()) / 1_000_000;
        return left - Math.max(left / 10, Exchanges.MARGIN_MILLIS_MIN);
    }

    private Passage.Ended ended(Opened.Ask ask, Outcome<Body> outcome) {
        String inner = "adapter."
                + (outcome instanceof Outcome.Unknown<Body> unknown
                        ? unknown.cause()
                        : outcome instanceof Outcome.NotSent<Body> notSent ? notSent.cause() : outcome.label());
        return new Passage.Ended(
                outcome,
                ask.destination(),
                Trace.origin(message.routeTo(ask.destination()).orElse(null), inner),
                List.of(),
                ask.attempt(),
                false);
    }

    // ----------------------------------------------------------------- close

    private Future<Answered> close(Opened.Ask ask, Closing closing, int tries) {
        return ports.store().commit(closing).transform(ended -> {
            if (ended.succeeded()) {
                return Future.succeededFuture(
                        ended.result() instanceof Closed.Done done
                                ? done.answered()
                                : passage.answers().unjournaled(Outcome.unknown("taken_over"), "taken_over"));
            }
            ports.events().failed(message.infno(), message.msgid(), ended.cause());
            if (!passage.hasEffect()) {
                return Future.succeededFuture(notStored());
            }
            return ended.cause() instanceof StoreException && tries < CLOSE_TRIES_MAX
                    ? ports.later(Waits.after(tries, passage.jitter()), () -> close(ask, closing, tries + 1))
                    : park(ask, tries);
        });
    }

    private Future<Answered> park(Opened.Ask ask, int tries) {
        return ports.store()
                .commit(new Parking(passage, ask.target()))
                .transform(ended -> ended.succeeded()
                        ? Future.succeededFuture(notStored())
                        : ports.later(Waits.after(tries, passage.jitter()), () -> park(ask, tries + 1)));
    }

    private Answered notStored() {
        return passage.answers().unjournaled(Outcome.unknown("store"), "store");
    }

    private Future<Optional<Answered>> undo(Opened.Undo undo) {
        return new LegacyHome(ports, passage, undo.target())
                .undo(undo.ended(), Math.max(budgetMillis(), Exchanges.MARGIN_MILLIS_MIN))
                .compose(outcome -> undone(new Undone(passage, outcome), 0));
    }

    private Future<Optional<Answered>> undone(Undone undone, int tries) {
        return ports.store()
                .commit(undone)
                .transform(ended -> ended.succeeded()
                        ? Future.succeededFuture(Optional.empty())
                        : ports.later(Waits.after(tries, passage.jitter()), () -> undone(undone, tries + 1)));
    }
}
