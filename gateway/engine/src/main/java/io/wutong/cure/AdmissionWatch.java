package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseKind;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.coverage.CareFiling;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.FilingMatch;
import io.wutong.coverage.HomeFiling;
import io.wutong.coverage.Insured;
import io.wutong.coverage.Person;
import io.wutong.coverage.PersonIndex;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Message;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.topology.Areas;
import io.wutong.topology.Node;
import io.wutong.visit.Visit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    private static final int DATE_LENGTH = 10;

    private final Message message;
    private final Node home;
    private final Care care;
    private final Rows rows;
    private final Instant at;
    private final List<Row> writes = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    private AdmissionWatch(Message message, Node home, Care care, Rows rows) {
        this.message = message;
        this.home = home;
        this.care = care;
        this.rows = rows;
        this.at = message.receivedAt();
    }

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
        AdmissionWatch watch = new AdmissionWatch(message, home, care, rows);
        watch.filing(person.read());
        watch.otherStays();
        Visit opened = watch.otherHomes(person, coverage, visit);
        watch.writes.add(HomeStay.admitted(home.id(), care));
        return new Noticed(opened, watch.writes, String.join("；", watch.notices));
    }

    // ---------------------------------------------------------------- filing

    private void filing(Insured person) {
        Optional<LocalDate> day = day(care.admittedAt());
        if (day.isEmpty()) {
            return;
        }
        Areas areas = areas();
        RegionRules rules = message.directory().rules();
        FilingMatch match = match(rules, areas, homeArea(), person, day.get(), rows, home, care);
        switch (match.kind()) {
            case ABOVE -> above(rules, match);
            case ELSEWHERE, OTHER_DAYS, NONE -> {
                if (!care.emergency() && rules.is(areas, homeArea(), RegionRules.FILING_REQUIRED, "yes")) {
                    unfiled(match);
                }
            }
            default -> {
                // nothing to notice
            }
        }
    }

    static FilingMatch match(
            RegionRules rules,
            Areas areas,
            String homeArea,
            Insured person,
            LocalDate day,
            Rows rows,
            Node home,
            Care care) {
        return FilingMatch.of(
                person.filings(rows.all(HomeFiling.of(home.id(), care.psnNo()))),
                areas,
                care.institutionArea(),
                homeArea,
                day,
                rules.is(areas, care.institutionArea(), RegionRules.FILED_TO, "province"));
    }

    private void above(RegionRules rules, FilingMatch match) {
        CareFiling filing = match.filing();
        if (filing == null) {
            return;
        }
        String from = name(filing.area());
        String unit = name(match.unit());
        if (!rules.is(areas(), homeArea(), RegionRules.FILING_MATCH, "equal")) {
            notices.add(CaseText.zh(CaseText.of("filing.covered", from)));
            return;
        }
        HomeFiling widened =
                HomeFiling.widened(home.id(), care.psnNo(), home.area() + message.serial(), filing, match.unit(), at);
        writes.add(widened);
        writes.addAll(CaseNotes.found(
                        null,
                        home.id(),
                        Case.FILING_AREA,
                        care.mdtrtId(),
                        CaseText.of("filing.too_wide", from, unit),
                        facts().build(),
                        at)
                .step(CaseText.of("filing.widened", unit, widened.sn()))
                .step(CaseText.of("filing.sent_again", message.infno()))
                .next(WatchVisit.FIRST_LOOK)
                .rows());
        notices.add(CaseText.zh(CaseText.of("filing.widened_told", from, unit)));
    }

    private void unfiled(FilingMatch match) {
        CareFiling filing = match.filing();
        if (match.kind() == FilingMatch.Kind.ELSEWHERE && filing != null) {
            throw Fault.FILEDELSEWHERE.refusal(name(filing.area()), name(match.unit()));
        }
        writes.addAll(CaseNotes.found(
                        null,
                        home.id(),
                        Case.FILING_NONE,
                        care.mdtrtId(),
                        CaseText.of("filing.none", name(match.unit())),
                        facts().build(),
                        at)
                .next(WatchVisit.FIRST_LOOK)
                .rows());
        notices.add(CaseText.zh(CaseText.of("filing.none_told")));
    }

    // ----------------------------------------------------------- other stays

    private void otherStays() {
        for (HomeStay stay : HomeStay.standing(rows.all(HomeStay.of(home.id(), care.psnNo())))) {
            boolean elsewhere = !stay.fixmedinsCode().equals(care.fixmedinsCode());
            if (elsewhere && !stay.mdtrtId().equals(care.mdtrtId()) && stay.state() != HomeStay.State.REVOKED) {
                writes.addAll(orphan(rows, stay, "admitted_elsewhere", at).rows());
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
            notes.knowing(Revocation.byItself(reason) ? facts.with("reason", io.wutong.spi.Value.text(reason)) : facts)
                    .next(Duration.ZERO);
        }
        return notes;
    }

    // ----------------------------------------------------------- other homes

    private Visit otherHomes(Person person, Coverage coverage, Visit visit) {
        List<String> others = rows.all(PersonIndex.homes(person.certHash())).stream()
                .map(PersonIndex::area)
                .filter(area -> message.directory()
                        .topology()
                        .serving(area)
                        .filter(home::equals)
                        .isEmpty())
                .toList();
        if (others.isEmpty()) {
            return visit;
        }
        int days = message.directory().rules().number(areas(), homeArea(), RegionRules.CHOICE_DAYS);
        Instant deadline = at.plus(WorkingDays.until(at, days));
        writes.addAll(CaseNotes.found(
                        null,
                        home.id(),
                        Case.INSURED_TWICE,
                        care.mdtrtId(),
                        CaseText.of("twice.found", name(homeArea()), names(others)),
                        facts().put("cert_hash", person.certHash())
                                .put("insutype", coverage.insutype())
                                .put("since", coverage.since())
                                .put("others", String.join(" ", others))
                                .put("deadline", deadline.toString())
                                .build(),
                        at)
                .step(CaseText.of("twice.held", CaseKind.of(Case.INSURED_TWICE).code()))
                .rows());
        notices.add(CaseText.zh(CaseText.of("twice.told", name(homeArea()), names(others))));
        return visit.held();
    }

    // ---------------------------------------------------------------- shared

    private Body.Builder facts() {
        return Body.builder()
                .put("psn_no", care.psnNo())
                .put("home_area", homeArea())
                .put("desk", io.wutong.exchange.Desk.ofHome(message, home))
                .put("care_area", care.institutionArea())
                .put("fixmedins_code", care.fixmedinsCode());
    }

    private Areas areas() {
        return message.directory().topology().areas();
    }

    private String homeArea() {
        return message.envelope().homeArea();
    }

    private String names(List<String> codes) {
        return String.join("、", codes.stream().map(this::name).toList());
    }

    private String name(String area) {
        return areas().find(area).map(found -> found.name()).orElse(area);
    }

    static Optional<LocalDate> day(String time) {
        try {
            return Optional.of(LocalDate.parse(time.substring(0, Math.min(DATE_LENGTH, time.length()))));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
