package io.wutong.charge;

import io.wutong.cases.Case;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.envelope.MessageHash;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.Exchange;
import io.wutong.ledger.Books;
import io.wutong.ledger.EntrySet;
import io.wutong.payment.InsuredOrder;
import io.wutong.payment.InsuredState;
import io.wutong.payment.OrderState;
import io.wutong.payment.PaymentCommands;
import io.wutong.payment.PaymentOrder;
import io.wutong.payment.Refunds;
import io.wutong.payment.Task;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.spi.Fen;
import io.wutong.state.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The commits of a charge. Each changes it only from the state that it was decided in, so that two that work on one charge
 * at the same time take no step twice; what a step does to the order stands in the same commit.
 */
final class ChargeCommands {

    /** So often is a settlement tried that cannot be sent, about a minute, while nothing is paid for it. */
    static final int NOT_SENT_MAX = 6;

    private ChargeCommands() {}

    /** What names a commit and says when. */
    record Mark(String serial, Instant at) {}

    // ------------------------------------------------------------ what is waited for

    /** The patient has paid, or will not. */
    static Command<Charge> paying(Charge charge, Mark mark) {
        return step(charge, mark, ChargeState.PAYING, orderAndMessage(charge), (now, rows, out) -> {
            PaymentOrder order = order(now, rows).orElseThrow();
            if (insurerFailed(now, rows)
                    && (order.state() == OrderState.REFUNDING || order.state() == OrderState.REFUNDED)) {
                out.to(ChargeState.Event.REFUSED, "医保支付未成功");
                neverMore(now, rows.one(messageKey(now)), mark, out);
                return;
            }
            switch (order.state()) {
                case PAID -> out.to(ChargeState.Event.PAID, "");
                case REFUNDING -> out.to(ChargeState.Event.REFUSED, "款项已由操作员退回");
                case CLOSED, FAILED, REFUNDED -> {
                    Optional<Exchange> sent = rows.one(messageKey(now));
                    if (sent.filter(Exchange::mayStand).isPresent()) {
                        out.to(ChargeState.Event.SENT_ELSEWHERE, "");
                    } else {
                        out.to(
                                ChargeState.Event.UNPAID,
                                order.state() == OrderState.FAILED ? "支付未成功" : "未在时限内支付，或已取消支付");
                        neverMore(now, sent, mark, out);
                    }
                }
                default -> {}
            }
        });
    }

    /** The patient has paid what the settlement left, or will not; or the settlement is gone. */
    static Command<Charge> collecting(Charge charge, String cancelMsgid, Mark mark) {
        Needs needs = orderAndMessage(charge).and(settlementOf(charge));
        return step(charge, mark, ChargeState.COLLECTING, needs, (now, rows, out) -> {
            PaymentOrder order = order(now, rows).orElseThrow();
            if (cancelled(now, rows)) {
                gone(order, "结算已撤销", out);
                return;
            }
            switch (order.state()) {
                case PAID -> out.to(ChargeState.Event.PAID, "");
                case CLOSED, FAILED, REFUNDED -> {
                    if (now.sequence() == Sequence.SETTLE_AND_OWE) {
                        out.to(ChargeState.Event.OWED, "个人部分未支付，结算保留，可换渠道或到窗口支付");
                    } else {
                        out.charge = now.cancelling(cancelMsgid);
                        out.to(ChargeState.Event.UNPAID, "个人部分未支付，撤销结算");
                    }
                }
                default -> {}
            }
        });
    }

    /** The settlement has been cancelled, by us or by the hospital. */
    static Command<Charge> cancelling(Charge charge, Mark mark) {
        Needs needs = orderAndMessage(charge).and(settlementOf(charge));
        return step(charge, mark, ChargeState.CANCELLING, needs, (now, rows, out) -> {
            if (cancelled(now, rows)) {
                Key<Case> refused = caseKey(now);
                rows.one(refused).ifPresent(open -> out.writes.add(open.ended(mark.at())));
                gone(order(now, rows).orElse(null), "", out);
            }
        });
    }

    /** The money is with the patient again. */
    static Command<Charge> returning(Charge charge, Mark mark) {
        return step(charge, mark, ChargeState.RETURNING, orderAndMessage(charge), (now, rows, out) -> {
            if (order(now, rows).orElseThrow().state() == OrderState.REFUNDED) {
                out.to(ChargeState.Event.RETURNED, "");
            }
        });
    }

    /** What follows from the end of a settlement: its order is on the way back, has ended, or is about to be undone. */
    private static void gone(@Nullable PaymentOrder order, String why, Outs out) {
        if (order == null) {
            out.to(ChargeState.Event.CANCELLED_UNPAID, why);
            return;
        }
        switch (order.state()) {
            case REFUNDING, REFUNDED -> out.to(ChargeState.Event.CANCELLED, why);
            case CLOSED, FAILED -> out.to(ChargeState.Event.CANCELLED_UNPAID, why);
            default -> {}
        }
    }

    // ------------------------------------------------------------ what the settlement said

    /**
     * Settled: with what was paid both halves stand; with another amount the settlement is cancelled, and the order, which
     * is the settlement's own from now on, goes back in the commit that adopts the home's confirmation.
     */
    static Command<Charge> settled(
            Charge charge, String setlId, PaymentCommands.Opening opening, String cancelMsgid, Mark mark) {
        Key<Settlement> key = Settlement.key(charge.node(), setlId);
        Needs needs = orderAndMessage(charge).and(Needs.rows(key));
        return step(charge, mark, ChargeState.SETTLING, needs, (now, rows, out) -> {
            Settlement settlement = rows.one(key).orElseThrow(() -> Fault.SETTLEMENT.refusal(setlId));
            PaymentOrder order = order(now, rows).orElse(null);
            out.charge = now.settled(setlId, settlement.mdtrtId(), settlement.cashFen());
            if (settlement.state() == SettlementState.CANCELLED) {
                giveBack(order, "结算已撤销", mark, out);
            } else if (now.sequence() == Sequence.PAY_FIRST) {
                if (order != null) {
                    out.writes.addAll(ofItsVisit(order, settlement, mark));
                }
                paidFirst(settlement, order, insured(now, rows), cancelMsgid, out);
            } else if (settlement.cashFen() == 0) {
                out.to(ChargeState.Event.SETTLED, "");
            } else {
                PaymentOrder fresh =
                        PaymentCommands.order(opening, setlId, settlement.mdtrtId(), settlement.cashFen(), now.msgid());
                out.writes.addAll(List.of(fresh, settlement.withOrder(fresh.orderNo()), PaymentCommands.watch(fresh)));
                out.charge = out.charge.collecting(fresh.orderNo());
                out.to(ChargeState.Event.COLLECT, "");
            }
        });
    }

    /** What was paid for a purchase before there was a visit is the visit's from now on. */
    private static List<EntrySet> ofItsVisit(PaymentOrder order, Settlement settlement, Mark mark) {
        boolean moves = order.state() == OrderState.PAID && !order.mdtrtId().equals(settlement.mdtrtId());
        return !moves
                ? List.of()
                : Books.of(order.node(), order.orderNo() + "V", settlement.setlId(), mark.at())
                        .debit("receivable:patient:" + order.mdtrtId(), order.amountFen())
                        .credit("receivable:patient:" + settlement.mdtrtId(), order.amountFen())
                        .close();
    }

    private static void paidFirst(
            Settlement settlement,
            @Nullable PaymentOrder order,
            Optional<InsuredOrder> insured,
            String cancelMsgid,
            Outs out) {
        boolean sameShares = insured.map(half -> half.sameShares(settlement.fundSumFen(), settlement.acctFen()))
                .orElse(true);
        boolean paid = order == null
                ? settlement.cashFen() == 0
                : order.state() == OrderState.PAID && order.leftFen() == settlement.cashFen() && sameShares;
        if (order != null) {
            out.writes.add(order.settled(settlement.setlId(), settlement.mdtrtId()));
            out.writes.add(settlement.withOrder(order.orderNo()));
        }
        if (paid) {
            out.to(ChargeState.Event.SETTLED, "");
            return;
        }
        out.charge = out.charge.cancelling(cancelMsgid);
        out.to(
                ChargeState.Event.DIFFERS,
                order != null && order.state() != OrderState.PAID
                        ? "未支付而已结算，撤销结算"
                        : !sameShares && settlement.cashFen() == out.charge.expectedFen()
                                ? "[PRE-STALE-001] 结算的基金或个人账户支付与预结算不符"
                                : "[PRE-STALE-001] 结算后个人应付" + Fen.format(settlement.cashFen()) + "元，与预结算"
                                        + Fen.format(out.charge.expectedFen()) + "元不符");
    }

    /** The home has said no, or what was settled was reversed: nothing stands there, the money goes back. */
    static Command<Charge> refused(Charge charge, String why, Mark mark) {
        return step(
                charge,
                mark,
                ChargeState.SETTLING,
                orderAndMessage(charge),
                (now, rows, out) -> giveBack(order(now, rows).orElse(null), why, mark, out));
    }

    /**
     * It could not be sent. What the patient has paid goes back at once, and what nobody has paid for is tried some times
     * more; then never again, so that nothing can come of it once the money has gone back.
     */
    static Command<Charge> notSent(Charge charge, Mark mark) {
        return step(charge, mark, ChargeState.SETTLING, orderAndMessage(charge), (now, rows, out) -> {
            Optional<Exchange> sent = rows.one(messageKey(now));
            if (sent.filter(row -> row.state() != Exchange.State.NOT_SENT).isPresent()) {
                return; // sent after all
            }
            boolean paid = order(now, rows)
                    .filter(order -> order.state() == OrderState.PAID)
                    .isPresent();
            if (!paid && now.notSent() + 1 < NOT_SENT_MAX) {
                out.writes.add(now.notSentOnceMore());
                return;
            }
            neverMore(now, sent, mark, out);
            giveBack(order(now, rows).orElse(null), "参保地暂时无法联系，未结算", mark, out);
        });
    }

    private static void neverMore(Charge charge, Optional<Exchange> sent, Mark mark, Outs out) {
        if (sent.isEmpty() || sent.get().state() == Exchange.State.NOT_SENT) {
            out.writes.add(Exchange.neverMore(messageKey(charge), charge.infno(), sent, mark.at()));
        }
    }

    private static void giveBack(@Nullable PaymentOrder order, String why, Mark mark, Outs out) {
        if (order == null) {
            out.to(ChargeState.Event.REFUSED_UNPAID, why);
            return;
        }
        switch (order.state()) {
            case PAID -> {
                out.writes.addAll(Refunds.refund(
                        order, OrderState.Event.REFUND, "医保未结算，自动退款", mark.serial() + "G", order.orderNo(), mark.at()));
                out.to(ChargeState.Event.REFUSED, why);
            }
            case REFUNDING, REFUNDED -> out.to(ChargeState.Event.REFUSED, why);
            default -> out.to(ChargeState.Event.REFUSED_UNPAID, why);
        }
    }

    /** The home will not cancel what differs: a person must see to it, and then the charge goes on by itself. */
    static Command<Charge> cancelRefused(Charge charge, String why, Mark mark) {
        Needs needs = orderAndMessage(charge).and(settlementOf(charge));
        return step(charge, mark, ChargeState.CANCELLING, needs, (now, rows, out) -> {
            if (!cancelled(now, rows) && rows.one(caseKey(now)).isEmpty()) {
                out.writes.add(Case.open(now.node(), Case.CHARGE, now.msgid(), why, mark.at()));
            }
        });
    }

    /** The home never had what was to cancel it, and never will: the next try goes under another id. */
    static Command<Charge> cancelLost(Charge charge, String cancelMsgid, Mark mark) {
        return step(charge, mark, ChargeState.CANCELLING, Needs.NONE, (now, rows, out) -> {
            if (Objects.equals(now.cancelMsgid(), charge.cancelMsgid())) {
                out.writes.add(now.cancelling(cancelMsgid));
            }
        });
    }

    // ------------------------------------------------------------ shared

    static Key<Exchange> messageKey(Charge charge) {
        return Exchange.key(charge.fixmedinsCode(), charge.fixmedinsCode(), charge.msgid());
    }

    private static Key<Case> caseKey(Charge charge) {
        return Case.key(charge.node(), Case.CHARGE, charge.msgid());
    }

    private static Needs orderAndMessage(Charge charge) {
        Needs needs = Needs.rows(messageKey(charge), caseKey(charge));
        return charge.orderNo() == null
                ? needs
                : needs.and(Needs.rows(
                        PaymentOrder.key(charge.node(), charge.orderNo()),
                        InsuredOrder.key(charge.node(), charge.orderNo())));
    }

    private static Optional<InsuredOrder> insured(Charge charge, Rows rows) {
        return Optional.ofNullable(charge.orderNo()).flatMap(no -> rows.one(InsuredOrder.key(charge.node(), no)));
    }

    private static boolean insurerFailed(Charge charge, Rows rows) {
        return insured(charge, rows)
                .filter(half -> half.state() == InsuredState.UNPAID)
                .isPresent();
    }

    private static Needs settlementOf(Charge charge) {
        return charge.setlId() == null ? Needs.NONE : Needs.rows(Settlement.key(charge.node(), charge.setlId()));
    }

    private static boolean cancelled(Charge charge, Rows rows) {
        return charge.setlId() != null
                && rows.one(Settlement.key(charge.node(), charge.setlId()))
                        .filter(settlement -> settlement.state() == SettlementState.CANCELLED)
                        .isPresent();
    }

    private static Optional<PaymentOrder> order(Charge charge, Rows rows) {
        return Optional.ofNullable(charge.orderNo()).flatMap(no -> rows.one(PaymentOrder.key(charge.node(), no)));
    }

    /** What a step writes, and where it leads. */
    private static final class Outs {
        final List<Row> writes = new ArrayList<>();
        Charge charge;
        ChargeState.@Nullable Event event;
        String cause = "";

        Outs(Charge charge) {
            this.charge = charge;
        }

        void to(ChargeState.Event next, String why) {
            event = next;
            cause = why;
        }
    }

    private interface Deciding {
        void decide(Charge now, Rows rows, Outs out);
    }

    private static Command<Charge> step(Charge seen, Mark mark, ChargeState from, Needs needs, Deciding deciding) {
        Key<BusinessKey> held = seen.held();
        Key<Task> task = Task.key(seen.node(), Task.CHARGE, seen.msgid());
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(seen.key(), held, task).and(needs);
            }

            @Override
            public Decision<Charge> decide(Rows rows) {
                Charge now = rows.one(seen.key()).orElseThrow(() -> Fault.ORDER.refusal(seen.msgid()));
                if (now.state() != from || !Objects.equals(now.orderNo(), seen.orderNo())) {
                    return Decision.nothing(now); // another was faster
                }
                Outs out = new Outs(now);
                deciding.decide(now, rows, out);
                if (out.event == null) {
                    return Decision.of(now, out.writes);
                }
                ChargeState next = ChargeState.TABLE.next(from, out.event).orElseThrow();
                Charge after = out.charge.in(next, out.cause);
                List<Row> writes = new ArrayList<>(out.writes);
                writes.add(after);
                writes.add(change(after, from.name(), out.event.name(), out.cause, mark));
                if (next.ended()) {
                    rows.one(held)
                            .filter(key -> key.msgid().equals(now.msgid()))
                            .ifPresent(key -> writes.add(key.released(now.msgid())));
                } else {
                    // what comes next is tried at once, and often at first
                    writes.add(Task.atOnce(now.node(), Task.CHARGE, now.msgid())
                            .of(now.envelope().homeArea()));
                }
                return Decision.of(after, writes);
            }
        };
    }

    private static StateChange change(Charge after, String from, String event, String cause, Mark mark) {
        return new StateChange(
                after.node(),
                "charge",
                after.msgid(),
                mark.serial(),
                from,
                event,
                after.state().name(),
                cause.isEmpty() ? after.msgid() : cause,
                mark.at());
    }

    static StateChange first(Charge charge, Mark mark) {
        return change(charge, "", "PLACED", "", mark);
    }

    /** Whether a message says the same as the one that a charge was placed with. */
    static boolean same(Charge charge, Envelope envelope) {
        return MessageHash.of(charge.envelope()).equals(MessageHash.of(envelope));
    }
}
