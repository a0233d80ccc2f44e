package io.wutong.exchange;

/** What the simulation must be able to see: each is planted by a switch, and found. */
enum PlantedBug {
    NONE,
    /** An intent counts as stored before it is. */
    EFFECT_BEFORE_JOURNAL,
    /** A legacy system is called again where it should be asked. */
    SECOND_CALL_ON_TIMEOUT,
    /** Nothing but the message id keeps an effect from happening twice. */
    NO_BUSINESS_KEY,
    /** Tasks are stored after the commit that makes them due. */
    OUTBOX_OUTSIDE_THE_TRANSACTION,
    /** Another message under the same id is taken for a repetition. */
    NO_PAYLOAD_HASH,
    /** What a legacy system did after it was given up is not looked at. */
    LATE_ANSWER_IGNORED,
    /** A reversal leaves no tombstone when its original has not come yet. */
    REVERSAL_FORGOTTEN,
    /** The patient's cash goes back before the home has confirmed the cancellation. */
    REFUND_BEFORE_CONFIRMATION,
    /** Background work does not look whose the lease is. */
    LEASE_WITHOUT_FENCE,
    /** Accumulators are read before the person's row is locked. */
    ACCUMULATOR_WITHOUT_LOCK
}
