package io.wutong.exchange;

import io.wutong.cases.Case;
import io.wutong.cure.LegacyStays;
import io.wutong.envelope.AnswerWriter;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.envelope.Transaction;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import io.wutong.spi.Value;
import io.wutong.work.Waits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The second commit of a message: how asking somebody else ended.
 *
 * <pre>
 *   ─ succeeded / rejected ──▶ adopted or taken back, answered
 *   ─ unknown, pending ──────▶ kept; asked about again when its time comes
 *   ─ not sent ──────────────▶ taken back; may be sent again
 *   ─ ended meanwhile ───────▶ that answer; what a legacy home may have done all the same is to be undone
 *   ─ another run has it ────▶ lost; the other is told that something may have happened late
 * </pre>
 */
final class Closing implements Command<Closed> {

    private final Passage passage;
    private final Message message;
    private final Opened.Ask ask;
    private final Passage.Ended ended;

    Closing(Passage passage, Opened.Ask ask, Passage.Ended ended) {
        this.passage = passage;
        this.message = passage.message();
        this.ask = ask;
        this.ended = ended;
    }

    // ----------------------------------------------------------------- needs

    @Override
    public Needs needs() {
        Needs needs = Needs.rows(message.exchangeKey())
                .and(passage.care()
                        .map(side -> side.needsAfter(message, ask.care()))
                        .orElse(Needs.NONE))
                .and(Passage.keys(passage.careKey()));
        if (side().isPresent()) {
            needs = needs.and(Needs.rows(side().get()));
        }
        if (ask.target() instanceof Target.Legacy legacy) {
            needs = needs.and(LegacyStays.needs(
                    message, legacy.home(), ask.care(), passage.handlers().certs()));
        }
        return marksOriginal() || undoesAtLegacy() ? needs.and(Needs.rows(Reversals.originalKey(message))) : needs;
    }

    /** At the place of care, the settlement whose other side is to be asked about later; a platform asks for its own. */
    private Optional<Key<SideCheck>> side() {
        if (message.careNode() == null || message.arrival().fromPlatform()) {
            return Optional.empty();
        }
        Key<Exchange> of = switch (message.transaction().effect()) {
            case SETTLEMENT -> message.exchangeKey();
            case REVERSAL -> Reversals.originalKey(message);
            default -> null;
        };
        return Optional.ofNullable(of).map(key -> SideCheck.key(key.part(0), key.part(1), key.part(2)));
    }

    @Override
    public Needs more(Rows rows) {
        Needs side = passage.care().map(care -> care.more(message, rows)).orElse(Needs.NONE);
        Needs more = ask.target() instanceof Target.Legacy legacy
                ? side.and(LegacyStays.more(message, legacy.home(), ask.care(), rows))
                        .and(admission(rows)
                                .map(care -> LegacyStays.needs(legacy.home(), care))
                                .orElse(Needs.NONE))
                : side;
        return rows.one(message.exchangeKey())
                .filter(seen -> seen.pursuit().asks() >= Waits.TRIES_MAX)
                .map(seen -> more.and(Needs.rows(Takeover.caseOf(seen, "").key())))
                .orElse(more);
    }

    // ---------------------------------------------------------------- decide

    @Override
    public Decision<Closed> decide(Rows rows) {
        Optional<Exchange> before = rows.one(message.exchangeKey());
        if (before.isPresent() && !before.get().open() && before.get().state() != Exchange.State.NOT_SENT) {
            return endedMeanwhile(before.get());
        }
        if (passage.hasEffect()
                && before.filter(seen -> seen.pursuit().ranBy(message.serial())).isEmpty()) {
            return lost(before);
        }
        return close(rows, before);
    }

    private Decision<Closed> endedMeanwhile(Exchange seen) {
        boolean reversed = seen.state() == Exchange.State.REVERSED;
        boolean undo = mayHaveHappenedAtLegacy()
                && (reversed || seen.outcome().equals("rejected"))
                && message.transaction().effect() != Transaction.Effect.REVERSAL;
        Closed done = new Closed.Done(
                reversed
                        ? passage.answers().unjournaled(Fault.REVERSED.rejected(message.msgid()), "reversed")
                        : passage.answers().repeated(seen));
        return undo
                ? Decision.of(
                        done,
                        List.of(seen.in(
                                seen.state(),
                                seen.pursuit().rest(passage.tenure().databaseTime()))))
                : Decision.nothing(done);
    }

    private Decision<Closed> lost(Optional<Exchange> before) {
        if (ended.outcome() instanceof Outcome.NotSent
                && before.filter(seen -> seen.state() == Exchange.State.NOT_SENT)
                        .isPresent()) {
            // our own end, whose commit seemed lost
            return Decision.nothing(new Closed.Done(passage.answers().unjournaled(ended.outcome(), ended.origin())));
        }
        List<Row> late = before.isPresent() && mayHaveHappenedAtLegacy()
                ? List.of(before.get()
                        .in(before.get().state(), before.get().pursuit().noting()))
                : List.of();
        return Decision.of(new Closed.Lost(), late);
    }

    private boolean mayHaveHappenedAtLegacy() {
        return passage.hasEffect() && ask.target() instanceof Target.Legacy && ended.mayHaveHappened();
    }

    private Decision<Closed> close(Rows rows, Optional<Exchange> before) {
        Overlay overlay = new Overlay(rows);
        LegacyStays.Heard heard = heard(rows);
        Reply reply = adopt(overlay, heard.notice());
        overlay.write(reply.writes());
        Outcome<?> outcome = reply.outcome();
        Optional<Key<BusinessKey>> key = passage.careKey();
        if (outcome instanceof Outcome.Succeeded) {
            hold(overlay, key, BusinessKey.State.STANDING, reply.result());
        } else if (!stillOpen(outcome)) {
            hold(overlay, key, BusinessKey.State.RELEASED, "");
        }
        overlay.write(heard.writes());
        if (outcome instanceof Outcome.Succeeded && ask.target() instanceof Target.Legacy legacy) {
            overlay.write(admission(rows)
                    .map(care -> LegacyStays.undone(legacy.home(), care, rows))
                    .orElse(List.of()));
        }
        if (outcome instanceof Outcome.Succeeded && marksOriginal()) {
            overlay.write(rows.one(Reversals.originalKey(message))
                    .map(original -> List.of(Reversals.tombstone(message, Optional.of(original))))
                    .orElse(List.of()));
        }
        String origin = outcome instanceof Outcome.Succeeded ? "" : ended.origin();
        Answered answered = passage.answers()
                .of(
                        reply.outcome(),
                        origin,
                        reply.result(),
                        passage.hops(
                                message.routeTo(ended.destination()).orElse(null),
                                ask.target() instanceof Target.Legacy,
                                ended.hops()));
        Exchange row = passage.answers()
                .ended(
                        answered,
                        reply.result(),
                        ended.destination(),
                        ended.attempt(),
                        ask.care(),
                        before.map(Exchange::pursuit)
                                .map(pursuit -> pursuit.rest(next(outcome, pursuit)))
                                .orElseGet(() -> Pursuit.none(message.msgid())));
        overlay.write(List.of(before.map(row::receivedAs).orElse(row)));
        if (!stillOpen(outcome)) {
            overlay.write(solved(rows, before));
        }
        if (outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.Rejected || ended.saidNotSent()) {
            side().flatMap(of -> compared(rows, of)).ifPresent(check -> overlay.write(List.of(check)));
        }
        return Decision.of(new Closed.Done(answered), overlay.writes());
    }

    /** A reversal brings what was compared before up again; it begins no comparison where there was none. */
    private Optional<SideCheck> compared(Rows rows, Key<SideCheck> key) {
        Instant now = passage.tenure().databaseTime();
        Optional<SideCheck> before = rows.one(key);
        return before.isPresent() || message.transaction().effect() != Transaction.Effect.SETTLEMENT
                ? before.map(check -> check.changed(now))
                : Optional.of(SideCheck.first(key, now));
    }

    /** What it means at the home itself that its legacy system has done it. */
    private LegacyStays.Heard heard(Rows rows) {
        return ended.outcome() instanceof Outcome.Succeeded<Body> said && ask.target() instanceof Target.Legacy legacy
                ? LegacyStays.heard(
                        message,
                        legacy.home(),
                        ask.care(),
                        said.answer(),
                        rows,
                        passage.handlers().certs())
                : LegacyStays.Heard.NOTHING;
    }

    private Reply adopt(Overlay overlay, String notice) {
        Outcome<Body> outcome = notice.isEmpty()
                ? ended.outcome()
                : ended.outcome().map(answer -> answer.with(AnswerWriter.WARNING, Value.text(notice)));
        try {
            return passage.care()
                    .map(side -> side.after(message, overlay, ask.care(), outcome))
                    .orElseGet(() -> Reply.of(outcome));
        } catch (Refusal refusal) {
            // the home has done it and it cannot be adopted: to say no would set free what stands there
            return Reply.of(
                    ended.outcome() instanceof Outcome.Succeeded && movesMoney()
                            ? Outcome.unknown("not_adopted." + refusal.fault().code())
                            : refusal.toOutcome());
        }
    }

    /** When it is asked about again: while it is open; and at once when another run has noted that it happened late. */
    private @Nullable Instant next(Outcome<?> outcome, Pursuit pursuit) {
        if (!passage.hasEffect()
                || outcome instanceof Outcome.Succeeded
                || !passage.way().asksByItself(ask.target())) {
            return null;
        }
        Instant now = passage.tenure().databaseTime();
        if (pursuit.late()) {
            return now;
        }
        if (!stillOpen(outcome)) {
            return null;
        }
        // a hospital that asks again and again does not put off the asking that counts
        Instant kept = pursuit.dueAt();
        return kept != null ? kept : now.plus(Waits.after(pursuit.asks(), passage.jitter()));
    }

    private static List<Row> solved(Rows rows, Optional<Exchange> before) {
        return before.filter(seen -> seen.pursuit().asks() >= Waits.TRIES_MAX)
                .flatMap(seen -> rows.one(Takeover.caseOf(seen, "").key()))
                .map((Case given) -> List.<Row>of(given.ended(before.get().receivedAt())))
                .orElse(List.of());
    }

    private static boolean stillOpen(Outcome<?> outcome) {
        return outcome instanceof Outcome.Unknown || outcome instanceof Outcome.Pending;
    }

    /** A reversal that passes through marks the original here too; at the ends of its way the two sides do that. */
    private boolean marksOriginal() {
        return message.transaction().effect() == Transaction.Effect.REVERSAL
                && message.careNode() == null
                && ask.target() instanceof Target.Neighbour;
    }

    private boolean undoesAtLegacy() {
        return message.transaction().effect() == Transaction.Effect.REVERSAL && ask.target() instanceof Target.Legacy;
    }

    /** The admission that is undone at a legacy home. */
    private Optional<Care> admission(Rows rows) {
        return undoesAtLegacy()
                ? rows.one(Reversals.originalKey(message))
                        .filter(original -> original.infno().equals("2401") && original.request().length > 0)
                        .flatMap(original ->
                                Optional.ofNullable(Reversals.request(original).care()))
                : Optional.empty();
    }

    private boolean movesMoney() {
        return switch (message.transaction().effect()) {
            case SETTLEMENT, CANCELLATION, REVERSAL -> true;
            default -> false;
        };
    }

    private void hold(Overlay overlay, Optional<Key<BusinessKey>> key, BusinessKey.State state, String result) {
        key.ifPresent(k -> {
            boolean ours = overlay.one(k)
                    .map(held -> held.msgid().equals(message.msgid()))
                    .orElse(true);
            if (ours) {
                overlay.write(List.of(BusinessKey.of(k, state, message.msgid(), result)));
            }
        });
    }
}
