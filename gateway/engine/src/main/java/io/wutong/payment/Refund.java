package io.wutong.payment;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.RefundOrder;
import java.time.Instant;

/**
 * Money that goes back to the patient.
 *
 * @param refundNo ours; the same on every repetition
 */
public record Refund(
        String node,
        String refundNo,
        String orderNo,
        String setlId,
        String mdtrtId,
        String channel,
        RefundState state,
        long refundFen,
        long totalFen,
        String reason,
        String notifyUrl,
        Instant createdAt)
        implements Row {

    public static Key<Refund> key(String node, String refundNo) {
        return Key.of(Refund.class, node, refundNo);
    }

    @Override
    public Key<Refund> key() {
        return key(node, refundNo);
    }

    /** What the channel is asked; equal at every repetition. */
    public RefundOrder toRefundOrder(PaymentOrder order) {
        return new RefundOrder(refundNo, order.toPayOrder(), refundFen, reason, notifyUrl, createdAt);
    }

    public Refund withState(RefundState next) {
        return new Refund(
                node, refundNo, orderNo, setlId, mdtrtId, channel, next, refundFen, totalFen, reason, notifyUrl,
                createdAt);
    }
}
