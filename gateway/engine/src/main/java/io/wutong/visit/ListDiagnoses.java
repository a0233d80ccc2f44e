package io.wutong.visit;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Times;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Desk;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.exchange.Step;
import io.wutong.port.Clock;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Value;
import io.wutong.state.StateChange;
import io.wutong.topology.Node;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * 5202, diagnoses of a visit. Nobody keeps them beside the messages that brought them: the visit's changes name those
 * messages, and the place of care's journal has them as they came.
 *
 * <pre>
 *   2401, 2403 ──▶ at admission, the latest that brought any
 *   2402       ──▶ at discharge, until 2405
 *   2203       ──▶ an outpatient's, the latest
 * </pre>
 *
 * <p>A home with a policy has only the main diagnosis, which is told to it with the visit.
 */
public final class ListDiagnoses implements CareSide, HomeSide {

    private static final Set<String> BRINGING =
            Set.of(VisitState.Event.OPENED.name(), VisitState.Event.CHANGE.name(), VisitState.Event.DISCHARGE.name());
    private static final List<String> FIELDS = List.of(
            "diag_type",
            "maindiag_flag",
            "diag_srt_no",
            "diag_code",
            "diag_name",
            "adm_cond",
            "diag_dept",
            "dise_dor_no",
            "dise_dor_name",
            "diag_time");
    private static final String ADMISSION = "1";
    private static final String DISCHARGE = "2";

    @Override
    public Needs needs(Message message) {
        String node = message.care().id();
        String mdtrtId = mdtrtId(message);
        return Needs.groups(Visit.key(node, mdtrtId), StateChange.of(node, "visit", mdtrtId));
    }

    @Override
    public Needs more(Message message, Rows rows) {
        return new Needs(
                List.of(),
                changes(message, rows).stream()
                        .filter(change -> change.events().stream().anyMatch(BRINGING::contains))
                        .<Key<?>>map(change -> message.exchangeKey(change.cause()))
                        .distinct()
                        .toList());
    }

    @Override
    public Step before(Message message, Rows rows) {
        Optional<Visit> found = rows.one(Visit.key(message.care().id(), mdtrtId(message)))
                .filter(visit -> visit.fixmedinsCode().equals(message.envelope().fixmedinsCode()))
                .filter(visit -> visit.psnNo().equals(psnNo(message)));
        if (found.isEmpty()) {
            return Step.forward(message.arrival().destination(), null, List.of());
        }
        return Step.answer(output(of(found.get(), message, rows)), List.of());
    }

    private static List<Body> of(Visit visit, Message message, Rows rows) {
        List<Body> admission = List.of();
        List<Body> discharge = List.of();
        for (StateChange change : changes(message, rows)) {
            if (change.events().contains(VisitState.Event.UNDO_DISCHARGE.name())) {
                discharge = List.of();
            }
            if (change.events().stream().noneMatch(BRINGING::contains)) {
                continue;
            }
            Optional<Exchange> brought = rows.one(message.exchangeKey(change.cause()))
                    .filter(exchange -> exchange.state() == Exchange.State.ANSWERED);
            if (brought.isPresent()) {
                boolean leaves = brought.get().infno().equals("2402");
                List<Body> told = told(visit, brought.get(), leaves ? DISCHARGE : visit.outpatient() ? "" : ADMISSION);
                discharge = leaves ? told : discharge;
                admission = leaves || told.isEmpty() ? admission : told;
            }
        }
        List<Body> all = new ArrayList<>(admission);
        all.addAll(discharge);
        return all.isEmpty() ? main(visit) : all;
    }

    private static List<Body> told(Visit visit, Exchange brought, String when) {
        Envelope envelope = Envelope.read(brought.request());
        List<Body> rows = new ArrayList<>();
        for (Body said : envelope.input().bodies("diseinfo")) {
            if (said.textOr("vali_flag", "1").equals("0")) {
                continue;
            }
            Body.Builder row = begin(visit, when, rows.size() + 1);
            for (String field : FIELDS) {
                Value value = said.get(field);
                row.put(field, value == null ? Value.Null.NULL : value);
            }
            rows.add(row.put("opter_id", envelope.opter())
                    .put("opt_time", Times.seconds(LocalDateTime.ofInstant(brought.receivedAt(), Clock.ZONE)))
                    .build());
        }
        return rows;
    }

    /** What is left when no message says more. */
    private static List<Body> main(Visit visit) {
        if (visit.diagnosisCode() == null) {
            return List.of();
        }
        return List.of(begin(visit, visit.outpatient() ? "" : ADMISSION, 1)
                .put("maindiag_flag", "1")
                .put("diag_srt_no", 1)
                .put("diag_code", visit.diagnosisCode())
                .put("diag_name", visit.diagnosisName())
                .build());
    }

    private static Body.Builder begin(Visit visit, String when, int number) {
        return Body.builder()
                .put("diag_info_id", visit.mdtrtId() + (when.isEmpty() ? "0" : when) + "-" + number)
                .put("mdtrt_id", visit.mdtrtId())
                .put("psn_no", visit.psnNo())
                .put("inout_diag_type", when.isEmpty() ? null : when);
    }

    private static Body output(List<Body> rows) {
        return Body.builder().put("diseinfo", rows).build();
    }

    private static List<StateChange> changes(Message message, Rows rows) {
        return rows.all(StateChange.of(message.care().id(), "visit", mdtrtId(message))).stream()
                .sorted(Comparator.comparing(StateChange::at).thenComparing(StateChange::serial))
                .toList();
    }

    private static String mdtrtId(Message message) {
        return message.data("data").textOr("mdtrt_id", "");
    }

    private static String psnNo(Message message) {
        return message.data("data").textOr("psn_no", "");
    }

    // ------------------------------------------------------------------ home

    @Override
    public Needs needs(Message message, Node home) {
        return Needs.groups(Visit.key(Desk.ofHome(message, home), mdtrtId(message)));
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        Visit visit = rows.one(Visit.key(Desk.ofHome(message, home), mdtrtId(message)))
                .filter(its -> its.psnNo().equals(psnNo(message)))
                .filter(its -> its.state() != VisitState.VOID)
                .orElseThrow(() -> Fault.VISIT.refusal(mdtrtId(message)));
        return Reply.done(output(main(visit)), List.of(), "");
    }
}
