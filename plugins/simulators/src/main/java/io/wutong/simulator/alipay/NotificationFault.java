package io.wutong.simulator.alipay;

/** What can go wrong with one notification of the simulator. */
public enum NotificationFault {
    /** Never sent. */
    DROP,
    /** Sent twice at once. */
    DUPLICATE,
    /** One fen more than was paid, in every repetition. */
    WRONG_AMOUNT,
    /** To another seller's account, in every repetition. */
    OTHER_SELLER,
    /** Of another application, in every repetition. */
    OTHER_APPLICATION,
    /** The first try has a signature over other fields; repetitions are right. */
    BAD_SIGNATURE,
    /** The first try is unsigned; repetitions are right. */
    UNSIGNED,
    /** The first try says that it is signed by SHA-1; repetitions are right. */
    OTHER_ALGORITHM,
    /** The first try has the amount twice, the wrong one first; repetitions are right. */
    REPEATED_NAME,
    /** The first try was sent three days ago; repetitions are right. */
    STALE
}
