package io.wutong.exchange;

import io.wutong.envelope.AnswerWriter;
import io.wutong.observe.Hop;
import io.wutong.port.Clock;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.topology.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one message is answered, in the form of whoever asked, and what the journal keeps of it. */
final class Answers {

    /** Characters of an {@code infno} or an area as journaled; real ones have at most six. */
    private static final int COLUMN_LENGTH_MAX = 40;

    private final Message message;
    private final Clock clock;

    Answers(Message message, Clock clock) {
        this.message = message;
        this.clock = clock;
    }

    Answered of(Outcome<Body> outcome, String origin, String result, List<Hop> hops) {
        return new Answered(outcome, bytes(outcome, origin, result, hops), origin, hops, false);
    }

    /** An answer of which the journal keeps nothing: the row of its message stays as it is. */
    Answered unjournaled(Outcome<Body> outcome, String origin) {
        return of(outcome, origin, "", List.of());
    }

    /** What was answered before, the very bytes. */
    Answered repeated(Exchange seen) {
        Outcome<Body> outcome =
                seen.outcome().equals("succeeded") ? Outcome.succeeded(Body.EMPTY) : Outcome.rejected(seen.code(), "");
        byte[] answer = seen.answer();
        return new Answered(outcome, answer == null ? new byte[0] : answer, seen.origin(), seen.hops(), true);
    }

    private byte[] bytes(Outcome<Body> outcome, String origin, String result, List<Hop> hops) {
        if (message.arrival().fromPeer()) {
            return PeerCodec.write(new PeerCodec.PeerReply(outcome, origin, result, hops));
        }
        return AnswerWriter.write(
                outcome, receiver(), message.serial().substring(4), message.receivedAt(), clock.now());
    }

    /** Of what a platform brings, the receiver is the home: the node where it came in is the platform's own. */
    private String receiver() {
        if (message.arrival().fromPlatform() && !message.arrival().destination().isEmpty()) {
            return message.arrival().destination();
        }
        Node care = message.careNode();
        return care == null ? message.arrival().entry().area() : care.area();
    }

    /** The row of a message that goes out to be answered elsewhere. */
    Exchange intent(String destination, int attempt, @Nullable Care told, Pursuit pursuit) {
        return row(Exchange.State.UNDER_WAY, "", "", "", destination, attempt, null, told, List.of(), pursuit);
    }

    /** The row of a message that has come as far as it has. */
    Exchange ended(
            Answered answered, String result, String destination, int attempt, @Nullable Care told, Pursuit pursuit) {
        Exchange.State state = stateOf(answered.outcome());
        return row(
                state,
                answered.outcome().label(),
                result,
                answered.origin(),
                destination,
                attempt,
                state == Exchange.State.ANSWERED ? answered : null,
                told,
                answered.hops(),
                pursuit);
    }

    private Exchange row(
            Exchange.State state,
            String outcome,
            String result,
            String origin,
            String destination,
            int attempt,
            @Nullable Answered answered,
            @Nullable Care told,
            List<Hop> hops,
            Pursuit pursuit) {
        return new Exchange(
                message.arrival().entry().id(),
                storable(message.envelope().fixmedinsCode()),
                storable(message.msgid()),
                storable(message.infno()),
                message.hash(),
                state,
                outcome,
                answered != null && answered.outcome() instanceof Outcome.Rejected<Body> rejected
                        ? rejected.code()
                        : "",
                result,
                origin,
                message.arrival().traceId(),
                storable(destination),
                attempt,
                message.envelope().bytes(),
                answered == null ? null : answered.bytes(),
                told == null ? null : Json.writeText(PeerCodec.careBody(told)),
                hops,
                message.receivedAt(),
                answered == null ? null : clock.now(),
                pursuit);
    }

    /** Of a refused message anything may stand in the journal's columns, but not what the database cannot hold. */
    private static String storable(String text) {
        return Message.keyPart(text, COLUMN_LENGTH_MAX) ? text : "?";
    }

    private static Exchange.State stateOf(Outcome<Body> outcome) {
        if (outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.Rejected) {
            return Exchange.State.ANSWERED;
        }
        return outcome instanceof Outcome.NotSent ? Exchange.State.NOT_SENT : Exchange.State.UNKNOWN;
    }
}
