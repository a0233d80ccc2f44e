package io.wutong.exchange;

import io.wutong.envelope.Envelope;
import io.wutong.spi.Care;
import io.wutong.topology.Node;
import org.jspecify.annotations.Nullable;

/**
 * A message as a listener hands it over: who sent it is already known.
 *
 * @param entry the node at which it enters this process
 * @param from who brings it
 * @param destination the home area; empty when it has still to be found
 * @param care what the place of care said, on messages from a peer
 * @param deadlineNanos when the answer is worth nothing any more, on the clock's nanoseconds
 * @param attempt from 1; counted by the process before
 * @param hopsBefore nodes passed before this process
 * @param nonce what made the request new to its listener, claimed with the first commit; null from a peer
 */
public record Arrival(
        Node entry,
        From from,
        Envelope envelope,
        String destination,
        @Nullable Care care,
        String traceId,
        long deadlineNanos,
        int attempt,
        int hopsBefore,
        @Nullable Nonce nonce) {

    /** Who brings a message. */
    public enum From {
        /** An institution below the node. */
        INSTITUTION,
        /** Another process of ours. */
        PEER,
        /** The platform for which the node stands, through the national interface; the place of care lies behind it. */
        PLATFORM,
        /** The node itself: an agency that writes to another about a case. */
        AGENCY
    }

    public boolean fromPeer() {
        return from == From.PEER;
    }

    public boolean fromPlatform() {
        return from == From.PLATFORM;
    }

    public boolean fromAgency() {
        return from == From.AGENCY;
    }

    Arrival withoutNonce() {
        return new Arrival(entry, from, envelope, destination, care, traceId, deadlineNanos, attempt, hopsBefore, null);
    }
}
