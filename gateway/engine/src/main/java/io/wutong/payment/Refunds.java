package io.wutong.payment;

import io.wutong.exchange.Message;
import io.wutong.port.Row;
import io.wutong.state.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What becomes of the patient's order once the home has confirmed a cancellation. */
public final class Refunds {

    private Refunds() {}

    /** Paid → all of it goes back; unpaid → it is closed; ended → nothing. */
    public static List<Row> afterCancellation(PaymentOrder order, Message message) {
        return afterCancellation(order, message.serial(), message.msgid(), message.receivedAt());
    }

    public static List<Row> afterCancellation(PaymentOrder order, String serial, String cause, Instant at) {
        return switch (order.state()) {
            case PAID -> refund(order, OrderState.Event.REFUND, "医保结算撤销退款", serial, cause, at);
            case CREATED, OPEN -> close(order, serial, cause, at);
            default -> List.of();
        };
    }

    /** The order on its way back to the patient, a refund of all that is left of it, and the task that asks the channel. */
    public static List<Row> refund(
            PaymentOrder order, OrderState.Event event, String reason, String serial, String cause, Instant at) {
        OrderState next = OrderState.TABLE.next(order.state(), event).orElseThrow();
        List<Row> writes = new ArrayList<>();
        writes.add(order.withState(next).givingBack(order.leftFen()));
        writes.addAll(due(order, "R" + order.orderNo(), order.leftFen(), reason, at));
        writes.add(change(order, event, next, serial, cause, at));
        return writes;
    }

    /** A refund of part of an order, or of all of it, and who sees to it. */
    static List<Row> due(PaymentOrder order, String refundNo, long fen, String reason, Instant at) {
        Refund refund = new Refund(
                order.node(),
                refundNo,
                order.orderNo(),
                order.setlId(),
                order.mdtrtId(),
                order.channel(),
                RefundState.DUE,
                fen,
                order.amountFen(),
                reason,
                order.notifyUrl(),
                at);
        return List.of(
                refund,
                Counter.is(order.channel())
                        ? Counter.toHandOver(refund, at)
                        : Task.atOnce(order.node(), Task.REFUND, refundNo).of(order.channel()));
    }

    static List<Row> close(PaymentOrder order, String serial, String cause, Instant at) {
        OrderState next =
                OrderState.TABLE.next(order.state(), OrderState.Event.CLOSE).orElseThrow();
        return List.of(
                order.withState(next),
                Task.atOnce(order.node(), Task.CLOSE_ORDER, order.orderNo()).of(order.channel()),
                change(order, OrderState.Event.CLOSE, next, serial, cause, at));
    }

    static StateChange change(
            PaymentOrder order, OrderState.Event event, OrderState next, String serial, String cause, Instant at) {
        return new StateChange(
                order.node(),
                "order",
                order.orderNo(),
                serial + "." + event.ordinal(),
                order.state().name(),
                event.name(),
                next.name(),
                cause,
                at);
    }
}
