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
import io.wutong.visit.FeeLine;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import io.wutong.visit.Visits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** 2302: takes back named fee lines, or with {@code 0000} all that are not settled. */
public final class DeleteLines implements CareSide, HomeSide {

    private static final String ALL = "0000";

    @Override
    public Needs needs(Message message) {
        String mdtrtId = mdtrtId(message);
        return Needs.rows(Visit.key(message.care().id(), mdtrtId))
                .and(Needs.groups(FeeLine.of(message.care().id(), mdtrtId)));
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

    private record Taken(Visit visit, List<FeeLine> lines) {}

    private static Taken taken(Message message, Rows rows) {
        List<Body> list = message.envelope().input().bodies("data");
        if (list.isEmpty()) {
            throw Fault.FIELD.refusal("input.data", "不能为空");
        }
        String mdtrtId = mdtrtId(message);
        Visit visit = Visits.atCare(message, rows, mdtrtId, Envelope.required(list.get(0), "psn_no"));
        if (visit.state() != VisitState.OPEN && visit.state() != VisitState.DISCHARGED) {
            throw Fault.VISITSTATE.refusal(
                    mdtrtId, visit.state().zh(), message.transaction().titleZh());
        }
        var serials =
                list.stream().map(row -> Envelope.required(row, "feedetl_sn")).collect(Collectors.toSet());
        List<FeeLine> taken = new ArrayList<>();
        List<FeeLine> all = rows.all(FeeLine.of(message.care().id(), mdtrtId));
        Map<String, FeeLine> bySerial = new HashMap<>();
        all.forEach(line -> bySerial.put(line.feedetlSn(), line));
        for (FeeLine line : all) {
            boolean settled = visit.mids().of(line).isPresent();
            if (!line.voided() && !settled && (serials.contains(ALL) || serials.remove(line.feedetlSn()))) {
                taken.add(line.takenBack());
                visit = visit.withLine(
                        line,
                        -1,
                        line.givesBack() ? bySerial.getOrDefault(line.detail().initSn(), line) : line);
            }
        }
        if (!serials.contains(ALL) && !serials.isEmpty()) {
            throw Fault.LINENONE.refusal(serials.iterator().next());
        }
        return new Taken(visit, taken);
    }

    private static String mdtrtId(Message message) {
        List<Body> list = message.envelope().input().bodies("data");
        return list.isEmpty() ? "" : list.get(0).textOr("mdtrt_id", "");
    }
}
