package io.wutong.charge;

/** Which half of a charge comes first, and what becomes of the other when it fails. */
public enum Sequence {
    /** Order, paid, settled; refused means refunded. */
    PAY_FIRST,
    /** Settled, then paid; not paid means cancelled. */
    SETTLE_FIRST,
    /** Settled, then paid; what is not paid stays a receivable for another channel, the counter or a cancellation. */
    SETTLE_AND_OWE
}
