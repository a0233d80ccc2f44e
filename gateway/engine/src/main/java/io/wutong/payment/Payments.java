package io.wutong.payment;

import io.vertx.core.Future;
import io.wutong.envelope.Fault;
import io.wutong.port.Clock;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Random;
import io.wutong.port.Store;
import io.wutong.spi.Acknowledgement;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.InsuranceOrders;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RawNotification;
import io.wutong.spi.RefundStatus;
import io.wutong.spi.VisitMemory;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    private final Callbacks callbacks;
    final InsuredOrders insured;

    /** @param callbackBase where channels call back, for instance {@code https://pay.example.org/callbacks} */
    public Payments(
            Clock clock, Random random, Store store, Channels channels, PaymentEvents events, String callbackBase) {
        this.clock = clock;
        this.random = random;
        this.store = store;
        this.channels = channels;
        this.events = events;
        this.callbackBase = callbackBase;
        this.insured = new InsuredOrders(clock, random, store, this);
        this.callbacks = new Callbacks(clock, random, store, channels, this);
    }

    /**
     * Opens an order for what a settlement leaves to the patient, or gives the one that is open. Fails with a
     * {@link io.wutong.envelope.Refusal} when there is nothing to pay.
     */
    public Future<PaymentOrder> open(String node, String setlId, String fixmedinsCode, String channel) {
        return open(node, setlId, fixmedinsCode, channel, null);
    }

    /**
     * As {@link #open}, paid by the code that the patient shows; its digits say whose it is.
     *
     * @param channel empty for the only one that collects by such codes
     */
    public Future<PaymentOrder> collect(
            String node, String setlId, String fixmedinsCode, Optional<String> channel, String code) {
        return Future.succeededFuture()
                .compose(go -> open(node, setlId, fixmedinsCode, chosen(channel, Optional.of(code)), code));
    }

    /**
     * The channel that collects; without a name the only one that collects by such codes.
     *
     * @throws io.wutong.envelope.Refusal when there is none
     */
    public String chosen(Optional<String> channel, Optional<String> code) {
        if (code.isEmpty()) {
            String name = channel.orElse("");
            if (channels.find(name).isEmpty()) {
                throw Fault.CHANNEL.refusal(name);
            }
            return name;
        }
        PaymentCode wallet = PaymentCode.of(code.get());
        List<String> collecting = channels.collecting(wallet).stream()
                .filter(name -> channel.isEmpty() || name.equals(channel.get()))
                .toList();
        if (collecting.size() != 1) {
            throw Fault.WALLET.refusal(wallet.name());
        }
        return collecting.get(0);
    }

    private Future<PaymentOrder> open(
            String node, String setlId, String fixmedinsCode, String channel, @Nullable String payer) {
        Optional<PaymentChannel> found = channels.find(channel);
        if (found.isEmpty()) {
            return Future.failedFuture(Fault.CHANNEL.refusal(channel));
        }
        return store.commit(PaymentCommands.open(opening(node, setlId, fixmedinsCode, channel, payer)))
                .compose(order -> order.state() == OrderState.CREATED
                        ? prompt(found.get(), order, 1)
                        : Future.succeededFuture(order));
    }

    private PaymentCommands.Opening opening(
            String node, String setlId, String fixmedinsCode, String channel, @Nullable String payer) {
        return opening(node, setlId, fixmedinsCode, channel, payer, false);
    }

    /** What makes a new order, with a number of its own. */
    public PaymentCommands.Opening opening(
            String node,
            String setlId,
            String fixmedinsCode,
            String channel,
            @Nullable String payer,
            boolean byCredit) {
        return new PaymentCommands.Opening(
                node,
                setlId,
                fixmedinsCode,
                channel,
                callbackBase + "/" + channel,
                random.serial(14),
                clock.now(),
                payer,
                byCredit,
                false);
    }

    /**
     * Asks the channel of an order that it has not answered yet.
     *
     * @param first nobody has asked before; else the channel is asked whether it has the order already
     */
    public Future<PaymentOrder> prompt(PaymentOrder order, boolean first) {
        return channels.find(order.channel())
                .map(channel -> prompt(channel, order, first ? 1 : 2))
                .orElseGet(() -> Future.failedFuture(Fault.CHANNEL.refusal(order.channel())));
    }

    /** Asks the channel; the same order is sent the same way each time. */
    Future<PaymentOrder> prompt(PaymentChannel channel, PaymentOrder order, int attempt) {
        Future<Outcome<PayPrompt>> said = order.insured()
                ? insured.open(channel, order, attempt)
                : channel.pay(order.toPayOrder(), context(order.orderNo(), attempt))
                        .recover(failure -> Future.succeededFuture(CallFailure.outcomeOf(failure)));
        return said.compose(outcome -> {
            if (outcome instanceof Outcome.Succeeded<PayPrompt> succeeded) {
                return store.commit(PaymentCommands.prompted(
                                order, succeeded.answer().content(), random.serial(14), clock.now()))
                        .compose(open -> open.charged() ? askOnce(channel, open) : Future.succeededFuture(open));
            }
            if (order.insured()
                    && outcome instanceof Outcome.Rejected<PayPrompt> rejected
                    && rejected.code().equals(InsuranceOrders.AUTHORISATION_OVER)) {
                // waits for another authorisation as long as an order waits for its patient
                return insured.authorisationOver(order).compose(noted -> find(order.orderNo(), order.fixmedinsCode()));
            }
            if (outcome instanceof Outcome.Rejected) {
                // whoever pays all the same is found: what the insurer may have been asked for is looked at once more
                boolean recheck = attempt > 1 || order.insured();
                return store.commit(PaymentCommands.refused(order, recheck, random.serial(14), clock.now()));
            }
            // the watch task asks again; a notification may have been faster than this
            return find(order.orderNo(), order.fixmedinsCode());
        });
    }

    /** Whether a channel takes insurance and cash in one order. */
    public boolean insures(String channel) {
        return channels.find(channel).flatMap(PaymentChannel::insuranceOrders).isPresent();
    }

    /** A scanned code often pays at once, but only a query proves it; the watch task asks on. */
    private Future<PaymentOrder> askOnce(PaymentChannel channel, PaymentOrder order) {
        return channel.query(order.toPayOrder(), context(order.orderNo(), 1))
                .recover(failure -> Future.succeededFuture(CallFailure.outcomeOf(failure)))
                .compose(outcome -> outcome instanceof Outcome.Succeeded<PaymentStatus> known
                                && known.answer().state() == PaymentStatus.State.PAID
                        ? paid(known.answer(), "query")
                        : Future.succeededFuture(order));
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

    /** Takes the patient's share at the counter: cash or a bank card. */
    public Future<PaymentOrder> take(String node, String setlId, String fixmedinsCode, CounterReceipt receipt) {
        return store.commit(Counter.take(node, setlId, fixmedinsCode, receipt, random.serial(14), clock.now()))
                .onSuccess(events::changed);
    }

    /** The counter has handed a refund over, and has a receipt for it. */
    public Future<PaymentOrder> handedOver(String orderNo, String fixmedinsCode, String refundNo, String receipt) {
        Key<Refund> key = Refund.key(nodeOf(orderNo), refundNo);
        return find(orderNo, fixmedinsCode)
                .compose(order -> store.read(
                        Needs.rows(key),
                        rows -> rows.one(key)
                                .filter(refund -> refund.orderNo().equals(orderNo) && Counter.is(order.channel()))
                                .orElseThrow(() -> Fault.ORDER.refusal(refundNo))))
                .compose(refund -> store.commit(RefundCommands.refunded(
                        refund.node(),
                        new RefundStatus(
                                refundNo,
                                orderNo,
                                RefundStatus.State.REFUNDED,
                                receipt,
                                refund.refundFen(),
                                refund.totalFen()),
                        random.serial(14),
                        "counter:" + receipt,
                        clock.now())))
                .compose(refund -> told(refund.node(), orderNo));
    }

    /** Gives part of what was paid back to the patient; the outbox asks the channel. */
    public Future<Refund> giveBack(GiveBack ask) {
        return Future.succeededFuture()
                .compose(go -> store.commit(RefundCommands.give(ask, random.serial(14), clock.now())));
    }

    /** The end of a callback: what the channel is answered, and what to do once it has been. */
    public record Received(Acknowledgement acknowledgement, Optional<Notification> toApply, String refusal) {}

    /**
     * Takes a callback: never a success before it is verified, cross-checked and durable. The caller answers first and
     * then calls {@link #apply}; a crash between is healed by the outbox.
     */
    public Future<Received> receive(String channelName, RawNotification raw) {
        return callbacks.receive(channelName, raw);
    }

    /** Acts on a stored callback; safe to repeat. */
    public Future<Void> apply(Notification notification) {
        return callbacks.apply(notification);
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

    /** The node is the first six digits of its order numbers. */
    public static String nodeOf(String orderNo) {
        String number = orderNo.startsWith("R") ? orderNo.substring(1) : orderNo;
        return number.length() < 6 ? "" : number.substring(0, 6);
    }

    /** @param attempt from 1: to a channel a refusal of the first try says more than one of the second */
    CallContext context(String ref, int attempt) {
        return context(ref, attempt, CHANNEL_MILLIS);
    }

    /** As {@link #context(String, int)}, for what takes longer than a call. */
    public CallContext context(String ref, int attempt, long millis) {
        return new CallContext(
                random.hex(32),
                ref,
                nodeOf(ref),
                "channel",
                attempt,
                clock.nanos() + millis * 1_000_000,
                VisitMemory.NONE);
    }
}
