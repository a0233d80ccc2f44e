package io.wutong.simulator.wechat;

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
    /** The first try has a signature over other bytes; repetitions are right. */
    BAD_SIGNATURE,
    /** The first try is WeChat's probe, a signature that is not even Base64; repetitions are right. */
    SIGNTEST,
    /** The first try is unsigned; repetitions are right. */
    UNSIGNED,
    /** The first try is signed for ten minutes ago; repetitions are right. */
    STALE,
    /** The first try names a key that nobody knows; repetitions are right. */
    UNKNOWN_SERIAL
}
