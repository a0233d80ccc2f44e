package io.wutong.payment;

import io.wutong.state.StateTable;

/** States of a payment order. */
public enum OrderState {
    /** Stored; the channel has not confirmed it. */
    CREATED("已创建"),
    /** The patient can pay. */
    OPEN("待支付"),
    PAID("已支付"),
    /** The channel is being asked to close it. */
    CLOSING("关闭中"),
    CLOSED("已关闭"),
    /** The channel refused it. */
    FAILED("下单失败"),
    /** All of it goes back to the patient. */
    REFUNDING("退款中"),
    REFUNDED("已退款");

    /** What happens to an order. */
    public enum Event {
        PROMPTED,
        REFUSED,
        PAY,
        CLOSE,
        CLOSE_DONE,
        REFUND,
        REFUND_DONE
    }

    public static final StateTable<OrderState, Event> TABLE = StateTable.of("order", OrderState.class, Event.class)
            .on(CREATED, Event.PROMPTED, OPEN)
            .on(CREATED, Event.REFUSED, FAILED)
            .on(CREATED, Event.PAY, PAID)
            .on(CREATED, Event.CLOSE, CLOSING)
            // the patient's bank, or the password, said no
            .on(OPEN, Event.REFUSED, FAILED)
            .on(OPEN, Event.PAY, PAID)
            .on(OPEN, Event.CLOSE, CLOSING)
            // paid at the last moment: the channel refuses to close it
            .on(CLOSING, Event.PAY, PAID)
            .on(CLOSING, Event.CLOSE_DONE, CLOSED)
            // paid after all, whatever the channel has said before: the money goes back by itself
            .on(CLOSED, Event.PAY, REFUNDING)
            .on(FAILED, Event.PAY, REFUNDING)
            .on(PAID, Event.REFUND, REFUNDING)
            .on(REFUNDING, Event.REFUND_DONE, REFUNDED)
            .build();

    private final String zh;

    OrderState(String zh) {
        this.zh = zh;
    }

    public String zh() {
        return zh;
    }
}
