package io.wutong.catalogue;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Message;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.visit.ChargeBatch;
import io.wutong.visit.ChargeBatchState;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Visit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The charge batches that lines of an outpatient's visit come into; a stay has none. */
final class ChargeBatches {

    private final Visit visit;
    private final Message message;
    private final Rows rows;
    private final Map<String, ChargeBatch> changed = new LinkedHashMap<>();

    ChargeBatches(Visit visit, Message message, Rows rows) {
        this.visit = visit;
        this.message = message;
        this.rows = rows;
    }

    /** The batch that a line says; refused where it is settled already, or is about another disease. */
    String batchOf(Body row) {
        if (!visit.outpatient()) {
            if (row.text("chrg_bchno").isPresent()) {
                throw Fault.FIELD.refusal("mdtrt_id", "是住院就诊");
            }
            return visit.mids().label();
        }
        String batch = Envelope.required(row, "chrg_bchno");
        ChargeBatch charge = charge(batch);
        if (charge.state() != ChargeBatchState.OPEN) {
            throw Fault.BATCHSTATE.refusal(
                    batch, charge.state().zh(), message.transaction().titleZh());
        }
        String disease = row.textOr("dise_codg", "");
        if (charge.bill().lines() > 0 && !charge.disease().equals(disease)) {
            throw Fault.FIELD.refusal("dise_codg", "同一收费批次的病种应一致");
        }
        changed.put(batch, charge.withDisease(disease));
        return batch;
    }

    void add(FeeLine line) {
        String batch = line.detail().batch();
        if (visit.outpatient()) {
            changed.put(batch, charge(batch).withLine(line, 1));
        }
    }

    private ChargeBatch charge(String batch) {
        ChargeBatch known = changed.get(batch);
        return known != null
                ? known
                : rows.one(ChargeBatch.key(visit.node(), visit.mdtrtId(), batch))
                        .orElseGet(() -> ChargeBatch.empty(visit.node(), visit.mdtrtId(), batch));
    }

    List<ChargeBatch> changed() {
        return List.copyOf(changed.values());
    }
}
