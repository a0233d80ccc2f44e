package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Json;
import io.wutong.topology.Node;
import io.wutong.visit.Visit;
import org.jspecify.annotations.Nullable;

/** WT05 at the place of care: the settlement that the home has held may go on; it is sent again by {@link HeldSettlement}. */
public final class ReleaseAtCare implements HomeSide {

    @Override
    public Needs needs(Message message, Node asked) {
        String care = RevokeAtCare.care(message, asked);
        String mdtrtId = message.data("data").textOr("mdtrt_id", "");
        return Needs.rows(Visit.key(care, mdtrtId), Case.key(care, Case.HELD, mdtrtId));
    }

    @Override
    public Reply answer(Message message, Node asked, @Nullable Care told, Rows rows) {
        Body data = message.data("data");
        String mdtrtId = Envelope.required(data, "mdtrt_id");
        String care = RevokeAtCare.care(message, asked);
        Visit visit = rows.one(Visit.key(care, mdtrtId))
                .filter(v -> v.psnNo().equals(data.textOr("psn_no", "")))
                .orElseThrow(() -> Fault.VISIT.refusal(mdtrtId));
        CaseNotes notes = CaseNotes.found(
                rows.one(Case.key(care, Case.HELD, mdtrtId)).orElse(null),
                care,
                Case.HELD,
                mdtrtId,
                CaseText.of("held.released"),
                Body.builder()
                        .put("fixmedins_code", visit.fixmedinsCode())
                        .put("care_area", visit.careArea())
                        .put("home_area", visit.homeArea())
                        .put("held", Json.writeText(data.body("held")))
                        .put(HoldSettlement.HELD_AS, data.textOr(HoldSettlement.HELD_AS, ""))
                        .put(
                                HeldSettlement.ENTRY,
                                message.directory()
                                        .topology()
                                        .find(visit.fixmedinsCode())
                                        .map(Node::id)
                                        .orElse(""))
                        .build(),
                message.receivedAt());
        return Reply.done(Body.EMPTY, notes.rows(), "");
    }
}
