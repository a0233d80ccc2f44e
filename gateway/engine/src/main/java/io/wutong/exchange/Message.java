package io.wutong.exchange;

import io.wutong.coverage.Institution;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.MessageId;
import io.wutong.envelope.Transaction;
import io.wutong.port.Key;
import io.wutong.routing.Route;
import io.wutong.routing.Router;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Request;
import io.wutong.topology.Node;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message being worked on: what was read, and everything that a pure decision may need, time and numbers included.
 *
 * @param directory the snapshot that it reads from first to last
 * @param hash SHA-256 of what it says
 * @param careNode the node that is its place of care, when that is hosted here and the message came from below
 * @param institution the sender, at the place of care
 * @param serial 14 digits of its own, from which its {@code mdtrt_id} or {@code setl_id} is made
 * @param receivedAt when it came
 */
public record Message(
        Arrival arrival,
        Transaction transaction,
        Directory directory,
        String hash,
        @Nullable Node careNode,
        @Nullable Institution institution,
        String serial,
        Instant receivedAt) {

    /** The same message for a second look: its nonce has been claimed. */
    Message withoutNonce() {
        return new Message(
                arrival.withoutNonce(), transaction, directory, hash, careNode, institution, serial, receivedAt);
    }

    public Envelope envelope() {
        return arrival.envelope();
    }

    public String infno() {
        return transaction.infno();
    }

    public String msgid() {
        return envelope().msgid();
    }

    public Key<Exchange> exchangeKey() {
        return Exchange.key(arrival.entry().id(), envelope().fixmedinsCode(), msgid());
    }

    /** Whether the message can be known by its id at all: a refused one may carry any text there. */
    public boolean hasKey() {
        return keyPart(msgid(), MessageId.LENGTH) && keyPart(envelope().fixmedinsCode(), MessageId.LENGTH);
    }

    private static boolean keyPart(String text, int lengthMax) {
        return text.length() <= lengthMax && text.chars().allMatch(c -> c >= ' ');
    }

    /** Key of another message of the same sender. */
    public Key<Exchange> exchangeKey(String omsgid) {
        return Exchange.key(arrival.entry().id(), envelope().fixmedinsCode(), omsgid);
    }

    /** The place of care, at which alone a {@link CareSide} runs. */
    public Node care() {
        if (careNode == null) {
            throw new IllegalStateException("the place of care of " + msgid() + " is not here");
        }
        return careNode;
    }

    public Institution sender() {
        if (institution == null) {
            throw new IllegalStateException("the sender of " + msgid() + " is not known here");
        }
        return institution;
    }

    /** Of a settlement: all name the visit that they settle, but for a purchase, which makes one. */
    boolean namesItsVisit() {
        return transaction.effect() != Transaction.Effect.SETTLEMENT
                || data("data").text("mdtrt_id").isPresent();
    }

    /** The object below a node of the input. */
    public Body data(String node) {
        return envelope().data(node);
    }

    /** The way to an area; without one, the way up to where it may be known. */
    public Optional<Route> routeTo(String area) {
        if (area.isEmpty()) {
            return Optional.of(Router.upwards(directory.topology(), arrival.entry()));
        }
        return Router.route(directory.topology(), arrival.entry(), area);
    }

    /** The message as an adapter receives it. */
    public Request request(String homeArea, @Nullable Care care) {
        Envelope e = envelope();
        return new Request(e.infno(), e.msgid(), e.careArea(), homeArea, e.fixmedinsCode(), e.opter(), e.input(), care);
    }
}
