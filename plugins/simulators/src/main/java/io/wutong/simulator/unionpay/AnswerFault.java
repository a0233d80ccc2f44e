package io.wutong.simulator.unionpay;

/** What can go wrong with one answer of the simulator. */
public enum AnswerFault {
    /** HTTP 500, nothing done. */
    HTTP_500,
    /** Carried out, answered 04: state unknown. */
    STATE_UNKNOWN,
    /** Carried out, never answered. */
    HANG,
    /** Carried out, the connection closed instead of an answer. */
    RESET_AFTER_EFFECT,
    /** Carried out, answered without a signature. */
    UNSIGNED,
    /** Carried out, answered with a signature over other fields. */
    WRONGLY_SIGNED,
    /** Carried out, rightly signed by a merchant's certificate of the same authority. */
    SIGNED_BY_A_MERCHANT,
    /** Carried out, rightly signed by UnionPay's name under another authority. */
    OTHER_AUTHORITY,
    /** Carried out, rightly signed by a certificate whose time is over. */
    EXPIRED_CERTIFICATE,
    /** Carried out, "signed" by the hash method with an empty key, which the vendor's sample code accepts. */
    HASHED_WITH_NOTHING,
    /** Carried out, answered with half of the text. */
    BROKEN,
    /** Has its effect; the answer is 200 with nothing in it. */
    EMPTY
}
