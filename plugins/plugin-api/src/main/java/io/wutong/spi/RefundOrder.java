package io.wutong.spi;

import java.time.Instant;

/**
 * Money to give back.
 *
 * @param refundNo ours, unique at the merchant; the same on every repetition
 * @param order the paid order, as it was sent
 * @param refundFen more than 0, at most what was paid and not yet refunded
 * @param reason what the patient reads
 * @param notifyUrl where the channel calls back
 * @param createdAt when it was made; a channel may know a refund only by its number together with this time
 */
public record RefundOrder(
        String refundNo, PayOrder order, long refundFen, String reason, String notifyUrl, Instant createdAt) {

    public String orderNo() {
        return order.orderNo();
    }

    /** The paid order's amount. */
    public long totalFen() {
        return order.amountFen();
    }
}
