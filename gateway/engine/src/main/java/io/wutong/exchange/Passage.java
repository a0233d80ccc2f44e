package io.wutong.exchange;

import io.wutong.envelope.AnswerWriter;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.envelope.Transaction;
import io.wutong.observe.Hop;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.HomeAdapters;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.routing.Route;
import io.wutong.routing.Router;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.topology.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The decisions about one message: the first commit (seen before? claim, the place of care's part, and where the home is
 * in our own store also the home's, all in one) and, when somebody else had to be asked, the second.
 *
 * <pre>
 *   open ─ seen, answered ──────────────▶ the same bytes
 *        ─ seen, other content ─────────▶ refused
 *        ─ seen, under way ─────────────▶ ask (again)
 *        ─ refused ─────────────────────▶ journaled with the refusal
 *        ─ answered here / home is here ▶ journaled with the answer
 *        ─ home elsewhere ──────────────▶ journaled as intent, ask ─▶ close
 *   close ─ succeeded / rejected ───────▶ adopted or taken back, answered
 *         ─ unknown, pending ───────────▶ kept; the sender may ask again
 *         ─ not sent ───────────────────▶ taken back; may be sent again
 * </pre>
 */
final class Passage {

    /** Characters of an {@code infno} or an area as journaled; real ones have at most six. */
    private static final int COLUMN_LENGTH_MAX = 40;

    private final Message message;
    private final Handlers handlers;
    private final HomeAdapters adapters;
    private final Clock clock;
    private final Trace trace;
    private final @Nullable Refusal early;
    private final Optional<CareSide> care;
    private final boolean secondLook;

    /** @param early what the checks before the store have found already; null for nothing */
    Passage(
            Message message,
            Handlers handlers,
            HomeAdapters adapters,
            Clock clock,
            Trace trace,
            @Nullable Refusal early) {
        this(message, handlers, adapters, clock, trace, early, false);
    }

    private Passage(
            Message message,
            Handlers handlers,
            HomeAdapters adapters,
            Clock clock,
            Trace trace,
            @Nullable Refusal early,
            boolean secondLook) {
        this.secondLook = secondLook;
        this.message = message;
        this.handlers = handlers;
        this.adapters = adapters;
        this.clock = clock;
        this.trace = trace;
        this.early = early;
        this.care = early != null || message.careNode() == null ? Optional.empty() : handlers.care(message.infno());
    }

    /** The same decisions for a second look: the nonce has been claimed. */
    Passage withoutNonce() {
        return new Passage(message.withoutNonce(), handlers, adapters, clock, trace, early, true);
    }

    Command<Opened> opening() {
        return new Command<>() {
            @Override
            public Needs needs() {
                return openNeeds();
            }

            @Override
            public Needs more(Rows rows) {
                return openMore(rows);
            }

            @Override
            public Decision<Opened> decide(Rows rows) {
                return open(rows);
            }
        };
    }

    /** Claims the nonce of a repetition that waits with the first; the refusal when it was used before. */
    Command<Optional<Answered>> claimingNonce(Nonce nonce) {
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(nonce.key());
            }

            @Override
            public Decision<Optional<Answered>> decide(Rows rows) {
                return rows.one(nonce.key()).isPresent()
                        ? Decision.nothing(Optional.of(unjournaled(Fault.NONCE.rejected(), "rejected")))
                        : Decision.of(Optional.empty(), List.of(nonce));
            }
        };
    }

    Command<Answered> closing(@Nullable Care told, Ended ended) {
        return new Command<>() {
            @Override
            public Needs needs() {
                return closeNeeds(told);
            }

            @Override
            public Needs more(Rows rows) {
                return care.map(side -> side.more(message, rows)).orElse(Needs.NONE);
            }

            @Override
            public Decision<Answered> decide(Rows rows) {
                return close(rows, told, ended);
            }
        };
    }

    /** How asking somebody else ended. */
    record Ended(Outcome<Body> outcome, String destination, String origin, List<Hop> hops, int attempt) {

        /** That a second try was not sent says nothing of the first. */
        Ended keepingDoubt() {
            return outcome instanceof Outcome.NotSent<Body> notSent
                    ? new Ended(Outcome.unknown(notSent.cause()), destination, origin, hops, attempt)
                    : this;
        }
    }

    // ------------------------------------------------------------------ open

    private Needs openNeeds() {
        Nonce nonce = message.arrival().nonce();
        Needs needs = nonce == null ? Needs.NONE : Needs.rows(nonce.key());
        if (!message.hasKey()) {
            return needs;
        }
        needs = needs.and(Needs.rows(message.exchangeKey()));
        if (early != null) {
            return needs;
        }
        needs = needs.and(care.map(side -> side.needs(message)).orElseGet(this::finderNeeds));
        needs = needs.and(keys(care.flatMap(side -> side.businessKey(message))));
        String destination = message.arrival().destination();
        if (!destination.isEmpty() && target(destination).orElse(null) instanceof Target.OurStore ours) {
            needs = needs.and(homeNeeds(ours));
        }
        return needs;
    }

    private Needs openMore(Rows rows) {
        if (early != null
                || !message.hasKey()
                || rows.one(message.exchangeKey())
                        .filter(seen -> seen.state() != Exchange.State.NOT_SENT)
                        .isPresent()) {
            return Needs.NONE;
        }
        Needs more = care.map(side -> side.more(message, rows)).orElse(Needs.NONE);
        String destination = destination(rows);
        if (!destination.isEmpty() && target(destination).orElse(null) instanceof Target.OurStore ours) {
            if (message.arrival().destination().isEmpty()) {
                more = more.and(homeNeeds(ours));
            }
            more = more.and(ours.side().more(message, ours.home(), rows));
        }
        return more;
    }

    private Needs homeNeeds(Target.OurStore ours) {
        return ours.side().needs(message, ours.home()).and(keys(ours.side().businessKey(message, ours.home())));
    }

    /** Away from the place of care only the search for a home needs rows. */
    private Needs finderNeeds() {
        return message.arrival().destination().isEmpty()
                ? handlers.care(message.infno())
                        .map(side -> side.needs(message))
                        .orElse(Needs.NONE)
                : Needs.NONE;
    }

    private String destination(Rows rows) {
        return message.arrival().destination().isEmpty()
                ? handlers.care(message.infno())
                        .map(side -> side.destination(message, rows))
                        .orElse("")
                : message.arrival().destination();
    }

    private Decision<Opened> open(Rows rows) {
        Nonce nonce = message.arrival().nonce();
        if (nonce == null) {
            return openOnce(rows);
        }
        if (rows.one(nonce.key()).isPresent()) {
            return refuseBeside(Fault.NONCE.refusal());
        }
        Decision<Opened> decision = openOnce(rows);
        List<Row> writes = new ArrayList<>(decision.writes());
        writes.add(nonce);
        return Decision.of(decision.result(), writes);
    }

    private Decision<Opened> openOnce(Rows rows) {
        if (!message.hasKey()) {
            return refuseBeside(early != null ? early : Fault.MSGID.refusal("?"));
        }
        Optional<Exchange> before = rows.one(message.exchangeKey());
        int attempt = 1;
        if (before.isPresent()) {
            Exchange seen = before.get();
            if (seen.state() == Exchange.State.REVERSED) {
                return refuseBeside(Fault.REVERSED.refusal(message.msgid()));
            }
            if (!seen.hash().equals(message.hash())) {
                return refuseBeside(Fault.MODIFIED.refusal(message.msgid()));
            }
            if (seen.state() == Exchange.State.ANSWERED) {
                return Decision.nothing(new Opened.Done(repeated(seen)));
            }
            if (seen.state() == Exchange.State.UNDER_WAY
                    && clock.now().isBefore(seen.receivedAt().plusMillis(Exchanges.HOSPITAL_MILLIS))) {
                return Decision.nothing(new Opened.Wait());
            }
            if (seen.state() != Exchange.State.NOT_SENT) {
                return askAgain(seen);
            }
            attempt = seen.attempt() + 1;
        }
        Overlay overlay = new Overlay(rows);
        try {
            if (early != null) {
                throw early;
            }
            Step step = care.map(side -> side.before(message, overlay)).orElseGet(() -> passThrough(rows));
            if (step instanceof Step.Answer answer) {
                overlay.write(answer.writes());
                claim(
                        overlay,
                        care.flatMap(side -> side.businessKey(message)),
                        BusinessKey.State.STANDING,
                        answer.result());
                return done(overlay, Outcome.succeeded(answer.output()), answer.result(), "", "", attempt);
            }
            return forward(overlay, (Step.Forward) step, attempt);
        } catch (Refusal found) {
            Refusal refusal = found;
            if (found.fault() == Fault.VISITSTATE
                    && care.flatMap(side -> side.businessKey(message)).isPresent()) {
                Optional<Refusal> held = heldByOther(rows);
                if (held.isEmpty() && !secondLook) {
                    // keys are read before visits: the holder may have committed between the two
                    return Decision.nothing(new Opened.Wait());
                }
                refusal = held.orElse(found);
            }
            return done(
                    new Overlay(rows),
                    refusal.toOutcome(),
                    "",
                    message.arrival().destination(),
                    "rejected",
                    attempt);
        }
    }

    private Step passThrough(Rows rows) {
        if (message.careNode() != null) {
            throw Fault.UNSUPPORTED.refusal(message.envelope().careArea(), message.infno());
        }
        return Step.forward(destination(rows), message.arrival().care(), List.of());
    }

    private Decision<Opened> forward(Overlay overlay, Step.Forward step, int attempt) {
        Target target = target(step.destination()).orElseThrow(() -> noTarget(step.destination()));
        overlay.write(step.writes());
        trace.asks();
        if (target instanceof Target.OurStore ours) {
            Reply home = ours.side().answer(message, ours.home(), step.care(), overlay);
            overlay.write(home.writes());
            Reply reply = care.map(side -> side.after(message, overlay, step.care(), home.outcome()))
                    .orElse(home);
            overlay.write(reply.writes());
            String result = reply.result().isEmpty() ? home.result() : reply.result();
            claim(overlay, ours.side().businessKey(message, ours.home()), BusinessKey.State.STANDING, result);
            claim(overlay, care.flatMap(side -> side.businessKey(message)), BusinessKey.State.STANDING, result);
            return done(overlay, reply.outcome(), result, step.destination(), "", attempt);
        }
        if (message.transaction().effect() != Transaction.Effect.NONE) {
            claim(overlay, care.flatMap(side -> side.businessKey(message)), BusinessKey.State.UNDER_WAY, "");
            overlay.write(List.of(row(
                    Exchange.State.UNDER_WAY,
                    "",
                    "",
                    "",
                    "",
                    step.destination(),
                    attempt,
                    null,
                    step.care(),
                    List.of())));
        }
        return Decision.of(new Opened.Ask(target, step.destination(), step.care(), null), overlay.writes());
    }

    private Decision<Opened> askAgain(Exchange seen) {
        Care told = seen.care() == null ? null : PeerCodec.care(Json.read(seen.care()));
        trace.asks();
        Target target = target(seen.destination()).orElse(null);
        if (target == null || target instanceof Target.OurStore) {
            // whoever was asked cannot be reached any more; what became of it there is as unknown as before
            return Decision.nothing(new Opened.Done(unjournaled(Outcome.unknown("no_way_to_ask"), "no_way_to_ask")));
        }
        return Decision.nothing(new Opened.Ask(target, seen.destination(), told, seen));
    }

    /** A visit that may not change now is better explained by the message that holds it. */
    private Optional<Refusal> heldByOther(Rows rows) {
        return care.flatMap(side -> side.businessKey(message))
                .flatMap(rows::one)
                .filter(held -> held.state() == BusinessKey.State.UNDER_WAY)
                .map(held -> Fault.UNDERWAY.refusal(held.msgid()));
    }

    /** A business key stands once: another message's is named, a released one may be taken. */
    private void claim(Overlay overlay, Optional<Key<BusinessKey>> key, BusinessKey.State state, String result) {
        if (key.isEmpty()) {
            return;
        }
        BusinessKey claimed = new BusinessKey(
                key.get().parts().get(0),
                key.get().parts().get(1),
                key.get().parts().get(2),
                state,
                message.msgid(),
                result);
        overlay.one(key.get())
                .filter(held -> held.state() != BusinessKey.State.RELEASED)
                .ifPresent(held -> {
                    if (held.state() == BusinessKey.State.STANDING) {
                        throw switch (held.kind()) {
                            case "visit" ->
                                Fault.VISITDUP.refusal(
                                        held.value().substring(held.value().indexOf('/') + 1), held.result());
                            case "cancellation" -> Fault.CANCELLED.refusal(held.value());
                            default -> Fault.SETTLED.refusal(held.result());
                        };
                    }
                    if (!held.msgid().equals(message.msgid())) {
                        throw Fault.UNDERWAY.refusal(held.msgid());
                    }
                });
        overlay.write(List.of(claimed));
    }

    // ----------------------------------------------------------------- close

    private Needs closeNeeds(@Nullable Care told) {
        return Needs.rows(message.exchangeKey())
                .and(care.map(side -> side.needsAfter(message, told)).orElse(Needs.NONE))
                .and(keys(care.flatMap(side -> side.businessKey(message))));
    }

    private Decision<Answered> close(Rows rows, @Nullable Care told, Ended ended) {
        Optional<Exchange> before = rows.one(message.exchangeKey());
        if (before.isPresent() && before.get().state() == Exchange.State.ANSWERED) {
            return Decision.nothing(repeated(before.get()));
        }
        if (before.isPresent() && before.get().state() == Exchange.State.REVERSED) {
            return Decision.nothing(unjournaled(Fault.REVERSED.rejected(message.msgid()), "reversed"));
        }
        Overlay overlay = new Overlay(rows);
        Reply reply;
        try {
            reply = care.map(side -> side.after(message, overlay, told, ended.outcome()))
                    .orElseGet(() -> Reply.of(ended.outcome()));
        } catch (Refusal refusal) {
            // the home has done it and it cannot be adopted: to say no would set free what stands there
            reply = Reply.of(
                    ended.outcome() instanceof Outcome.Succeeded && movesMoney()
                            ? Outcome.unknown("not_adopted." + refusal.fault().code())
                            : refusal.toOutcome());
        }
        overlay.write(reply.writes());
        Optional<Key<BusinessKey>> key = care.flatMap(side -> side.businessKey(message));
        if (reply.outcome() instanceof Outcome.Succeeded) {
            write(overlay, key, BusinessKey.State.STANDING, reply.result());
        } else if (!(reply.outcome() instanceof Outcome.Unknown) && !(reply.outcome() instanceof Outcome.Pending)) {
            write(overlay, key, BusinessKey.State.RELEASED, "");
        }
        Exchange.State state = stateOf(reply.outcome());
        List<Hop> hops = trace.hops(
                message.routeTo(ended.destination()).orElse(null),
                careId(),
                target(ended.destination()).orElse(null) instanceof Target.Legacy,
                ended.hops());
        String origin = reply.outcome() instanceof Outcome.Succeeded ? "" : ended.origin();
        Answered answered = new Answered(
                reply.outcome(), bytes(reply.outcome(), origin, reply.result(), hops), origin, hops, false);
        overlay.write(List.of(row(
                state,
                reply.outcome().label(),
                codeOf(reply.outcome()),
                reply.result(),
                origin,
                ended.destination(),
                ended.attempt(),
                state == Exchange.State.ANSWERED ? answered.bytes() : null,
                told,
                hops)));
        return Decision.of(answered, overlay.writes());
    }

    private boolean movesMoney() {
        return switch (message.transaction().effect()) {
            case SETTLEMENT, CANCELLATION, REVERSAL -> true;
            default -> false;
        };
    }

    private void write(Overlay overlay, Optional<Key<BusinessKey>> key, BusinessKey.State state, String result) {
        key.ifPresent(k -> {
            boolean ours = overlay.one(k)
                    .map(held -> held.msgid().equals(message.msgid()))
                    .orElse(true);
            if (ours) {
                overlay.write(List.of(new BusinessKey(
                        k.parts().get(0), k.parts().get(1), k.parts().get(2), state, message.msgid(), result)));
            }
        });
    }

    // ---------------------------------------------------------------- shared

    /** Where a forwarded message is answered; empty when there is no way. */
    Optional<Target> target(String destination) {
        if (destination.isEmpty()) {
            return upwards();
        }
        Optional<Route> route = message.routeTo(destination);
        if (route.isEmpty()) {
            return Optional.empty();
        }
        Node next = route.get().next();
        if (next != null) {
            return Optional.of(new Target.Neighbour(next));
        }
        Node home = route.get().last();
        Optional<Target> legacy =
                adapters.find(destination, home.area()).map(adapter -> new Target.Legacy(home, destination, adapter));
        return legacy.isPresent()
                ? legacy
                : handlers.home(message.infno()).map(side -> new Target.OurStore(home, side));
    }

    /** A home that is not known here may be known further up. */
    private Optional<Target> upwards() {
        Node at = message.arrival().entry();
        while (at.hostedHere()) {
            Optional<Node> above = message.directory().topology().parent(at);
            if (above.isEmpty()) {
                return Optional.empty();
            }
            at = above.get();
        }
        return Optional.of(new Target.Neighbour(at));
    }

    private Refusal noTarget(String destination) {
        if (destination.isEmpty()) {
            return Fault.NOHOME.refusal();
        }
        return message.routeTo(destination).isPresent()
                ? Fault.UNSUPPORTED.refusal(destination, message.infno())
                : Fault.NOROUTE.refusal(destination);
    }

    private Decision<Opened> done(
            Overlay overlay, Outcome<Body> outcome, String result, String destination, String inner, int attempt) {
        Route route = destination.isEmpty()
                ? Router.route(
                                message.directory().topology(),
                                message.arrival().entry(),
                                message.arrival().entry().area())
                        .orElse(null)
                : message.routeTo(destination).orElse(null);
        boolean homeHere = !destination.isEmpty() && target(destination).orElse(null) instanceof Target.OurStore;
        List<Hop> hops = trace.hops(route, careId(), homeHere, List.of());
        String origin = outcome instanceof Outcome.Succeeded
                ? ""
                : Trace.origin(homeHere ? route : null, inner.isEmpty() ? "rejected" : inner);
        Answered answered = new Answered(outcome, bytes(outcome, origin, result, hops), origin, hops, false);
        overlay.write(List.of(row(
                Exchange.State.ANSWERED,
                outcome.label(),
                codeOf(outcome),
                result,
                origin,
                destination,
                attempt,
                answered.bytes(),
                null,
                hops)));
        return Decision.of(new Opened.Done(answered), overlay.writes());
    }

    /** The message that holds the id keeps its row; this one is journaled beside it, where it can be found by its id. */
    private Decision<Opened> refuseBeside(Refusal refusal) {
        Answered answered = unjournaled(refusal.toOutcome(), "rejected");
        Exchange row = row(
                        Exchange.State.ANSWERED,
                        answered.outcome().label(),
                        refusal.fault().code(),
                        "",
                        answered.origin(),
                        message.arrival().destination(),
                        1,
                        answered.bytes(),
                        null,
                        List.of())
                .at("refused:" + message.serial(), message.hasKey());
        return Decision.of(new Opened.Done(answered), List.of(row));
    }

    /** An answer of which the journal keeps nothing: the row of its message stays as it is. */
    Answered unjournaled(Outcome<Body> outcome, String origin) {
        return new Answered(outcome, bytes(outcome, origin, "", List.of()), origin, List.of(), false);
    }

    private Answered repeated(Exchange seen) {
        Outcome<Body> outcome =
                seen.outcome().equals("succeeded") ? Outcome.succeeded(Body.EMPTY) : Outcome.rejected(seen.code(), "");
        List<Hop> hops =
                PeerCodec.readHops(Json.read("{\"h\":" + seen.hops() + "}").get("h"));
        byte[] answer = seen.answer();
        return new Answered(outcome, answer == null ? new byte[0] : answer, seen.origin(), hops, true);
    }

    /** The answer in the form of whoever asked. */
    private byte[] bytes(Outcome<Body> outcome, String origin, String result, List<Hop> hops) {
        if (message.arrival().fromPeer()) {
            return PeerCodec.write(new PeerCodec.PeerReply(outcome, origin, result, hops));
        }
        String area = message.careNode() == null
                ? message.arrival().entry().area()
                : message.careNode().area();
        return AnswerWriter.write(outcome, area, message.serial().substring(4), message.receivedAt(), clock.now());
    }

    private Exchange row(
            Exchange.State state,
            String outcome,
            String code,
            String result,
            String origin,
            String destination,
            int attempt,
            byte @Nullable [] answer,
            @Nullable Care told,
            List<Hop> hops) {
        return new Exchange(
                message.arrival().entry().id(),
                storable(message.envelope().fixmedinsCode()),
                storable(message.msgid()),
                storable(message.infno()),
                message.hash(),
                state,
                outcome,
                code,
                result,
                origin,
                message.arrival().traceId(),
                storable(destination),
                attempt,
                message.envelope().bytes(),
                answer,
                told == null ? null : Json.writeText(PeerCodec.careBody(told)),
                Json.writeText(PeerCodec.hopsValue(hops)),
                message.receivedAt(),
                answer == null ? null : clock.now());
    }

    /** Of a refused message anything may stand in the journal's columns, but not what the database cannot hold. */
    private static String storable(String text) {
        return text.length() <= COLUMN_LENGTH_MAX && text.chars().allMatch(c -> c >= ' ') ? text : "?";
    }

    private @Nullable String careId() {
        Node node = message.careNode();
        return node == null ? null : node.id();
    }

    private static Exchange.State stateOf(Outcome<Body> outcome) {
        if (outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.Rejected) {
            return Exchange.State.ANSWERED;
        }
        return outcome instanceof Outcome.NotSent ? Exchange.State.NOT_SENT : Exchange.State.UNKNOWN;
    }

    private static String codeOf(Outcome<Body> outcome) {
        return outcome instanceof Outcome.Rejected<Body> rejected ? rejected.code() : "";
    }

    private static Needs keys(Optional<Key<BusinessKey>> key) {
        return key.map(Needs::rows).orElse(Needs.NONE);
    }
}
