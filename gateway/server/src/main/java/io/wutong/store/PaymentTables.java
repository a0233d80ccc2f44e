package io.wutong.store;

import io.wutong.charge.Charge;
import io.wutong.charge.ChargeState;
import io.wutong.charge.Sequence;
import io.wutong.payment.Deposit;
import io.wutong.payment.InsuredOrder;
import io.wutong.payment.InsuredState;
import io.wutong.payment.Notification;
import io.wutong.payment.OrderState;
import io.wutong.payment.PaymentOrder;
import io.wutong.payment.Refund;
import io.wutong.payment.RefundState;
import io.wutong.spi.PayOrder;

/** What patients pay and get back. */
final class PaymentTables {

    static final Table<PaymentOrder> PAYMENT_ORDER = Table.of(PaymentOrder.class, "payment_order", 2)
            .text("node", PaymentOrder::node)
            .text("order_no", PaymentOrder::orderNo)
            .text("setl_id", PaymentOrder::setlId)
            .text("mdtrt_id", PaymentOrder::mdtrtId)
            .text("fixmedins_code", PaymentOrder::fixmedinsCode)
            .text("channel", PaymentOrder::channel)
            .text("state", o -> o.state().name())
            .fen("amount_fen", PaymentOrder::amountFen)
            .text("description", PaymentOrder::description)
            .text("notify_url", PaymentOrder::notifyUrl)
            .time("created_at", PaymentOrder::createdAt)
            .time("expires_at", PaymentOrder::expiresAt)
            .text("prompt", PaymentOrder::prompt)
            .text("channel_id", PaymentOrder::channelId)
            .time("paid_at", PaymentOrder::paidAt)
            .text("method", o -> o.method().name())
            .text("payer", PaymentOrder::payer)
            .fen("giving_back_fen", PaymentOrder::givingBackFen)
            .fen("given_back_fen", PaymentOrder::givenBackFen)
            .text("charge", PaymentOrder::charge)
            .bool("insured", PaymentOrder::insured)
            .build(c -> new PaymentOrder(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    OrderState.valueOf(c.text()),
                    c.num(),
                    c.text(),
                    c.text(),
                    c.time(),
                    c.time(),
                    c.textOrNull(),
                    c.textOrNull(),
                    c.timeOrNull(),
                    PayOrder.Method.valueOf(c.text()),
                    c.textOrNull(),
                    c.num(),
                    c.num(),
                    c.textOrNull(),
                    c.bool()));

    static final Table<InsuredOrder> INSURED_ORDER = Table.of(InsuredOrder.class, "insured_order", 2)
            .text("node", InsuredOrder::node)
            .text("order_no", InsuredOrder::orderNo)
            .text("state", o -> o.state().name())
            .fen("fund_fen", InsuredOrder::fundFen)
            .fen("account_fen", InsuredOrder::accountFen)
            .fen("other_fen", InsuredOrder::otherFen)
            .fen("cash_fen", InsuredOrder::cashFen)
            .text("channel_order_id", InsuredOrder::channelOrderId)
            .bytes("asked", InsuredOrder::asked)
            .time("created_at", InsuredOrder::createdAt)
            .build(c -> new InsuredOrder(
                    c.text(),
                    c.text(),
                    InsuredState.valueOf(c.text()),
                    c.num(),
                    c.num(),
                    c.num(),
                    c.num(),
                    c.textOrNull(),
                    c.bytes(),
                    c.time()));

    static final Table<Charge> CHARGE = Table.of(Charge.class, "charge", 2)
            .text("node", Charge::node)
            .text("msgid", Charge::msgid)
            .text("fixmedins_code", Charge::fixmedinsCode)
            .text("infno", Charge::infno)
            .text("mdtrt_id", Charge::mdtrtId)
            .text("sequence", c -> c.sequence().name())
            .text("state", c -> c.state().name())
            .fen("expected_fen", Charge::expectedFen)
            .fen("settled_fen", Charge::settledFen)
            .text("channel", Charge::channel)
            .text("payer", Charge::payer)
            .text("order_no", Charge::orderNo)
            .text("setl_id", Charge::setlId)
            .text("cancel_msgid", Charge::cancelMsgid)
            .integer("not_sent", Charge::notSent)
            .text("cause", Charge::cause)
            .bytes("message", Charge::message)
            .time("at", Charge::at)
            .bool("by_credit", Charge::byCredit)
            .build(c -> new Charge(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    Sequence.valueOf(c.text()),
                    ChargeState.valueOf(c.text()),
                    c.num(),
                    c.numOrNull(),
                    c.text(),
                    c.textOrNull(),
                    c.textOrNull(),
                    c.textOrNull(),
                    c.textOrNull(),
                    c.integer(),
                    c.text(),
                    c.bytes(),
                    c.time(),
                    c.bool()));

    static final Table<Refund> REFUND = Table.of(Refund.class, "refund", 2)
            .text("node", Refund::node)
            .text("refund_no", Refund::refundNo)
            .text("order_no", Refund::orderNo)
            .text("setl_id", Refund::setlId)
            .text("mdtrt_id", Refund::mdtrtId)
            .text("channel", Refund::channel)
            .text("state", r -> r.state().name())
            .fen("refund_fen", Refund::refundFen)
            .fen("total_fen", Refund::totalFen)
            .text("reason", Refund::reason)
            .text("notify_url", Refund::notifyUrl)
            .time("created_at", Refund::createdAt)
            .build(c -> new Refund(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    RefundState.valueOf(c.text()),
                    c.num(),
                    c.num(),
                    c.text(),
                    c.text(),
                    c.time()));

    static final Table<Notification> NOTIFICATION = Table.of(Notification.class, "notification", 2)
            .text("channel", Notification::channel)
            .text("event_id", Notification::eventId)
            .text("order_no", Notification::orderNo)
            .text("state", Notification::state)
            .text("content", Notification::content)
            .bytes("raw", Notification::raw)
            .time("at", Notification::at)
            .build(c -> new Notification(c.text(), c.text(), c.text(), c.text(), c.text(), c.bytes(), c.time()));

    static final Table<Deposit> DEPOSIT = Table.of(Deposit.class, "deposit", 3)
            .text("node", Deposit::node)
            .text("mdtrt_id", Deposit::mdtrtId)
            .text("receipt_no", Deposit::receiptNo)
            .text("fixmedins_code", Deposit::fixmedinsCode)
            .text("channel", Deposit::channel)
            .fen("fen", Deposit::fen)
            .text("state", d -> d.state().name())
            .text("ended_by", Deposit::endedBy)
            .time("at", Deposit::at)
            .build(c -> new Deposit(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.num(),
                    Deposit.State.valueOf(c.text()),
                    c.text(),
                    c.time()));

    private PaymentTables() {}
}
