package io.wutong.visit;

import io.wutong.coverage.Coverage;
import io.wutong.coverage.Institution;
import io.wutong.coverage.Insured;
import io.wutong.coverage.Person;
import io.wutong.cure.AdmissionWatch;
import io.wutong.cure.OpenArea;
import io.wutong.envelope.AnswerWriter;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Desk;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * 2401 and 2201: the place of care opens the visit and issues {@code mdtrt_id}; the home checks the coverage and opens
 * its own side.
 */
public final class Admit implements CareSide, HomeSide {

    private static final String EMERGENCY = "24";
    private static final String INJURY = "22";
    private static final String OUTPATIENT = "11";

    private final String node;
    private final String number;

    private Admit(String node, String number) {
        this.node = node;
        this.number = number;
    }

    /** 2401. */
    public static Admit inpatient() {
        return new Admit("mdtrtinfo", "ipt_no");
    }

    /** 2201, which does not say what kind of visit it becomes: 2203 and the settlements do. */
    public static Admit outpatient() {
        return new Admit("data", "ipt_otp_no");
    }

    @Override
    public Needs needs(Message message) {
        return Needs.rows(Visit.key(message.care().id(), mdtrtId(message)));
    }

    /** A repetition has a serial of its own, but the visit is the one that the home was told of. */
    @Override
    public Needs needsAfter(Message message, @Nullable Care care) {
        return care == null
                ? needs(message)
                : Needs.rows(Visit.key(message.care().id(), care.mdtrtId()));
    }

    @Override
    public Optional<Key<BusinessKey>> businessKey(Message message) {
        return Optional.of(key(
                message.care().id(),
                message.envelope().fixmedinsCode(),
                message.data(node).textOr(number, "")));
    }

    /** One stay, whatever the message id: the institution and its own number of it. */
    public static Key<BusinessKey> key(String node, String fixmedinsCode, String iptNo) {
        return BusinessKey.key(node, "visit", fixmedinsCode + "/" + iptNo);
    }

    @Override
    public Step before(Message message, Rows rows) {
        Body info = message.data(node);
        OpenArea.requireIn(message, outpatients());
        Institution sender = message.sender();
        String medType = outpatients() ? info.textOr("med_type", OUTPATIENT) : Envelope.required(info, "med_type");
        Visit visit = new Visit(
                message.care().id(),
                mdtrtId(message),
                Visit.Side.CARE,
                VisitState.OPENING,
                Envelope.required(info, "psn_no"),
                Envelope.required(info, "insutype"),
                medType,
                sender.code(),
                sender.name(),
                sender.settlementLevel(),
                message.envelope().careArea(),
                message.envelope().homeArea(),
                Envelope.required(info, number),
                Envelope.required(info, "begntime"),
                null,
                info.text("dscg_maindiag_code").orElse(null),
                info.text("dscg_maindiag_name").orElse(null),
                Visit.flags(
                                medType.equals(EMERGENCY),
                                medType.equals(INJURY)
                                        || info.textOr("trum_flag", "0").equals("1"))
                        + (outpatients() ? Visit.OUTPATIENT : ""),
                null,
                Bill.EMPTY,
                "",
                info.text("dise_codg").orElse(null),
                Mids.NONE);
        return Step.forward(message.arrival().destination(), visit.care(), List.of(visit, PersonVisit.of(visit)));
    }

    @Override
    public Reply after(Message message, Rows rows, @Nullable Care care, Outcome<Body> home) {
        if (care == null || home instanceof Outcome.Unknown || home instanceof Outcome.Pending) {
            return Reply.of(home);
        }
        Visit visit = rows.one(Visit.key(message.care().id(), care.mdtrtId()))
                .orElseThrow(() -> Fault.VISIT.refusal(care.mdtrtId()));
        boolean opened = home instanceof Outcome.Succeeded;
        VisitState.Event event = opened ? VisitState.Event.OPENED : VisitState.Event.REFUSED;
        Visit moved = visit.withState(Visits.next(visit, event, message));
        if (home instanceof Outcome.Succeeded<Body> told) {
            // the catalogue may split by class of person; a home that does not say leaves the general ratio
            moved = moved.withPerson(told.answer().textOr("psn_type", ""));
        }
        List<Row> writes = Visits.moved(visit, moved, event, message);
        return new Reply(home.map(told -> output(visit, told)), writes, opened ? visit.mdtrtId() : "");
    }

    /** With what the home tells besides, for the operator to read. */
    private Body output(Visit visit, Body told) {
        Value notice = told.get(AnswerWriter.WARNING);
        return notice == null ? output(visit) : output(visit).with(AnswerWriter.WARNING, notice);
    }

    private Body output(Visit visit) {
        return outpatients()
                ? Body.of(
                        "data",
                        Body.builder()
                                .put("mdtrt_id", visit.mdtrtId())
                                .put("psn_no", visit.psnNo())
                                .put("ipt_otp_no", visit.iptOtpNo())
                                .build())
                : Body.of("result", Body.of("mdtrt_id", Value.text(visit.mdtrtId())));
    }

    private boolean outpatients() {
        return number.equals("ipt_otp_no");
    }

    // ------------------------------------------------------------------ home

    @Override
    public Needs needs(Message message, Node home) {
        String psnNo = message.data(node).textOr("psn_no", "");
        Needs person = Needs.rows(Person.key(home.id(), psnNo));
        return outpatients() ? person : person.and(AdmissionWatch.needs(home, psnNo));
    }

    @Override
    public Needs more(Message message, Node home, Rows rows) {
        return outpatients()
                ? Needs.NONE
                : AdmissionWatch.more(home, message.data(node).textOr("psn_no", ""), rows);
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        if (care == null) {
            throw Fault.FIELD.refusal("care", "不能为空");
        }
        OpenArea.requireOut(message, outpatients());
        Person person = rows.one(Person.key(home.id(), care.psnNo())).orElseThrow(Fault.PERSON::refusal);
        Coverage coverage = requireActive(person.read().fromBirth(message), care.insutype(), care.admittedAt());
        Visit visit =
                Visit.atHome(Desk.ofHome(message, home), message.envelope().homeArea(), care, VisitState.OPEN);
        Body told = Body.of("psn_type", Value.text(coverage.psnType()));
        if (outpatients()) {
            Visit outpatient = visit.asOutpatient();
            return Reply.done(told, List.of(outpatient, PersonVisit.of(outpatient)), care.mdtrtId());
        }
        AdmissionWatch.Noticed noticed = AdmissionWatch.at(message, home, care, person, coverage, visit, rows);
        List<Row> writes = new ArrayList<>(noticed.writes());
        writes.add(noticed.visit());
        writes.add(PersonVisit.of(visit));
        return Reply.done(
                noticed.notice().isEmpty() ? told : told.with(AnswerWriter.WARNING, Value.text(noticed.notice())),
                writes,
                care.mdtrtId());
    }

    /** The coverage of a kind, which must cover a day; one that is made up for later counts then. */
    public static Coverage requireActive(Insured person, String insutype, String day) {
        return person.coverage(insutype, day)
                .filter(coverage -> coverage.covers(day))
                .orElseThrow(() -> Fault.COVERAGE.refusal(insutype));
    }

    /** Issued by the place of care: its area and the message's own serial. */
    private static String mdtrtId(Message message) {
        return message.care().area() + message.serial();
    }
}
