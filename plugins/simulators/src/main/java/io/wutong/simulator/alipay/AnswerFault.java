package io.wutong.simulator.alipay;

/** What can go wrong with one answer of the simulator. */
public enum AnswerFault {
    /** HTTP 500, nothing done. */
    HTTP_500,
    /** 20000 {@code ACQ.SYSTEM_ERROR}, nothing done. */
    BUSY,
    /** Carried out, answered 20000 {@code ACQ.SYSTEM_ERROR}. */
    BUSY_AFTER_EFFECT,
    /** Carried out, never answered. */
    HANG,
    /** Carried out, the connection closed instead of an answer. */
    RESET_AFTER_EFFECT,
    /** Carried out, answered without a signature. */
    UNSIGNED,
    /** Carried out, answered with a signature over other characters. */
    WRONGLY_SIGNED,
    /** Carried out, answered under a certificate that nobody knows. */
    UNKNOWN_CERTIFICATE,
    /** Carried out, answered with half of the JSON. */
    BROKEN,
    /** Rightly answered; slashes were escaped after signing, as Alipay has done it. */
    ESCAPED_SLASHES,
    /** Has its effect; the answer is 200 with nothing in it. */
    EMPTY
}
