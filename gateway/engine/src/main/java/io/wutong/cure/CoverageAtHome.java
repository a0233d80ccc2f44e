package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.Moves;
import io.wutong.coverage.Person;
import io.wutong.coverage.PersonIndex;
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
import io.wutong.topology.Node;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What another home asks about one of our persons. WT04: whether he is insured here; if so our agency has a case to
 * verify it. WT06: he has given this coverage up, so it is suspended; an employee's is his employer's to end.
 *
 * <p>Where a legacy system keeps the persons nobody is known here: whoever asks has then heard that system itself (1101), and
 * says what ({@link Insuring}); what it insures is our agency's to suspend there, and what it does not say to look up.
 */
public final class CoverageAtHome implements HomeSide {

    private static final String EMPLOYEE = "310";

    private final boolean suspends;

    private CoverageAtHome(boolean suspends) {
        this.suspends = suspends;
    }

    /** WT04. */
    public static CoverageAtHome ask() {
        return new CoverageAtHome(false);
    }

    /** WT06. */
    public static CoverageAtHome suspend() {
        return new CoverageAtHome(true);
    }

    @Override
    public Needs needs(Message message, Node home) {
        return Needs.rows(ticket(message, home))
                .and(Needs.groups(PersonIndex.homes(message.data("data").textOr("cert_hash", ""))));
    }

    private static Key<Case> ticket(Message message, Node home) {
        return Case.key(home.id(), Case.COVERAGE_ASKED, message.data("data").textOr("ref", ""));
    }

    @Override
    public Needs more(Message message, Node home, Rows rows) {
        return key(message, home, rows).map(Needs::rows).orElse(Needs.NONE);
    }

    private static Optional<Key<Person>> key(Message message, Node home, Rows rows) {
        return rows.all(PersonIndex.homes(message.data("data").textOr("cert_hash", ""))).stream()
                .filter(index -> !index.psnNo().isEmpty())
                .filter(index -> message.directory()
                        .topology()
                        .serving(index.area())
                        .filter(home::equals)
                        .isPresent())
                .findFirst()
                .map(index -> Person.key(home.id(), index.psnNo()));
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        Envelope.required(message.data("data"), "cert_hash");
        Optional<Person> person = key(message, home, rows).flatMap(rows::one);
        if (person.isEmpty()) {
            return ofLegacy(message, home, rows);
        }
        String today = LocalDate.ofInstant(message.receivedAt(), Clock.ZONE).toString();
        List<Coverage> covering = person.get().read().coverages().stream()
                .filter(coverage -> coverage.covers(today))
                .toList();
        Optional<Coverage> active = covering.stream().findFirst();
        List<Row> writes = new ArrayList<>();
        if (suspends && active.isPresent()) {
            if (covering.stream().anyMatch(coverage -> coverage.insutype().equals(EMPLOYEE))) {
                throw Fault.COVERAGE.refusal(EMPLOYEE + " 由用人单位办理停保");
            }
            writes.addAll(suspended(person.get(), message, today));
            active = Optional.empty();
        }
        writes.addAll(ticket(message, home, rows, active.isPresent()));
        return Reply.done(Body.of("result", result(home, active)), writes, "");
    }

    private Reply ofLegacy(Message message, Node home, Rows rows) {
        String said = message.data("data").textOr(Insuring.SAID, "");
        List<Row> writes = said.isEmpty() ? List.of() : ticket(message, home, rows, !said.equals("0"));
        if (suspends && said.equals("1")) {
            String insutype = message.data("data").textOr("insutype", "");
            return new Reply(Fault.COVERAGE.rejected(insutype + " 由旧系统承保，由经办机构停保"), writes, "");
        }
        Body result = Body.builder()
                .put("insured", said.equals("1") ? "1" : "0")
                .put("area", home.area())
                .put(Insuring.KNOWN, "0")
                .build();
        return Reply.done(Body.of("result", result), writes, "");
    }

    private static Body result(Node home, Optional<Coverage> active) {
        Body.Builder result = Body.builder()
                .put(Insuring.KNOWN, "1")
                .put("insured", active.isPresent() ? "1" : "0")
                .put("area", active.map(Coverage::area).orElse(home.area()));
        active.ifPresent(coverage -> result.put("insutype", coverage.insutype()).put("since", coverage.since()));
        return result.build();
    }

    /** Our agency verifies what it insures, and need not any more once it does not. */
    private static List<Row> ticket(Message message, Node home, Rows rows, boolean insured) {
        Case known = rows.one(ticket(message, home)).orElse(null);
        if (insured) {
            Body data = message.data("data");
            CaseNotes notes = CaseNotes.found(
                    known,
                    home.id(),
                    Case.COVERAGE_ASKED,
                    data.textOr("ref", ""),
                    CaseText.of("twice.verify", data.textOr("from_area", "")),
                    Body.EMPTY,
                    message.receivedAt());
            return known != null && known.closedAt() == null
                    ? List.of()
                    : notes.waiting().rows();
        }
        return known == null || known.closedAt() != null
                ? List.of()
                : CaseNotes.of(known, message.receivedAt())
                        .step(CaseText.of("twice.ended_here"))
                        .ended()
                        .rows();
    }

    /** From today on, whatever the next person file says of the same spell. */
    private static List<Row> suspended(Person person, Message message, String today) {
        return MovedPerson.version(person, Moves.suspended(person.read().content(), today), message.receivedAt());
    }
}
