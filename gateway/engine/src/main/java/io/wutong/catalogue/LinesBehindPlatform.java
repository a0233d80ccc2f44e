package io.wutong.catalogue;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.exchange.Step;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import io.wutong.spi.Value;
import io.wutong.visit.Bill;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import io.wutong.visit.Visits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * 2301 and 2302 of a stay behind a platform: its lines were split by the catalogue of a place of care that is not ours.
 *
 * <p>Lines that carry their split, under the names of 2301's answer, are kept, so that the home is told the fees by day
 * and a settlement must agree with them. Lines that carry none are handed on to the home and not kept: the settlement's
 * own sums are all that is known then.
 */
public final class LinesBehindPlatform implements CareSide {

    private static final String ALL = "0000";
    private static final List<String> SPLIT =
            List.of("fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt", "inscp_scp_amt");

    private final String list;

    private LinesBehindPlatform(String list) {
        this.list = list;
    }

    /** 2301. */
    public static LinesBehindPlatform upload() {
        return new LinesBehindPlatform("feedetail");
    }

    /** 2302. */
    public static LinesBehindPlatform takeBack() {
        return new LinesBehindPlatform("data");
    }

    @Override
    public Needs needs(Message message) {
        List<Body> lines = lines(message);
        String mdtrtId = lines.isEmpty() ? "" : lines.get(0).textOr("mdtrt_id", "");
        String node = message.care().id();
        return Needs.rows(Visit.key(node, mdtrtId)).and(Needs.groups(FeeLine.of(node, mdtrtId)));
    }

    @Override
    public Step before(Message message, Rows rows) {
        return Step.forward(
                message.arrival().destination(), changed(message, rows).visit().care(), List.of());
    }

    @Override
    public Reply after(Message message, Rows rows, @Nullable Care care, Outcome<Body> home) {
        if (!(home instanceof Outcome.Succeeded)) {
            return Reply.of(home);
        }
        Changed changed = changed(message, rows);
        List<Row> writes = new ArrayList<>(changed.lines());
        writes.add(changed.visit());
        Body output = uploads()
                ? Body.builder()
                        .put(
                                "result",
                                lines(message).stream()
                                        .map(LinesBehindPlatform::result)
                                        .toList())
                        .build()
                : Body.EMPTY;
        return Reply.done(output, writes, changed.visit().mdtrtId());
    }

    private record Changed(Visit visit, List<FeeLine> lines) {}

    private boolean uploads() {
        return list.equals("feedetail");
    }

    private List<Body> lines(Message message) {
        return message.envelope().input().bodies(list);
    }

    private Changed changed(Message message, Rows rows) {
        List<Body> lines = lines(message);
        if (lines.isEmpty()) {
            throw Fault.FIELD.refusal("input." + list, "不能为空");
        }
        Visit visit = Visits.atCare(
                message, rows, Envelope.required(lines.get(0), "mdtrt_id"), Envelope.required(lines.get(0), "psn_no"));
        if (visit.state() != VisitState.OPEN && visit.state() != VisitState.DISCHARGED) {
            throw Fault.VISITSTATE.refusal(
                    visit.mdtrtId(), visit.state().zh(), message.transaction().titleZh());
        }
        for (Body line : lines) {
            if (!Envelope.required(line, "mdtrt_id").equals(visit.mdtrtId())
                    || !Envelope.required(line, "psn_no").equals(visit.psnNo())) {
                throw Fault.VISITPERSON.refusal(visit.mdtrtId());
            }
        }
        List<FeeLine> held = rows.all(FeeLine.of(visit.node(), visit.mdtrtId())).stream()
                .filter(line -> !line.voided())
                .toList();
        return uploads() ? added(visit, held, lines) : taken(visit, held, lines);
    }

    private static Changed added(Visit before, List<FeeLine> held, List<Body> lines) {
        // what a settlement before has told of the sums is no line's
        Visit visit = before.bill().lines() == 0 ? before.withBill(Bill.EMPTY) : before;
        Set<String> serials = new HashSet<>();
        held.forEach(line -> serials.add(line.feedetlSn()));
        List<FeeLine> added = new ArrayList<>();
        for (Body row : lines) {
            String serial = Envelope.required(row, "feedetl_sn");
            if (!serials.add(serial)) {
                throw Fault.LINEDUP.refusal(serial);
            }
            if (SPLIT.stream().anyMatch(name -> row.text(name).isPresent())) {
                FeeLine line = line(visit, serial, row);
                added.add(line);
                visit = visit.withLine(line, 1);
            }
        }
        return new Changed(visit, added);
    }

    private static Changed taken(Visit before, List<FeeLine> held, List<Body> lines) {
        Visit visit = before;
        Set<String> serials = new HashSet<>();
        lines.forEach(row -> serials.add(Envelope.required(row, "feedetl_sn")));
        List<FeeLine> taken = new ArrayList<>();
        for (FeeLine line : held) {
            if (serials.contains(ALL) || serials.contains(line.feedetlSn())) {
                taken.add(line.takenBack());
                visit = visit.withLine(line, -1);
            }
        }
        return new Changed(visit, taken);
    }

    private static FeeLine line(Visit visit, String serial, Body row) {
        String feeTime = Envelope.required(row, "fee_ocur_time");
        SplitLines.day(feeTime); // refused when it is none
        FeeLine line = new FeeLine(
                visit.node(),
                visit.mdtrtId(),
                serial,
                Envelope.required(row, "med_list_codg"),
                Envelope.required(row, "cnt"),
                Envelope.required(row, "pric"),
                Envelope.amount(row, "det_item_fee_sumamt"),
                row.textOr("chrgitm_lv", ""),
                row.textOr("selfpay_prop", "0"),
                Envelope.amount(row, "fulamt_ownpay_amt"),
                Envelope.amount(row, "overlmt_amt"),
                Envelope.amount(row, "preselfpay_amt"),
                Envelope.amount(row, "inscp_scp_amt"),
                false,
                new FeeLine.Detail(
                        feeTime,
                        row.textOr("medins_list_codg", ""),
                        row.textOr("medins_list_name", ""),
                        row.textOr("hosp_appr_flag", ""),
                        row.textOr("init_feedetl_sn", ""),
                        "",
                        "",
                        false,
                        row.textOr("med_chrgitm_type", FeeLine.Detail.NONE.chargeType()),
                        "",
                        false,
                        ""));
        if (line.ownPayFen() + line.overLimitFen() + line.priorSelfPayFen() + line.inScopeFen() != line.amountFen()) {
            throw Fault.LINESUM.refusal(serial);
        }
        return line;
    }

    /** What the platform knows already, said back. */
    private static Body result(Body row) {
        Body.Builder said = Body.builder();
        List<String> names = new ArrayList<>(List.of("feedetl_sn", "det_item_fee_sumamt", "cnt", "pric"));
        names.addAll(SPLIT);
        for (String name : names) {
            Value value = row.get(name);
            if (value != null) {
                said.put(name, value);
            }
        }
        return said.build();
    }
}
