package io.wutong.exchange;

import io.wutong.envelope.Transaction;
import io.wutong.observe.Hop;
import io.wutong.port.Clock;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.routing.Route;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.topology.Node;
import io.wutong.work.Tenure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all decisions about one run of one message rest on. The decisions themselves are commits:
 *
 * <pre>
 *   {@link Opening}   seen before? else claim, and the answer where everything lies here
 *   {@link Takeover}  an exchange that nobody runs any more, or that is due to be asked about, gets a new run
 *   {@link Closing}   how asking somebody else ended
 *   {@link Parking}   it ended and its end could not be stored
 * </pre>
 *
 * @param epoch the worker that ran it when it began
 * @param jitter of the waits of this run, 0 to 99
 */
record Passage(
        Message message, Handlers handlers, Way way, Clock clock, Trace trace, Tenure tenure, long epoch, int jitter) {

    Answers answers() {
        return new Answers(message, clock);
    }

    /** The place of care's part, where that is here. */
    Optional<CareSide> care() {
        return message.careNode() == null ? Optional.empty() : handlers.care(message.infno());
    }

    Optional<Key<BusinessKey>> careKey() {
        return care().flatMap(side -> side.businessKey(message));
    }

    boolean hasEffect() {
        return message.transaction().effect() != Transaction.Effect.NONE;
    }

    /** The pursuit of a message that this run has under way, as the first one that may ask. */
    Pursuit first(Pursuit before) {
        return before.run(epoch, message.serial());
    }

    /** The pursuit of a message that this run has taken up again. */
    Pursuit again(Pursuit before) {
        return before.runAgain(epoch, message.serial());
    }

    /** The trace of a message that took a way through this process, with what lies beyond it. */
    List<Hop> hops(@Nullable Route route, boolean homeHere, List<Hop> beyond) {
        return trace.hops(route, careId(), homeHere, beyond);
    }

    private @Nullable String careId() {
        Node node = message.careNode();
        return node == null ? null : node.id();
    }

    static Needs keys(Optional<Key<BusinessKey>> key) {
        return key.map(Needs::rows).orElse(Needs.NONE);
    }

    /**
     * How asking somebody else ended.
     *
     * @param said whether a neighbour said so itself
     */
    record Ended(Outcome<Body> outcome, String destination, String origin, List<Hop> hops, int attempt, boolean said) {

        /** That a second try was not sent says nothing of the first. */
        Ended keepingDoubt() {
            return outcome instanceof Outcome.NotSent<Body> notSent
                    ? new Ended(Outcome.unknown(notSent.cause()), destination, origin, hops, attempt, said)
                    : this;
        }

        /** A neighbour has not sent it on, and would not if it came twice: but for one that kept nothing of it. */
        boolean saidNotSent() {
            return said && outcome instanceof Outcome.NotSent;
        }

        /** Whoever was asked has done it, or may have. */
        boolean mayHaveHappened() {
            return !(outcome instanceof Outcome.Rejected) && !(outcome instanceof Outcome.NotSent);
        }
    }
}
