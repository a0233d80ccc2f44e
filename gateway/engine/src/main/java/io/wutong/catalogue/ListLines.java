package io.wutong.catalogue;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.exchange.Step;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.topology.Node;
import io.wutong.visit.ChargeBatch;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Mids;
import io.wutong.visit.Visit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** 5204: the lines of a visit with their split, or those of one settlement; they lie at the place of care alone. */
public final class ListLines implements CareSide, HomeSide {

    @Override
    public Needs needs(Message message) {
        String node = message.care().id();
        String mdtrtId = message.data("data").textOr("mdtrt_id", "");
        return new Needs(
                List.of(), List.of(Visit.key(node, mdtrtId), ChargeBatch.of(node, mdtrtId), FeeLine.of(node, mdtrtId)));
    }

    @Override
    public Step before(Message message, Rows rows) {
        Body data = message.data("data");
        String mdtrtId = Envelope.required(data, "mdtrt_id");
        Optional<Visit> found = rows.one(Visit.key(message.care().id(), mdtrtId))
                .filter(visit -> visit.fixmedinsCode().equals(message.envelope().fixmedinsCode()))
                .filter(visit -> visit.psnNo().equals(data.textOr("psn_no", "")));
        if (found.isEmpty()) {
            return Step.forward(message.arrival().destination(), null, List.of());
        }
        Visit visit = found.get();
        Map<String, String> batches = new HashMap<>();
        rows.all(ChargeBatch.of(visit.node(), mdtrtId))
                .forEach(batch -> batches.put(
                        batch.batch(), Optional.ofNullable(batch.setlId()).orElse("")));
        String wanted = data.textOr("setl_id", "");
        List<Body> lines = rows.all(FeeLine.of(visit.node(), mdtrtId)).stream()
                .filter(line -> !line.voided())
                .map(line -> row(line, visit.outpatient(), settled(visit, line, batches)))
                .filter(row -> wanted.isEmpty() || wanted.equals(row.textOr("setl_id", "")))
                .toList();
        return Step.answer(Body.builder().put("result", lines).build(), List.of());
    }

    /** The settlement that has settled a line; empty while none has. */
    private static String settled(Visit visit, FeeLine line, Map<String, String> batches) {
        if (visit.outpatient()) {
            return batches.getOrDefault(line.detail().batch(), "");
        }
        return visit.mids()
                .of(line)
                .map(Mids.Mid::setlId)
                .orElse(Optional.ofNullable(visit.setlId()).orElse(""));
    }

    private static Body row(FeeLine line, boolean batched, String setlId) {
        Body.Builder row = Body.builder()
                .put("mdtrt_id", line.mdtrtId())
                .put("setl_id", setlId)
                .put("chrg_bchno", batched ? line.detail().batch() : "")
                .put("fee_ocur_time", line.detail().feeTime())
                .put("med_list_codg", line.medListCodg());
        line.toResult().fields().forEach(row::put);
        return row.build();
    }

    @Override
    public Needs needs(Message message, Node home) {
        return Needs.NONE;
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        throw Fault.VISIT.refusal(message.data("data").textOr("mdtrt_id", ""));
    }
}
