package io.wutong.spi;

import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.Optional;

/**
 * One merchant account at one payment channel. Orders and refunds are known by our numbers; sending the same one again
 * is safe and must send the same amounts. Nothing is a success unless the channel said so under its signature.
 */
public interface PaymentChannel extends Closeable {

    /**
     * Opens an order. {@code Succeeded} says how the patient can pay it, not that it is paid: by the patient's code
     * there is nothing to show, and {@link #query} tells the end.
     */
    Future<Outcome<PayPrompt>> pay(PayOrder order, CallContext context);

    /**
     * The order's state. {@code Rejected} when the channel does not know the number; a channel may know an order of
     * {@link PayOrder.Method#OUR_CODE} only once its code was scanned.
     */
    Future<Outcome<PaymentStatus>> query(PayOrder order, CallContext context);

    /**
     * Closes an unpaid order. {@code Rejected} when it is paid already or the channel does not know it; {@code Pending}
     * where the channel cannot close and the order's own expiry will.
     */
    Future<Outcome<Void>> close(PayOrder order, CallContext context);

    /**
     * Undoes a payment by the patient's code whatever became of it: afterwards the patient has paid nothing.
     * {@code Pending} when the channel asks to be called again; {@code Rejected} where it has no such thing.
     */
    Future<Outcome<Void>> reverse(PayOrder order, CallContext context);

    /** Asks for a refund: accepted is not refunded. */
    Future<Outcome<RefundStatus>> refund(RefundOrder refund, CallContext context);

    /**
     * The refund's state. {@code Rejected} when the channel does not know the number, or does not say whether it does:
     * sending the same refund again is then safe.
     */
    Future<Outcome<RefundStatus>> queryRefund(RefundOrder refund, CallContext context);

    /**
     * Verifies a callback on its raw bytes (signature, age, merchant, encryption) and says what it claims.
     * {@code Rejected} when anything does not hold. The host cross-checks order, amount and currency, stores the event
     * and only then acknowledges.
     */
    Future<Outcome<PaymentEvent>> verifyNotification(RawNotification raw);

    /** The channel's own form of "received" or "send again". */
    Acknowledgement acknowledge(boolean received);

    /** Its orders of insurance and cash together; empty unless it declares {@link Capability#PAY_WITH_INSURANCE}. */
    default Optional<InsuranceOrders> insuranceOrders() {
        return Optional.empty();
    }

    /** By how many minutes the day of a bill begins before midnight in Beijing: some channels clear in the evening. */
    default int billLeadMinutes() {
        return 0;
    }

    /**
     * Streams the bill of a day, once all of it has been held against its own sums; {@code Succeeded} with the number of
     * lines.
     */
    Future<Outcome<Long>> downloadBill(LocalDate day, BillSink lines, CallContext context);
}
