package io.wutong.exchange;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.envelope.Envelope;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Outcome;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Links between processes: they delay, lose, double, reorder and garble, and are cut, one way or both ways. */
final class SimulatedLinks {

    private final Simulation world;
    /** Cut ways, {@code from>to}. */
    private final Set<String> cut = new TreeSet<>();

    SimulatedLinks(Simulation world) {
        this.world = world;
    }

    /** Messages that a process has not sent on, or not kept: of these alone a copy may be worked unheard, and healed. */
    final Set<String> saidNotSent = new HashSet<>();

    void cut(String from, String to) {
        world.note(() -> "cut " + from + " > " + to);
        cut.add(from + ">" + to);
    }

    void heal() {
        cut.clear();
    }

    Future<byte[]> send(SimulatedProcess from, String peer, byte[] body, long timeoutMillis) {
        Promise<byte[]> promise = Promise.promise();
        Simulation.Deployment deployment = world.deployments.get(peer);
        if (deployment.anyAlive().isEmpty() || world.fault(2)) {
            from.at(1, () -> promise.fail(new CallFailure(false, "connect_refused")));
            return promise.future();
        }
        from.at(timeoutMillis, () -> promise.tryFail(new CallFailure(true, "timeout_read")));
        int copies = world.fault(5) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            if (!cut.contains(from.deployment.name + ">" + peer) && !world.fault(4)) {
                world.heap.after(world.linkMillis(), () -> arrive(from, deployment, body, promise));
            }
        }
        return promise.future();
    }

    private void arrive(SimulatedProcess from, Simulation.Deployment at, byte[] body, Promise<byte[]> promise) {
        SimulatedProcess to = at.anyAlive().orElse(null);
        if (to == null) {
            from.at(1, () -> promise.tryFail(new CallFailure(true, "reset")));
            return;
        }
        // a paused process takes it when it goes on
        to.at(0, () -> {
            PeerCodec.PeerMessage message = PeerCodec.readMessage(body);
            to.exchanges
                    .receive(new Arrival(
                            to.deployment.topology.node(message.to()),
                            Arrival.From.PEER,
                            Envelope.read(message.message()),
                            message.destination(),
                            message.care(),
                            message.traceId(),
                            to.nanos() + message.remainingMillis() * 1_000_000,
                            message.attempt(),
                            message.hopsBefore(),
                            null))
                    .onSuccess(answered -> {
                        if (answered.outcome() instanceof Outcome.NotSent) {
                            saidNotSent.add(Envelope.read(message.message()).msgid());
                        }
                        back(at, from, answered.bytes(), promise);
                    });
        });
    }

    private void back(Simulation.Deployment at, SimulatedProcess to, byte[] answer, Promise<byte[]> promise) {
        if (cut.contains(at.name + ">" + to.deployment.name) || world.fault(4)) {
            return;
        }
        byte[] arrives = world.fault(1) ? new byte[] {'<'} : answer;
        to.at(world.linkMillis(), () -> promise.tryComplete(arrives));
    }
}
