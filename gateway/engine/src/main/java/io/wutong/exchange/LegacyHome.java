package io.wutong.exchange;

import io.vertx.core.Future;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Transaction;
import io.wutong.port.HomeAdapter;
import io.wutong.port.Needs;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.Request;
import org.jspecify.annotations.Nullable;

/**
 * Asks a home's legacy system, which does not dedupe: it is called once for each message, and after that only asked.
 *
 * <pre>
 *   first ──▶ call ─ refused for what can be mended ──▶ {@link Mending}, call again
 *   again ──▶ query ─ found ──▶ adopt
 *                   ─ absent ─▶ too early to say? unknown ; else reverse ─▶ certainly absent from now on
 * </pre>
 *
 * <p>A call whose answer was given up may still be on its way into the legacy system. So what is absent is reversed, and
 * called absent for good, only once it has been asked about often enough for a quarter of a minute to have passed.
 */
final class LegacyHome {

    /** Asks without the hospital before absent means absent: 1 + 2 + 4 + 8 seconds. */
    static final int ASKS_BEFORE_ABSENT = 4;

    private final Ports ports;
    private final Passage passage;
    private final Message message;
    private final Target.Legacy target;

    LegacyHome(Ports ports, Passage passage, Target.Legacy target) {
        this.ports = ports;
        this.passage = passage;
        this.message = passage.message();
        this.target = target;
    }

    /** Never fails. */
    Future<Outcome<Body>> ask(Opened.Ask ask, long budgetMillis) {
        if (ask.asked() == null
                && !knows()
                && !message.infno().equals(Transaction.SIDES)
                && message.transaction().effect() != Transaction.Effect.REVERSAL) {
            return Future.succeededFuture(passage.handlers().unsupported(message, target.area()));
        }
        CallContext context = context(ask.care(), ask.attempt(), budgetMillis);
        Request request = message.request(ask.destination(), ask.care());
        return asked(ask, request, context)
                .recover(failure -> Future.succeededFuture(CallFailure.outcomeOf(failure)))
                .map(answer -> AnswerCheck.check(message, ask.care(), answer));
    }

    private Future<Outcome<Body>> asked(Opened.Ask ask, Request request, CallContext context) {
        Exchange before = ask.asked();
        if (message.transaction().effect() == Transaction.Effect.REVERSAL) {
            return reverseOriginal(context);
        }
        if (message.infno().equals(Transaction.SIDES)) {
            return whetherItStands(context);
        }
        if (before == null || message.transaction().effect() == Transaction.Effect.NONE) {
            return new Mending(ports, message, target).call(request, context);
        }
        return find(
                new Reference(request, before.attempt()),
                context,
                before.pursuit().asks() >= ASKS_BEFORE_ABSENT);
    }

    private boolean knows() {
        return target.adapter().descriptor().transactions().contains(message.infno());
    }

    /** An earlier call may have arrived: ask; adopt what is found; what is certainly absent is made impossible. */
    private Future<Outcome<Body>> find(Reference reference, CallContext context, boolean absentIsAbsent) {
        return target.adapter().adapter().query(reference, context).compose(found -> {
            if (found instanceof Outcome.Succeeded) {
                return Future.succeededFuture(found);
            }
            if (!(found instanceof Outcome.Rejected) || !absentIsAbsent) {
                return Future.succeededFuture(
                        Outcome.unknown(found instanceof Outcome.Rejected ? "not_there_yet" : "query"));
            }
            return target.adapter()
                    .adapter()
                    .reverse(reference, context)
                    .map(undone -> undone instanceof Outcome.Succeeded
                            ? Fault.ABSENT.<Body>rejected()
                            : Outcome.<Body>unknown("reverse"));
        });
    }

    /** Whether the settlement that it names stands there: the question that finds the end of a call whose answer was lost. */
    private Future<Outcome<Body>> whetherItStands(CallContext context) {
        return ports.store()
                .read(Needs.rows(Reversals.originalKey(message)), rows -> rows.one(Reversals.originalKey(message)))
                .compose(original -> {
                    if (original.isEmpty()) {
                        // nothing was made at the place of care either: it has not come this far. Else our own
                        // journal may have been restored from a day before; the legacy system was not
                        return Future.succeededFuture(
                                message.data("data").textOr("setl_id", "").isEmpty()
                                        ? Outcome.succeeded(SideCheck.stands(false))
                                        : Outcome.unknown("not_in_journal"));
                    }
                    if (original.get().request().length == 0) { // reversed before it came: nobody was called
                        return Future.succeededFuture(Outcome.succeeded(SideCheck.stands(false)));
                    }
                    Request request = Reversals.request(original.get());
                    HomeAdapter its = itsHome(original.get(), request);
                    return its.adapter()
                            .query(new Reference(request, 1), itsOwn(context, its, request))
                            .map(found -> found instanceof Outcome.Rejected
                                    ? Outcome.succeeded(SideCheck.stands(false))
                                    : found.map(answer -> SideCheck.stands(true)));
                });
    }

    /** A 2601: what it names is undone, whatever became of it. */
    private Future<Outcome<Body>> reverseOriginal(CallContext context) {
        return Reversals.original(ports.store(), message).compose(original -> {
            if (original.isEmpty()) {
                return Future.succeededFuture(Outcome.succeeded(Body.EMPTY));
            }
            Request request = Reversals.request(original.get());
            HomeAdapter its = itsHome(original.get(), request);
            return its.adapter()
                    .reverse(new Reference(request, 1), itsOwn(context, its, request))
                    .compose(undone -> Reversals.mark(ports.store(), message, original.get(), undone));
        });
    }

    /** Where the original went: where its visit had begun. */
    private HomeAdapter itsHome(Exchange original, Request request) {
        Care care = request.care();
        return care == null
                ? target.adapter()
                : ports.adapters()
                        .find(target.area(), target.home().area(), Way.begun(care, original.receivedAt()))
                        .orElse(target.adapter());
    }

    /** Undoes what an exchange that has ended otherwise may have left behind. Never fails. */
    Future<Outcome<Body>> undo(Exchange ended, long budgetMillis) {
        Care care = Takeover.told(ended);
        Reference late = new Reference(message.request(ended.destination(), care), ended.attempt());
        return target.adapter()
                .adapter()
                .reverse(late, context(care, ended.attempt() + 1, budgetMillis))
                .recover(failure -> Future.succeededFuture(CallFailure.outcomeOf(failure)));
    }

    private CallContext context(@Nullable Care care, int attempt, long budgetMillis) {
        long deadline = ports.clock().nanos() + budgetMillis * 1_000_000;
        return new CallContext(
                message.arrival().traceId(),
                message.msgid(),
                message.arrival().entry().id(),
                target.area(),
                attempt,
                deadline,
                new StoredVisitMemory(
                        ports, target.adapter().name(), care != null ? care.mdtrtId() : message.msgid(), deadline));
    }

    /** The memory of the visit that the original was about. */
    private CallContext itsOwn(CallContext context, HomeAdapter its, Request original) {
        return context.withVisit(new StoredVisitMemory(ports, its.name(), visitOf(original), context.deadlineNanos()));
    }

    private static String visitOf(Request original) {
        Care care = original.care();
        return care != null ? care.mdtrtId() : original.msgid();
    }
}
