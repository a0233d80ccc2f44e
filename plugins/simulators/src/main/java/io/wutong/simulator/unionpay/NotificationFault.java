package io.wutong.simulator.unionpay;

/** What can go wrong with one notification of the simulator. */
public enum NotificationFault {
    /** Never sent. */
    DROP,
    /** Sent twice at once. */
    DUPLICATE,
    /** One fen more than was paid, in every repetition. */
    WRONG_AMOUNT,
    /** Another merchant's, in every repetition. */
    OTHER_MERCHANT,
    /** In another currency, in every repetition. */
    OTHER_CURRENCY,
    /** The first try has a signature over other fields; repetitions are right. */
    BAD_SIGNATURE,
    /** The first try is signed by a merchant's certificate; repetitions are right. */
    SIGNED_BY_A_MERCHANT,
    /** The first try is signed by UnionPay's name under another authority; repetitions are right. */
    OTHER_AUTHORITY,
    /** The first try is signed by a certificate whose time is over; repetitions are right. */
    EXPIRED_CERTIFICATE,
    /** The first try is "signed" by the hash method with an empty key; repetitions are right. */
    HASHED_WITH_NOTHING,
    /** The first try has the amount twice; repetitions are right. */
    REPEATED_NAME
}
