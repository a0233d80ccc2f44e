package io.wutong.spi;

import io.vertx.core.Future;

/** The part of a channel that takes insurance and cash in one order of its own. */
public interface InsuranceOrders {

    /**
     * The code of a rejected {@link #open} by which nothing was opened because the patient's authorisation is over: it
     * lives for minutes and is good for once. The same order comes again with another.
     */
    String AUTHORISATION_OVER = "AUTHORISATION_OVER";

    /**
     * Opens an order. {@code Succeeded} says what the page in the channel's app needs; nothing is paid by it. A
     * repetition asks for what there is already before it opens anything.
     */
    Future<Outcome<PayPrompt>> open(InsuranceOrder order, CallContext context);

    /** How both halves stand; {@code Rejected} when the channel does not know the number. */
    Future<Outcome<InsuranceStatus>> query(InsuranceOrder order, CallContext context);

    /** Gives up an order that is not paid. {@code Rejected} when it is paid already or the channel does not know it. */
    Future<Outcome<Void>> close(InsuranceOrder order, CallContext context);

    /**
     * Takes the insurer's part back at the channel, or tells the channel that it was. Only then is the cash refunded, by
     * {@link #refund} under the same number. Safe to repeat.
     *
     * @param channelOrderId of {@link InsuranceStatus}
     * @param refundNo of the cash refund too
     */
    Future<Outcome<Void>> insuranceRefunded(
            InsuranceOrder order, String channelOrderId, String refundNo, CallContext context);

    /** Asks for a refund of the cash, as {@link PaymentChannel#refund}. */
    Future<Outcome<RefundStatus>> refund(InsuranceOrder order, RefundOrder refund, CallContext context);

    /** The refund's state, as {@link PaymentChannel#queryRefund}. */
    Future<Outcome<RefundStatus>> queryRefund(InsuranceOrder order, RefundOrder refund, CallContext context);
}
