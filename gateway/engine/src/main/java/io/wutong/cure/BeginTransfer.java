package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.Person;
import io.wutong.envelope.Fault;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A clerk of the home that a person has moved to asks for his coverage to be brought over. It is one case however often it is
 * asked for; {@link TransferIn} brings it to an end, and begins anew where it had been left to the clerks.
 *
 * @param node the new home
 * @param insutype which of his coverages
 * @param from the area that has insured him before
 * @param by who asks, and {@code why}: for its history
 */
public record BeginTransfer(String node, String psnNo, String insutype, String from, String by, String why, Instant at)
        implements Command<Case> {

    private Key<Case> ref() {
        return Case.key(node, Case.TRANSFER_IN, psnNo + "/" + from);
    }

    @Override
    public Needs needs() {
        return Needs.rows(Person.key(node, psnNo), ref());
    }

    /** @throws io.wutong.envelope.Refusal when the person, or his coverage here, is not known, or is one with the former */
    @Override
    public Decision<Case> decide(Rows rows) {
        Person person = rows.one(Person.key(node, psnNo)).orElseThrow(Fault.PERSON::refusal);
        List<Coverage> here = person.read().coverages().stream()
                .filter(coverage -> coverage.insutype().equals(insutype) && coverage.goesOn())
                .toList();
        if (here.isEmpty()) {
            throw Fault.COVERAGE.refusal(insutype);
        }
        List<Coverage> joining =
                here.stream().filter(coverage -> !coverage.area().equals(from)).toList();
        if (joining.isEmpty()) {
            throw Fault.FIELD.refusal("from", "就是本地");
        }
        if (joining.size() > 1) {
            throw Fault.COVERAGE.refusal(insutype + " 同一险种有多条参保，须人工核对");
        }
        Coverage coverage = joining.get(0);
        Optional<LocalDate> since = FilingNotice.day(coverage.since());
        if (since.isEmpty()) {
            throw Fault.FIELD.refusal("psn_insu_date", coverage.since().isEmpty() ? "不能为空" : "没有这一天");
        }
        Case known = rows.one(ref()).orElse(null);
        if (known != null && known.closedAt() == null && known.workAt() != null) {
            return Decision.nothing(known);
        }
        Body facts = Body.builder()
                .put("psn_no", psnNo)
                .put("cert_hash", person.certHash())
                .put("insutype", insutype)
                .put("from_area", from)
                .put("own_area", coverage.area())
                .put("since", since.get().toString())
                .build();
        String begun = CaseText.of("move.begun", from, by, why);
        CaseNotes notes = CaseNotes.found(known, node, Case.TRANSFER_IN, ref().part(2), begun, facts, at);
        if (known != null && known.closedAt() == null) { // left to the clerks, who have seen to it
            notes.step(begun).knowing(facts);
        }
        notes.next(Duration.ZERO);
        return Decision.of(notes.now(), notes.rows());
    }
}
