package io.wutong.spi;

/**
 * Money to give back.
 *
 * @param refundNo ours, unique at the merchant; the same on every repetition
 * @param orderNo the paid order
 * @param refundFen more than 0, at most what was paid and not yet refunded
 * @param totalFen the paid order's amount
 * @param reason what the patient reads
 * @param notifyUrl where the channel calls back
 */
public record RefundOrder(
        String refundNo, String orderNo, long refundFen, long totalFen, String reason, String notifyUrl) {}
