package io.wutong.payment;

import io.wutong.cases.Case;
import io.wutong.envelope.Fault;
import io.wutong.ledger.Books;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Fen;
import io.wutong.spi.RefundStatus;
import io.wutong.state.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The commits about money that goes back: what an operator gives of an order, and what the channel says of a refund. Both
 * lock the order's row, where the sum of what was promised stands, so that however many ask at once, never more is
 * promised than was paid.
 */
final class RefundCommands {

    /** With the order's number before it a refund's number still fits every channel's. */
    private static final Pattern REQUEST = Pattern.compile("[0-9A-Z]{1,10}");

    private RefundCommands() {}

    /** Gives part of what was paid; the same request once more changes nothing, with another amount it is refused. */
    static Command<Refund> give(GiveBack ask, String serial, Instant at) {
        if (!REQUEST.matcher(ask.request()).matches()) {
            throw Fault.PARAMETER.refusal("request");
        }
        if (ask.fen() <= 0) {
            throw Fault.PARAMETER.refusal("amount");
        }
        String refundNo = "R" + ask.orderNo() + "P" + ask.request();
        Key<Refund> key = Refund.key(ask.node(), refundNo);
        Key<PaymentOrder> orderKey = PaymentOrder.key(ask.node(), ask.orderNo());
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(key, orderKey);
            }

            @Override
            public Decision<Refund> decide(Rows rows) {
                Optional<Refund> before = rows.one(key);
                if (before.isPresent()) {
                    if (before.get().refundFen() != ask.fen()) {
                        throw Fault.SUM.refusal(
                                refundNo + " " + Fen.format(before.get().refundFen()) + "≠" + Fen.format(ask.fen()));
                    }
                    return Decision.nothing(before.get());
                }
                PaymentOrder order = rows.one(orderKey).orElseThrow(() -> Fault.ORDER.refusal(ask.orderNo()));
                if (order.state() != OrderState.PAID) {
                    throw Fault.ORDERSTATE.refusal(ask.orderNo(), order.state().zh());
                }
                if (ask.fen() > order.leftFen()) {
                    throw Fault.OVERREFUND.refusal(ask.orderNo(), Fen.format(order.leftFen()));
                }
                PaymentOrder after = order.givingBack(ask.fen());
                List<Row> writes = new ArrayList<>(Refunds.due(order, refundNo, ask.fen(), ask.reason(), at));
                if (after.leftFen() == 0) {
                    OrderState next = OrderState.TABLE
                            .next(order.state(), OrderState.Event.REFUND)
                            .orElseThrow();
                    writes.add(
                            Refunds.change(order, OrderState.Event.REFUND, next, serial, "operator:" + ask.by(), at));
                    after = after.withState(next);
                }
                writes.add(after);
                return Decision.of((Refund) writes.get(0), writes);
            }
        };
    }

    /** What the channel says of a refund; its books are written when the money has gone, not before. */
    static Command<Refund> refunded(String node, RefundStatus status, String serial, String cause, Instant at) {
        Key<Refund> key = Refund.key(node, status.refundNo());
        Key<PaymentOrder> orderKey = PaymentOrder.key(node, status.orderNo());
        Key<Case> stuck = Case.key(node, Case.TASK, Task.REFUND + "/" + status.refundNo());
        Key<Case> late = Case.key(node, Case.LATE_PAYMENT, status.orderNo());
        Key<Case> handOver = Case.key(node, Case.HAND_OVER, status.refundNo());
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(key, orderKey, stuck, late, handOver);
            }

            @Override
            public Decision<Refund> decide(Rows rows) {
                Refund refund = rows.one(key)
                        .filter(known -> known.orderNo().equals(status.orderNo()))
                        .orElseThrow(() -> Fault.ORDER.refusal(status.refundNo()));
                if (refund.refundFen() != status.refundFen()) {
                    throw Fault.SUM.refusal(
                            "退款 " + Fen.format(status.refundFen()) + "≠" + Fen.format(refund.refundFen()));
                }
                RefundState.Event event = switch (status.state()) {
                    case PROCESSING -> RefundState.Event.ACCEPTED;
                    case REFUNDED -> RefundState.Event.DONE;
                    case CLOSED, ABNORMAL -> RefundState.Event.FAILED;
                };
                Optional<RefundState> next = RefundState.TABLE.next(refund.state(), event);
                if (next.isEmpty()) {
                    return Decision.nothing(refund);
                }
                Refund after = refund.withState(next.get());
                List<Row> writes = new ArrayList<>();
                writes.add(after);
                writes.add(change(refund, event, next.get(), serial, cause, at));
                if (next.get() == RefundState.ABNORMAL) {
                    writes.add(Case.open(node, Case.TASK, Task.REFUND + "/" + refund.refundNo(), "refund_refused", at));
                }
                if (next.get() == RefundState.REFUNDED) {
                    writes.addAll(Books.of(node, refund.refundNo(), refund.setlId(), at)
                            .debit("receivable:patient:" + refund.mdtrtId(), refund.refundFen())
                            .credit("channel:" + refund.channel(), refund.refundFen())
                            .close());
                    PaymentOrder order = rows.one(orderKey).orElseThrow(() -> Fault.ORDER.refusal(status.orderNo()));
                    writes.addAll(gone(order, refund.refundFen(), serial, cause, at));
                    for (Key<Case> open : List.of(stuck, late, handOver)) {
                        rows.one(open).ifPresent(given -> writes.add(given.ended(at)));
                    }
                }
                return Decision.of(after, writes);
            }
        };
    }

    private static List<Row> gone(PaymentOrder order, long fen, String serial, String cause, Instant at) {
        PaymentOrder after = order.givenBack(fen);
        Optional<OrderState> done = after.givenBackFen() < after.amountFen()
                ? Optional.empty()
                : OrderState.TABLE.next(order.state(), OrderState.Event.REFUND_DONE);
        if (done.isEmpty()) {
            return List.of(after);
        }
        return List.of(
                after.withState(done.get()),
                Refunds.change(order, OrderState.Event.REFUND_DONE, done.get(), serial, cause, at));
    }

    private static StateChange change(
            Refund refund, RefundState.Event event, RefundState next, String serial, String cause, Instant at) {
        return new StateChange(
                refund.node(),
                "refund",
                refund.refundNo(),
                serial,
                refund.state().name(),
                event.name(),
                next.name(),
                cause,
                at);
    }
}
