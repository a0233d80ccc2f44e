package io.wutong.simulator.wechat;

/** What can go wrong with one answer of the simulator. */
public enum AnswerFault {
    /** 500 {@code SYSTEM_ERROR}, nothing done. */
    HTTP_500,
    /** The request is carried out, then 500 {@code SYSTEM_ERROR}. */
    HTTP_500_AFTER_EFFECT,
    /** 429 {@code FREQUENCY_LIMITED}, nothing done. */
    FREQUENCY_LIMITED,
    /** Carried out, never answered. */
    HANG,
    /** Carried out, the connection closed instead of an answer. */
    RESET_AFTER_EFFECT,
    /** Carried out, answered without a signature. */
    UNSIGNED,
    /** Carried out, answered with a signature over other bytes. */
    WRONGLY_SIGNED,
    /** Carried out, answered with a signature of ten minutes ago. */
    STALE,
    /** Carried out, answered under a key that nobody knows. */
    UNKNOWN_SERIAL,
    /** Carried out, answered with half of the JSON, rightly signed. */
    BROKEN,
    /** Has its effect; the answer is 200 with nothing in it. */
    EMPTY
}
