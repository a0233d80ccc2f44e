package io.wutong.exchange;

import io.wutong.cases.Case;
import io.wutong.cure.HoldSettlement;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.routing.Route;
import io.wutong.routing.Router;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import io.wutong.work.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first commit of a message: seen before? Else claim it, do the place of care's part and, where the home is in our
 * own store, also the home's, all in one.
 *
 * <pre>
 *   ─ seen, answered ────────────────────▶ the same bytes
 *   ─ seen, this attempt not sent ───────▶ not sent
 *   ─ seen, other content ───────────────▶ refused
 *   ─ seen, under way at a live worker ──▶ wait
 *   ─ seen, under way at a dead one ─────▶ a new run, ask
 *   ─ seen, unknown ─────────────────────▶ a new run, ask
 *   ─ refused ───────────────────────────▶ journaled with the refusal
 *   ─ answered here / home is here ──────▶ journaled with the answer
 *   ─ home's legacy system, but held ────▶ journaled with the refusal, which it is not asked for
 *   ─ home elsewhere, cut off or full ───▶ not sent, at once; nothing is kept
 *   ─ home elsewhere ────────────────────▶ journaled as intent, ask
 * </pre>
 *
 * <p>Run again after a commit whose end was not known, it recognises its own work by the name of its run.
 */
final class Opening implements Command<Opened> {

    /** Which look at the journal this is: what a look before has done is no repetition. */
    private enum Look {
        FIRST,
        /** After a wait; the nonce has been claimed. */
        SECOND,
        /** After a commit of our own whose end is not known: the nonce may have been claimed by it. */
        AFTER_DOUBT
    }

    /** Before the number of a message that was refused because its id is taken. */
    private static final String REFUSED = "refused:";

    private final Passage passage;
    private final Message message;
    private final @Nullable Refusal early;
    private final Look look;

    /** @param early what the checks before the store have found already; null for nothing */
    Opening(Passage passage, @Nullable Refusal early) {
        this(passage, early, Look.FIRST);
    }

    private Opening(Passage passage, @Nullable Refusal early, Look look) {
        this.passage = passage;
        this.message = passage.message();
        this.early = early;
        this.look = look;
    }

    Opening afterWait() {
        return new Opening(passage, early, Look.SECOND);
    }

    Opening afterDoubt() {
        return new Opening(passage, early, Look.AFTER_DOUBT);
    }

    // ----------------------------------------------------------------- needs

    @Override
    public Needs needs() {
        Nonce nonce = nonce();
        Needs needs = nonce == null ? Needs.NONE : Needs.rows(nonce.key());
        if (look == Look.AFTER_DOUBT) {
            needs = needs.and(Needs.rows(beside(message)));
        }
        if (!message.hasKey()) {
            return needs;
        }
        needs = needs.and(Needs.rows(message.exchangeKey()));
        if (early != null) {
            return needs;
        }
        needs = needs.and(passage.care().map(side -> side.needs(message)).orElseGet(this::finderNeeds));
        needs = needs.and(Passage.keys(passage.careKey()));
        Optional<Target.OurStore> ours = passage.way().ours(message.arrival().destination());
        return ours.isPresent()
                ? needs.and(homeNeeds(ours.get()))
                : needs.and(holding(message.arrival().destination())
                        .map(key -> Needs.rows(key))
                        .orElse(Needs.NONE));
    }

    /** What a settlement at a legacy home may have to wait for. */
    private Optional<Key<Case>> holding(String destination) {
        return HoldSettlement.mayWait(message)
                ? passage.way().legacy(destination).map(home -> HoldSettlement.atLegacy(message, home))
                : Optional.empty();
    }

    @Override
    public Needs more(Rows rows) {
        if (!message.hasKey()) {
            return Needs.NONE;
        }
        Optional<Exchange> seen =
                rows.one(message.exchangeKey()).filter(before -> before.state() != Exchange.State.NOT_SENT);
        if (seen.isPresent()) {
            // whether its worker lives is asked only of one that is under way; a repetition is answered from its row
            return seen.get().state() == Exchange.State.UNDER_WAY
                    ? Needs.groups(Worker.key(seen.get().pursuit().epoch()))
                    : Needs.NONE;
        }
        if (early != null) {
            return Needs.NONE;
        }
        Needs more = passage.care().map(side -> side.more(message, rows)).orElse(Needs.NONE);
        Optional<Target.OurStore> ours = passage.way().ours(destination(rows));
        if (ours.isEmpty()) {
            return more;
        }
        if (message.arrival().destination().isEmpty()) {
            more = more.and(homeNeeds(ours.get()));
        }
        return more.and(ours.get().side().more(message, ours.get().home(), rows));
    }

    private Needs homeNeeds(Target.OurStore ours) {
        return ours.side()
                .needs(message, ours.home())
                .and(Passage.keys(ours.side().businessKey(message, ours.home())));
    }

    /** Away from the place of care only the search for a home needs rows. */
    private Needs finderNeeds() {
        return message.arrival().destination().isEmpty()
                ? passage.handlers()
                        .care(message.infno())
                        .map(side -> side.needs(message))
                        .orElse(Needs.NONE)
                : Needs.NONE;
    }

    private String destination(Rows rows) {
        return message.arrival().destination().isEmpty()
                ? passage.handlers()
                        .care(message.infno())
                        .map(side -> side.destination(message, rows))
                        .orElse("")
                : message.arrival().destination();
    }

    private @Nullable Nonce nonce() {
        return look == Look.SECOND ? null : message.arrival().nonce();
    }

    // ---------------------------------------------------------------- decide

    @Override
    public Decision<Opened> decide(Rows rows) {
        Nonce nonce = nonce();
        if (nonce == null) {
            return open(rows);
        }
        if (rows.one(nonce.key()).isPresent()) {
            return look == Look.AFTER_DOUBT ? open(rows) : refuseBeside(rows, Fault.NONCE.refusal());
        }
        Decision<Opened> decision = open(rows);
        List<Row> writes = new ArrayList<>(decision.writes());
        writes.add(nonce);
        return Decision.of(decision.result(), writes);
    }

    private Decision<Opened> open(Rows rows) {
        if (!message.hasKey()) {
            return refuseBeside(rows, early != null ? early : Fault.MSGID.refusal("?"));
        }
        Optional<Exchange> before = rows.one(message.exchangeKey());
        if (before.isEmpty()) {
            return begin(rows, message.arrival().attempt(), Pursuit.none(message.msgid()));
        }
        Exchange seen = before.get();
        if (seen.state() == Exchange.State.REVERSED) {
            return refuseBeside(rows, Fault.REVERSED.refusal(message.msgid()));
        }
        if (!seen.hash().equals(message.hash())) {
            return refuseBeside(rows, Fault.MODIFIED.refusal(message.msgid()));
        }
        return switch (seen.state()) {
            case ANSWERED -> Decision.nothing(new Opened.Done(passage.answers().repeated(seen)));
            case NOT_SENT ->
                toldNotSent(seen)
                        ? Decision.nothing(new Opened.Done(
                                passage.answers().unjournaled(Outcome.notSent("repeated"), seen.origin())))
                        : begin(rows, Math.max(message.arrival().attempt(), seen.attempt() + 1), seen.pursuit());
            default -> seenOpen(rows, seen);
        };
    }

    /**
     * Whether this is the very question that was answered as not sent, come twice: whoever asked has that for certain. He
     * counts on when he asks again.
     */
    private boolean toldNotSent(Exchange seen) {
        return message.arrival().fromPeer() && message.arrival().attempt() <= seen.attempt();
    }

    private Decision<Opened> seenOpen(Rows rows, Exchange seen) {
        Pursuit pursuit = seen.pursuit();
        Target target =
                passage.way().target(seen.destination(), Takeover.told(seen)).orElse(null);
        if (seen.state() == Exchange.State.UNDER_WAY) {
            if (pursuit.ranBy(message.serial()) && target != null) {
                // our own commit that seemed lost; of a first run nobody has been asked yet
                return Decision.nothing(
                        pursuit.firstRun()
                                ? new Opened.Ask(target, seen.destination(), Takeover.told(seen), null, seen.attempt())
                                : again(target, seen));
            }
            if (pursuit.epoch() != passage.epoch() && Takeover.live(rows, pursuit)) {
                return Decision.nothing(new Opened.Wait());
            }
        }
        if (target == null || target instanceof Target.OurStore) {
            // whoever was asked cannot be reached any more; what became of it there is as unknown as before
            return Decision.nothing(
                    new Opened.Done(passage.answers().unjournaled(Outcome.unknown("no_way_to_ask"), "no_way_to_ask")));
        }
        passage.trace().asks();
        Opened ask = again(target, seen);
        return passage.hasEffect()
                ? Decision.of(ask, List.of(seen.in(Exchange.State.UNDER_WAY, passage.again(pursuit))))
                : Decision.nothing(ask);
    }

    private static Opened again(Target target, Exchange seen) {
        return new Opened.Ask(target, seen.destination(), Takeover.told(seen), seen, seen.attempt() + 1);
    }

    private Decision<Opened> begin(Rows rows, int attempt, Pursuit pursuit) {
        Overlay overlay = new Overlay(rows);
        try {
            if (early != null) {
                throw early;
            }
            Step step =
                    passage.care().map(side -> side.before(message, overlay)).orElseGet(() -> passThrough(rows));
            if (step instanceof Step.Answer answer) {
                overlay.write(answer.writes());
                claim(overlay, passage.careKey(), BusinessKey.State.STANDING, answer.result());
                return done(overlay, Reply.done(answer.output(), List.of(), answer.result()), "", "", attempt, pursuit);
            }
            return forward(overlay, (Step.Forward) step, attempt, pursuit);
        } catch (Refusal found) {
            Refusal refusal = found;
            boolean mayNotChange = found.fault() == Fault.VISITSTATE || found.fault() == Fault.BATCHSTATE;
            if (mayNotChange && passage.careKey().isPresent()) {
                Optional<Refusal> held = heldByOther(rows);
                if (held.isEmpty() && look != Look.SECOND) {
                    // keys are read before visits: the holder may have committed between the two
                    return Decision.nothing(new Opened.Wait());
                }
                refusal = held.orElse(found);
            }
            return done(
                    new Overlay(rows),
                    Reply.of(refusal.toOutcome()),
                    message.arrival().destination(),
                    "rejected",
                    attempt,
                    pursuit);
        }
    }

    private Step passThrough(Rows rows) {
        if (message.careNode() != null) {
            throw Fault.UNSUPPORTED.refusal(message.envelope().careArea(), message.infno());
        }
        return Step.forward(destination(rows), message.arrival().care(), List.of());
    }

    private Decision<Opened> forward(Overlay overlay, Step.Forward step, int attempt, Pursuit pursuit) {
        Way way = passage.way();
        Target target = way.target(step.destination(), step.care()).orElseThrow(() -> way.none(step.destination()));
        overlay.write(step.writes());
        passage.trace().asks();
        if (target instanceof Target.OurStore ours) {
            return answerHere(overlay, step, ours, attempt, pursuit);
        }
        if (target instanceof Target.Legacy legacy) {
            Optional<Key<Case>> holding = holding(step.destination())
                    .filter(key ->
                            overlay.one(key).filter(HoldSettlement::waits).isPresent());
            if (holding.isPresent()) {
                Target.OurStore held = new Target.OurStore(legacy.home(), HoldSettlement.instead(holding.get()));
                return answerHere(overlay, step, held, attempt, pursuit);
            }
        }
        if (passage.hasEffect()) {
            claim(overlay, passage.careKey(), BusinessKey.State.UNDER_WAY, "");
        }
        Optional<String> spared = way.refusal(target);
        if (spared.isPresent()) {
            return spare(step.destination(), target, spared.get());
        }
        if (passage.hasEffect()) {
            overlay.write(List.of(
                    passage.answers().intent(step.destination(), attempt, step.care(), passage.first(pursuit))));
        }
        return Decision.of(new Opened.Ask(target, step.destination(), step.care(), null, attempt), overlay.writes());
    }

    /** Whoever would be asked is cut off or full: said at once, and nothing is kept of it. */
    private Decision<Opened> spare(String destination, Target target, String cause) {
        String inner = (target instanceof Target.Legacy ? "adapter." : "link.") + cause;
        return Decision.nothing(new Opened.Done(passage.answers()
                .unjournaled(
                        Outcome.notSent(cause),
                        Trace.origin(passage.way().route(destination).orElse(null), inner))));
    }

    /** Both sides in one commit. */
    private Decision<Opened> answerHere(
            Overlay overlay, Step.Forward step, Target.OurStore ours, int attempt, Pursuit pursuit) {
        Reply home = ours.side().answer(message, ours.home(), step.care(), overlay);
        overlay.write(home.writes());
        Reply reply = passage.care()
                .map(side -> side.after(message, overlay, step.care(), home.outcome()))
                .orElse(home);
        overlay.write(reply.writes());
        String result = reply.result().isEmpty() ? home.result() : reply.result();
        if (reply.outcome() instanceof Outcome.Succeeded) { // a home that says no may still have something to keep
            claim(overlay, ours.side().businessKey(message, ours.home()), BusinessKey.State.STANDING, result);
            claim(overlay, passage.careKey(), BusinessKey.State.STANDING, result);
        }
        return done(
                overlay,
                new Reply(reply.outcome(), List.of(), result),
                step.destination(),
                "",
                attempt,
                pursuit,
                message.namesItsVisit() ? null : step.care());
    }

    /** A visit that may not change now is better explained by the message that holds it. */
    private Optional<Refusal> heldByOther(Rows rows) {
        return passage.careKey()
                .flatMap(rows::one)
                .filter(held -> held.state() == BusinessKey.State.UNDER_WAY)
                .map(held -> Fault.UNDERWAY.refusal(held.msgid()));
    }

    /** A business key stands once: another message's is named, a released one may be taken. */
    private void claim(Overlay overlay, Optional<Key<BusinessKey>> key, BusinessKey.State state, String result) {
        if (key.isEmpty()) {
            return;
        }
        overlay.one(key.get()).filter(BusinessKey::bars).ifPresent(held -> {
            if (held.state() == BusinessKey.State.STANDING) {
                throw held.alreadyDone();
            }
            if (!held.msgid().equals(message.msgid())) {
                throw Fault.UNDERWAY.refusal(held.msgid());
            }
        });
        overlay.write(List.of(BusinessKey.of(key.get(), state, message.msgid(), result)));
    }

    private Decision<Opened> done(
            Overlay overlay, Reply reply, String destination, String inner, int attempt, Pursuit pursuit) {
        return done(overlay, reply, destination, inner, attempt, pursuit, null);
    }

    /** @param told kept where a reversal could not know otherwise which visit it is about */
    private Decision<Opened> done(
            Overlay overlay,
            Reply reply,
            String destination,
            String inner,
            int attempt,
            Pursuit pursuit,
            @Nullable Care told) {
        Route route = destination.isEmpty()
                ? Router.route(
                                message.directory().topology(),
                                message.arrival().entry(),
                                message.arrival().entry().area())
                        .orElse(null)
                : passage.way().route(destination).orElse(null);
        boolean homeHere = passage.way().ours(destination).isPresent();
        String origin = reply.outcome() instanceof Outcome.Succeeded
                ? ""
                : Trace.origin(homeHere ? route : null, inner.isEmpty() ? "rejected" : inner);
        Answered answered =
                passage.answers().of(reply.outcome(), origin, reply.result(), passage.hops(route, homeHere, List.of()));
        overlay.write(List.of(
                passage.answers().ended(answered, reply.result(), destination, attempt, told, pursuit.rest(null))));
        return Decision.of(new Opened.Done(answered), overlay.writes());
    }

    /** The message that holds the id keeps its row; this one is journaled beside it, where it can be found by its id. */
    private Decision<Opened> refuseBeside(Rows rows, Refusal refusal) {
        Optional<Exchange> before = look == Look.AFTER_DOUBT ? rows.one(beside(message)) : Optional.empty();
        if (before.isPresent()) {
            return Decision.nothing(new Opened.Done(passage.answers().repeated(before.get())));
        }
        Answered answered = passage.answers().unjournaled(refusal.toOutcome(), "rejected");
        Exchange row = passage.answers()
                .ended(answered, "", message.arrival().destination(), 1, null, Pursuit.none(message.msgid()))
                .at(REFUSED + message.serial(), message.hasKey());
        return Decision.of(new Opened.Done(answered), List.of(row));
    }

    private static Key<Exchange> beside(Message message) {
        return message.hasKey()
                ? Exchange.key(REFUSED + message.serial(), message.envelope().fixmedinsCode(), message.msgid())
                : Exchange.key(REFUSED + message.serial(), "?", "?");
    }
}
