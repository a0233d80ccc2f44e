package io.wutong.settlement;

import io.wutong.envelope.Fault;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.Message;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Care;
import io.wutong.state.StateChange;
import io.wutong.visit.Bill;
import io.wutong.visit.ChargeBatch;
import io.wutong.visit.ChargeBatchState;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import io.wutong.visit.Visits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a settlement settles, as one node has it, and how settling and cancelling move it.
 *
 * <pre>
 *   whole stay, purchase   the visit's own state, at both sides
 *   charge batch           the batch's state at the place of care; the home's visit stays open for the next batch
 * </pre>
 */
record Billed(Visit visit, Part part, @Nullable ChargeBatch charge) {

    private enum Step {
        SETTLING(VisitState.Event.SETTLE, ChargeBatchState.Event.SETTLE),
        SETTLED(VisitState.Event.SETTLE_DONE, ChargeBatchState.Event.SETTLE_DONE),
        NOT_SETTLED(VisitState.Event.REFUSED, ChargeBatchState.Event.NOT_SETTLED),
        CANCELLING(VisitState.Event.CANCEL, ChargeBatchState.Event.CANCEL),
        CANCELLED(VisitState.Event.CANCEL_DONE, ChargeBatchState.Event.GIVEN_BACK),
        NOT_CANCELLED(VisitState.Event.REFUSED, ChargeBatchState.Event.NOT_CANCELLED);

        private final VisitState.Event ofVisit;
        private final ChargeBatchState.Event ofCharge;

        Step(VisitState.Event ofVisit, ChargeBatchState.Event ofCharge) {
            this.ofVisit = ofVisit;
            this.ofCharge = ofCharge;
        }
    }

    static Needs needs(String node, String mdtrtId, Part part) {
        Needs visit = Needs.rows(Visit.key(node, mdtrtId));
        return part.kind() == Part.Kind.BATCH
                ? visit.and(Needs.rows(ChargeBatch.key(node, mdtrtId, part.value())))
                : visit;
    }

    static Optional<Billed> find(Rows rows, String node, String mdtrtId, Part part) {
        return rows.one(Visit.key(node, mdtrtId)).map(visit -> of(rows, visit, part));
    }

    /** The place of care's; see {@link Visits#atCare}. */
    static Billed atCare(Message message, Rows rows, String mdtrtId, String psnNo, Part part) {
        return of(rows, Visits.atCare(message, rows, mdtrtId, psnNo), part);
    }

    private static Billed of(Rows rows, Visit visit, Part part) {
        ChargeBatch charge = part.kind() == Part.Kind.BATCH
                ? rows.one(ChargeBatch.key(visit.node(), visit.mdtrtId(), part.value()))
                        .orElse(null)
                : null;
        return new Billed(visit, part, charge);
    }

    Key<BusinessKey> key() {
        return part.key(visit.node(), visit.mdtrtId(), visit.fixmedinsCode(), visit.psnNo());
    }

    /** The fees that it settles. */
    Bill bill() {
        return part.kind() != Part.Kind.BATCH ? visit.bill() : charge == null ? Bill.EMPTY : charge.bill();
    }

    /** The settlement that stands. */
    @Nullable
    String setlId() {
        return part.kind() != Part.Kind.BATCH ? visit.setlId() : charge == null ? null : charge.setlId();
    }

    boolean settled() {
        return charge == null ? visit.state() == VisitState.SETTLED : charge.state() == ChargeBatchState.SETTLED;
    }

    boolean settling() {
        return charge == null ? visit.state() == VisitState.SETTLING : charge.state() == ChargeBatchState.SETTLING;
    }

    boolean cancelling() {
        return charge == null ? visit.state() == VisitState.CANCELLING : charge.state() == ChargeBatchState.CANCELLING;
    }

    /** What the home is told; a batch has fees, kind and disease of its own. */
    Care care(String medType) {
        return charge == null ? visit.careWithFees() : visit.care(charge, medType);
    }

    List<Row> toSettling(Message message) {
        return moved(Step.SETTLING, setlId(), message);
    }

    List<Row> toSettled(String setlId, Message message) {
        return moved(Step.SETTLED, setlId, message);
    }

    List<Row> toNotSettled(Message message) {
        return moved(Step.NOT_SETTLED, setlId(), message);
    }

    List<Row> toCancelling(Message message) {
        return moved(Step.CANCELLING, setlId(), message);
    }

    List<Row> toNotCancelled(Message message) {
        return moved(Step.NOT_CANCELLED, setlId(), message);
    }

    /** Whatever it was on its way to. */
    List<Row> toCancelled(Message message) {
        return onlyAtHome() || cancelling()
                ? moved(Step.CANCELLED, null, message)
                : cancellingNow(message).moved(Step.CANCELLED, null, message);
    }

    private Billed cancellingNow(Message message) {
        return charge == null
                ? new Billed(visit.withState(Visits.next(visit, VisitState.Event.CANCEL, message)), part, null)
                : new Billed(visit, part, charge.with(next(charge, ChargeBatchState.Event.CANCEL, message), setlId()));
    }

    /** The home has the visit, and of its batches only the settlements. */
    private boolean onlyAtHome() {
        return part.kind() == Part.Kind.BATCH && charge == null;
    }

    private List<Row> moved(Step step, @Nullable String setlId, Message message) {
        if (onlyAtHome()) {
            return List.of();
        }
        if (charge == null) {
            VisitState.Event event = event(step);
            VisitState next = Visits.next(visit, event, message);
            return Visits.moved(visit, visit.withSettlement(next, setlId), event, message);
        }
        ChargeBatchState next = next(charge, step.ofCharge, message);
        List<Row> writes = new ArrayList<>();
        writes.add(charge.with(next, setlId));
        writes.add(new StateChange(
                charge.node(),
                "charge_batch",
                charge.mdtrtId() + "/" + charge.batch(),
                message.serial() + "." + step.ordinal(),
                charge.state().name(),
                step.ofCharge.name(),
                next.name(),
                message.msgid(),
                message.receivedAt()));
        return writes;
    }

    private VisitState.Event event(Step step) {
        boolean purchase = part.kind() == Part.Kind.PURCHASE;
        boolean inStay = visit.dischargedAt() == null;
        return switch (step) {
            case NOT_SETTLED ->
                purchase
                        ? VisitState.Event.REFUSED_PURCHASE
                        : inStay ? VisitState.Event.REFUSED_IN_STAY : VisitState.Event.REFUSED;
            case CANCELLED ->
                purchase
                        ? VisitState.Event.CANCEL_DONE_PURCHASE
                        : inStay ? VisitState.Event.CANCEL_DONE_IN_STAY : VisitState.Event.CANCEL_DONE;
            default -> step.ofVisit;
        };
    }

    private static ChargeBatchState next(ChargeBatch charge, ChargeBatchState.Event event, Message message) {
        return ChargeBatchState.TABLE
                .next(charge.state(), event)
                .orElseThrow(() -> Fault.BATCHSTATE.refusal(
                        charge.batch(),
                        charge.state().zh(),
                        message.transaction().titleZh()));
    }
}
