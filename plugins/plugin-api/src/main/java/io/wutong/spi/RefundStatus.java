package io.wutong.spi;

import org.jspecify.annotations.Nullable;

/**
 * A refund as the channel sees it.
 *
 * @param refundNo our number
 * @param orderNo the order's number
 * @param state its state; accepted is {@link State#PROCESSING}
 * @param channelRefundId the channel's number, null when it gave none
 * @param refundFen what is given back
 * @param totalFen the order's amount
 */
public record RefundStatus(
        String refundNo,
        String orderNo,
        State state,
        @Nullable String channelRefundId,
        long refundFen,
        long totalFen) {
    public enum State {
        PROCESSING,
        REFUNDED,
        CLOSED,
        ABNORMAL
    }
}
