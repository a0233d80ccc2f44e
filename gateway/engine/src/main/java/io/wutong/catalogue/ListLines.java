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
        Map<String, String> settled = new HashMap<>();
        settled.put("", Optional.ofNullable(visit.setlId()).orElse(""));
        rows.all(ChargeBatch.of(visit.node(), mdtrtId))
                .forEach(charge -> settled.put(
                        charge.batch(), Optional.ofNullable(charge.setlId()).orElse("")));
        String wanted = data.textOr("setl_id", "");
        List<Body> lines = rows.all(FeeLine.of(visit.node(), mdtrtId)).stream()
                .filter(line -> !line.voided())
                .filter(line -> wanted.isEmpty()
                        || wanted.equals(settled.get(line.detail().batch())))
                .map(line -> row(line, settled.getOrDefault(line.detail().batch(), "")))
                .toList();
        return Step.answer(Body.builder().put("result", lines).build(), List.of());
    }

    private static Body row(FeeLine line, String setlId) {
        Body.Builder row = Body.builder()
                .put("mdtrt_id", line.mdtrtId())
                .put("setl_id", setlId)
                .put("chrg_bchno", line.detail().batch())
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
