package io.wutong.payment;

/**
 * What an operator gives back of a paid order.
 *
 * @param request names this wish among those for the order, at most ten digits and capital letters; asked again it is
 *     the same refund
 * @param fen more than 0
 * @param reason what the patient reads
 * @param by who gives it
 */
public record GiveBack(String orderNo, String request, long fen, String reason, String by) {
    String node() {
        return Payments.nodeOf(orderNo);
    }
}
