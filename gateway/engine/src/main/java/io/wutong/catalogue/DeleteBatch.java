package io.wutong.catalogue;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.exchange.Step;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import io.wutong.topology.Node;
import io.wutong.visit.ChargeBatch;
import io.wutong.visit.ChargeBatchState;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import io.wutong.visit.Visits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * 2205: takes back the lines of one charge batch, or with {@code 0000} all that are not settled; with nothing there, that
 * is no fault, since a hospital clears before it uploads again.
 */
public final class DeleteBatch implements CareSide, HomeSide {

    private static final String ALL = "0000";

    @Override
    public Needs needs(Message message) {
        String node = message.care().id();
        String mdtrtId = message.data("data").textOr("mdtrt_id", "");
        return Needs.rows(Visit.key(node, mdtrtId))
                .and(Needs.groups(ChargeBatch.of(node, mdtrtId), FeeLine.of(node, mdtrtId)));
    }

    @Override
    public Step before(Message message, Rows rows) {
        return Step.forward(
                message.arrival().destination(), taken(message, rows).visit().care(), List.of());
    }

    @Override
    public Reply after(Message message, Rows rows, @Nullable Care care, Outcome<Body> home) {
        if (!(home instanceof Outcome.Succeeded)) {
            return Reply.of(home);
        }
        Taken taken = taken(message, rows);
        List<Row> writes = new ArrayList<>(taken.lines());
        writes.addAll(taken.charges());
        writes.add(taken.visit());
        return Reply.done(Body.EMPTY, writes, taken.visit().mdtrtId());
    }

    @Override
    public Needs needs(Message message, Node home) {
        return Needs.NONE;
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        return Reply.done(Body.EMPTY, List.of(), "");
    }

    private record Taken(Visit visit, List<ChargeBatch> charges, List<FeeLine> lines) {}

    private static Taken taken(Message message, Rows rows) {
        Body data = message.data("data");
        String mdtrtId = Envelope.required(data, "mdtrt_id");
        String batch = Envelope.required(data, "chrg_bchno");
        Visit visit = Visits.atCare(message, rows, mdtrtId, Envelope.required(data, "psn_no"));
        if (visit.state() != VisitState.OPEN) {
            throw Fault.VISITSTATE.refusal(
                    mdtrtId, visit.state().zh(), message.transaction().titleZh());
        }
        Map<String, ChargeBatch> charges = new LinkedHashMap<>();
        for (ChargeBatch charge : rows.all(ChargeBatch.of(visit.node(), mdtrtId))) {
            if (charge.state() == ChargeBatchState.OPEN && (batch.equals(ALL) || batch.equals(charge.batch()))) {
                charges.put(charge.batch(), charge);
            } else if (batch.equals(charge.batch())) {
                throw Fault.BATCHSTATE.refusal(
                        batch, charge.state().zh(), message.transaction().titleZh());
            }
        }
        List<FeeLine> taken = new ArrayList<>();
        for (FeeLine line : rows.all(FeeLine.of(visit.node(), mdtrtId))) {
            ChargeBatch charge = charges.get(line.detail().batch());
            if (charge != null && !line.voided()) {
                charges.put(charge.batch(), charge.withLine(line, -1));
                taken.add(line.takenBack());
                visit = visit.withLine(line, -1);
            }
        }
        return new Taken(visit, List.copyOf(charges.values()), taken);
    }
}
