package io.wutong.cure;

import io.wutong.benefit.Calculation;
import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.Moves;
import io.wutong.coverage.Person;
import io.wutong.coverage.rules.Joining.Former;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.port.Clock;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the home that a person has left answers the one that he has moved to. WT08 (凭证): since when and until when it has
 * insured him, and what it has paid for last. WT09 (联系函): the day on which the other takes over; the coverage here ends
 * on it, and a case sends the record after him ({@link TransferOut}). A day before what was paid, or while he is in a
 * hospital under this coverage, is refused; so is who asks in another's name, or after he has gone to another.
 */
public final class FormerHome implements HomeSide {

    private final boolean takenOver;

    private FormerHome(boolean takenOver) {
        this.takenOver = takenOver;
    }

    /** WT08. */
    public static FormerHome proof() {
        return new FormerHome(false);
    }

    /** WT09. */
    public static FormerHome takenOver() {
        return new FormerHome(true);
    }

    @Override
    public Needs needs(Message message, Node home) {
        return MovedPerson.index(message).and(Needs.rows(record(message, home)));
    }

    private static Key<Case> record(Message message, Node home) {
        Body data = message.data("data");
        return Case.key(home.id(), Case.TRANSFER_OUT, data.textOr("to_area", "") + "/" + data.textOr("ref", ""));
    }

    @Override
    public Needs more(Message message, Node home, Rows rows) {
        return MovedPerson.key(message, home, rows)
                .map(key -> Needs.rows(key)
                        .and(Needs.groups(Calculation.of(home.id(), key.part(1)), HomeStay.of(home.id(), key.part(1)))))
                .orElse(Needs.NONE);
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        Body data = message.data("data");
        String insutype = Envelope.required(data, "insutype");
        Person person = MovedPerson.key(message, home, rows).flatMap(rows::one).orElseThrow(Fault.PERSON::refusal);
        String area = message.envelope().homeArea();
        String to = Envelope.required(data, "to_area");
        MovedPerson.requireSender(message, to, "to_area");
        Coverage coverage =
                MovedPerson.coverage(person, insutype, area).orElseThrow(() -> Fault.COVERAGE.refusal(insutype));
        String gone = Moves.goneTo(person.read().content(), insutype, area);
        if (!gone.isEmpty() && !gone.equals(to)) {
            throw Fault.COVERAGE.refusal(insutype + " 已转往" + gone);
        }
        Former former = former(coverage, rows, person);
        return takenOver
                ? taken(message, home, person, coverage, former, rows)
                : Reply.done(Body.of("result", proof(coverage, former, inHospital(rows, person))), List.of(), "");
    }

    private static Former former(Coverage coverage, Rows rows, Person person) {
        Stream<LocalDate> paid = rows.all(Calculation.of(person.node(), person.psnNo())).stream()
                .filter(calculation ->
                        calculation.standing() && calculation.insutype().equals(coverage.insutype()))
                .map(calculation -> LocalDate.ofInstant(calculation.at(), Clock.ZONE));
        // who has left may not be settled yet: the day of admission decides then
        Stream<LocalDate> begun = rows.all(HomeStay.of(person.node(), person.psnNo())).stream()
                .filter(stay -> stay.state() == HomeStay.State.LEFT)
                .flatMap(stay -> FilingNotice.day(stay.admittedAt()).stream());
        Optional<LocalDate> used = Stream.concat(paid, begun).max(LocalDate::compareTo);
        return new Former(day(coverage.since()), ends(coverage), used.orElse(null));
    }

    private static @Nullable LocalDate ends(Coverage coverage) {
        if (coverage.pausedFrom().isEmpty() && !coverage.goesOn()) {
            // a file that does not say since when
            throw Fault.COVERAGE.refusal(coverage.insutype() + " 停保日期不详");
        }
        return coverage.pausedFrom().isEmpty() ? null : day(coverage.pausedFrom());
    }

    private static boolean inHospital(Rows rows, Person person) {
        return rows.all(HomeStay.of(person.node(), person.psnNo())).stream()
                .anyMatch(stay -> stay.state() == HomeStay.State.ADMITTED);
    }

    private static Body proof(Coverage coverage, Former former, boolean inHospital) {
        return Body.builder()
                .put("area", coverage.area())
                .put("insutype", coverage.insutype())
                .put("psn_insu_date", coverage.since())
                .put("paus_insu_date", coverage.pausedFrom())
                .put("used_to", former.usedTo() == null ? "" : former.usedTo().toString())
                .put("in_hospital", inHospital ? "1" : "0")
                .build();
    }

    private static Reply taken(Message message, Node home, Person person, Coverage coverage, Former former, Rows rows) {
        Body data = message.data("data");
        LocalDate day = day(Envelope.required(data, "day"));
        String to = Envelope.required(data, "to_area");
        String ends = former.endsAt(day).toString();
        Body result = Body.of("result", Body.of("end", Value.text(ends)));
        Case known = rows.one(record(message, home)).orElse(null);
        boolean again = known != null
                && day.toString().equals(known.known().textOr("day", ""))
                && ends.equals(coverage.pausedFrom())
                // a person file may have ended it earlier since
                && !former.endsAt(day).isBefore(day);
        boolean goesOn = known != null && known.closedAt() == null;
        if (again && known != null && known.closedAt() == null && known.workAt() != null) {
            return Reply.done(result, List.of(), "");
        }
        if (!again) {
            requireFree(day, former, inHospital(rows, person));
        }
        List<Row> writes = new ArrayList<>(MovedPerson.version(
                person,
                Moves.moved(person.read().content(), coverage.insutype(), coverage.area(), Moves.PAUSED, ends, to),
                message.receivedAt()));
        Body facts = Body.builder()
                .put("to_area", to)
                .put("area", coverage.area())
                .put("ref", data.textOr("ref", ""))
                .put("cert_hash", data.textOr("cert_hash", ""))
                .put("psn_no", person.psnNo())
                .put("insutype", coverage.insutype())
                .put("day", day.toString())
                .build();
        CaseNotes notes = CaseNotes.found(
                known,
                home.id(),
                Case.TRANSFER_OUT,
                record(message, home).part(2),
                CaseText.of("move.away", to, ends),
                facts,
                message.receivedAt());
        if (goesOn && !again) { // another day than it was told before
            notes.step(CaseText.of("move.away", to, ends));
        }
        writes.addAll(notes.knowing(facts).next(Duration.ZERO).rows());
        return Reply.done(result, writes, "");
    }

    private static void requireFree(LocalDate day, Former former, boolean inHospital) {
        if (inHospital) {
            throw Fault.FIELD.refusal("day", "参保人在院");
        }
        if (!former.meets(day)) {
            throw Fault.FIELD.refusal(
                    "day",
                    former.endsAt(day).isBefore(day) ? "参保已于" + former.end() + "止" : "应晚于最近一次结算日" + former.usedTo());
        }
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Fault.FIELD.refusal("day", "没有这一天");
        }
    }
}
