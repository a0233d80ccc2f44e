package io.wutong.payment;

import io.vertx.core.Future;
import io.wutong.envelope.Fault;
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
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Fen;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RawNotification;
import io.wutong.spi.VisitMemory;
import java.util.List;
import java.util.Optional;

/**
 * The patient's own share: orders at a payment channel and the channel's callbacks.
 *
 * <pre>
 *   open ─ store order ─▶ channel.pay ─▶ prompt (the QR text)      unknown ─▶ the watch task asks
 *   callback ─ verify ─▶ cross-check and store ─▶ acknowledge ─▶ apply: paid, books, terminals told
 * </pre>
 */
public final class Payments {

    /** A channel's call. */
    static final long CHANNEL_MILLIS = 8_000;

    private final Clock clock;
    private final Random random;
    private final Store store;
    private final Channels channels;
    private final PaymentEvents events;
    private final String callbackBase;

    /** @param callbackBase where channels call back, for instance {@code https://pay.example.org/callbacks} */
    public Payments(
            Clock clock, Random random, Store store, Channels channels, PaymentEvents events, String callbackBase) {
        this.clock = clock;
        this.random = random;
        this.store = store;
        this.channels = channels;
        this.events = events;
        this.callbackBase = callbackBase;
    }

    /**
     * Opens an order for what a settlement leaves to the patient, or gives the one that is open. Fails with a
     * {@link io.wutong.envelope.Refusal} when there is nothing to pay.
     */
    public Future<PaymentOrder> open(String node, String setlId, String fixmedinsCode, String channel) {
        Optional<PaymentChannel> found = channels.find(channel);
        if (found.isEmpty()) {
            return Future.failedFuture(Fault.CHANNEL.refusal(channel));
        }
        return store.commit(PaymentCommands.open(new PaymentCommands.Opening(
                        node,
                        setlId,
                        fixmedinsCode,
                        channel,
                        callbackBase + "/" + channel,
                        random.serial(14),
                        clock.now())))
                .compose(order -> order.state() == OrderState.CREATED
                        ? prompt(found.get(), order, 1)
                        : Future.succeededFuture(order));
    }

    /** Asks the channel; the same order is sent the same way each time. */
    Future<PaymentOrder> prompt(PaymentChannel channel, PaymentOrder order, int attempt) {
        return channel.pay(order.toPayOrder(), context(order.orderNo(), attempt))
                .recover(failure -> Future.succeededFuture(CallFailure.outcomeOf(failure)))
                .compose(outcome -> {
                    if (outcome instanceof Outcome.Succeeded<PayPrompt> succeeded) {
                        return store.commit(PaymentCommands.prompted(
                                order, Optional.of(succeeded.answer().content()), random.serial(14), clock.now()));
                    }
                    if (outcome instanceof Outcome.Rejected) {
                        return store.commit(
                                PaymentCommands.prompted(order, Optional.empty(), random.serial(14), clock.now()));
                    }
                    // the watch task asks again; a notification may have been faster than this
                    return find(order.orderNo(), order.fixmedinsCode());
                });
    }

    /** An order, to the institution that it belongs to. */
    public Future<PaymentOrder> find(String orderNo, String fixmedinsCode) {
        Key<PaymentOrder> key = PaymentOrder.key(nodeOf(orderNo), orderNo);
        return store.read(
                Needs.rows(key),
                rows -> rows.one(key)
                        .filter(order -> order.fixmedinsCode().equals(fixmedinsCode))
                        .orElseThrow(() -> Fault.ORDER.refusal(orderNo)));
    }

    /** Closes an unpaid order; its end comes as an event. */
    public Future<PaymentOrder> close(String orderNo, String fixmedinsCode) {
        return find(orderNo, fixmedinsCode)
                .compose(order -> store.commit(
                        PaymentCommands.close(order.node(), orderNo, random.serial(14), "terminal", clock.now())));
    }

    /** The end of a callback: what the channel is answered, and what to do once it has been. */
    public record Received(Acknowledgement acknowledgement, Optional<Notification> toApply, String refusal) {}

    /**
     * Takes a callback: never a success before it is verified, cross-checked and durable. The caller answers first and
     * then calls {@link #apply}; a crash between is healed by the outbox.
     */
    public Future<Received> receive(String channelName, RawNotification raw) {
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
        String node = nodeOf(event.orderNo());
        Key<Notification> key = Notification.key(channelName, event.eventId());
        Key<PaymentOrder> orderKey = PaymentOrder.key(node, event.orderNo());
        return store.commit(new Command<Notification>() {
            @Override
            public Needs needs() {
                return Needs.rows(key, orderKey);
            }

            @Override
            public Decision<Notification> decide(Rows rows) {
                Optional<Notification> before = rows.one(key);
                if (before.isPresent() && !before.get().state().equals(Notification.REFUSED)) {
                    return Decision.nothing(before.get());
                }
                String wrong = wrong(rows.one(orderKey), channelName, event);
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
                                Task.due(node, Task.APPLY_EVENT, channelName + "/" + event.eventId(), clock.now()))
                        : List.of(kept);
                return Decision.of(kept, writes);
            }
        });
    }

    private static String wrong(Optional<PaymentOrder> found, String channel, PaymentEvent event) {
        if (found.isEmpty() || !found.get().channel().equals(channel)) {
            return Fault.ORDER.zh(event.orderNo());
        }
        PaymentOrder order = found.get();
        if (event instanceof PaymentEvent.Payment payment && payment.status().state() == PaymentStatus.State.PAID) {
            try {
                PaymentCommands.requireSame(order, payment.status());
            } catch (io.wutong.envelope.Refusal refusal) {
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
    public Future<Void> apply(Notification notification) {
        PaymentEvent event = PaymentEventText.read(notification.content());
        Future<?> applied;
        if (event instanceof PaymentEvent.Payment payment && payment.status().state() == PaymentStatus.State.PAID) {
            applied = paid(payment.status(), "event:" + notification.eventId());
        } else if (event instanceof PaymentEvent.Refund refund) {
            applied = store.commit(PaymentCommands.refunded(
                            nodeOf(refund.orderNo()),
                            refund.status(),
                            random.serial(14),
                            "event:" + notification.eventId(),
                            clock.now()))
                    .compose(r -> told(r.node(), r.orderNo()));
        } else {
            applied = Future.succeededFuture();
        }
        return applied.compose(done -> applied(notification));
    }

    Future<PaymentOrder> paid(PaymentStatus status, String cause) {
        return store.commit(
                        PaymentCommands.paid(nodeOf(status.orderNo()), status, random.serial(14), cause, clock.now()))
                .onSuccess(events::changed);
    }

    /** Tells the terminals of an order as it stands now. */
    Future<PaymentOrder> told(String node, String orderNo) {
        Key<PaymentOrder> key = PaymentOrder.key(node, orderNo);
        return store.read(Needs.rows(key), rows -> rows.one(key).orElseThrow(() -> Fault.ORDER.refusal(orderNo)))
                .onSuccess(events::changed);
    }

    private Future<Void> applied(Notification notification) {
        String node = nodeOf(notification.orderNo());
        Key<Task> taskKey = Task.key(node, Task.APPLY_EVENT, notification.channel() + "/" + notification.eventId());
        return store.commit(new Command<Notification>() {
                    @Override
                    public Needs needs() {
                        return Needs.rows(notification.key(), taskKey);
                    }

                    @Override
                    public Decision<Notification> decide(Rows rows) {
                        Notification after = notification.withState(Notification.APPLIED);
                        List<Row> writes = new java.util.ArrayList<>(List.of(after));
                        rows.one(taskKey).ifPresent(task -> writes.add(task.done()));
                        return Decision.of(after, writes);
                    }
                })
                .mapEmpty();
    }

    /** The node is the first six digits of its order numbers. */
    static String nodeOf(String orderNo) {
        String number = orderNo.startsWith("R") ? orderNo.substring(1) : orderNo;
        return number.length() < 6 ? "" : number.substring(0, 6);
    }

    /** @param attempt from 1: to a channel a refusal of the first try says more than one of the second */
    CallContext context(String ref, int attempt) {
        return new CallContext(
                random.hex(32),
                ref,
                nodeOf(ref),
                "channel",
                attempt,
                clock.nanos() + CHANNEL_MILLIS * 1_000_000,
                NO_VISIT);
    }

    private static final VisitMemory NO_VISIT = new VisitMemory() {
        @Override
        public Future<Optional<String>> recall() {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public Future<Void> remember(String text) {
            return Future.failedFuture(new IllegalStateException("a payment has no visit to remember"));
        }
    };
}
