package io.wutong.visit;

import io.wutong.envelope.Fault;
import io.wutong.exchange.Message;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.state.StateChange;
import java.util.List;

/** What all transactions of a visit ask of it: that it is there, the sender's and the person's, and may change so. */
public final class Visits {

    private Visits() {}

    /**
     * The place of care's visit, which must be the sender's, the person's and of the home that the message goes to;
     * another institution's is as if it were not there.
     */
    public static Visit atCare(Message message, Rows rows, String mdtrtId, String psnNo) {
        Visit visit = rows.one(Visit.key(message.care().id(), mdtrtId))
                .filter(v -> v.fixmedinsCode().equals(message.envelope().fixmedinsCode()))
                .orElseThrow(() -> Fault.VISIT.refusal(mdtrtId));
        if (!visit.psnNo().equals(psnNo)) {
            throw Fault.VISITPERSON.refusal(mdtrtId);
        }
        if (!visit.homeArea().equals(message.envelope().homeArea())) {
            throw Fault.FIELD.refusal("insuplc_admdvs", "与就诊登记的参保地不一致");
        }
        return visit;
    }

    /** Where an event leads; refused when the state does not allow it. */
    public static VisitState next(Visit visit, VisitState.Event event, Message message) {
        return VisitState.TABLE
                .next(visit.state(), event)
                .orElseThrow(() -> Fault.VISITSTATE.refusal(
                        visit.mdtrtId(),
                        visit.state().zh(),
                        message.transaction().titleZh()));
    }

    /** The changed visit and the row that says why. */
    public static List<Row> moved(Visit before, Visit after, VisitState.Event event, Message message) {
        return List.of(
                after,
                new StateChange(
                        after.node(),
                        "visit",
                        after.mdtrtId(),
                        message.serial() + "." + event.ordinal(),
                        before.state().name(),
                        event.name(),
                        after.state().name(),
                        message.msgid(),
                        message.receivedAt()));
    }
}
