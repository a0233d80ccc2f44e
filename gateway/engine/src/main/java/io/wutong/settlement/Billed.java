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
import io.wutong.visit.Mids;
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
 *   mid-stay               the visit's state at both sides, which then is open again; a batch beside it keeps what was
 *                          settled, so that its cancellation gives it back
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
        return switch (part.kind()) {
            case WHOLE, PURCHASE -> visit;
            case BATCH -> visit.and(Needs.rows(ChargeBatch.key(node, mdtrtId, part.value())));
            // which one it is may be known only from the settlement
            case MID -> visit.and(Needs.groups(ChargeBatch.of(node, mdtrtId)));
        };
    }

    static Optional<Billed> find(Rows rows, String node, String mdtrtId, Part part) {
        return rows.one(Visit.key(node, mdtrtId)).map(visit -> of(rows, visit, part));
    }

    /** The place of care's; see {@link Visits#atCare}. */
    static Billed atCare(Message message, Rows rows, String mdtrtId, String psnNo, Part part) {
        return of(rows, Visits.atCare(message, rows, mdtrtId, psnNo), part);
    }

    private static Billed of(Rows rows, Visit visit, Part part) {
        return new Billed(visit, part, rows(rows, visit, part).orElse(null));
    }

    private static Optional<ChargeBatch> rows(Rows rows, Visit visit, Part part) {
        return switch (part.kind()) {
            case WHOLE, PURCHASE -> Optional.empty();
            case BATCH -> rows.one(ChargeBatch.key(visit.node(), visit.mdtrtId(), part.value()));
            case MID ->
                part.value().isEmpty()
                        ? Optional.empty()
                        : rows.one(ChargeBatch.key(visit.node(), visit.mdtrtId(), part.text()));
        };
    }

    Key<BusinessKey> key() {
        return part.key(visit.node(), visit.mdtrtId(), visit.fixmedinsCode(), visit.psnNo());
    }

    /** The fees that it settles, or has settled. */
    Bill bill() {
        if (isBatch() || !part.value().isEmpty() && part.kind() == Part.Kind.MID) {
            return charge == null ? Bill.EMPTY : charge.bill();
        }
        return visit.bill();
    }

    /** With a whole visit's sums as somebody else has made them. */
    Billed with(Bill sums) {
        return part.kind() == Part.Kind.WHOLE ? new Billed(visit.withBill(sums), part, charge) : this;
    }

    /** The settlement that stands; where many may, the last one. */
    @Nullable
    String setlId() {
        return switch (part.kind()) {
            case WHOLE, PURCHASE -> visit.setlId();
            case BATCH -> charge == null ? null : charge.setlId();
            case MID -> mid().map(Mids.Mid::setlId).orElse(null);
        };
    }

    private Optional<Mids.Mid> mid() {
        return part.value().isEmpty()
                ? visit.mids().last()
                : visit.mids().standing().stream()
                        .filter(mid -> part.value().equals(Integer.toString(mid.number())))
                        .findFirst();
    }

    private boolean isBatch() {
        return part.kind() == Part.Kind.BATCH;
    }

    /** Of a mid-stay settlement: whether this one stands, or pressed twice, whether nothing is left for another. */
    boolean settled() {
        return switch (part.kind()) {
            case WHOLE, PURCHASE -> visit.state() == VisitState.SETTLED;
            case BATCH -> charge != null && charge.state() == ChargeBatchState.SETTLED;
            case MID ->
                mid().isPresent() && (!part.value().isEmpty() || visit.bill().medfeeSumFen() == 0);
        };
    }

    boolean settling() {
        return isBatch()
                ? charge != null && charge.state() == ChargeBatchState.SETTLING
                : visit.state() == VisitState.SETTLING;
    }

    boolean cancelling() {
        return isBatch()
                ? charge != null && charge.state() == ChargeBatchState.CANCELLING
                : visit.state() == VisitState.CANCELLING;
    }

    /** What the home is told; a batch has fees, kind and disease of its own. */
    Care care(String medType) {
        return isBatch() && charge != null ? visit.care(charge, medType) : visit.careWithFees();
    }

    /** What the home is told when it is taken back: the sums of what was settled. */
    Care told() {
        return charge == null ? visit.care() : visit.care(charge, visit.medType());
    }

    List<Row> toSettling(Message message) {
        return moved(Step.SETTLING, setlId(), message);
    }

    /** @param end the last day that it settles; counts for a mid-stay settlement */
    List<Row> toSettled(String setlId, String end, Message message) {
        if (part.kind() != Part.Kind.MID) {
            return moved(Step.SETTLED, setlId, message);
        }
        Mids mids = visit.mids();
        VisitState.Event event = VisitState.Event.MID_DONE;
        Visit after = visit.withMids(mids.with(end, setlId), visit.bill().settled())
                .withState(Visits.next(visit, event, message));
        List<Row> writes = new ArrayList<>(Visits.moved(visit, after, event, message));
        writes.add(new ChargeBatch(
                visit.node(),
                visit.mdtrtId(),
                number(mids.next()).text(),
                ChargeBatchState.SETTLED,
                setlId,
                "",
                visit.bill()));
        return writes;
    }

    /** A mid-stay settlement once it has its number. */
    static Part number(int number) {
        return new Part(Part.Kind.MID, Integer.toString(number));
    }

    /** What a settlement that is being made now will be kept as. */
    Part kept() {
        return part.kind() == Part.Kind.MID ? number(visit.mids().next()) : part;
    }

    List<Row> toNotSettled(Message message) {
        return moved(Step.NOT_SETTLED, setlId(), message);
    }

    List<Row> toCancelling(Message message) {
        requireLast();
        return moved(Step.CANCELLING, setlId(), message);
    }

    List<Row> toNotCancelled(Message message) {
        return moved(Step.NOT_CANCELLED, setlId(), message);
    }

    /** Whatever it was on its way to. */
    List<Row> toCancelled(Message message) {
        requireLast();
        return onlyAtHome() || cancelling()
                ? moved(Step.CANCELLED, null, message)
                : cancellingNow(message).moved(Step.CANCELLED, null, message);
    }

    /** Mid-stay settlements and what follows them are cancelled in the reverse order. */
    void requireLast() {
        if (part.kind() != Part.Kind.MID) {
            return;
        }
        String later = visit.setlId() != null
                ? visit.setlId()
                : visit.mids().last().map(Mids.Mid::setlId).orElse(null);
        if (later != null && !later.equals(setlId())) {
            throw Fault.LATER.refusal(later);
        }
    }

    private Billed cancellingNow(Message message) {
        VisitState.Event event = part.kind() == Part.Kind.MID ? VisitState.Event.CANCEL_MID : VisitState.Event.CANCEL;
        return !isBatch() || charge == null
                ? new Billed(visit.withState(Visits.next(visit, event, message)), part, charge)
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
        if (!isBatch() || charge == null) {
            return movedVisit(step, setlId, message);
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

    private List<Row> movedVisit(Step step, @Nullable String setlId, Message message) {
        VisitState.Event event = event(step);
        VisitState next = Visits.next(visit, event, message);
        if (part.kind() != Part.Kind.MID) {
            return Visits.moved(visit, visit.withSettlement(next, setlId), event, message);
        }
        if (step != Step.CANCELLED || charge == null) {
            return Visits.moved(visit, visit.withState(next), event, message);
        }
        Visit after = visit.withMids(visit.mids().withoutLast(), visit.bill().unsettled(charge.bill()))
                .withState(next);
        List<Row> writes = new ArrayList<>(Visits.moved(visit, after, event, message));
        writes.add(new ChargeBatch(
                charge.node(), charge.mdtrtId(), charge.batch(), ChargeBatchState.OPEN, null, "", Bill.EMPTY));
        return writes;
    }

    private VisitState.Event event(Step step) {
        boolean mid = part.kind() == Part.Kind.MID;
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
            case CANCELLING -> mid ? VisitState.Event.CANCEL_MID : step.ofVisit;
            case NOT_CANCELLED ->
                !mid ? step.ofVisit : inStay ? VisitState.Event.MID_STANDS_IN_STAY : VisitState.Event.MID_STANDS;
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
