package io.wutong.charge;

import io.wutong.state.StateTable;

/** States of a charge: whatever happens on the way, it ends with both halves or with neither. */
public enum ChargeState {
    /** The patient pays. */
    PAYING("待支付"),
    /** The settlement is sent, and what is not known of it is being found out. */
    SETTLING("医保结算中"),
    /** Settled; the patient pays what that leaves. */
    COLLECTING("已结算，待支付"),
    /** What was settled is taken back: it is not what was paid, or was not paid. */
    CANCELLING("撤销医保结算中"),
    /** Nothing stands at the home; what was paid is on its way to the patient. */
    RETURNING("退款中"),
    /** Settled and paid. */
    BOTH("已结算已支付"),
    /** Not settled, and nothing kept of what was paid. */
    NEITHER("未结算，未收款"),
    /** Settled; what is not paid stays a receivable, as the region wants it. */
    OWING("已结算，待收款");

    /** What happens to a charge. */
    public enum Event {
        PAID,
        /** The patient did not pay, or the channel refused. */
        UNPAID,
        /** Not paid, but the message has come by another way. */
        SENT_ELSEWHERE,
        /** Settled, with what was paid. */
        SETTLED,
        /** Settled, and now the patient pays. */
        COLLECT,
        /** Settled, with another amount than was paid, or with nothing paid at all. */
        DIFFERS,
        /** The settlement does not stand and never will; the patient gets back what he paid. */
        REFUSED,
        /** The same where nothing was paid. */
        REFUSED_UNPAID,
        /** The home has confirmed that the settlement is gone, or never was. */
        CANCELLED,
        /** The same where nothing was paid. */
        CANCELLED_UNPAID,
        RETURNED,
        /** Unpaid, and the region lets it stand. */
        OWED
    }

    public static final StateTable<ChargeState, Event> TABLE = StateTable.of("charge", ChargeState.class, Event.class)
            .on(PAYING, Event.PAID, SETTLING)
            .on(PAYING, Event.UNPAID, NEITHER)
            .on(PAYING, Event.SENT_ELSEWHERE, SETTLING)
            // an operator was faster than we
            .on(PAYING, Event.REFUSED, RETURNING)
            .on(SETTLING, Event.SETTLED, BOTH)
            .on(SETTLING, Event.COLLECT, COLLECTING)
            .on(SETTLING, Event.DIFFERS, CANCELLING)
            .on(SETTLING, Event.REFUSED, RETURNING)
            .on(SETTLING, Event.REFUSED_UNPAID, NEITHER)
            .on(COLLECTING, Event.PAID, BOTH)
            .on(COLLECTING, Event.UNPAID, CANCELLING)
            .on(COLLECTING, Event.OWED, OWING)
            // taken back meanwhile, by the hospital or because the home does not have it
            .on(COLLECTING, Event.CANCELLED, RETURNING)
            .on(COLLECTING, Event.CANCELLED_UNPAID, NEITHER)
            .on(CANCELLING, Event.CANCELLED, RETURNING)
            .on(CANCELLING, Event.CANCELLED_UNPAID, NEITHER)
            .on(RETURNING, Event.RETURNED, NEITHER)
            .build();

    private final String zh;

    ChargeState(String zh) {
        this.zh = zh;
    }

    public String zh() {
        return zh;
    }

    public boolean ended() {
        return this == BOTH || this == NEITHER || this == OWING;
    }
}
