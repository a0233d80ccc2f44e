package io.wutong.exchange;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.envelope.MessageHash;
import io.wutong.envelope.Refusal;
import io.wutong.envelope.Transaction;
import io.wutong.observe.ExchangeEvents;
import io.wutong.port.Clock;
import io.wutong.port.HomeAdapters;
import io.wutong.port.Key;
import io.wutong.port.Link;
import io.wutong.port.Random;
import io.wutong.port.Store;
import io.wutong.port.StoreException;
import io.wutong.port.Timers;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.Request;
import io.wutong.topology.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries one message through this process and its answer back.
 *
 * <pre>
 *   admit ─▶ already running here? wait with it
 *     └─▶ open (one commit) ─▶ done ─────────────────────────▶ answer
 *                └─▶ ask a legacy system / a neighbour ─▶ close (one commit) ─▶ answer
 * </pre>
 *
 * <p>Whoever waits is answered at its deadline at the latest, with an unknown outcome; the work goes on and its end is
 * journaled for the next time it is asked. One instance per event loop would do; calls of one instance come on one loop.
 */
public final class Exchanges {

    /** A hospital's message. */
    public static final long HOSPITAL_MILLIS = 18_000;

    /** What each process keeps back of the remaining time: a tenth, at least this. */
    public static final long MARGIN_MILLIS_MIN = 100;

    private static final long LOOK_AGAIN_MILLIS = 200;

    private final Clock clock;
    private final Timers timers;
    private final Random random;
    private final Store store;
    private final Link link;
    private final HomeAdapters adapters;
    private final Handlers handlers;
    private final Admission admission;
    private final Supplier<Directory> directory;
    private final ExchangeEvents events;
    private final Map<Key<Exchange>, Running> running = new HashMap<>();

    private record Running(String hash, Future<Answered> future) {}

    public Exchanges(
            Clock clock,
            Timers timers,
            Random random,
            Store store,
            Link link,
            HomeAdapters adapters,
            Handlers handlers,
            Admission admission,
            Supplier<Directory> directory,
            ExchangeEvents events) {
        this.clock = clock;
        this.timers = timers;
        this.random = random;
        this.store = store;
        this.link = link;
        this.adapters = adapters;
        this.handlers = handlers;
        this.admission = admission;
        this.directory = directory;
        this.events = events;
    }

    public Supplier<Directory> directory() {
        return directory;
    }

    /** Handles a message. The future fails only when something of ours broke before anything was stored. */
    public Future<Answered> receive(Arrival arrival) {
        try {
            return take(arrival);
        } catch (RuntimeException broken) {
            events.failed(arrival.envelope().infno(), arrival.envelope().msgid(), broken);
            return Future.failedFuture(broken);
        }
    }

    private Future<Answered> take(Arrival arrival) {
        Trace trace = new Trace(clock);
        Message message = message(arrival);
        Running same = running.get(message.exchangeKey());
        if (same != null && same.hash().equals(message.hash())) {
            return untilDeadline(join(same.future(), message, trace), message, trace);
        }
        Refusal early = admission.check(message);
        Passage passage = new Passage(message, handlers, adapters, clock, trace, early);
        Promise<Answered> promise = Promise.promise();
        if (same == null) {
            running.put(message.exchangeKey(), new Running(message.hash(), promise.future()));
        }
        work(message, passage, trace).onComplete(ended -> {
            Running mine = running.get(message.exchangeKey());
            if (mine != null && mine.future() == promise.future()) {
                running.remove(message.exchangeKey());
            }
            promise.handle(ended);
        });
        return untilDeadline(promise.future(), message, trace);
    }

    /** A repetition waits with the first; its nonce is used up all the same. */
    private Future<Answered> join(Future<Answered> first, Message message, Trace trace) {
        Nonce nonce = message.arrival().nonce();
        if (nonce == null) {
            return first;
        }
        Passage passage = new Passage(message, handlers, adapters, clock, trace, null);
        return store.commit(passage.claimingNonce(nonce))
                .compose(refused -> refused.isPresent() ? Future.succeededFuture(refused.get()) : first)
                .recover(failure -> Future.succeededFuture(broken(message, passage, failure)));
    }

    private Message message(Arrival arrival) {
        Envelope envelope = arrival.envelope();
        Directory snapshot = directory.get();
        Transaction transaction = admission.transaction(envelope.infno());
        Node care = arrival.fromPeer()
                ? null
                : snapshot.topology()
                        .find(envelope.fixmedinsCode())
                        .flatMap(snapshot.topology()::parent)
                        .filter(Node::hostedHere)
                        .orElse(null);
        return new Message(
                arrival,
                transaction,
                snapshot,
                MessageHash.of(envelope),
                care,
                snapshot.institution(envelope.fixmedinsCode()).orElse(null),
                random.serial(14),
                clock.now());
    }

    private Future<Answered> work(Message message, Passage passage, Trace trace) {
        return openThenAsk(message, passage)
                .recover(failure -> Future.succeededFuture(broken(message, passage, failure)))
                .onSuccess(answered -> events.ended(new ExchangeEvents.Ended(
                        message.infno(),
                        message.msgid(),
                        message.arrival().traceId(),
                        answered.repeated() ? "repeated" : answered.outcome().label(),
                        answered.outcome() instanceof Outcome.Rejected<Body> rejected ? rejected.code() : "",
                        answered.origin(),
                        message.arrival().fromPeer() ? "peer" : "hospital",
                        trace.micros())));
    }

    private Future<Answered> openThenAsk(Message message, Passage passage) {
        return store.commit(passage.opening()).compose(opened -> {
            if (opened instanceof Opened.Done done) {
                return Future.succeededFuture(done.answered());
            }
            if (opened instanceof Opened.Ask ask) {
                return ask(message, passage, ask);
            }
            // another process or loop works on it: look again until the sender's time is up
            if (clock.nanos() >= message.arrival().deadlineNanos()) {
                return Future.succeededFuture(passage.unjournaled(Outcome.unknown("under_way"), "under_way"));
            }
            Promise<Answered> later = Promise.promise();
            Passage again = passage.withoutNonce();
            timers.after(LOOK_AGAIN_MILLIS, () -> openThenAsk(message, again).onComplete(later));
            return later.future();
        });
    }

    private Future<Answered> ask(Message message, Passage passage, Opened.Ask ask) {
        Exchange asked = ask.asked();
        int attempt = asked == null ? message.arrival().attempt() : asked.attempt() + 1;
        long left = (message.arrival().deadlineNanos() - clock.nanos()) / 1_000_000;
        long budget = left - Math.max(left / 10, MARGIN_MILLIS_MIN);
        Future<Passage.Ended> ended = budget <= 0
                ? Future.succeededFuture(ended(message, ask, Outcome.notSent("no_time_left"), attempt))
                : ask.target() instanceof Target.Legacy legacy
                        ? askLegacy(message, legacy, ask, attempt, budget)
                                .map(outcome -> ended(message, ask, outcome, attempt))
                        : askNeighbour(message, ((Target.Neighbour) ask.target()).node(), ask, attempt, budget);
        boolean mayHaveArrived = asked != null && message.transaction().effect() != Transaction.Effect.NONE;
        return ended.map(end -> mayHaveArrived ? end.keepingDoubt() : end)
                .compose(end -> store.commit(passage.closing(ask.care(), end))
                        .recover(failure -> Future.failedFuture(new StoreException(
                                StoreException.Kind.UNKNOWN, "the end of an exchange could not be stored", failure)))
                        .compose(answered -> afterReversal(message, ask, attempt, budget, end, answered)));
    }

    /** Reversed while the legacy system was still at it: what it has done since is undone as well. */
    private Future<Answered> afterReversal(
            Message message, Opened.Ask ask, int attempt, long budget, Passage.Ended end, Answered answered) {
        boolean done = end.outcome() instanceof Outcome.Succeeded || end.outcome() instanceof Outcome.Unknown;
        if (!(ask.target() instanceof Target.Legacy legacy)
                || !done
                || !answered.origin().equals("reversed")) {
            return Future.succeededFuture(answered);
        }
        Reference late = new Reference(message.request(ask.destination(), ask.care()), attempt);
        return legacy.adapter()
                .adapter()
                .reverse(late, context(message, legacy, ask, attempt, Math.max(budget, MARGIN_MILLIS_MIN)))
                .onSuccess(undone -> {
                    if (!(undone instanceof Outcome.Succeeded)) {
                        events.failed(message.infno(), message.msgid(), new IllegalStateException("late_reversal"));
                    }
                })
                .onFailure(failure -> events.failed(message.infno(), message.msgid(), failure))
                .transform(undone -> Future.succeededFuture(answered));
    }

    // --------------------------------------------------------- legacy system

    private Future<Outcome<Body>> askLegacy(
            Message message, Target.Legacy legacy, Opened.Ask ask, int attempt, long budgetMillis) {
        if (ask.asked() == null
                && !legacy.adapter().descriptor().transactions().contains(message.infno())
                && message.transaction().effect() != Transaction.Effect.REVERSAL) {
            return Future.succeededFuture(handlers.unsupported(message, legacy.area()));
        }
        Request request = message.request(ask.destination(), ask.care());
        CallContext context = context(message, legacy, ask, attempt, budgetMillis);
        Future<Outcome<Body>> outcome;
        if (message.transaction().effect() == Transaction.Effect.REVERSAL) {
            outcome = Reversals.original(store, message)
                    .compose(original -> original.isEmpty()
                            ? Future.succeededFuture(Outcome.<Body>succeeded(Body.EMPTY))
                            : legacy.adapter()
                                    .adapter()
                                    .reverse(
                                            new Reference(original.get(), 1),
                                            context.withVisit(new StoredVisitMemory(
                                                    store, legacy.adapter().name(), mdtrtOf(original.get()))))
                                    .compose(undone -> Reversals.mark(store, message, undone)));
        } else if (ask.asked() == null || message.transaction().effect() == Transaction.Effect.NONE) {
            outcome = legacy.adapter().adapter().call(request, context);
        } else {
            outcome = find(legacy, new Reference(request, attempt - 1), context);
        }
        return outcome.map(answer -> AnswerCheck.check(message, ask.care(), answer));
    }

    private CallContext context(Message message, Target.Legacy legacy, Opened.Ask ask, int attempt, long budgetMillis) {
        return new CallContext(
                message.arrival().traceId(),
                message.msgid(),
                message.arrival().entry().id(),
                legacy.area(),
                attempt,
                clock.nanos() + budgetMillis * 1_000_000,
                new StoredVisitMemory(store, legacy.adapter().name(), visitOf(message, ask.care())));
    }

    /** An earlier call may have arrived: ask; adopt what is found; what is certainly absent is made impossible. */
    private static Future<Outcome<Body>> find(Target.Legacy legacy, Reference reference, CallContext context) {
        return legacy.adapter().adapter().query(reference, context).compose(found -> {
            if (!(found instanceof Outcome.Rejected)) {
                return Future.succeededFuture(found instanceof Outcome.Succeeded ? found : Outcome.unknown("query"));
            }
            return legacy.adapter()
                    .adapter()
                    .reverse(reference, context)
                    .map(undone -> undone instanceof Outcome.Succeeded
                            ? Fault.ABSENT.<Body>rejected()
                            : Outcome.<Body>unknown("reverse"));
        });
    }

    private static String visitOf(Message message, @Nullable Care care) {
        return care != null ? care.mdtrtId() : message.msgid();
    }

    private static String mdtrtOf(Request original) {
        Care care = original.care();
        return care != null ? care.mdtrtId() : original.msgid();
    }

    // ------------------------------------------------------------- neighbour

    private Future<Passage.Ended> askNeighbour(
            Message message, Node neighbour, Opened.Ask ask, int attempt, long budgetMillis) {
        int passed = message.arrival().hopsBefore()
                + message.routeTo(ask.destination()).map(r -> r.hops().size()).orElse(1);
        byte[] body = PeerCodec.write(new PeerCodec.PeerMessage(
                lastHere(message, ask.destination()),
                neighbour.id(),
                ask.destination(),
                message.arrival().traceId(),
                budgetMillis,
                attempt,
                passed,
                message.hash(),
                ask.care(),
                message.envelope().bytes()));
        String peer = String.valueOf(neighbour.peer());
        long start = clock.nanos();
        return link.send(peer, body, budgetMillis)
                .map(PeerCodec::readReply)
                .recover(failure -> Future.succeededFuture(new PeerCodec.PeerReply(
                        CallFailure.outcomeOf(failure), "link." + causeOf(failure), "", List.of())))
                .map(reply -> {
                    Outcome<Body> outcome = AnswerCheck.check(message, ask.care(), reply.outcome());
                    events.asked(peer, outcome.label(), (clock.nanos() - start) / 1_000);
                    String inner = reply.origin().isEmpty() ? outcome.label() : reply.origin();
                    return new Passage.Ended(
                            outcome,
                            ask.destination(),
                            Trace.origin(message.routeTo(ask.destination()).orElse(null), inner),
                            reply.hops(),
                            attempt);
                });
    }

    private static String lastHere(Message message, String destination) {
        return message.routeTo(destination)
                .map(route -> route.last().id())
                .orElse(message.arrival().entry().id());
    }

    private static String causeOf(Throwable failure) {
        return failure instanceof CallFailure call ? call.shortCause() : "failed";
    }

    // ---------------------------------------------------------------- shared

    private static Passage.Ended ended(Message message, Opened.Ask ask, Outcome<Body> outcome, int attempt) {
        String inner = "adapter."
                + (outcome instanceof Outcome.Unknown<Body> unknown
                        ? unknown.cause()
                        : outcome instanceof Outcome.NotSent<Body> notSent ? notSent.cause() : outcome.label());
        return new Passage.Ended(
                outcome,
                ask.destination(),
                Trace.origin(message.routeTo(ask.destination()).orElse(null), inner),
                List.of(),
                attempt);
    }

    /** The store failed: whether it wrote is not always known, so this is unknown unless it says otherwise. */
    private Answered broken(Message message, Passage passage, Throwable failure) {
        events.failed(message.infno(), message.msgid(), failure);
        boolean notDone = failure instanceof StoreException e && e.kind() != StoreException.Kind.UNKNOWN;
        return passage.unjournaled(notDone ? Outcome.notSent("store") : Outcome.unknown("store"), "store");
    }

    private Future<Answered> untilDeadline(Future<Answered> work, Message message, Trace trace) {
        if (work.isComplete()) {
            return work;
        }
        Promise<Answered> promise = Promise.promise();
        long left = Math.max(1, (message.arrival().deadlineNanos() - clock.nanos()) / 1_000_000);
        Timers.Handle timer = timers.after(left, () -> {
            Passage passage = new Passage(message, handlers, adapters, clock, trace, null);
            promise.tryComplete(passage.unjournaled(Outcome.unknown("deadline"), "deadline"));
        });
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
