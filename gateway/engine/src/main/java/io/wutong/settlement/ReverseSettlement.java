package io.wutong.settlement;

import io.wutong.envelope.Fault;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.Message;
import io.wutong.ledger.EntrySet;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import io.wutong.visit.Visits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Of a 2304: a settlement that was booked, or a visit that waits for its answer. */
final class ReverseSettlement implements Reversible {

    @Override
    public Needs needs(String node, Exchange original) {
        String mdtrtId = said(original, "mdtrt_id");
        Needs needs = Needs.rows(Visit.key(node, mdtrtId), Settle.key(node, mdtrtId));
        String setlId = original.result();
        if (!setlId.isEmpty()) {
            needs = needs.and(Needs.rows(Settlement.key(node, setlId), Cancel.key(node, setlId)))
                    .and(Needs.groups(EntrySet.key(node, setlId)));
        }
        return needs;
    }

    @Override
    public Needs needsAtHome(String desk, Exchange original) {
        return needs(desk, original).and(Undo.ofPerson(desk, said(original, "psn_no")));
    }

    /** Where an order collects, 2305 takes back; and a cancellation that is under way is not overtaken. */
    @Override
    public void require(Message message, String node, Exchange original, Rows rows) {
        Optional<Settlement> standing = standing(node, original, rows);
        if (standing.filter(settlement -> settlement.orderNo() != null).isPresent()) {
            throw Fault.SETTLED.refusal(original.result());
        }
        standing.flatMap(settlement -> rows.one(Cancel.key(node, settlement.setlId())))
                .filter(held -> held.state() == BusinessKey.State.UNDER_WAY)
                .ifPresent(held -> {
                    throw Fault.UNDERWAY.refusal(held.msgid());
                });
    }

    @Override
    public List<Row> undo(Message message, String node, Exchange original, Rows rows) {
        Optional<Settlement> standing = standing(node, original, rows);
        if (standing.isPresent()) {
            String negative = standing.get().negativeId();
            Body output = SettlementAnswer.negative(standing.get().output(), negative, message);
            return Undo.writesWithTask(message, rows, standing.get(), negative, output);
        }
        String mdtrtId = said(original, "mdtrt_id");
        List<Row> writes = new ArrayList<>();
        boolean othersSettle = rows.one(Settle.key(node, mdtrtId))
                .filter(held -> held.state() == BusinessKey.State.UNDER_WAY)
                .filter(held -> !held.msgid().equals(original.msgid()))
                .isPresent();
        rows.one(Visit.key(node, mdtrtId))
                .filter(visit -> visit.state() == VisitState.SETTLING && !othersSettle)
                .ifPresent(visit -> {
                    VisitState.Event event =
                            visit.dischargedAt() == null ? VisitState.Event.REFUSED_IN_STAY : VisitState.Event.REFUSED;
                    writes.addAll(
                            Visits.moved(visit, visit.withState(Visits.next(visit, event, message)), event, message));
                });
        rows.one(Settle.key(node, mdtrtId))
                .filter(held -> held.msgid().equals(original.msgid()))
                .ifPresent(held -> writes.add(held.released(message.msgid())));
        return writes;
    }

    private static Optional<Settlement> standing(String node, Exchange original, Rows rows) {
        return original.result().isEmpty()
                ? Optional.empty()
                : rows.one(Settlement.key(node, original.result()))
                        .filter(settlement -> settlement.state() == SettlementState.STANDING);
    }
}
