package io.wutong.settlement;

import io.wutong.benefit.Accumulator;
import io.wutong.benefit.rules.Calculator;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.Desk;
import io.wutong.exchange.Message;
import io.wutong.ledger.Entry;
import io.wutong.payment.PaymentOrder;
import io.wutong.payment.Refunds;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.state.StateChange;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import io.wutong.visit.Visits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What takes a standing settlement back at one node: shared by cancellation (2305) and reversal (2601). */
final class Undo {

    private Undo() {}

    /** The rows that taking back a settlement needs besides the settlement itself. */
    static Needs needs(Settlement settlement) {
        Needs needs = Needs.rows(
                        Visit.key(settlement.node(), settlement.mdtrtId()),
                        Settle.key(settlement.node(), settlement.mdtrtId(), "whole"))
                .and(Needs.groups(Key.of(Entry.class, settlement.node(), settlement.setlId())));
        if (settlement.orderNo() != null) {
            needs = needs.and(Needs.rows(PaymentOrder.key(settlement.node(), settlement.orderNo())));
        }
        if (settlement.basis() != null) {
            needs = needs.and(Needs.groups(Accumulator.of(Desk.node(settlement.node()), settlement.psnNo())));
        }
        return needs;
    }

    /** The writes: the negative row, the reversing entries, accumulators, visit, business key, and the refund. */
    static List<Row> writes(Message message, Rows rows, Settlement settlement, String negativeId, Body output) {
        List<Row> writes = new ArrayList<>();
        writes.add(settlement.cancelled(negativeId));
        Settlement negative = Settlement.fromOutput(
                settlement.node(),
                negativeId,
                settlement.mdtrtId(),
                settlement.psnNo(),
                settlement.fixmedinsCode(),
                message.msgid(),
                settlement.homeArea(),
                SettlementState.NEGATIVE,
                settlement.setlId(),
                output,
                null,
                message.receivedAt());
        writes.add(negative);
        writes.addAll(SettlementFund.of(negative, output));
        writes.add(new StateChange(
                settlement.node(),
                "settlement",
                settlement.setlId(),
                message.serial(),
                SettlementState.STANDING.name(),
                SettlementState.Event.CANCEL.name(),
                SettlementState.CANCELLED.name(),
                message.msgid(),
                message.receivedAt()));
        List<Entry> entries = rows.all(Key.of(Entry.class, settlement.node(), settlement.setlId()));
        writes.addAll(SettlementBooks.reversed(entries, negativeId, message.receivedAt()));
        rows.one(Visit.key(settlement.node(), settlement.mdtrtId()))
                .ifPresent(visit -> writes.addAll(reopened(visit, message)));
        rows.one(Settle.key(settlement.node(), settlement.mdtrtId(), "whole"))
                .filter(held -> held.result().equals(settlement.setlId()))
                .ifPresent(held -> writes.add(new BusinessKey(
                        held.node(), held.kind(), held.value(), BusinessKey.State.RELEASED, message.msgid(), "")));
        writes.addAll(accumulators(rows, settlement));
        if (settlement.orderNo() != null) {
            rows.one(PaymentOrder.key(settlement.node(), settlement.orderNo()))
                    .ifPresent(order -> writes.addAll(Refunds.afterCancellation(order, message)));
        }
        return writes;
    }

    private static List<Row> reopened(Visit visit, Message message) {
        Visit cancelling = visit.state() == VisitState.CANCELLING
                ? visit
                : visit.withState(Visits.next(visit, VisitState.Event.CANCEL, message));
        VisitState.Event event =
                visit.dischargedAt() == null ? VisitState.Event.CANCEL_DONE_IN_STAY : VisitState.Event.CANCEL_DONE;
        return Visits.moved(
                visit, cancelling.withSettlement(Visits.next(cancelling, event, message), null), event, message);
    }

    private static List<Accumulator> accumulators(Rows rows, Settlement settlement) {
        if (settlement.basis() == null) {
            return List.of();
        }
        Body basis = Json.read(settlement.basis());
        String insutype = basis.textOr("insutype", "");
        Map<String, Long> now =
                Accumulator.used(rows.all(Accumulator.of(Desk.node(settlement.node()), settlement.psnNo())), insutype);
        Map<String, Long> undone =
                Calculator.undo(now, Accumulator.map(basis.body("before")), Accumulator.map(basis.body("after")));
        return Accumulator.changed(Desk.node(settlement.node()), settlement.psnNo(), insutype, now, undone);
    }
}
