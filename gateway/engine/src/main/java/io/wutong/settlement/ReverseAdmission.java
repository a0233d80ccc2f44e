package io.wutong.settlement;

import io.wutong.cure.HomeStay;
import io.wutong.envelope.Fault;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.Message;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.topology.Node;
import io.wutong.visit.Admit;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import io.wutong.visit.Visits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Of a 2401 or 2201: the visit is void at both sides, as long as nothing but the admission has happened to it. */
final class ReverseAdmission implements Reversible {

    @Override
    public String part(Exchange original) {
        return original.infno().equals("2401") ? "mdtrtinfo" : "data";
    }

    @Override
    public Needs needs(String node, Exchange original) {
        return Needs.rows(Visit.key(node, mdtrtId(original)), key(node, original));
    }

    @Override
    public Optional<Key<HomeStay>> heard(Node home, Exchange original) {
        return Optional.of(HomeStay.key(home.id(), said(original, "psn_no"), mdtrtId(original)));
    }

    @Override
    public void require(Message message, String node, Exchange original, Rows rows) {
        visit(node, original, rows).ifPresent(visit -> {
            Visits.next(visit, VisitState.Event.REVOKE, message);
            if (visit.bill().lines() > 0) {
                throw Fault.VISITSTATE.refusal(
                        visit.mdtrtId(), "有未撤销的费用明细", message.transaction().titleZh());
            }
        });
    }

    @Override
    public List<Row> undo(Message message, String node, Exchange original, Rows rows) {
        List<Row> writes = new ArrayList<>();
        visit(node, original, rows).ifPresent(visit -> {
            VisitState next = Visits.next(visit, VisitState.Event.REVOKE, message);
            writes.addAll(Visits.moved(visit, visit.withState(next), VisitState.Event.REVOKE, message));
        });
        rows.one(key(node, original))
                .filter(held -> held.msgid().equals(original.msgid()))
                .filter(held -> held.state() != BusinessKey.State.RELEASED)
                .ifPresent(held -> writes.add(held.released(message.msgid())));
        return writes;
    }

    private static Optional<Visit> visit(String node, Exchange original, Rows rows) {
        return rows.one(Visit.key(node, mdtrtId(original))).filter(visit -> visit.state() != VisitState.VOID);
    }

    private Key<BusinessKey> key(String node, Exchange original) {
        return Admit.key(
                node,
                original.fixmedinsCode(),
                said(original, original.infno().equals("2401") ? "ipt_no" : "ipt_otp_no"));
    }

    /** Issued by the place of care: the result, or what the home was told before there was one. */
    private static String mdtrtId(Exchange original) {
        return original.result().isEmpty() ? original.toldVisit() : original.result();
    }
}
