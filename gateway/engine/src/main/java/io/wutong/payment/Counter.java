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
import io.wutong.settlement.Settlement;
import io.wutong.spi.Fen;
import io.wutong.spi.PayOrder;
import io.wutong.visit.Visit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The counter: cash or a bank card, taken by a clerk who says so. There is no channel to ask, so the order is paid in the
 * commit that makes it, and what goes back is an operator's case until the clerk says that it was handed over.
 */
final class Counter {

    /** Begins the names under which the counter's orders and books stand. */
    private static final String NAME = "counter:";

    private Counter() {}

    static String channel(CounterReceipt.Means means) {
        return NAME + means.name().toLowerCase(Locale.ROOT);
    }

    static boolean is(String channel) {
        return channel.startsWith(NAME);
    }

    /** The case in place of the outbox' task. */
    static Case toHandOver(Refund refund, Instant at) {
        return Case.open(refund.node(), Case.HAND_OVER, refund.refundNo(), refund.reason(), at);
    }

    /**
     * Takes the patient's share, all of it, less what the stay's deposits hold. The same receipt again is the same order; another order that is open or paid
     * is in the way.
     */
    static Command<PaymentOrder> take(
            String node, String setlId, String fixmedinsCode, CounterReceipt receipt, String serial, Instant at) {
        Key<Settlement> settlementKey = Settlement.key(node, setlId);
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(settlementKey);
            }

            @Override
            public Needs more(Rows rows) {
                Needs deposits = rows.one(settlementKey)
                        .map(settlement -> Needs.rows(Visit.key(node, settlement.mdtrtId()))
                                .and(Needs.groups(Deposit.of(node, settlement.mdtrtId()))))
                        .orElse(Needs.NONE);
                return PaymentCommands.orderOf(rows, settlementKey).and(deposits);
            }

            @Override
            public Decision<PaymentOrder> decide(Rows rows) {
                Settlement settlement = PaymentCommands.payable(rows, settlementKey, fixmedinsCode);
                Optional<PaymentOrder> before = PaymentCommands.standing(rows, settlement);
                List<Deposit> deposits = rows.all(Deposit.of(node, settlement.mdtrtId()));
                if (before.isPresent()) {
                    return same(before.get(), receipt, nettedBy(deposits, setlId));
                }
                long netted = Math.min(Deposits.held(deposits), settlement.cashFen());
                if (receipt.fen() != settlement.cashFen() - netted) {
                    throw Fault.SUM.refusal("实收 " + Fen.format(receipt.fen()) + "≠个人现金支付 "
                            + Fen.format(settlement.cashFen())
                            + (netted == 0 ? "" : "－预缴金 " + Fen.format(netted)));
                }
                PaymentOrder order = order(settlement, receipt, node + serial, at);
                List<Row> writes = taken(order, receipt, netted, serial, at);
                writes.addAll(Deposits.netted(deposits, setlId, settlement.cashFen(), order.channel(), at));
                writes.add(settlement.withOrder(order.orderNo()));
                return Decision.of(order, writes);
            }
        };
    }

    /** Books, the order and how it came to be paid. */
    private static List<Row> taken(PaymentOrder order, CounterReceipt receipt, long netted, String serial, Instant at) {
        List<Row> writes = new ArrayList<>(Books.of(order.node(), order.orderNo(), order.setlId(), at)
                .debit(Deposit.account(order.mdtrtId()), netted)
                .debit("channel:" + order.channel(), order.amountFen() - netted)
                .credit("receivable:patient:" + order.mdtrtId(), order.amountFen())
                .close());
        writes.add(order);
        writes.add(Refunds.change(
                order.withState(OrderState.CREATED),
                OrderState.Event.PAY,
                OrderState.PAID,
                serial,
                "counter:" + receipt.number(),
                at));
        return writes;
    }

    /** What a charge's patient has paid at the counter before it is settled. */
    static List<Row> before(PaymentOrder order, CounterReceipt receipt) {
        if (receipt.fen() != order.amountFen()) {
            throw Fault.SUM.refusal("实收 " + Fen.format(receipt.fen()) + "≠预结算个人现金支付 " + Fen.format(order.amountFen()));
        }
        Instant at = order.createdAt();
        return taken(order.paid(OrderState.PAID, receipt.number(), at), receipt, 0, order.orderNo() + "K", at);
    }

    /** What a settlement has used of the deposits. */
    private static long nettedBy(List<Deposit> deposits, String setlId) {
        long used = 0;
        for (Deposit one : deposits) {
            if (one.endedBy().equals(setlId)) {
                used += one.fen();
            } else if (one.receiptNo().equals(Deposits.REST + setlId)) {
                used -= one.fen();
            }
        }
        return used;
    }

    private static Decision<PaymentOrder> same(PaymentOrder before, CounterReceipt receipt, long netted) {
        if (before.channel().equals(channel(receipt.means()))
                && receipt.number().equals(before.channelId())
                && receipt.fen() == before.amountFen() - netted) {
            return Decision.nothing(before);
        }
        throw Fault.ORDERSTATE.refusal(before.orderNo(), before.state().zh());
    }

    private static PaymentOrder order(Settlement settlement, CounterReceipt receipt, String orderNo, Instant at) {
        return new PaymentOrder(
                settlement.node(),
                orderNo,
                settlement.setlId(),
                settlement.mdtrtId(),
                settlement.fixmedinsCode(),
                channel(receipt.means()),
                OrderState.PAID,
                settlement.cashFen(),
                PaymentCommands.DESCRIPTION,
                "",
                at,
                at,
                null,
                receipt.number(),
                at,
                PayOrder.Method.IN_APP,
                null,
                0,
                0);
    }
}
