package io.wutong.catalogue;

import io.wutong.exchange.Directory;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.state.StateChange;
import io.wutong.visit.ChargeBatch;
import io.wutong.visit.ChargeBatchState;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Splits the lines of one visit again that were put aside, where their codes are known by now; the visit's running sums
 * follow. A visit or batch that is being settled or is settled stays as it is.
 */
public final class Resplit implements Command<Integer> {

    private final Directory directory;
    private final String node;
    private final String mdtrtId;
    private final Instant at;

    public Resplit(Directory directory, String node, String mdtrtId, Instant at) {
        this.directory = directory;
        this.node = node;
        this.mdtrtId = mdtrtId;
        this.at = at;
    }

    /** Lines before those that give back of them. */
    static List<FeeLine> inOrder(List<FeeLine> lines) {
        return lines.stream().sorted(Comparator.comparing(FeeLine::givesBack)).toList();
    }

    @Override
    public Needs needs() {
        return new Needs(
                List.of(Visit.key(node, mdtrtId)), List.of(FeeLine.of(node, mdtrtId), ChargeBatch.of(node, mdtrtId)));
    }

    @Override
    public Needs more(Rows rows) {
        Optional<Visit> visit = visit(rows);
        if (visit.isEmpty()) {
            return Needs.NONE;
        }
        LineItems items = LineItems.of(directory, visit.get());
        Set<Key<?>> keys = new HashSet<>();
        for (FeeLine line : rows.all(FeeLine.of(node, mdtrtId))) {
            if (!line.voided() && items.open(SplitLines.asked(line))) {
                keys.add(items.key(SplitLines.asked(line)));
            }
        }
        // read without a lock: a decision only ever adds
        return new Needs(List.of(), List.copyOf(keys));
    }

    /** How many lines were split again. */
    @Override
    public Decision<Integer> decide(Rows rows) {
        Optional<Visit> found = visit(rows);
        if (found.isEmpty()) {
            return Decision.nothing(0);
        }
        Visit visit = found.get();
        SplitLines splitter = new SplitLines(visit, LineItems.of(directory, visit), rows);
        Map<String, ChargeBatch> charges = new LinkedHashMap<>();
        rows.all(ChargeBatch.of(node, mdtrtId)).forEach(charge -> charges.put(charge.batch(), charge));
        List<Row> writes = new ArrayList<>();
        int count = 0;
        for (FeeLine line : inOrder(rows.all(FeeLine.of(node, mdtrtId)))) {
            ChargeBatch charge = charges.get(line.detail().batch());
            boolean closed = visit.outpatient()
                    ? charge != null && charge.state() != ChargeBatchState.OPEN
                    : visit.mids().of(line).isPresent();
            if (closed || line.voided() || !line.detail().unmapped() || !splitter.grounded(line)) {
                splitter.stands(line);
                continue;
            }
            FeeLine again = splitter.split(line);
            if (!again.detail().unmapped()) {
                FeeLine of = splitter.origin(line);
                visit = visit.withLine(line, -1, of).withLine(again, 1, of);
                if (visit.outpatient() && charge != null) {
                    charges.put(charge.batch(), charge.withLine(line, -1).withLine(again, 1));
                }
                writes.add(again);
                writes.add(change(line, again));
                count++;
            }
        }
        if (count > 0) {
            writes.add(visit);
            writes.addAll(charges.values());
        }
        return Decision.of(count, writes);
    }

    private StateChange change(FeeLine line, FeeLine again) {
        return new StateChange(
                node,
                "fee_line",
                mdtrtId + "/" + line.feedetlSn(),
                at.toString(),
                "UNMAPPED",
                "MAPPED",
                again.detail().hilistCode().isEmpty()
                        ? "OUTSIDE"
                        : again.detail().hilistCode(),
                line.detail().localCode(),
                at);
    }

    private Optional<Visit> visit(Rows rows) {
        Predicate<Visit> changeable = visit -> visit.side() == Visit.Side.CARE
                && (visit.state() == VisitState.OPEN || visit.state() == VisitState.DISCHARGED);
        return rows.one(Visit.key(node, mdtrtId)).filter(changeable);
    }
}
