package io.wutong.settlement;

import io.wutong.envelope.Fault;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.Message;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.visit.ChargeBatch;
import io.wutong.visit.Visit;
import java.util.ArrayList;
import java.util.List;

/**
 * Of a 2305, 2208 or 2103: one that has not reached the home never will, and the settlement stands as before. One that the home has
 * done stays done, since cash may have gone back and later stays are calculated anew: that is said, the place of care
 * adopts it, and the hospital settles again.
 */
final class ReverseCancellation implements Reversible {

    @Override
    public Needs needs(String node, Exchange original) {
        String setlId = said(original, "setl_id");
        String mdtrtId = said(original, "mdtrt_id");
        // which batch it settles stands in the settlement: all of the visit's are few
        return Needs.rows(Settlement.key(node, setlId), Cancel.key(node, setlId), Visit.key(node, mdtrtId))
                .and(Needs.groups(ChargeBatch.of(node, mdtrtId)));
    }

    @Override
    public void require(Message message, String node, Exchange original, Rows rows) {
        requireNotDone(node, original, rows);
    }

    @Override
    public List<Row> undo(Message message, String node, Exchange original, Rows rows) {
        requireNotDone(node, original, rows);
        List<Row> writes = new ArrayList<>();
        rows.one(Cancel.key(node, said(original, "setl_id")))
                .filter(held -> held.state() == BusinessKey.State.UNDER_WAY)
                .filter(held -> held.msgid().equals(original.msgid()))
                .ifPresent(held -> {
                    writes.add(held.released(message.msgid()));
                    rows.one(Settlement.key(node, said(original, "setl_id")))
                            .flatMap(of -> Billed.find(rows, node, of.mdtrtId(), of.settles()))
                            .filter(Billed::cancelling)
                            .ifPresent(billed -> writes.addAll(billed.toNotCancelled(message)));
                });
        return writes;
    }

    private void requireNotDone(String node, Exchange original, Rows rows) {
        String setlId = said(original, "setl_id");
        boolean cancelled = rows.one(Settlement.key(node, setlId))
                .filter(settlement -> settlement.state() == SettlementState.CANCELLED)
                .isPresent();
        if (cancelled || original.outcome().equals("succeeded")) {
            throw Fault.CANCELSTANDS.refusal(setlId);
        }
    }
}
