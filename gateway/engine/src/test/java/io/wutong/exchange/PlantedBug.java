package io.wutong.exchange;

/** What the simulation must be able to see: each is planted by a switch, and found. */
enum PlantedBug {
    NONE(0),
    /** An intent counts as stored before it is. */
    EFFECT_BEFORE_JOURNAL(0),
    /** A legacy system is called again where it should be asked. */
    SECOND_CALL_ON_TIMEOUT(1),
    /** Nothing but the message id keeps an effect from happening twice. */
    NO_BUSINESS_KEY(1),
    /** Tasks are stored after the commit that makes them due. */
    OUTBOX_OUTSIDE_THE_TRANSACTION(319),
    /** Another message under the same id is taken for a repetition. */
    NO_PAYLOAD_HASH(9),
    /** What a legacy system did after it was given up is not looked at. */
    LATE_ANSWER_IGNORED(592),
    /** A reversal leaves no tombstone when its original has not come yet. */
    REVERSAL_FORGOTTEN(101),
    /** The patient's cash goes back before the home has confirmed the cancellation. */
    REFUND_BEFORE_CONFIRMATION(13),
    /** Background work does not look whose the lease is. */
    LEASE_WITHOUT_FENCE(141),
    /** Accumulators are read before the person's row is locked. */
    ACCUMULATOR_WITHOUT_LOCK(115);

    /** Under which seed it was seen last: tried first, and only where it is not seen there any more are all tried. */
    final long seen;

    PlantedBug(long seen) {
        this.seen = seen;
    }
}
