package io.wutong.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.envelope.MessageHash;
import io.wutong.envelope.Refusal;
import io.wutong.exchange.Arrival;
import io.wutong.exchange.Exchanges;
import io.wutong.exchange.PeerCodec;
import io.wutong.exchange.PeerCodec.PeerMessage;
import io.wutong.http.auth.CertificateAreas;
import io.wutong.http.auth.Verified;
import io.wutong.http.guard.BodyRead;
import io.wutong.http.guard.BodyReader;
import io.wutong.port.Clock;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import io.wutong.transport.HttpLink;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /exchange/v1/messages}: neighbouring processes, over mutual TLS.
 *
 * <p>The certificate names the areas that the peer speaks for. The node that the message comes from must be one of them
 * and border on the node that it goes to; a message from below must have begun there, one from above must not have begun
 * below us.
 */
public final class PeerListener {

    /** What is served, as {@code api-spec/openapi/exchange.yaml} says it. */
    static final Routes<Action> ROUTES = new Routes<Action>().on(HttpMethod.POST, HttpLink.PATH, PeerListener::message);

    private static final int IN_FLIGHT_MAX = 1_000;

    /** What a route does with a peer's request. */
    interface Action {
        void take(PeerListener listener, HttpServerRequest request, long started);
    }

    private final Clock clock;
    private final Exchanges exchanges;
    private final Refused refused;
    private final Consumer<X509Certificate> shown;
    private final Quota inFlight = new Quota(IN_FLIGHT_MAX);

    /** @param shown takes what a peer has proved itself with, for every message */
    public PeerListener(Clock clock, Exchanges exchanges, Refused refused, Consumer<X509Certificate> shown) {
        this.clock = clock;
        this.exchanges = exchanges;
        this.refused = refused;
        this.shown = shown;
    }

    public void handle(HttpServerRequest request) {
        long started = clock.nanos();
        Optional<Routes.Match<Action>> match = ROUTES.match(request.method(), request.path());
        if (match.isPresent()) {
            match.get().action().take(this, request, started);
            return;
        }
        String allowed = ROUTES.allowed(request.path());
        if (allowed.isEmpty()) {
            HttpAnswers.refuse(request, 404, Fault.PATH, request.path());
        } else {
            HttpAnswers.refuseMethod(request, allowed);
        }
    }

    private void message(HttpServerRequest request, long started) {
        Verified<Set<String>> areas = areas(request);
        if (!(areas instanceof Verified.Valid<Set<String>> valid)) {
            HttpAnswers.refuse(request, 403, Fault.PEER, "?");
            return;
        }
        BodyReader.read(request, BodyReader.MESSAGE_BYTES_MAX).onSuccess(read -> {
            if (read instanceof BodyRead.Complete complete) {
                byte[] bytes = complete.body().getBytes();
                try {
                    take(request, valid.value(), bytes, started);
                } catch (Refusal refusal) {
                    refused.journalPeer(valid.value(), bytes, refusal)
                            .onComplete(
                                    done -> HttpAnswers.refuse(request, HttpAnswers.status(refusal.fault()), refusal));
                }
            }
        });
    }

    private void take(HttpServerRequest request, Set<String> speaksFor, byte[] bytes, long started) {
        PeerMessage message = PeerCodec.readMessage(bytes);
        Topology topology = exchanges.directory().get().topology();
        Node to = topology.find(message.to())
                .filter(Node::hostedHere)
                .orElseThrow(() -> Fault.PEER.refusal(message.to()));
        Node from = topology.find(message.from())
                .filter(node -> !node.hostedHere())
                .orElseThrow(() -> Fault.PEER.refusal(message.from()));
        Envelope envelope = Envelope.read(message.message());
        if (!speaksFor.contains(from.area()) || !mayCarry(topology, from, to, envelope)) {
            throw Fault.PEER.refusal(from.area());
        }
        if (!MessageHash.of(envelope).equals(message.hash())) {
            throw Fault.MODIFIED.refusal(envelope.msgid());
        }
        SocketAddress remote = request.remoteAddress();
        String peer = from.peer() == null ? String.valueOf(remote) : String.valueOf(from.peer());
        if (!inFlight.enter(peer)) {
            HttpAnswers.refuse(request, 503, Fault.BUSY);
            return;
        }
        exchanges
                .receive(new Arrival(
                        to,
                        Arrival.From.PEER,
                        envelope,
                        message.destination(),
                        message.care(),
                        message.traceId(),
                        started + Math.min(message.remainingMillis(), Exchanges.HOSPITAL_MILLIS) * 1_000_000,
                        message.attempt(),
                        message.hopsBefore(),
                        null))
                .onComplete(ended -> {
                    inFlight.leave(peer);
                    if (ended.succeeded()) {
                        HttpAnswers.bytes(request, 200, ended.result().bytes());
                    } else {
                        HttpAnswers.broken(request, message.traceId());
                    }
                });
    }

    /** A child carries only what began below it; the parent only what began outside our subtree. */
    private static boolean mayCarry(Topology topology, Node from, Node to, Envelope envelope) {
        boolean fromChild = to.id().equals(from.parent());
        boolean fromParent = from.id().equals(to.parent());
        if (fromChild) {
            return topology.areas().covers(from.area(), envelope.careArea());
        }
        return fromParent && !topology.areas().covers(to.area(), envelope.careArea());
    }

    private Verified<Set<String>> areas(HttpServerRequest request) {
        try {
            List<Certificate> chain = request.connection().peerCertificates();
            X509Certificate leaf = chain == null || chain.isEmpty() ? null : x509(chain.get(0));
            if (leaf == null) {
                return Verified.invalid(Verified.Reason.CERTIFICATE_MALFORMED);
            }
            shown.accept(leaf);
            return CertificateAreas.of(leaf);
        } catch (SSLPeerUnverifiedException e) {
            return Verified.invalid(Verified.Reason.CERTIFICATE_MALFORMED);
        }
    }

    private static @Nullable X509Certificate x509(Certificate certificate) {
        return certificate instanceof X509Certificate x509 ? x509 : null;
    }
}
