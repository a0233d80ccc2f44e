package io.wutong.exchange;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.coverage.Institution;
import io.wutong.cure.Deferral;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.envelope.Transaction;
import io.wutong.observe.ExchangeEvents;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.port.StoreException;
import io.wutong.port.Timers;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.topology.Level;
import io.wutong.topology.Node;
import io.wutong.work.Lease;
import io.wutong.work.Waits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages that are worked on by one event loop.
 *
 * <pre>
 *   admit ─▶ already running here? wait with it
 *     └─▶ {@link Run}: open (one commit) ─▶ done ──────────────────────────▶ answer
 *                        └─▶ ask a legacy system / a neighbour ─▶ close ──▶ answer
 * </pre>
 *
 * <p>Whoever waits is answered at its deadline at the latest, with an unknown outcome; the work goes on and its end is
 * journaled for the next time it is asked. One instance per event loop; calls of one instance come on one loop.
 */
public final class Exchanges {

    /** A hospital's message. */
    public static final long HOSPITAL_MILLIS = 18_000;

    /** What each process keeps back of the remaining time: a tenth, at least this. */
    public static final long MARGIN_MILLIS_MIN = 100;

    private final Ports ports;
    private final Handlers handlers;
    private final Admission admission;
    private final Supplier<Directory> directory;
    private final Map<Key<Exchange>, Running> running = new HashMap<>();

    /** @param resumed found in the journal: nobody waits for its answer */
    private record Running(String hash, Future<Answered> future, boolean resumed) {}

    public Exchanges(Ports ports, Handlers handlers, Admission admission, Supplier<Directory> directory) {
        this.ports = ports;
        this.handlers = handlers;
        this.admission = admission;
        this.directory = directory;
    }

    public Supplier<Directory> directory() {
        return directory;
    }

    /** Handles a message. The future fails only when something of ours broke before anything was stored. */
    public Future<Answered> receive(Arrival arrival) {
        try {
            return take(arrival);
        } catch (RuntimeException broken) {
            ports.events().failed(arrival.envelope().infno(), arrival.envelope().msgid(), broken);
            return Future.failedFuture(broken);
        }
    }

    /** What would be refused of a message before anything is stored; empty when nothing would. */
    public Optional<Refusal> refusal(Arrival arrival) {
        return Optional.ofNullable(admission.check(message(arrival)));
    }

    private Future<Answered> take(Arrival arrival) {
        Passage passage = passage(arrival);
        Message message = passage.message();
        Running same = running.get(message.exchangeKey());
        if (same != null && same.hash().equals(message.hash())) {
            // what was found in the journal may need nothing, and answers nobody: its row does
            Future<Answered> answered =
                    same.resumed() ? same.future().transform(done -> receive(arrival)) : join(same.future(), passage);
            return untilDeadline(answered, passage);
        }
        Refusal early = admission.check(message);
        Future<Answered> work = keep(passage, false, () -> ended(passage, new Run(ports, passage).arrived(early)));
        return untilDeadline(work, passage);
    }

    /** Brings an exchange that was found in the journal to its end; empty when it is being worked on here already. */
    Optional<Future<Void>> resume(Exchange found, Lease lease) {
        Optional<Node> entry =
                directory.get().topology().find(found.entryNode()).filter(Node::hostedHere);
        if (entry.isEmpty() || running.containsKey(found.key())) {
            return Optional.empty(); // of a node that has moved: it is found again once the node is back
        }
        try {
            return Optional.of(resume(found, lease, passage(arrivalOf(found, entry.get()))));
        } catch (RuntimeException broken) {
            ports.events().failed(found.infno(), found.msgid(), broken);
            return Optional.empty();
        }
    }

    private Future<Void> resume(Exchange found, Lease lease, Passage passage) {
        return keep(
                        passage,
                        true,
                        () -> new Run(ports, passage)
                                .resumed(found, lease)
                                .map(answered -> answered.orElseGet(
                                        () -> passage.answers().unjournaled(Outcome.unknown("under_way"), "under_way")))
                                .recover(failure -> Future.succeededFuture(notStored(passage, failure))))
                .mapEmpty();
    }

    private Arrival arrivalOf(Exchange found, Node entry) {
        Envelope envelope = Envelope.read(found.request());
        return new Arrival(
                entry,
                from(entry, envelope),
                envelope,
                found.destination(),
                Takeover.told(found),
                found.traceId(),
                ports.clock().nanos() + HOSPITAL_MILLIS * 1_000_000,
                found.attempt(),
                0,
                null);
    }

    /** Who brought a message, said by its place of care: what begins outside of all below a top node came from above it. */
    private Arrival.From from(Node entry, Envelope envelope) {
        if (entry.level() == Level.INSTITUTION) {
            return Arrival.From.INSTITUTION;
        }
        if (envelope.fixmedinsCode().equals(OurMessages.sender(entry))) {
            return Arrival.From.AGENCY;
        }
        return directory.get().topology().beyond(entry, envelope.careArea())
                ? Arrival.From.PLATFORM
                : Arrival.From.PEER;
    }

    /** Runs it as the one of its key, whom repetitions join. */
    private Future<Answered> keep(Passage passage, boolean resumed, Supplier<Future<Answered>> work) {
        Key<Exchange> key = passage.message().exchangeKey();
        Promise<Answered> promise = Promise.promise();
        running.putIfAbsent(key, new Running(passage.message().hash(), promise.future(), resumed));
        Future.succeededFuture().compose(now -> work.get()).onComplete(ended -> {
            Running mine = running.get(key);
            if (mine != null && mine.future() == promise.future()) {
                running.remove(key);
            }
            promise.handle(ended);
        });
        return promise.future();
    }

    private Passage passage(Arrival arrival) {
        Message message = message(arrival);
        return new Passage(
                message,
                handlers,
                new Way(message, handlers, ports.adapters(), ports.link()),
                ports.clock(),
                new Trace(ports.clock()),
                ports.tenure(),
                ports.tenure().epoch(),
                Waits.jitter(ports.random()));
    }

    private Message message(Arrival arrival) {
        Envelope envelope = arrival.envelope();
        Directory snapshot = directory.get();
        Transaction transaction = admission.transaction(envelope.infno());
        return new Message(
                arrival,
                transaction,
                snapshot,
                admission.hash(envelope),
                careNode(arrival, snapshot),
                sender(arrival, snapshot),
                ports.random().serial(14),
                ports.clock().now());
    }

    /** Of a message from a platform its node stands for the place of care, which no process of ours knows. */
    private static @Nullable Node careNode(Arrival arrival, Directory snapshot) {
        return switch (arrival.from()) {
            case PEER -> null;
            case PLATFORM, AGENCY -> arrival.entry();
            case INSTITUTION ->
                snapshot.topology()
                        .find(arrival.envelope().fixmedinsCode())
                        .flatMap(snapshot.topology()::parent)
                        .filter(Node::hostedHere)
                        .orElse(null);
        };
    }

    /** An institution that was not imported is, behind a platform, known by what the message says: its level is not. */
    private static @Nullable Institution sender(Arrival arrival, Directory snapshot) {
        Envelope envelope = arrival.envelope();
        Institution known = snapshot.institution(envelope.fixmedinsCode()).orElse(null);
        return known != null || !arrival.fromPlatform()
                ? known
                : new Institution(
                        envelope.fixmedinsCode(),
                        envelope.whole().textOr("fixmedins_name", ""),
                        envelope.careArea(),
                        "",
                        "",
                        "");
    }

    private Future<Answered> ended(Passage passage, Future<Answered> work) {
        Message message = passage.message();
        return work.recover(failure -> broken(passage, failure))
                .onSuccess(answered -> ports.events()
                        .ended(new ExchangeEvents.Ended(
                                message.infno(),
                                message.msgid(),
                                message.arrival().traceId(),
                                answered.repeated()
                                        ? "repeated"
                                        : answered.outcome().label(),
                                answered.outcome() instanceof Outcome.Rejected<Body> rejected ? rejected.code() : "",
                                answered.origin(),
                                label(message.arrival().from()),
                                passage.trace().micros())));
    }

    private static String label(Arrival.From from) {
        return switch (from) {
            case INSTITUTION -> "hospital";
            case PEER -> "peer";
            case PLATFORM -> "platform";
            case AGENCY -> "agency";
        };
    }

    /** A repetition waits with the first; its nonce is used up all the same. */
    private Future<Answered> join(Future<Answered> first, Passage passage) {
        Nonce nonce = passage.message().arrival().nonce();
        return nonce == null
                ? first
                : ports.store()
                        .commit(claiming(nonce, passage))
                        .compose(refused -> refused.isPresent() ? Future.succeededFuture(refused.get()) : first)
                        .recover(failure -> Future.succeededFuture(notStored(passage, failure)));
    }

    private static Command<Optional<Answered>> claiming(Nonce nonce, Passage passage) {
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(nonce.key());
            }

            @Override
            public Decision<Optional<Answered>> decide(Rows rows) {
                return rows.one(nonce.key()).isPresent()
                        ? Decision.nothing(
                                Optional.of(passage.answers().unjournaled(Fault.NONCE.rejected(), "rejected")))
                        : Decision.of(Optional.empty(), List.of(nonce));
            }
        };
    }

    /**
     * The store failed. That nothing was sent is only said where it is known that nothing was written now, and that no
     * earlier copy may have happened: a hospital's copies have no number, so the row of one is looked for, and the case
     * that keeps one; of a reversal between processes another copy may have been done, and nothing is kept of this one. Its
     * sender asks on. A full store is not asked: what it says is of this copy alone.
     */
    private Future<Answered> broken(Passage passage, Throwable failure) {
        Message message = passage.message();
        Answered unknown = notStored(passage, failure);
        boolean fromPeer = message.arrival().fromPeer();
        boolean mayBeDone = fromPeer && message.transaction().effect() == Transaction.Effect.REVERSAL;
        if (mayBeDone || !(failure instanceof StoreException store) || store.kind() == StoreException.Kind.UNKNOWN) {
            return Future.succeededFuture(unknown);
        }
        Answered notSent = passage.answers().unjournaled(Outcome.notSent("store"), "store");
        if (fromPeer || !passage.hasEffect() || store.kind() == StoreException.Kind.FULL) {
            return Future.succeededFuture(notSent);
        }
        Key<Exchange> key = message.exchangeKey();
        return ports.store()
                .read(
                        Needs.rows(key),
                        rows -> rows.one(key)
                                .filter(row -> row.state() != Exchange.State.NOT_SENT)
                                .isPresent())
                .compose(sentBefore ->
                        sentBefore ? Future.succeededFuture(true) : Deferral.keeps(ports.store(), message))
                .map(mayHappen -> mayHappen ? unknown : notSent)
                .recover(unread -> Future.succeededFuture(notStored(passage, unread)));
    }

    private Answered notStored(Passage passage, Throwable failure) {
        ports.events().failed(passage.message().infno(), passage.message().msgid(), failure);
        return passage.answers().unjournaled(Outcome.unknown("store"), "store");
    }

    private Future<Answered> untilDeadline(Future<Answered> work, Passage passage) {
        if (work.isComplete()) {
            return work;
        }
        Promise<Answered> promise = Promise.promise();
        long left = Math.max(
                1, (passage.message().arrival().deadlineNanos() - ports.clock().nanos()) / 1_000_000);
        Timers.Handle timer = ports.timers()
                .after(
                        left,
                        () -> promise.tryComplete(
                                passage.answers().unjournaled(Outcome.unknown("deadline"), "deadline")));
        work.onComplete(ended -> {
            timer.cancel();
            if (ended.succeeded()) {
                promise.tryComplete(ended.result());
            } else {
                promise.tryFail(ended.cause());
            }
        });
        return promise.future();
    }
}
