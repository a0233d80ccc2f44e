package io.wutong.visit;

import io.wutong.state.StateTable;

/** States of a charge batch of an outpatient visit at the place of care. */
public enum ChargeBatchState {
    OPEN("未结算"),
    /** A settlement is under way at the home. */
    SETTLING("结算中"),
    SETTLED("已结算"),
    /** A cancellation is under way at the home. */
    CANCELLING("撤销中");

    /** What happens to a batch. */
    public enum Event {
        SETTLE,
        SETTLE_DONE,
        NOT_SETTLED,
        CANCEL,
        GIVEN_BACK,
        NOT_CANCELLED
    }

    public static final StateTable<ChargeBatchState, Event> TABLE = StateTable.of(
                    "charge_batch", ChargeBatchState.class, Event.class)
            .on(OPEN, Event.SETTLE, SETTLING)
            .on(SETTLING, Event.SETTLE_DONE, SETTLED)
            .on(SETTLING, Event.NOT_SETTLED, OPEN)
            .on(SETTLED, Event.CANCEL, CANCELLING)
            .on(CANCELLING, Event.GIVEN_BACK, OPEN)
            .on(CANCELLING, Event.NOT_CANCELLED, SETTLED)
            .build();

    private final String zh;

    ChargeBatchState(String zh) {
        this.zh = zh;
    }

    public String zh() {
        return zh;
    }
}
