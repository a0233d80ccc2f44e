package io.wutong.payment;

import io.vertx.core.Future;
import io.wutong.cases.Case;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Random;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import io.wutong.work.Lease;
import io.wutong.work.Tenure;
import io.wutong.work.Waits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Works the outbox of payments: with every notification lost, each order and refund still reaches its end by asking.
 *
 * <p>A task of this worker's buckets is claimed by moving its time (guarded by its attempt and by the lease), worked, and
 * then closed or left for its next time as {@link Waits} says; after a day of tries it is an operator's case. What is
 * begun is not waited for: {@link UnderWay} bounds it.
 */
public final class PaymentTasks {

    /** From this question on, a quarter of a minute after the first, nothing that was sent before is on its way any more. */
    private static final int SETTLED_TRIES = 5;

    /** How often a closed or refused order is asked about, for two minutes; what is paid later is told, or stands in the day's bill. */
    private static final int RECHECKS = 7;

    private final Clock clock;
    private final Random random;
    private final Store store;
    private final Channels channels;
    private final Payments payments;
    private final DueTasks dueTasks;
    private final Tenure tenure;
    private final Function<Task, Future<Boolean>> charges;
    private final UnderWay underWay = new UnderWay();

    /** @param charges works a task of {@link Task#CHARGE}; true when it has nothing left to do */
    public PaymentTasks(
            Clock clock,
            Random random,
            Store store,
            Channels channels,
            Payments payments,
            DueTasks dueTasks,
            Tenure tenure,
            Function<Task, Future<Boolean>> charges) {
        this.clock = clock;
        this.random = random;
        this.store = store;
        this.channels = channels;
        this.payments = payments;
        this.dueTasks = dueTasks;
        this.tenure = tenure;
        this.charges = charges;
    }

    /** Begins what is due now and does not wait for it; how many. */
    public Future<Integer> run() {
        return begin(0);
    }

    private Future<Integer> begin(int before) {
        if (tenure.buckets().isEmpty() || !underWay.room()) {
            return Future.succeededFuture(before);
        }
        Set<String> full = underWay.full();
        return dueTasks.due(tenure.buckets().keySet(), tenure.databaseTime(), full, UnderWay.MAX)
                .compose(found -> {
                    int begun = before + start(found);
                    // what is due to a party that is full now may have hidden what is due to others
                    return found.size() == UnderWay.MAX && !full.containsAll(underWay.full())
                            ? begin(begun)
                            : Future.succeededFuture(begun);
                });
    }

    private int start(List<Task> found) {
        int begun = 0;
        for (Task task : found) {
            Optional<Lease> lease = tenure.lease(task.bucket());
            if (lease.isPresent() && underWay.begin(task)) {
                begun++;
                Future.succeededFuture().compose(now -> one(task, lease.get())).onComplete(ended -> underWay.end(task));
            }
        }
        return begun;
    }

    private Future<Void> one(Task task, Lease lease) {
        return claim(task, lease)
                .compose(claimed -> claimed.isEmpty() ? Future.succeededFuture() : tried(claimed.get()));
    }

    private Future<Void> tried(Task task) {
        return work(task).otherwise(false).compose(ended -> ended ? finish(task) : Future.succeededFuture());
    }

    /** True when the task has nothing left to do. */
    private Future<Boolean> work(Task task) {
        return switch (task.kind()) {
            case Task.WATCH_ORDER -> order(task).compose(order -> watch(order, task.attempts()));
            case Task.CLOSE_ORDER -> order(task).compose(order -> close(order, task.attempts()));
            case Task.RECHECK_ORDER -> order(task).compose(order -> recheck(order, task.attempts()));
            case Task.UNDO_ORDER ->
                store.commit(PaymentCommands.undo(task.node(), task.ref(), random.serial(14), clock.now()))
                        .map(true);
            case Task.REFUND -> refund(task);
            case Task.RETURN_INSURANCE ->
                order(task)
                        .compose(order -> payments.insured.takeBack(
                                channel(order.channel()), order, "R" + order.orderNo(), task.attempts()));
            case Task.APPLY_EVENT -> apply(task);
            case Task.CHARGE -> charges.apply(task);
            default -> Future.succeededFuture(true);
        };
    }

    /** @param attempt of this task; the order itself was sent once before */
    private Future<Boolean> watch(PaymentOrder order, int attempt) {
        if (order.state() != OrderState.CREATED && order.state() != OrderState.OPEN) {
            return Future.succeededFuture(true);
        }
        PaymentChannel channel = channel(order.channel());
        if (order.insured()) {
            return watchBoth(channel, order, attempt);
        }
        return ask(channel.query(order.toPayOrder(), payments.context(order.orderNo(), attempt)))
                .compose(outcome -> {
                    if (outcome instanceof Outcome.Succeeded<PaymentStatus> known
                            && known.answer().state() == PaymentStatus.State.PAID) {
                        return payments.paid(known.answer(), "query").map(true);
                    }
                    if (outcome instanceof Outcome.Succeeded<PaymentStatus> known
                            && known.answer().state() == PaymentStatus.State.FAILED) {
                        return store.commit(PaymentCommands.refused(order, false, random.serial(14), clock.now()))
                                .compose(after -> payments.told(after.node(), after.orderNo()))
                                .map(true);
                    }
                    if (!clock.now().isBefore(order.expiresAt())) {
                        return store.commit(PaymentCommands.close(
                                        order.node(), order.orderNo(), random.serial(14), "expired", clock.now()))
                                .map(true);
                    }
                    // our order's answer was lost: the same order, sent the same way, gives its prompt again
                    boolean payable = outcome instanceof Outcome.Rejected
                            || (outcome instanceof Outcome.Succeeded<PaymentStatus> status
                                    && status.answer().state() == PaymentStatus.State.UNPAID);
                    return order.state() == OrderState.CREATED && payable
                            ? payments.prompt(channel, order, attempt + 1)
                                    .compose(after -> after.state() == OrderState.CREATED
                                            ? Future.succeededFuture(after)
                                            : payments.told(after.node(), after.orderNo()))
                                    .map(false)
                            : Future.succeededFuture(false);
                });
    }

    /** As {@link #watch}, where the channel takes the insurance's half too. */
    private Future<Boolean> watchBoth(PaymentChannel channel, PaymentOrder order, int attempt) {
        return payments.insured.look(channel, order, attempt, "query").compose(seen -> {
            if (seen.order().state() != order.state()) {
                return Future.succeededFuture(true);
            }
            if (!clock.now().isBefore(order.expiresAt())) {
                return store.commit(PaymentCommands.close(
                                order.node(), order.orderNo(), random.serial(14), "expired", clock.now()))
                        .map(true);
            }
            boolean again = order.state() == OrderState.CREATED
                    && (seen.said() instanceof Outcome.Rejected || seen.said() instanceof Outcome.Succeeded);
            return again
                    ? payments.prompt(channel, order, attempt + 1)
                            .compose(after -> after.state() == OrderState.CREATED
                                    ? Future.succeededFuture(after)
                                    : payments.told(after.node(), after.orderNo()))
                            .map(false)
                    : Future.succeededFuture(false);
        });
    }

    private Future<Boolean> closeBoth(PaymentChannel channel, PaymentOrder order, int attempt) {
        return payments.insured
                .look(channel, order, attempt, "query")
                .compose(seen -> seen.order().state() != OrderState.CLOSING
                        ? Future.succeededFuture(true)
                        : payments.insured.close(
                                channel, order, seen, attempt, order.prompt() == null && attempt < SETTLED_TRIES));
    }

    private Future<Boolean> close(PaymentOrder order, int attempt) {
        if (order.state() != OrderState.CLOSING) {
            return Future.succeededFuture(true);
        }
        PaymentChannel channel = channel(order.channel());
        if (order.insured()) {
            return closeBoth(channel, order, attempt);
        }
        PayOrder asked = order.toPayOrder();
        // what we charged ourselves cannot be closed: it is undone, whatever became of it
        Future<Outcome<Void>> ended = order.charged()
                ? channel.reverse(asked, payments.context(order.orderNo(), attempt))
                : channel.close(asked, payments.context(order.orderNo(), attempt));
        return ask(ended).compose(outcome -> {
            if (outcome instanceof Outcome.Succeeded) {
                return closed(order);
            }
            if (!(outcome instanceof Outcome.Rejected)) {
                return Future.succeededFuture(false);
            }
            return ask(channel.query(order.toPayOrder(), payments.context(order.orderNo(), attempt)))
                    .compose(state -> {
                        if (state instanceof Outcome.Rejected) {
                            // never had it, or it is still on its way there and could be paid unseen
                            return order.prompt() == null && attempt < SETTLED_TRIES
                                    ? Future.succeededFuture(false)
                                    : closed(order);
                        }
                        if (state instanceof Outcome.Succeeded<PaymentStatus> known) {
                            return switch (known.answer().state()) {
                                case PAID ->
                                    payments.paid(known.answer(), "query").map(true);
                                // given back, or never had
                                case CLOSED, REFUNDING, FAILED -> closed(order);
                                default -> Future.succeededFuture(false);
                            };
                        }
                        return Future.succeededFuture(false);
                    });
        });
    }

    private Future<Boolean> closed(PaymentOrder order) {
        return store.commit(PaymentCommands.closed(order.node(), order.orderNo(), random.serial(14), clock.now()))
                .compose(after -> payments.told(after.node(), after.orderNo()))
                .map(true);
    }

    /** @param attempt counted from one */
    private Future<Boolean> recheck(PaymentOrder order, int attempt) {
        if (order.state() != OrderState.CLOSED && order.state() != OrderState.FAILED) {
            return Future.succeededFuture(true);
        }
        if (order.insured()) {
            return payments.insured
                    .look(channel(order.channel()), order, attempt, "query")
                    .map(seen -> seen.order().state() != order.state() || attempt >= RECHECKS);
        }
        return ask(channel(order.channel()).query(order.toPayOrder(), payments.context(order.orderNo(), attempt)))
                .compose(outcome -> outcome instanceof Outcome.Succeeded<PaymentStatus> known
                                && known.answer().state() == PaymentStatus.State.PAID
                        ? payments.paid(known.answer(), "query").map(true)
                        : Future.succeededFuture(attempt >= RECHECKS));
    }

    private Future<Boolean> refund(Task task) {
        Key<Refund> key = Refund.key(task.node(), task.ref());
        return store.read(Needs.rows(key), rows -> rows.one(key))
                .compose(found -> found.isEmpty() || found.get().state() == RefundState.REFUNDED
                        ? Future.succeededFuture(true)
                        : order(task.node(), found.get().orderNo())
                                .compose(order -> refund(found.get(), order, task.attempts())));
    }

    private Future<Boolean> refund(Refund refund, PaymentOrder order, int attempt) {
        PaymentChannel channel = channel(refund.channel());
        // the insurance's half goes before the cash, when all goes
        Future<Boolean> free = order.insured() && refund.refundNo().equals("R" + order.orderNo())
                ? payments.insured.takeBack(channel, order, refund.refundNo(), attempt)
                : Future.succeededFuture(true);
        return free.compose(done -> done ? refundCash(channel, refund, order, attempt) : Future.succeededFuture(false));
    }

    private Future<Boolean> refundCash(PaymentChannel channel, Refund refund, PaymentOrder order, int attempt) {
        RefundOrder asked = refund.toRefundOrder(order);
        CallContext context = payments.context(refund.refundNo(), attempt);
        Supplier<Future<Outcome<RefundStatus>>> send = () -> order.insured()
                ? payments.insured.ask(channel, order, attempt, (both, of, ctx) -> both.refund(of, asked, ctx))
                : ask(channel.refund(asked, context));
        Supplier<Future<Outcome<RefundStatus>>> look = () -> order.insured()
                ? payments.insured.ask(channel, order, attempt, (both, of, ctx) -> both.queryRefund(of, asked, ctx))
                : ask(channel.queryRefund(asked, context));
        Future<Outcome<RefundStatus>> said = refund.state() == RefundState.DUE
                ? send.get()
                : look.get()
                        // the channel does not know it, or will not say: the same again is one refund
                        .compose(outcome ->
                                outcome instanceof Outcome.Rejected ? send.get() : Future.succeededFuture(outcome));
        return said.compose(outcome -> outcome instanceof Outcome.Succeeded<RefundStatus> known
                ? store.commit(RefundCommands.refunded(
                                refund.node(), known.answer(), random.serial(14), "channel", clock.now()))
                        .compose(after ->
                                payments.told(after.node(), after.orderNo()).map(after.state() == RefundState.REFUNDED))
                : Future.succeededFuture(false));
    }

    private Future<Boolean> apply(Task task) {
        int slash = task.ref().indexOf('/');
        Key<Notification> key =
                Notification.key(task.ref().substring(0, slash), task.ref().substring(slash + 1));
        return store.read(Needs.rows(key), rows -> rows.one(key))
                .compose(found ->
                        found.filter(n -> n.state().equals(Notification.STORED)).isPresent()
                                ? payments.apply(found.get()).map(true)
                                : Future.succeededFuture(true));
    }

    // ---------------------------------------------------------------- shared

    private Future<PaymentOrder> order(Task task) {
        return order(task.node(), task.ref());
    }

    private Future<PaymentOrder> order(String node, String orderNo) {
        Key<PaymentOrder> key = PaymentOrder.key(node, orderNo);
        return store.read(Needs.rows(key), rows -> rows.one(key).orElseThrow());
    }

    private PaymentChannel channel(String name) {
        return channels.find(name)
                .orElseThrow(() -> new IllegalStateException("channel " + name + " is not configured"));
    }

    private static <T> Future<Outcome<T>> ask(Future<Outcome<T>> call) {
        return call.recover(failure -> Future.succeededFuture(CallFailure.outcomeOf(failure)));
    }

    private Future<Optional<Task>> claim(Task task, Lease lease) {
        Instant now = tenure.databaseTime();
        Duration wait = Waits.after(task.attempts(), Waits.jitter(random));
        Case given = Case.open(task.node(), Case.TASK, task.kind() + "/" + task.ref(), "no_answer_for_a_day", now);
        return store.commit(new Command<Optional<Task>>() {
            @Override
            public Needs needs() {
                return Needs.rows(lease.key(), task.key(), given.key());
            }

            @Override
            public Decision<Optional<Task>> decide(Rows rows) {
                Optional<Task> current =
                        rows.one(task.key()).filter(t -> t.state().equals(Task.DUE) && t.attempts() == task.attempts());
                if (current.isEmpty()
                        || rows.one(lease.key()).filter(lease::equals).isEmpty()) {
                    return Decision.nothing(Optional.empty());
                }
                if (current.get().attempts() >= Waits.TRIES_MAX) {
                    Task dead = current.get().dead("no answer for a day");
                    return Decision.of(Optional.empty(), List.of(dead, given));
                }
                Task claimed = current.get().later(now.plus(wait), "");
                return Decision.of(Optional.of(claimed), List.of(claimed));
            }
        });
    }

    private Future<Void> finish(Task task) {
        Command<Boolean> done = new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(task.key());
            }

            @Override
            public Decision<Boolean> decide(Rows rows) {
                return Decision.of(
                        true,
                        rows.one(task.key())
                                .map(t -> List.<io.wutong.port.Row>of(t.done()))
                                .orElse(List.of()));
            }
        };
        return store.commit(done).mapEmpty();
    }
}
