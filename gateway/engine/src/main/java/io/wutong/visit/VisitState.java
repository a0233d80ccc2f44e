package io.wutong.visit;

import io.wutong.state.StateTable;

/** States of a visit, on either side, and what leads from one to the next. */
public enum VisitState {
    /** 2401 or 2201 is under way at the home. */
    OPENING("登记中"),
    OPEN("在院或就诊中"),
    DISCHARGED("已出院登记"),
    /** A settlement is under way at the home. */
    SETTLING("结算中"),
    SETTLED("已结算"),
    /** A cancellation is under way at the home. */
    CANCELLING("撤销中"),
    /** The admission, registration or purchase was cancelled, or never came to be. */
    VOID("已撤销");

    /** What happens to a visit. */
    public enum Event {
        OPENED,
        REFUSED,
        /** A settlement was refused before discharge was registered. */
        REFUSED_IN_STAY,
        DISCHARGE,
        UNDO_DISCHARGE,
        SETTLE,
        SETTLE_DONE,
        CANCEL,
        CANCEL_DONE,
        /** A cancelled settlement's patient is registered as staying again. */
        CANCEL_DONE_IN_STAY,
        /** A mid-stay settlement leaves the patient where he is. */
        MID_DONE,
        CANCEL_MID,
        /** A mid-stay settlement was not cancelled. */
        MID_STANDS,
        MID_STANDS_IN_STAY,
        /** A purchase was refused: it never came to be. */
        REFUSED_PURCHASE,
        /** A cancelled purchase leaves nothing to settle again. */
        CANCEL_DONE_PURCHASE,
        REVOKE,
        /** What was said of it is said anew: 2403, 2203. */
        CHANGE
    }

    public static final StateTable<VisitState, Event> TABLE = StateTable.of("visit", VisitState.class, Event.class)
            .on(OPENING, Event.OPENED, OPEN)
            .on(OPENING, Event.REFUSED, VOID)
            .on(OPENING, Event.REVOKE, VOID)
            .on(OPEN, Event.CHANGE, OPEN)
            .on(DISCHARGED, Event.CHANGE, DISCHARGED)
            .on(OPEN, Event.DISCHARGE, DISCHARGED)
            .on(OPEN, Event.REVOKE, VOID)
            .on(OPEN, Event.SETTLE, SETTLING)
            .on(DISCHARGED, Event.UNDO_DISCHARGE, OPEN)
            .on(DISCHARGED, Event.SETTLE, SETTLING)
            .on(SETTLING, Event.SETTLE_DONE, SETTLED)
            .on(SETTLING, Event.REFUSED, DISCHARGED)
            .on(SETTLING, Event.REFUSED_IN_STAY, OPEN)
            .on(SETTLED, Event.CANCEL, CANCELLING)
            .on(CANCELLING, Event.CANCEL_DONE, DISCHARGED)
            .on(CANCELLING, Event.CANCEL_DONE_IN_STAY, OPEN)
            .on(CANCELLING, Event.REFUSED, SETTLED)
            .on(SETTLING, Event.MID_DONE, OPEN)
            .on(OPEN, Event.CANCEL_MID, CANCELLING)
            .on(DISCHARGED, Event.CANCEL_MID, CANCELLING)
            .on(CANCELLING, Event.MID_STANDS, DISCHARGED)
            .on(CANCELLING, Event.MID_STANDS_IN_STAY, OPEN)
            .on(SETTLING, Event.REFUSED_PURCHASE, VOID)
            .on(CANCELLING, Event.CANCEL_DONE_PURCHASE, VOID)
            .build();

    private final String zh;

    VisitState(String zh) {
        this.zh = zh;
    }

    public String zh() {
        return zh;
    }
}
