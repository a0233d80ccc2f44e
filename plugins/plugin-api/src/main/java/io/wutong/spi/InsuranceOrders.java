package io.wutong.spi;

import io.vertx.core.Future;

/** The part of a channel that takes insurance and cash in one order of its own. */
public interface InsuranceOrders {

    /**
     * Opens an order. {@code Succeeded} says what the page in the channel's app needs; nothing is paid by it. A
     * repetition asks for what there is already before it opens anything.
     */
    Future<Outcome<PayPrompt>> open(InsuranceOrder order, CallContext context);

    /** How both halves stand; {@code Rejected} when the channel does not know the number. */
    Future<Outcome<InsuranceStatus>> query(InsuranceOrder order, CallContext context);

    /**
     * Tells the channel that the insurer has taken its part back. Only then is the cash refunded, by
     * {@link PaymentChannel#refund} under the same number.
     *
     * @param channelOrderId of {@link InsuranceStatus}
     * @param refundNo of the cash refund too
     */
    Future<Outcome<Void>> insuranceRefunded(
            InsuranceOrder order, String channelOrderId, String refundNo, CallContext context);
}
