package io.wutong.cure;

import io.wutong.state.StateTable;

/** States of a manual claim at home. */
public enum ClaimState {
    STANDING("受理中"),
    PAID("已支付"),
    WITHDRAWN("已撤回");

    /** What happens to a claim. */
    public enum Event {
        /** The home's clerks have paid it. */
        PAY,
        /** The patient, or who acts for him, has given it up. */
        WITHDRAW,
        /** The settlement whose rest it claims is taken back. */
        CANCEL
    }

    public static final StateTable<ClaimState, Event> TABLE = StateTable.of("claim", ClaimState.class, Event.class)
            .on(STANDING, Event.PAY, PAID)
            .on(STANDING, Event.WITHDRAW, WITHDRAWN)
            .on(STANDING, Event.CANCEL, WITHDRAWN)
            .build();

    private final String zh;

    ClaimState(String zh) {
        this.zh = zh;
    }

    public String zh() {
        return zh;
    }
}
