package io.wutong.visit;

import io.wutong.coverage.Insured;
import io.wutong.coverage.Person;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Desk;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.exchange.Step;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * 5201, visits of a person: the place of care answers with those at the institution that asks, and asks the home when it
 * has none. 5303, who is in hospital: the home alone knows.
 */
public final class ListVisits implements CareSide, HomeSide {

    private static final List<String> OF_PERSON = List.of("psn_cert_type", "certno", "psn_name", "gend", "brdy", "age");

    private final boolean inpatients;

    private ListVisits(boolean inpatients) {
        this.inpatients = inpatients;
    }

    /** 5201. */
    public static ListVisits all() {
        return new ListVisits(false);
    }

    /** 5303. */
    public static ListVisits inHospital() {
        return new ListVisits(true);
    }

    @Override
    public Needs needs(Message message) {
        return inpatients ? Needs.NONE : Needs.groups(of(message, message.care().id()));
    }

    @Override
    public Needs more(Message message, Rows rows) {
        return inpatients
                ? Needs.NONE
                : visits(rows.all(of(message, message.care().id())));
    }

    @Override
    public Step before(Message message, Rows rows) {
        if (!inpatients) {
            List<Visit> found = found(message, message.care().id(), rows).stream()
                    .filter(visit ->
                            visit.fixmedinsCode().equals(message.envelope().fixmedinsCode()))
                    .toList();
            if (!found.isEmpty()) {
                return Step.answer(output(found, ListVisits::row), List.of());
            }
        }
        return Step.forward(message.arrival().destination(), null, List.of());
    }

    @Override
    public Needs needs(Message message, Node home) {
        return Needs.rows(Person.key(home.id(), message.data("data").textOr("psn_no", "")))
                .and(Needs.groups(of(message, Desk.ofHome(message, home))));
    }

    @Override
    public Needs more(Message message, Node home, Rows rows) {
        return visits(rows.all(of(message, Desk.ofHome(message, home))));
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        String psnNo = Envelope.required(message.data("data"), "psn_no");
        Insured person = rows.one(Person.key(home.id(), psnNo))
                .orElseThrow(Fault.PERSON::refusal)
                .read();
        List<Visit> found = found(message, Desk.ofHome(message, home), rows);
        return Reply.done(
                inpatients
                        ? output(
                                found.stream()
                                        .filter(visit -> visit.state() == VisitState.OPEN && !visit.outpatient())
                                        .toList(),
                                visit -> inHospital(visit, person, home))
                        : output(found, ListVisits::row),
                List.of(),
                "");
    }

    private Body output(List<Visit> found, Function<Visit, Body> row) {
        return Body.builder()
                .put(inpatients ? "data" : "mdtrtinfo", found.stream().map(row).toList())
                .build();
    }

    private static Key<PersonVisit> of(Message message, String node) {
        return PersonVisit.of(node, message.data("data").textOr("psn_no", ""));
    }

    private static Needs visits(List<PersonVisit> index) {
        // read without a lock: nothing is changed
        return new Needs(
                List.of(),
                index.stream()
                        .<Key<?>>map(one -> Visit.key(one.node(), one.mdtrtId()))
                        .toList());
    }

    private static List<Visit> found(Message message, String node, Rows rows) {
        Body data = message.data("data");
        String begin = data.textOr("begntime", "");
        String end = data.textOr("endtime", "");
        String kind = data.textOr("med_type", "");
        String mdtrtId = data.textOr("mdtrt_id", "");
        return rows.all(of(message, node)).stream()
                .flatMap(one -> rows.one(Visit.key(one.node(), one.mdtrtId())).stream())
                .filter(visit -> visit.state() != VisitState.OPENING && visit.state() != VisitState.VOID)
                .filter(visit -> mdtrtId.isEmpty() || visit.mdtrtId().equals(mdtrtId))
                .filter(visit -> kind.isEmpty() || visit.medType().equals(kind))
                .filter(visit -> begin.isEmpty() || visit.admittedAt().compareTo(begin) >= 0)
                .filter(visit -> end.isEmpty() || visit.admittedAt().compareTo(end) <= 0)
                .toList();
    }

    private static Body row(Visit visit) {
        return Body.builder()
                .put("mdtrt_id", visit.mdtrtId())
                .put("psn_no", visit.psnNo())
                .put("insutype", visit.insutype())
                .put("begntime", visit.admittedAt())
                .put("endtime", visit.dischargedAt())
                .put("med_type", visit.medType())
                .put("ipt_otp_no", visit.iptOtpNo())
                .put("fixmedins_code", visit.fixmedinsCode())
                .put("fixmedins_name", visit.fixmedinsName())
                .put("dise_codg", visit.disease())
                .put("dscg_maindiag_code", visit.diagnosisCode())
                .put("dscg_maindiag_name", visit.diagnosisName())
                .put("mdtrtarea_admvs", visit.careArea())
                .put("inhosp_stas", visit.state() == VisitState.OPEN && !visit.outpatient() ? "1" : "0")
                .build();
    }

    private static Body inHospital(Visit visit, Insured person, Node home) {
        Body.Builder row = Body.builder().put("mdtrt_id", visit.mdtrtId()).put("psn_no", visit.psnNo());
        for (String field : OF_PERSON) {
            Value value = person.baseinfo().get(field);
            row.put(field, value == null ? Value.Null.NULL : value);
        }
        return row.put("insutype", visit.insutype())
                .put(
                        "begndate",
                        visit.admittedAt()
                                .substring(0, Math.min(10, visit.admittedAt().length())))
                .put("med_type", visit.medType())
                .put("ipt_otp_no", visit.iptOtpNo())
                .put("out_flag", visit.careArea().equals(home.area()) ? "0" : "1")
                .build();
    }
}
