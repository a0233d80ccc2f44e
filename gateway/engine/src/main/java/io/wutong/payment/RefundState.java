package io.wutong.payment;

import io.wutong.state.StateTable;

/** States of a refund; accepted is not refunded. */
public enum RefundState {
    /** Due; the channel has not been asked, or has not answered. */
    DUE("待退款"),
    PROCESSING("退款中"),
    REFUNDED("已退款"),
    /** The channel cannot give it back: an operator must. */
    ABNORMAL("退款异常");

    /** What happens to a refund. */
    public enum Event {
        ACCEPTED,
        DONE,
        FAILED
    }

    public static final StateTable<RefundState, Event> TABLE = StateTable.of("refund", RefundState.class, Event.class)
            .on(DUE, Event.ACCEPTED, PROCESSING)
            .on(DUE, Event.DONE, REFUNDED)
            .on(DUE, Event.FAILED, ABNORMAL)
            .on(PROCESSING, Event.DONE, REFUNDED)
            .on(PROCESSING, Event.FAILED, ABNORMAL)
            .on(ABNORMAL, Event.DONE, REFUNDED)
            .build();

    private final String zh;

    RefundState(String zh) {
        this.zh = zh;
    }

    public String zh() {
        return zh;
    }
}
