package io.wutong.exchange;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Outcome;
import io.wutong.topology.Node;
import java.util.List;

/** Asks another process of ours, which dedupes: sending the same message again is the question. */
final class NeighbourProcess {

    private final Ports ports;
    private final Message message;
    private final Node node;

    NeighbourProcess(Ports ports, Message message, Node node) {
        this.ports = ports;
        this.message = message;
        this.node = node;
    }

    /** Never fails. */
    Future<Passage.Ended> ask(Opened.Ask ask, long budgetMillis) {
        int passed = message.arrival().hopsBefore()
                + message.routeTo(ask.destination()).map(r -> r.hops().size()).orElse(1);
        byte[] body = PeerCodec.write(new PeerCodec.PeerMessage(
                lastHere(ask.destination()),
                node.id(),
                ask.destination(),
                message.arrival().traceId(),
                budgetMillis,
                ask.attempt(),
                passed,
                message.hash(),
                ask.care(),
                message.envelope().bytes()));
        String peer = String.valueOf(node.peer());
        long start = ports.clock().nanos();
        return ports.link()
                .send(peer, body, budgetMillis)
                .map(answer -> ended(ask, PeerCodec.readReply(answer), true))
                .recover(failure -> Future.succeededFuture(ended(ask, failed(failure), false)))
                .onSuccess(ended -> ports.events()
                        .asked(peer, ended.outcome().label(), (ports.clock().nanos() - start) / 1_000));
    }

    private static PeerCodec.PeerReply failed(Throwable failure) {
        return new PeerCodec.PeerReply(CallFailure.outcomeOf(failure), "link." + causeOf(failure), "", List.of());
    }

    private Passage.Ended ended(Opened.Ask ask, PeerCodec.PeerReply reply, boolean said) {
        Outcome<Body> outcome = AnswerCheck.check(message, ask.care(), reply.outcome());
        String inner = reply.origin().isEmpty() ? outcome.label() : reply.origin();
        return new Passage.Ended(
                outcome,
                ask.destination(),
                Trace.origin(message.routeTo(ask.destination()).orElse(null), inner),
                reply.hops(),
                ask.attempt(),
                said);
    }

    private String lastHere(String destination) {
        return message.routeTo(destination)
                .map(route -> route.last().id())
                .orElse(message.arrival().entry().id());
    }

    private static String causeOf(Throwable failure) {
        return failure instanceof CallFailure call ? call.shortCause() : "failed";
    }
}
