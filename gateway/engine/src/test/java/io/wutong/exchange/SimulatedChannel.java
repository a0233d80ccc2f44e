package io.wutong.exchange;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.wutong.payment.Payments;
import io.wutong.spi.Acknowledgement;
import io.wutong.spi.BillSink;
import io.wutong.spi.CallContext;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A payment channel with patients who pay, and notifications that come twice, late, in any order or never. */
final class SimulatedChannel {

    private final Simulation world;
    final Map<String, PaymentStatus> orders = new TreeMap<>();
    final Map<String, RefundStatus> refunds = new TreeMap<>();

    SimulatedChannel(Simulation world) {
        this.world = world;
    }

    private Outcome<PayPrompt> open(PayOrder order) {
        if (orders.putIfAbsent(order.orderNo(), status(order, PaymentStatus.State.UNPAID)) == null
                && world.chance(80)) {
            world.heap.after(world.between(500, 20_000), () -> pay(order.orderNo()));
        }
        return Outcome.succeeded(new PayPrompt(PayPrompt.Kind.CODE_URL, "weixin://" + order.orderNo()));
    }

    private static PaymentStatus status(PayOrder order, PaymentStatus.State state) {
        return new PaymentStatus(order.orderNo(), state, null, order.amountFen(), "CNY", null);
    }

    private void pay(String orderNo) {
        PaymentStatus order = orders.get(orderNo);
        if (order.state() != PaymentStatus.State.UNPAID) {
            return;
        }
        PaymentStatus paid = new PaymentStatus(
                orderNo,
                PaymentStatus.State.PAID,
                "T" + orderNo,
                order.amountFen(),
                "CNY",
                "2026-10-30T09:00:00+08:00");
        orders.put(orderNo, paid);
        notify(new PaymentEvent.Payment("P" + orderNo, paid));
    }

    /** Nobody leaves an order open: whoever has not paid now either does, or the terminal closes it. */
    void calm() {
        for (PaymentStatus order : orders.values()) {
            if (order.state() == PaymentStatus.State.UNPAID) {
                if (world.chance(50)) {
                    world.heap.after(world.between(0, 5_000), () -> pay(order.orderNo()));
                } else {
                    world.heap.after(
                            world.between(20_000, 30_000),
                            () -> world.deployments
                                    .get("js")
                                    .anyAlive()
                                    .ifPresent(process -> process.at(
                                            0, () -> process.payments.close(order.orderNo(), World.HOSPITAL))));
                }
            }
        }
    }

    private Outcome<Void> close(String orderNo) {
        PaymentStatus order = orders.get(orderNo);
        if (order == null || order.state() != PaymentStatus.State.UNPAID) {
            return order != null && order.state() == PaymentStatus.State.CLOSED
                    ? Outcome.succeeded(null)
                    : Outcome.rejected("ORDERPAID", "订单不能关闭");
        }
        orders.put(
                orderNo, new PaymentStatus(orderNo, PaymentStatus.State.CLOSED, null, order.amountFen(), "CNY", null));
        return Outcome.succeeded(null);
    }

    private Outcome<RefundStatus> refund(RefundOrder refund) {
        PaymentStatus order = orders.get(refund.orderNo());
        if (order == null || order.state() != PaymentStatus.State.PAID) {
            return Outcome.rejected("NOTPAID", "订单未支付");
        }
        RefundStatus before = refunds.get(refund.refundNo());
        if (before != null) {
            return Outcome.succeeded(before);
        }
        RefundStatus accepted = new RefundStatus(
                refund.refundNo(),
                refund.orderNo(),
                RefundStatus.State.PROCESSING,
                "F" + refund.refundNo(),
                refund.refundFen(),
                refund.totalFen());
        refunds.put(refund.refundNo(), accepted);
        world.heap.after(world.between(100, 10_000), () -> {
            RefundStatus done = new RefundStatus(
                    accepted.refundNo(),
                    accepted.orderNo(),
                    RefundStatus.State.REFUNDED,
                    accepted.channelRefundId(),
                    accepted.refundFen(),
                    accepted.totalFen());
            refunds.put(done.refundNo(), done);
            notify(new PaymentEvent.Refund("R" + done.refundNo(), done));
        });
        return Outcome.succeeded(accepted);
    }

    private final Map<String, PaymentEvent> events = new TreeMap<>();

    private void notify(PaymentEvent event) {
        events.put(event.eventId(), event);
        int copies = world.fault(25) ? 0 : world.fault(25) ? 3 : 1;
        for (int copy = 0; copy < copies; copy++) {
            world.heap.after(
                    world.fault(20) ? world.between(1_000, 30_000) : world.between(1, 50),
                    () -> world.deployments
                            .get("js")
                            .anyAlive()
                            .ifPresent(process -> process.at(0, () -> arrive(process.payments, event))));
        }
    }

    private static void arrive(Payments payments, PaymentEvent event) {
        payments.receive("wechat", new RawNotification(Map.of(), Buffer.buffer(event.eventId())))
                .onSuccess(received -> received.toApply().ifPresent(payments::apply));
    }

    PaymentChannel of(SimulatedProcess process) {
        return new Account(process);
    }

    /** One process's client of it. */
    private final class Account implements PaymentChannel {
        private final SimulatedProcess process;

        Account(SimulatedProcess process) {
            this.process = process;
        }

        @Override
        public Future<Outcome<PayPrompt>> pay(PayOrder order, CallContext context) {
            return travel(() -> open(order), context);
        }

        @Override
        public Future<Outcome<PaymentStatus>> query(PayOrder order, CallContext context) {
            return travel(
                    () -> orders.containsKey(order.orderNo())
                            ? Outcome.succeeded(orders.get(order.orderNo()))
                            : Outcome.rejected("ORDERNOTEXIST", "无此订单"),
                    context);
        }

        @Override
        public Future<Outcome<Void>> close(PayOrder order, CallContext context) {
            return travel(() -> SimulatedChannel.this.close(order.orderNo()), context);
        }

        @Override
        public Future<Outcome<Void>> reverse(PayOrder order, CallContext context) {
            return travel(() -> Outcome.rejected("NONE", "不支持"), context);
        }

        @Override
        public Future<Outcome<RefundStatus>> refund(RefundOrder refund, CallContext context) {
            return travel(() -> SimulatedChannel.this.refund(refund), context);
        }

        @Override
        public Future<Outcome<RefundStatus>> queryRefund(RefundOrder refund, CallContext context) {
            return travel(
                    () -> refunds.containsKey(refund.refundNo())
                            ? Outcome.succeeded(refunds.get(refund.refundNo()))
                            : Outcome.rejected("NOTEXIST", "无此退款"),
                    context);
        }

        @Override
        public Future<Outcome<PaymentEvent>> verifyNotification(RawNotification raw) {
            PaymentEvent event = events.get(raw.body().toString());
            return Future.succeededFuture(event == null ? Outcome.rejected("SIGN", "签名错误") : Outcome.succeeded(event));
        }

        @Override
        public Acknowledgement acknowledge(boolean received) {
            return new Acknowledgement(received ? 200 : 500, "text/plain", "");
        }

        @Override
        public Future<Outcome<Long>> downloadBill(LocalDate day, BillSink lines, CallContext context) {
            return Future.succeededFuture(Outcome.succeeded(0L));
        }

        private <T> Future<Outcome<T>> travel(Supplier<Outcome<T>> work, CallContext context) {
            Promise<Outcome<T>> promise = Promise.promise();
            long left = Math.max(1, (context.deadlineNanos() - process.nanos()) / 1_000_000);
            process.at(left, () -> promise.tryComplete(Outcome.unknown("timeout_read")));
            if (!world.fault(5)) {
                boolean unheard = world.fault(5);
                world.heap.after(world.fault(5) ? world.between(1_000, 10_000) : world.between(1, 50), () -> {
                    Outcome<T> done = work.get();
                    if (!unheard) {
                        process.at(world.between(1, 30), () -> promise.tryComplete(done));
                    }
                });
            }
            return promise.future();
        }
    }
}
