package io.wutong.payment;

import io.vertx.core.Future;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.payment.Payments.Received;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Random;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.spi.Acknowledgement;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Fen;
import io.wutong.spi.Outcome;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RawNotification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What channels tell: verified by the channel's plugin, cross-checked with the order, stored, acknowledged, and only
 * then acted on.
 */
final class Callbacks {

    private final Clock clock;
    private final Random random;
    private final Store store;
    private final Channels channels;
    private final Payments payments;

    Callbacks(Clock clock, Random random, Store store, Channels channels, Payments payments) {
        this.clock = clock;
        this.random = random;
        this.store = store;
        this.channels = channels;
        this.payments = payments;
    }

    /**
     * Takes a callback: never a success before it is verified, cross-checked and durable. The caller answers first and
     * then calls {@link #apply}; a crash between is healed by the outbox.
     */
    Future<Received> receive(String channelName, RawNotification raw) {
        Optional<PaymentChannel> found = channels.find(channelName);
        if (found.isEmpty()) {
            // answered as a bad signature is: nobody learns which accounts exist
            return Future.succeededFuture(
                    refused(new Acknowledgement(401, "application/json", "{\"code\":\"FAIL\"}"), ""));
        }
        PaymentChannel channel = found.get();
        return channel.verifyNotification(raw)
                .recover(failure -> Future.succeededFuture(CallFailure.outcomeOf(failure)))
                .compose(outcome -> outcome instanceof Outcome.Succeeded<PaymentEvent> succeeded
                        ? keep(channelName, succeeded.answer(), raw)
                                .map(kept -> kept.state().equals(Notification.REFUSED)
                                        ? refused(channel.acknowledge(false), kept.content())
                                        : new Received(channel.acknowledge(true), Optional.of(kept), ""))
                                .recover(failure -> Future.succeededFuture(
                                        refused(channel.acknowledge(false), String.valueOf(failure.getMessage()))))
                        : Future.succeededFuture(refused(
                                outcome instanceof Outcome.Rejected
                                        ? new Acknowledgement(401, "application/json", "{\"code\":\"FAIL\"}")
                                        : channel.acknowledge(false),
                                outcome.label())));
    }

    private static Received refused(Acknowledgement acknowledgement, String why) {
        return new Received(acknowledgement, Optional.empty(), why);
    }

    /** Cross-checks with the order and stores: as {@code STORED} with a task, or as {@code REFUSED} evidence. */
    private Future<Notification> keep(String channelName, PaymentEvent event, RawNotification raw) {
        String node = Payments.nodeOf(event.orderNo());
        Key<Notification> key = Notification.key(channelName, event.eventId());
        Key<PaymentOrder> orderKey = PaymentOrder.key(node, event.orderNo());
        Key<InsuredOrder> insuredKey = InsuredOrder.key(node, event.orderNo());
        boolean both = event instanceof PaymentEvent.Insurance;
        return store.commit(new Command<Notification>() {
            @Override
            public Needs needs() {
                return Needs.rows(key, orderKey).and(both ? Needs.rows(insuredKey) : Needs.NONE);
            }

            @Override
            public Decision<Notification> decide(Rows rows) {
                Optional<Notification> before = rows.one(key);
                if (before.isPresent() && !before.get().state().equals(Notification.REFUSED)) {
                    return Decision.nothing(before.get());
                }
                String wrong =
                        wrong(rows.one(orderKey), both ? rows.one(insuredKey) : Optional.empty(), channelName, event);
                Notification kept = new Notification(
                        channelName,
                        event.eventId(),
                        event.orderNo(),
                        wrong.isEmpty() ? Notification.STORED : Notification.REFUSED,
                        wrong.isEmpty() ? PaymentEventText.write(event) : wrong,
                        raw.body().getBytes(),
                        clock.now());
                List<Row> writes = wrong.isEmpty()
                        ? List.of(
                                kept,
                                Task.atOnce(node, Task.APPLY_EVENT, channelName + "/" + event.eventId())
                                        .of(channelName))
                        : List.of(kept);
                return Decision.of(kept, writes);
            }
        });
    }

    private static String wrong(
            Optional<PaymentOrder> found, Optional<InsuredOrder> insured, String channel, PaymentEvent event) {
        if (found.isEmpty() || !found.get().channel().equals(channel)) {
            return Fault.ORDER.zh(event.orderNo());
        }
        PaymentOrder order = found.get();
        if (event instanceof PaymentEvent.Payment payment && payment.status().state() == PaymentStatus.State.PAID) {
            try {
                PaymentCommands.requireSame(order, payment.status());
            } catch (Refusal refusal) {
                return String.valueOf(refusal.getMessage());
            }
        }
        if (event instanceof PaymentEvent.Insurance both) {
            if (insured.isEmpty()) {
                return Fault.ORDER.zh(event.orderNo());
            }
            try {
                insured.get().requireSame(both.status());
            } catch (Refusal refusal) {
                return String.valueOf(refusal.getMessage());
            }
        }
        if (event instanceof PaymentEvent.Refund refund
                && (refund.status().totalFen() != order.amountFen()
                        || refund.status().refundFen() > order.amountFen())) {
            return Fault.SUM.zh("退款 " + Fen.format(refund.status().refundFen()));
        }
        return "";
    }

    /** Acts on a stored callback; safe to repeat. */
    Future<Void> apply(Notification notification) {
        PaymentEvent event = PaymentEventText.read(notification.content());
        Future<?> applied;
        if (event instanceof PaymentEvent.Payment payment && payment.status().state() == PaymentStatus.State.PAID) {
            applied = paidByEvent(payment.status(), "event:" + notification.eventId());
        } else if (event instanceof PaymentEvent.Refund refund) {
            applied = store.commit(RefundCommands.refunded(
                            Payments.nodeOf(refund.orderNo()),
                            refund.status(),
                            random.serial(14),
                            "event:" + notification.eventId(),
                            clock.now()))
                    .compose(r -> payments.told(r.node(), r.orderNo()));
        } else if (event instanceof PaymentEvent.Insurance) {
            applied = order(event.orderNo()).compose(order -> look(order, "event:" + notification.eventId()));
        } else {
            applied = Future.succeededFuture();
        }
        return applied.compose(done -> applied(notification));
    }

    private Future<PaymentOrder> order(String orderNo) {
        Key<PaymentOrder> key = PaymentOrder.key(Payments.nodeOf(orderNo), orderNo);
        return store.read(Needs.rows(key), rows -> rows.one(key).orElseThrow(() -> Fault.ORDER.refusal(orderNo)));
    }

    /** What is told of one half says nothing of the other: both are asked for. */
    private Future<PaymentOrder> look(PaymentOrder order, String cause) {
        PaymentChannel channel =
                channels.find(order.channel()).orElseThrow(() -> Fault.CHANNEL.refusal(order.channel()));
        return payments.insured
                .look(channel, order, 1, cause)
                .compose(seen -> seen.said() instanceof Outcome.Succeeded
                        ? Future.succeededFuture(seen.order())
                        : Future.failedFuture("both halves of " + order.orderNo() + ": "
                                + seen.said().label()));
    }

    /**
     * A payment told after its order had ended may have been undone since, by our own reversal: the channel is asked
     * before any money is given back for it.
     */
    private Future<?> paidByEvent(PaymentStatus status, String cause) {
        Key<PaymentOrder> key = PaymentOrder.key(Payments.nodeOf(status.orderNo()), status.orderNo());
        return store.read(Needs.rows(key), rows -> rows.one(key)).compose(found -> {
            if (found.filter(PaymentOrder::insured).isPresent()) {
                return look(found.get(), cause);
            }
            boolean late = found.filter(
                            order -> order.state() == OrderState.CLOSED || order.state() == OrderState.FAILED)
                    .isPresent();
            if (!late) {
                return payments.paid(status, cause);
            }
            PaymentOrder order = found.get();
            PaymentChannel channel =
                    channels.find(order.channel()).orElseThrow(() -> Fault.CHANNEL.refusal(order.channel()));
            return channel.query(order.toPayOrder(), payments.context(order.orderNo(), 1))
                    .recover(failure -> Future.succeededFuture(CallFailure.outcomeOf(failure)))
                    .compose(outcome -> {
                        if (!(outcome instanceof Outcome.Succeeded<PaymentStatus> known)) {
                            return Future.failedFuture("late payment of " + order.orderNo() + ": " + outcome.label());
                        }
                        return known.answer().state() == PaymentStatus.State.PAID
                                ? payments.paid(known.answer(), cause)
                                : Future.succeededFuture(order);
                    });
        });
    }

    private Future<Void> applied(Notification notification) {
        String node = Payments.nodeOf(notification.orderNo());
        Key<Task> taskKey = Task.key(node, Task.APPLY_EVENT, notification.channel() + "/" + notification.eventId());
        return store.commit(new Command<Notification>() {
                    @Override
                    public Needs needs() {
                        return Needs.rows(notification.key(), taskKey);
                    }

                    @Override
                    public Decision<Notification> decide(Rows rows) {
                        Notification after = notification.withState(Notification.APPLIED);
                        List<Row> writes = new ArrayList<>(List.of(after));
                        rows.one(taskKey).ifPresent(task -> writes.add(task.done()));
                        return Decision.of(after, writes);
                    }
                })
                .mapEmpty();
    }
}
