package io.wutong.reconcile;

import io.wutong.payment.OrderState;
import io.wutong.reconcile.rules.Difference;
import java.util.Optional;

/** What an operator is advised to do about a difference between our day and a channel's bill. */
enum Proposal {
    ASK_CHANNEL("向渠道查询,按结果入账"),
    OTHER_DAY("可能记在相邻日,待相邻日对账"),
    GIVE_BACK("本方无此单或已关闭:核实后退回患者"),
    FIND_REFUND("退款非本方发起或未完成:向渠道查询并核对"),
    CORRECT("金额不符:以渠道为准核对,补收或退回"),
    ASK_TWICE("对方重复记账:请渠道更正");

    private final String zh;

    Proposal(String zh) {
        this.zh = zh;
    }

    String zh() {
        return zh;
    }

    /** @param order our order of a payment that only they have; empty when we have none */
    static Proposal of(Difference difference, Optional<OrderState> order) {
        boolean payment = difference.key().startsWith("P");
        return switch (difference.kind()) {
            case DIFFERENT -> CORRECT;
            case REPEATED -> ASK_TWICE;
            case ONLY_HERE -> ASK_CHANNEL;
            case ONLY_THERE -> payment ? onlyThere(order) : FIND_REFUND;
        };
    }

    private static Proposal onlyThere(Optional<OrderState> order) {
        if (order.isEmpty()) {
            return GIVE_BACK;
        }
        return switch (order.get()) {
            case CREATED, OPEN, CLOSING -> ASK_CHANNEL;
            case CLOSED, FAILED -> GIVE_BACK;
            case PAID, REFUNDING, REFUNDED -> OTHER_DAY;
        };
    }
}
