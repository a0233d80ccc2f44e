package io.wutong.visit;

import io.wutong.cure.HomeStay;
import io.wutong.cure.OtherStays;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Desk;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * 2402 discharge, 2405 its undo, 2403 change, 2404 cancellation of the admission; 2203 details of an outpatient's visit,
 * 2202 cancellation of its registration: the place of care checks that the visit may change so, the home changes its
 * side first, then the place of care its own.
 */
public final class ChangeVisit implements CareSide, HomeSide {

    private static final int ORDER_LENGTH = 6;

    private final String node;
    private final VisitState.Event event;
    private final BiFunction<Visit, Body, Visit> change;

    private ChangeVisit(String node, VisitState.Event event, BiFunction<Visit, Body, Visit> change) {
        this.node = node;
        this.event = event;
        this.change = change;
    }

    /** 2402. */
    public static ChangeVisit discharge() {
        return new ChangeVisit(
                "dscginfo",
                VisitState.Event.DISCHARGE,
                (visit, input) ->
                        visit.withDischarge(visit.state(), Envelope.required(input.body("dscginfo"), "endtime")));
    }

    /** 2405. */
    public static ChangeVisit undoDischarge() {
        return new ChangeVisit(
                "data", VisitState.Event.UNDO_DISCHARGE, (visit, data) -> visit.withDischarge(visit.state(), null));
    }

    /** 2403. */
    public static ChangeVisit details() {
        return new ChangeVisit("adminfo", VisitState.Event.CHANGE, (visit, input) -> {
            Body info = input.body("adminfo");
            return visit.withDetails(
                    info.textOr("med_type", visit.medType()),
                    info.textOr("begntime", visit.admittedAt()),
                    info.text("dscg_maindiag_code").orElse(visit.diagnosisCode()),
                    info.text("dscg_maindiag_name").orElse(visit.diagnosisName()));
        });
    }

    /** 2203 and 2203A. */
    public static ChangeVisit outpatientDetails() {
        return new ChangeVisit("mdtrtinfo", VisitState.Event.CHANGE, (visit, input) -> {
            Body info = input.body("mdtrtinfo");
            Optional<Body> main = mainDiagnosis(input.bodies("diseinfo"));
            return visit.withDetails(
                            info.textOr("med_type", visit.medType()),
                            info.textOr("begntime", visit.admittedAt()),
                            main.flatMap(row -> row.text("diag_code")).orElse(visit.diagnosisCode()),
                            main.flatMap(row -> row.text("diag_name")).orElse(visit.diagnosisName()))
                    .withDisease(info.text("dise_codg").orElse(visit.disease()));
        });
    }

    /** An outpatient's has no flag of its own: the first in order among those that are valid. */
    private static Optional<Body> mainDiagnosis(List<Body> rows) {
        return rows.stream()
                .filter(row -> !row.textOr("vali_flag", "1").equals("0"))
                .min(Comparator.comparing(
                        row -> row.textOr("maindiag_flag", "0").equals("1") ? "" : order(row)));
    }

    private static String order(Body row) {
        String order = row.textOr("diag_srt_no", "");
        return "0".repeat(Math.max(0, ORDER_LENGTH - order.length())) + order;
    }

    /** 2404 and 2202. */
    public static ChangeVisit revoke() {
        return new ChangeVisit("data", VisitState.Event.REVOKE, (visit, data) -> visit);
    }

    @Override
    public Needs needs(Message message) {
        return Needs.rows(Visit.key(message.care().id(), message.data(node).textOr("mdtrt_id", "")));
    }

    @Override
    public Needs more(Message message, Rows rows) {
        return event != VisitState.Event.REVOKE
                ? Needs.NONE
                : rows.one(Visit.key(message.care().id(), message.data(node).textOr("mdtrt_id", "")))
                        .map(v -> Needs.rows(Admit.key(v.node(), v.fixmedinsCode(), v.iptOtpNo())))
                        .orElse(Needs.NONE);
    }

    @Override
    public Step before(Message message, Rows rows) {
        Visit visit = visit(message, rows);
        if (event == VisitState.Event.REVOKE && visit.bill().lines() > 0) {
            throw Fault.VISITSTATE.refusal(
                    visit.mdtrtId(), "有未撤销的费用明细", message.transaction().titleZh());
        }
        Visit changed = changed(visit, message);
        if (changed.beginsAfterItsFees(visit)) {
            throw Fault.VISITSTATE.refusal(
                    visit.mdtrtId(), "有早于新入院日期的费用明细，须先撤销", message.transaction().titleZh());
        }
        return Step.forward(message.arrival().destination(), changed.care(), List.of());
    }

    @Override
    public Reply after(Message message, Rows rows, @Nullable Care care, Outcome<Body> home) {
        if (!(home instanceof Outcome.Succeeded)) {
            return Reply.of(home);
        }
        Visit visit = visit(message, rows);
        List<Row> writes = new ArrayList<>(write(visit, message));
        if (event == VisitState.Event.REVOKE) {
            rows.one(Admit.key(visit.node(), visit.fixmedinsCode(), visit.iptOtpNo()))
                    .ifPresent(key -> writes.add(new BusinessKey(
                            key.node(), key.kind(), key.value(), BusinessKey.State.RELEASED, message.msgid(), "")));
        }
        return Reply.done(Body.EMPTY, writes, visit.mdtrtId());
    }

    @Override
    public Needs needs(Message message, Node home) {
        Body data = message.data(node);
        return Needs.rows(
                Visit.key(Desk.ofHome(message, home), data.textOr("mdtrt_id", "")),
                HomeStay.key(home.id(), data.textOr("psn_no", ""), data.textOr("mdtrt_id", "")));
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        String mdtrtId = Envelope.required(message.data(node), "mdtrt_id");
        Visit visit = rows.one(Visit.key(Desk.ofHome(message, home), mdtrtId))
                .orElseThrow(() -> Fault.VISIT.refusal(mdtrtId));
        List<Row> writes = new ArrayList<>(write(visit, message));
        writes.addAll(heard(message, home, visit.psnNo(), mdtrtId, rows));
        return Reply.done(Body.EMPTY, writes, mdtrtId);
    }

    private List<Row> heard(Message message, Node home, String psnNo, String mdtrtId, Rows rows) {
        if (event == VisitState.Event.DISCHARGE) {
            return OtherStays.discharged(message, home, psnNo, mdtrtId, rows);
        }
        if (event == VisitState.Event.UNDO_DISCHARGE) {
            return OtherStays.staysOn(home, psnNo, mdtrtId, rows);
        }
        return event == VisitState.Event.REVOKE ? OtherStays.revoked(home, psnNo, mdtrtId, rows) : List.of();
    }

    private List<Row> write(Visit visit, Message message) {
        return Visits.moved(visit, changed(visit, message), event, message);
    }

    private Visit changed(Visit visit, Message message) {
        return change.apply(visit, message.envelope().input()).withState(Visits.next(visit, event, message));
    }

    private Visit visit(Message message, Rows rows) {
        Body data = message.data(node);
        return Visits.atCare(message, rows, Envelope.required(data, "mdtrt_id"), Envelope.required(data, "psn_no"));
    }
}
