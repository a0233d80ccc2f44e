package io.wutong.host;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.spi.Acknowledgement;
import io.wutong.spi.BillLine;
import io.wutong.spi.BillSink;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.InsuranceOrders;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RawNotification;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A payment channel whose every call ends as {@link GuardedCall} says. Closing it does nothing: the host does that.
 * Pages of a bill arrive on the caller's loop, in order, and none after the call has ended.
 */
final class GuardedPaymentChannel implements PaymentChannel {
    /** Verifying has no deadline of its own; a channel waits about this long for its acknowledgement. */
    private static final long VERIFY_NANOS_MAX = 5_000_000_000L;

    private final Vertx vertx;
    private final AdapterRuntime runtime;
    private final HostEvents events;

    GuardedPaymentChannel(Vertx vertx, AdapterRuntime runtime, HostEvents events) {
        this.vertx = vertx;
        this.runtime = runtime;
        this.events = events;
    }

    @Override
    public Future<Outcome<PayPrompt>> pay(PayOrder order, CallContext context) {
        return guarded("pay", context, channel -> channel.pay(order, context));
    }

    @Override
    public Future<Outcome<PaymentStatus>> query(PayOrder order, CallContext context) {
        return guarded("query", context, channel -> channel.query(order, context));
    }

    @Override
    public Future<Outcome<Void>> close(PayOrder order, CallContext context) {
        return guarded("close", context, channel -> channel.close(order, context));
    }

    @Override
    public Future<Outcome<Void>> reverse(PayOrder order, CallContext context) {
        return guarded("reverse", context, channel -> channel.reverse(order, context));
    }

    @Override
    public Future<Outcome<RefundStatus>> refund(RefundOrder refund, CallContext context) {
        return guarded("refund", context, channel -> channel.refund(refund, context));
    }

    @Override
    public Future<Outcome<RefundStatus>> queryRefund(RefundOrder refund, CallContext context) {
        return guarded("query_refund", context, channel -> channel.queryRefund(refund, context));
    }

    @Override
    public Future<Outcome<PaymentEvent>> verifyNotification(RawNotification raw) {
        return GuardedCall.<PaymentChannel, PaymentEvent>of(
                vertx,
                runtime,
                events,
                GuardedCall.Kind.told("verify_notification"),
                System.nanoTime() + VERIFY_NANOS_MAX,
                channel -> channel.verifyNotification(raw));
    }

    /** The channel's own words; when it has none, 200 or 500 with nothing, which every channel understands. */
    @Override
    public Acknowledgement acknowledge(boolean received) {
        Acknowledgement otherwise = new Acknowledgement(received ? 200 : 500, "text/plain", "");
        return Inline.call(runtime, "acknowledge", PaymentChannel.class, c -> c.acknowledge(received), otherwise);
    }

    @Override
    public Optional<InsuranceOrders> insuranceOrders() {
        boolean there = Inline.call(
                runtime,
                "insurance_orders",
                PaymentChannel.class,
                channel -> channel.insuranceOrders().isPresent(),
                false);
        return there ? Optional.of(new Insured()) : Optional.empty();
    }

    /** Its orders of insurance and cash, guarded alike. */
    private final class Insured implements InsuranceOrders {
        @Override
        public Future<Outcome<PayPrompt>> open(InsuranceOrder order, CallContext context) {
            return insured("open_insured", context, orders -> orders.open(order, context));
        }

        @Override
        public Future<Outcome<InsuranceStatus>> query(InsuranceOrder order, CallContext context) {
            return insured("query_insured", context, orders -> orders.query(order, context));
        }

        @Override
        public Future<Outcome<Void>> insuranceRefunded(
                InsuranceOrder order, String channelOrderId, String refundNo, CallContext context) {
            return insured(
                    "insurance_refunded",
                    context,
                    orders -> orders.insuranceRefunded(order, channelOrderId, refundNo, context));
        }

        @Override
        public Future<Outcome<Void>> close(InsuranceOrder order, CallContext context) {
            return insured("close_insured", context, orders -> orders.close(order, context));
        }

        @Override
        public Future<Outcome<RefundStatus>> refund(InsuranceOrder order, RefundOrder refund, CallContext context) {
            return insured("refund_insured", context, orders -> orders.refund(order, refund, context));
        }

        @Override
        public Future<Outcome<RefundStatus>> queryRefund(
                InsuranceOrder order, RefundOrder refund, CallContext context) {
            return insured("query_refund_insured", context, orders -> orders.queryRefund(order, refund, context));
        }

        private <T> Future<Outcome<T>> insured(
                String operation, CallContext context, Function<InsuranceOrders, Future<Outcome<T>>> call) {
            return guarded(
                    operation,
                    context,
                    channel -> call.apply(channel.insuranceOrders().orElseThrow()));
        }
    }

    @Override
    public int billLeadMinutes() {
        return Inline.call(runtime, "bill_lead_minutes", PaymentChannel.class, PaymentChannel::billLeadMinutes, 0);
    }

    @Override
    public Future<Outcome<Long>> downloadBill(LocalDate day, BillSink lines, CallContext context) {
        Context caller = OnLoop.loopOf(vertx);
        boolean[] ended = new boolean[1]; // read and written on the caller's loop only
        BillSink onCaller = page -> {
            OnLoop<Void> taken = OnLoop.of(OnLoop.loopOf(vertx));
            caller.runOnContext(ignored -> take(ended, lines, page)
                    .onSuccess(done -> taken.complete(null))
                    .onFailure(taken::fail));
            return taken.future();
        };
        return this.<Long>guarded("download_bill", context, channel -> channel.downloadBill(day, onCaller, context))
                .onComplete(done -> ended[0] = true);
    }

    private static Future<Void> take(boolean[] ended, BillSink lines, List<BillLine> page) {
        return ended[0] ? Future.failedFuture(new CallFailure(true, "bill_ended")) : lines.take(page);
    }

    private <T> Future<Outcome<T>> guarded(
            String operation, CallContext context, Function<PaymentChannel, Future<Outcome<T>>> call) {
        return GuardedCall.<PaymentChannel, T>of(
                vertx, runtime, events, GuardedCall.Kind.asked(operation), context.deadlineNanos(), call::apply);
    }
}
