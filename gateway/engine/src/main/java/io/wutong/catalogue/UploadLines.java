package io.wutong.catalogue;

import io.wutong.cases.CaseText;
import io.wutong.catalogue.rules.LineSplit;
import io.wutong.envelope.AnswerWriter;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.exchange.Step;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import io.wutong.visit.ChargeBatch;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import io.wutong.visit.Visits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * 2301 and 2204: the place of care splits each line by its catalogue, stores it, keeps the visit's running sums and answers. A
 * line whose code nobody knows is put aside as own-pay with a question in the mapping queue; the others go on. The home
 * is told only when its legacy system wants lines; a home in our store needs none.
 */
public final class UploadLines implements CareSide, HomeSide {

    /** Of one visit, what is settled and what is not together. */
    private static final long LINES_MAX = 20_000;

    @Override
    public Needs needs(Message message) {
        String node = message.care().id();
        LineItems items = items(message);
        Set<Key<?>> keys = new LinkedHashSet<>();
        Set<Key<?>> groups = new LinkedHashSet<>();
        for (Body line : message.envelope().input().bodies("feedetail")) {
            String mdtrtId = line.textOr("mdtrt_id", "");
            keys.add(Visit.key(node, mdtrtId));
            keys.add(FeeLine.key(node, mdtrtId, line.textOr("feedetl_sn", "")));
            line.text("chrg_bchno").ifPresent(batch -> keys.add(ChargeBatch.key(node, mdtrtId, batch)));
            asked(line).filter(items::open).ifPresent(asked -> keys.add(items.key(asked)));
            if (!line.textOr("init_feedetl_sn", "").isEmpty()) {
                groups.add(FeeLine.of(node, mdtrtId));
            }
        }
        return new Needs(List.copyOf(keys), List.copyOf(groups));
    }

    /** Of the lines that are given back of, the queue's rows. */
    @Override
    public Needs more(Message message, Rows rows) {
        List<Body> list = message.envelope().input().bodies("feedetail");
        Set<String> originals =
                list.stream().map(row -> row.textOr("init_feedetl_sn", "")).collect(Collectors.toSet());
        originals.remove("");
        if (originals.isEmpty()) {
            return Needs.NONE;
        }
        LineItems items = items(message);
        Set<Key<?>> groups = new LinkedHashSet<>();
        for (FeeLine line : rows.all(FeeLine.of(message.care().id(), list.get(0).textOr("mdtrt_id", "")))) {
            if (originals.contains(line.feedetlSn()) && items.open(SplitLines.asked(line))) {
                groups.add(items.key(SplitLines.asked(line)));
            }
        }
        return new Needs(List.of(), List.copyOf(groups));
    }

    /** A line's item; empty when its day is no day, which is refused later. */
    static Optional<LineItems.Asked> asked(Body line) {
        try {
            return Optional.of(new LineItems.Asked(
                    line.textOr("med_list_codg", ""),
                    line.textOr("medins_list_codg", ""),
                    SplitLines.day(line.textOr("fee_ocur_time", ""))));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    @Override
    public Step before(Message message, Rows rows) {
        Split split = split(message, rows);
        return Step.forward(message.arrival().destination(), split.visit().care(), List.of());
    }

    @Override
    public Reply after(Message message, Rows rows, @Nullable Care care, Outcome<Body> home) {
        if (!(home instanceof Outcome.Succeeded)) {
            return Reply.of(home);
        }
        Split split = split(message, rows);
        List<Row> writes = new ArrayList<>(split.lines());
        writes.addAll(split.questions());
        writes.addAll(split.charges());
        writes.add(split.visit());
        Body output = Body.builder()
                .put("result", split.lines().stream().map(FeeLine::toResult).toList())
                .build();
        return Reply.done(noticed(output, split.lines()), writes, split.visit().mdtrtId());
    }

    /** CAT-UNMAP-001: what waits for its code keeps nothing else from going on, and the clerk is told how much that is. */
    private static Body noticed(Body output, List<FeeLine> lines) {
        long unmapped = lines.stream()
                .filter(line -> line.detail().unmapped() && !line.givesBack())
                .count();
        return unmapped == 0
                ? output
                : output.with(
                        AnswerWriter.WARNING,
                        Value.text(CaseText.zh(CaseText.of("line.unmapped", Long.toString(unmapped)))));
    }

    @Override
    public Needs needs(Message message, Node home) {
        return Needs.NONE;
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        return Reply.done(Body.EMPTY, List.of(), "");
    }

    private record Split(
            Visit visit, List<ChargeBatch> charges, List<FeeLine> lines, List<CatalogueMapping> questions) {}

    static LineItems items(Message message) {
        return new LineItems(
                message.directory(),
                message.sender().area(),
                message.care().id(),
                message.sender().code());
    }

    private static Split split(Message message, Rows rows) {
        List<Body> list = message.envelope().input().bodies("feedetail");
        if (list.isEmpty()) {
            throw Fault.FIELD.refusal("input.feedetail", "不能为空");
        }
        String mdtrtId = Envelope.required(list.get(0), "mdtrt_id");
        Visit found = Visits.atCare(message, rows, mdtrtId, Envelope.required(list.get(0), "psn_no"));
        Visit visit = found;
        if (visit.state() != VisitState.OPEN && visit.state() != VisitState.DISCHARGED) {
            throw Fault.VISITSTATE.refusal(
                    mdtrtId, visit.state().zh(), message.transaction().titleZh());
        }
        LineItems items = items(message);
        SplitLines splitter = new SplitLines(visit, items, rows);
        if (list.stream().anyMatch(row -> !row.textOr("init_feedetl_sn", "").isEmpty())) {
            Resplit.inOrder(rows.all(FeeLine.of(visit.node(), mdtrtId))).forEach(splitter::stands);
        }
        if (visit.bill().lines() + list.size() > LINES_MAX) {
            throw Fault.LINEMANY.refusal(mdtrtId, LINES_MAX);
        }
        ChargeBatches charges = new ChargeBatches(visit, message, rows);
        List<FeeLine> lines = new ArrayList<>();
        Map<Key<?>, CatalogueMapping> questions = new LinkedHashMap<>();
        Set<String> serials = new LinkedHashSet<>();
        for (Body row : list) {
            if (!Envelope.required(row, "mdtrt_id").equals(mdtrtId)
                    || !Envelope.required(row, "psn_no").equals(visit.psnNo())) {
                throw Fault.VISITPERSON.refusal(mdtrtId);
            }
            FeeLine billed = billed(visit, row, charges.batchOf(row));
            if (!serials.add(billed.feedetlSn())) {
                throw Fault.LINEDUP.refusal(billed.feedetlSn());
            }
            Optional<FeeLine> held = rows.one(billed.key()).filter(before -> !before.voided());
            if (held.isPresent()) {
                // left over from an upload whose answer was not seen: the same line is there already
                lines.add(held.filter(before -> before.saysTheSame(billed) && !isSettled(found, before))
                        .orElseThrow(() -> Fault.LINEDUP.refusal(billed.feedetlSn())));
                continue;
            }
            FeeLine line = splitter.split(billed);
            lines.add(line);
            visit = visit.withLine(line, 1, splitter.origin(line));
            charges.add(line);
            if (line.detail().unmapped() && !line.givesBack()) {
                Key<CatalogueMapping> key = items.key(SplitLines.asked(line));
                if (rows.one(key).isEmpty()) {
                    questions.putIfAbsent(key, Proposals.question(line, visit, message));
                }
            }
        }
        return new Split(visit, charges.changed(), lines, List.copyOf(questions.values()));
    }

    /** Of an outpatient's no line comes into a batch that is settled. */
    private static boolean isSettled(Visit visit, FeeLine line) {
        return !visit.outpatient() && visit.mids().of(line).isPresent();
    }

    /** A line as the institution bills it, not yet split. */
    static FeeLine billed(Visit visit, Body row, String batch) {
        String serial = Envelope.required(row, "feedetl_sn");
        long amount = Envelope.amount(row, "det_item_fee_sumamt");
        BigDecimal cnt = number(row, "cnt");
        BigDecimal pric = number(row, "pric");
        if (LineSplit.exactFen(cnt, pric).compareTo(BigDecimal.valueOf(amount)) != 0) {
            throw Fault.LINESUM.refusal(serial);
        }
        return new FeeLine(
                visit.node(),
                visit.mdtrtId(),
                serial,
                Envelope.required(row, "med_list_codg"),
                cnt.toPlainString(),
                pric.toPlainString(),
                amount,
                "",
                "",
                0,
                0,
                0,
                0,
                false,
                new FeeLine.Detail(
                        Envelope.required(row, "fee_ocur_time"),
                        row.textOr("medins_list_codg", ""),
                        row.text("medins_list_name").orElse(row.textOr("memo", "")),
                        row.textOr("hosp_appr_flag", ""),
                        row.textOr("init_feedetl_sn", ""),
                        "",
                        "",
                        false,
                        "",
                        "",
                        false,
                        batch));
    }

    private static BigDecimal number(Body row, String name) {
        try {
            return new BigDecimal(Envelope.required(row, name));
        } catch (NumberFormatException e) {
            throw Fault.AMOUNT.refusal(name);
        }
    }
}
