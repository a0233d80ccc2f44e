package io.wutong.settlement;

import io.wutong.state.StateTable;

/** A settlement stands until its negative row cancels it. */
public enum SettlementState {
    STANDING,
    CANCELLED,
    /** The negative row itself. */
    NEGATIVE;

    /** What happens to a settlement. */
    public enum Event {
        CANCEL
    }

    public static final StateTable<SettlementState, Event> TABLE = StateTable.of(
                    "settlement", SettlementState.class, Event.class)
            .on(STANDING, Event.CANCEL, CANCELLED)
            .build();
}
