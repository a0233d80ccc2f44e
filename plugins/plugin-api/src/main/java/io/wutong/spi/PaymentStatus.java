package io.wutong.spi;

import org.jspecify.annotations.Nullable;

/**
 * An order as the channel sees it.
 *
 * @param orderNo our number
 * @param state its state
 * @param channelTransactionId the channel's number, null while unpaid
 * @param amountFen the order's total
 * @param currency {@code CNY}
 * @param paidAt the channel's time of payment, ISO 8601 with offset; null while unpaid
 */
public record PaymentStatus(
        String orderNo,
        State state,
        @Nullable String channelTransactionId,
        long amountFen,
        String currency,
        @Nullable String paidAt) {
    public enum State {
        UNPAID,
        PAYING,
        PAID,
        CLOSED,
        REFUNDING,
        FAILED
    }
}
