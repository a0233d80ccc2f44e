package io.wutong.channel.nhsampay;

import io.vertx.core.Future;
import io.wutong.spi.Acknowledgement;
import io.wutong.spi.BillSink;
import io.wutong.spi.CallContext;
import io.wutong.spi.InsuranceOrders;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.PluginServices;
import io.wutong.spi.RawNotification;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import java.time.LocalDate;
import java.util.Optional;

/** A mobile-payment centre: orders of both halves and nothing else. It tells nothing, so that each order is asked for. */
final class MobilePayChannel implements PaymentChannel {

    private final MobilePayOrders orders;

    MobilePayChannel(Settings settings, PluginServices services) {
        this.orders = new MobilePayOrders(settings, new Centre(settings, services));
    }

    @Override
    public Optional<InsuranceOrders> insuranceOrders() {
        return Optional.of(orders);
    }

    @Override
    public Future<Outcome<PayPrompt>> pay(PayOrder order, CallContext context) {
        return none();
    }

    @Override
    public Future<Outcome<PaymentStatus>> query(PayOrder order, CallContext context) {
        return none();
    }

    @Override
    public Future<Outcome<Void>> close(PayOrder order, CallContext context) {
        return none();
    }

    @Override
    public Future<Outcome<Void>> reverse(PayOrder order, CallContext context) {
        return none();
    }

    @Override
    public Future<Outcome<RefundStatus>> refund(RefundOrder refund, CallContext context) {
        return none();
    }

    @Override
    public Future<Outcome<RefundStatus>> queryRefund(RefundOrder refund, CallContext context) {
        return none();
    }

    @Override
    public Future<Outcome<PaymentEvent>> verifyNotification(RawNotification raw) {
        return none();
    }

    @Override
    public Acknowledgement acknowledge(boolean received) {
        return new Acknowledgement(received ? 200 : 400, "text/plain", "");
    }

    @Override
    public Future<Outcome<Long>> downloadBill(LocalDate day, BillSink lines, CallContext context) {
        return none();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    private static <T> Future<Outcome<T>> none() {
        return Future.succeededFuture(Outcome.rejected("NOT_SUPPORTED", "医保移动支付中心只办理医保与自费合并的订单"));
    }
}
