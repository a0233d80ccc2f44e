package io.wutong.settlement;

import io.wutong.benefit.Accumulator;
import io.wutong.benefit.Calculation;
import io.wutong.benefit.Recalculation;
import io.wutong.benefit.rules.Amounts;
import io.wutong.cases.Case;
import io.wutong.coverage.CoverageTally;
import io.wutong.coverage.Person;
import io.wutong.cure.Claim;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.Desk;
import io.wutong.exchange.Message;
import io.wutong.ledger.Books;
import io.wutong.ledger.EntrySet;
import io.wutong.payment.PaymentOrder;
import io.wutong.payment.Refunds;
import io.wutong.payment.Task;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import io.wutong.state.StateChange;
import io.wutong.visit.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What takes a standing settlement back at one node: shared by cancellation (2305) and reversal (2601). */
final class Undo {

    private Undo() {}

    /** The rows that taking back a settlement needs besides the settlement itself. */
    static Needs needs(Settlement settlement) {
        Needs needs = Billed.needs(settlement.node(), settlement.mdtrtId(), settlement.settles())
                .and(Needs.rows(settlement.businessKey()))
                .and(Needs.groups(EntrySet.key(settlement.node(), settlement.setlId())));
        return settlement.orderNo() == null
                ? needs
                : needs.and(Needs.rows(PaymentOrder.key(settlement.node(), settlement.orderNo())));
    }

    /** What a home that calculates by its policy needs more: the person, who is locked, and what is counted of him. */
    static Needs ofPerson(String desk, String psnNo) {
        String node = Desk.node(desk);
        return Needs.rows(Person.key(node, psnNo))
                .and(Needs.groups(
                        Accumulator.of(node, psnNo),
                        Calculation.of(node, psnNo),
                        CoverageTally.of(node, psnNo),
                        Claim.of(node, psnNo)));
    }

    /** The writes: the negative row, the reversing entries, accumulators, visit, business key, and the refund. */
    static List<Row> writes(Message message, Rows rows, Settlement settlement, String negativeId, Body output) {
        List<Row> writes = new ArrayList<>(withoutOrder(message, rows, settlement, negativeId, output));
        if (settlement.orderNo() != null) {
            rows.one(PaymentOrder.key(settlement.node(), settlement.orderNo()))
                    .ifPresent(order -> writes.addAll(Refunds.afterCancellation(order, message)));
        }
        return writes;
    }

    /** The same where the order cannot be read in this commit: a task does what is due to it. */
    static List<Row> writesWithTask(Message message, Rows rows, Settlement settlement, String negativeId, Body output) {
        List<Row> writes = new ArrayList<>(withoutOrder(message, rows, settlement, negativeId, output));
        if (settlement.orderNo() != null) {
            writes.add(Task.atOnce(settlement.node(), Task.UNDO_ORDER, settlement.orderNo()));
        }
        return writes;
    }

    private static List<Row> withoutOrder(
            Message message, Rows rows, Settlement settlement, String negativeId, Body output) {
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
                settlement.settles(),
                output,
                null,
                message.receivedAt());
        writes.add(negative);
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
        List<EntrySet> entries = rows.all(EntrySet.key(settlement.node(), settlement.setlId()));
        Books reversing = SettlementBooks.reversing(settlement, entries, negativeId, message.receivedAt());
        Optional<Billed> billed = Billed.find(rows, settlement.node(), settlement.mdtrtId(), settlement.settles());
        Optional<Visit> atHome = billed.map(Billed::visit).filter(visit -> visit.side() == Visit.Side.HOME);
        if (atHome.isPresent()) {
            writes.addAll(ofHome(message, rows, settlement, atHome.get(), negativeId, reversing));
        }
        writes.addAll(reversing.close());
        billed.ifPresent(b -> writes.addAll(b.toCancelled(message)));
        rows.one(settlement.businessKey())
                .filter(held -> held.result().equals(settlement.setlId()))
                .ifPresent(held -> writes.add(new BusinessKey(
                        held.node(), held.kind(), held.value(), BusinessKey.State.RELEASED, message.msgid(), "")));
        return writes;
    }

    /** What only a home has: its claim is withdrawn, the account gets back what it paid, later stays are calculated again. */
    private static List<Row> ofHome(
            Message message, Rows rows, Settlement settlement, Visit visit, String negativeId, Books reversing) {
        List<Row> writes = new ArrayList<>();
        given(rows, settlement, visit).ifPresent(writes::add);
        // it was of what this settlement had left to the patient
        Claim.ofSettlement(rows.all(Claim.of(Desk.node(settlement.node()), settlement.psnNo())), settlement.setlId())
                .forEach(claim -> writes.addAll(claim.withoutSettlement(message.msgid(), message.receivedAt())));
        recalculated(message, rows, settlement, negativeId).ifPresent(again -> {
            writes.addAll(again.changed());
            writes.addAll(again.adjustments());
            writes.addAll(SettlementBooks.adjusted(settlement, negativeId, reversing, again, message.receivedAt()));
            String node = Desk.node(settlement.node());
            String insutype = again.cancelled().insutype();
            writes.addAll(Accumulator.changed(
                    node, settlement.psnNo(), insutype, used(rows, settlement, insutype), again.used()));
            again.kept().forEach(kept -> writes.add(forClerks(kept, negativeId, message)));
        });
        return writes;
    }

    /** The answer to a cancellation at home: the account holds again what the settlement took from it. */
    static Body withBalance(Body output, Rows rows, Settlement settlement) {
        return rows.one(Visit.key(settlement.node(), settlement.mdtrtId()))
                .flatMap(visit -> given(rows, settlement, visit))
                .map(tally ->
                        output.with("setlinfo", output.body("setlinfo").with("balc", Value.fen(tally.accountFen()))))
                .orElse(output);
    }

    /** The account with what the settlement took from it. */
    private static Optional<CoverageTally> given(Rows rows, Settlement settlement, Visit visit) {
        List<EntrySet> entries = rows.all(EntrySet.key(settlement.node(), settlement.setlId()));
        long account = SettlementBooks.taken(entries, SettlementBooks.account(settlement.psnNo()));
        long mutualAid = SettlementBooks.taken(entries, SettlementBooks.mutualAid(settlement.psnNo()));
        if (account == 0 && mutualAid == 0) {
            return Optional.empty();
        }
        return rows.all(CoverageTally.of(Desk.node(settlement.node()), settlement.psnNo())).stream()
                .filter(tally -> tally.insutype().equals(visit.insutype()))
                .findFirst()
                .map(tally -> tally.spent(-account, -mutualAid, tally.calculatedAt()));
    }

    private static Optional<Recalculation> recalculated(
            Message message, Rows rows, Settlement settlement, String negativeId) {
        return Recalculation.without(
                rows.all(Calculation.of(Desk.node(settlement.node()), settlement.psnNo())).stream()
                        .filter(one -> !one.setlId().equals(settlement.setlId())
                                || one.desk().equals(settlement.node()))
                        .toList(),
                settlement.setlId(),
                insutype -> used(rows, settlement, insutype),
                message.directory().policies()::byHash,
                negativeId,
                message.receivedAt());
    }

    /** One case for each cancellation and settlement: none is there before. */
    private static Case forClerks(Recalculation.Kept kept, String negativeId, Message message) {
        return Case.open(
                kept.calculation().node(),
                Case.RECALCULATION,
                kept.calculation().setlId() + "/" + negativeId,
                kept.cause(),
                message.receivedAt());
    }

    private static Amounts used(Rows rows, Settlement settlement, String insutype) {
        return Accumulator.used(rows.all(Accumulator.of(Desk.node(settlement.node()), settlement.psnNo())), insutype);
    }
}
