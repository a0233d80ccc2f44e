package io.wutong.spi;

import org.jspecify.annotations.Nullable;

/**
 * One line of a channel's bill.
 *
 * @param orderNo our order
 * @param refundNo our refund, null on a payment
 * @param channelTransactionId the channel's number
 * @param amountFen paid, or refunded (positive)
 * @param time the channel's text of the time
 */
public record BillLine(
        String orderNo, @Nullable String refundNo, String channelTransactionId, long amountFen, String time) {}
