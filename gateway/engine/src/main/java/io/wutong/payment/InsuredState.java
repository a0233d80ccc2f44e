package io.wutong.payment;

import io.wutong.state.StateTable;

/** States of the insurance's half of an order that a channel takes together with the cash. */
public enum InsuredState {
    /** The patient has not entered the password, as far as is known. */
    OPEN("待支付"),
    /** The insurer has not taken its half and will not. */
    UNPAID("未支付"),
    PAID("已支付"),
    /** To be taken back: the channel has to be told before the cash may go back. */
    RETURNING("退回中"),
    RETURNED("已退回");

    /** What happens to it. */
    public enum Event {
        PAY,
        NOT_PAID,
        RETURN,
        RETURN_DONE
    }

    public static final StateTable<InsuredState, Event> TABLE = StateTable.of(
                    "insured_order", InsuredState.class, Event.class)
            .on(OPEN, Event.PAY, PAID)
            .on(OPEN, Event.NOT_PAID, UNPAID)
            // paid after the order was given up: both halves go back
            .on(UNPAID, Event.PAY, PAID)
            .on(PAID, Event.RETURN, RETURNING)
            .on(RETURNING, Event.RETURN_DONE, RETURNED)
            .build();

    private final String zh;

    InsuredState(String zh) {
        this.zh = zh;
    }

    public String zh() {
        return zh;
    }
}
