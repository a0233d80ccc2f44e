package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseKind;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.HomeFiling;
import io.wutong.coverage.Person;
import io.wutong.coverage.PersonIndex;
import io.wutong.exchange.Message;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import io.wutong.visit.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the home notices when one of its persons is admitted: it refuses nothing that can be mended later.
 *
 * <pre>
 *   filed for a province ─ home takes it ───────▶ said so
 *                        └ home wants the city ─▶ a filing for the city is made, and the message goes on  FIL-AREA-001
 *   filed for elsewhere, where one must be filed ▶ refused, to be filed for here                           FIL-AREA-002
 *   not filed, where one must be ───────────────▶ admitted, settled once filed                            FIL-NONE-001
 *   still registered elsewhere ─────────────────▶ admitted, the other registration is seen to            ADM-ORPHAN-001
 *   insured elsewhere too ──────────────────────▶ admitted, settled once that is cleared                 COV-DUP-001
 * </pre>
 */
public final class AdmissionWatch {

    private AdmissionWatch() {}

    /**
     * What was noticed.
     *
     * @param visit the home's side as it is opened
     * @param notice what the hospital is told with the answer; empty for nothing
     */
    public record Noticed(Visit visit, List<Row> writes, String notice) {}

    public static Needs needs(Node home, String psnNo) {
        return Needs.groups(HomeStay.of(home.id(), psnNo), HomeFiling.of(home.id(), psnNo));
    }

    public static Needs more(Node home, String psnNo, Rows rows) {
        Needs needs = rows.one(Person.key(home.id(), psnNo))
                .map(person -> Needs.groups(PersonIndex.homes(person.certHash())))
                .orElse(Needs.NONE);
        for (HomeStay stay : HomeStay.standing(rows.all(HomeStay.of(home.id(), psnNo)))) {
            needs = needs.and(Needs.rows(Case.key(home.id(), Case.ORPHAN, stay.mdtrtId())));
        }
        return needs;
    }

    /** @throws io.wutong.envelope.Refusal when the person is filed for elsewhere, at a home that asks for a filing */
    public static Noticed at(
            Message message, Node home, Care care, Person person, Coverage coverage, Visit visit, Rows rows) {
        Noticing noticing = new Noticing(message, home, care, rows);
        FilingNotice.look(noticing, person.read());
        otherStays(noticing);
        Visit opened = otherHomes(noticing, person, coverage, visit);
        noticing.write(HomeStay.admitted(home.id(), care));
        return new Noticed(opened, noticing.writes(), noticing.notice());
    }

    // ----------------------------------------------------------- other stays

    static void otherStays(Noticing noticing) {
        Care care = noticing.care();
        for (HomeStay stay : HomeStay.standing(
                noticing.rows().all(HomeStay.of(noticing.home().id(), care.psnNo())))) {
            boolean elsewhere = !stay.fixmedinsCode().equals(care.fixmedinsCode());
            if (elsewhere && !stay.mdtrtId().equals(care.mdtrtId()) && stay.state() != HomeStay.State.REVOKED) {
                noticing.write(orphan(noticing.rows(), stay, "admitted_elsewhere", noticing.at()));
            }
        }
    }

    /** An admission that was left open, as far as is known; its cure looks first whether it was settled meanwhile. */
    static CaseNotes orphan(Rows rows, HomeStay stay, String reason, Instant at) {
        Case known =
                rows.one(Case.key(stay.node(), Case.ORPHAN, stay.mdtrtId())).orElse(null);
        boolean fresh = known == null || known.closedAt() != null;
        CaseNotes notes = CaseNotes.found(
                known,
                stay.node(),
                Case.ORPHAN,
                stay.mdtrtId(),
                CaseText.of("orphan." + reason, stay.fixmedinsName(), stay.admittedAt()),
                Body.builder()
                        .put("psn_no", stay.psnNo())
                        .put("care_area", stay.careArea())
                        .put("fixmedins_code", stay.fixmedinsCode())
                        .put("reason", reason)
                        .build(),
                at);
        if (!fresh) {
            // it is known already; a reason that needs no word of the hospital's is worth telling it
            Body facts = notes.now().known();
            notes.knowing(Revocation.byItself(reason) ? facts.with("reason", Value.text(reason)) : facts)
                    .next(Duration.ZERO);
        }
        return notes;
    }

    // ----------------------------------------------------------- other homes

    private static Visit otherHomes(Noticing noticing, Person person, Coverage coverage, Visit visit) {
        return insuredTwice(noticing, person.certHash(), coverage.insutype(), coverage.since(), Body.EMPTY)
                ? visit.held()
                : visit;
    }

    /**
     * Opens the case that holds the settlement, when other homes know the person too.
     *
     * @param since first day of the coverage that he was admitted under; empty where only a legacy system knows it
     * @param more what the case must know besides
     */
    static boolean insuredTwice(Noticing noticing, String certHash, String insutype, String since, Body more) {
        Message message = noticing.message();
        Node home = noticing.home();
        List<String> others = noticing.rows().all(PersonIndex.homes(certHash)).stream()
                .map(PersonIndex::area)
                .filter(area -> message.directory()
                        .topology()
                        .serving(area)
                        .filter(home::equals)
                        .isEmpty())
                .toList();
        if (others.isEmpty()) {
            return false;
        }
        int days = message.directory().rules().number(noticing.areas(), noticing.homeArea(), RegionRules.CHOICE_DAYS);
        Instant at = noticing.at();
        Instant deadline = at.plus(WorkingDays.of(noticing.rules(), noticing.areas(), noticing.homeArea())
                .until(at, days));
        noticing.write(CaseNotes.found(
                        null,
                        home.id(),
                        Case.INSURED_TWICE,
                        noticing.care().mdtrtId(),
                        CaseText.of("twice.found", noticing.name(noticing.homeArea()), noticing.names(others)),
                        noticing.facts()
                                .put("cert_hash", certHash)
                                .put("insutype", insutype)
                                .put("since", since)
                                .put("others", String.join(" ", others))
                                .put("deadline", deadline.toString())
                                .putAll(more)
                                .build(),
                        at)
                .step(CaseText.of("twice.held", CaseKind.of(Case.INSURED_TWICE).code())));
        noticing.notice("twice.told", noticing.name(noticing.homeArea()), noticing.names(others));
        return true;
    }
}
