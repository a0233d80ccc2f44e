package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.coverage.CareFiling;
import io.wutong.coverage.FilingMatch;
import io.wutong.coverage.HomeFiling;
import io.wutong.coverage.Insured;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Message;
import io.wutong.port.Rows;
import io.wutong.spi.Care;
import io.wutong.topology.Areas;
import io.wutong.topology.Node;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** How somebody who is admitted is filed for: for here, for more than here, for elsewhere or not at all (FIL-*). */
final class FilingNotice {

    private static final int DATE_LENGTH = 10;

    private FilingNotice() {}

    /** @throws io.wutong.envelope.Refusal when the person is filed for elsewhere, at a home that asks for a filing */
    static void look(Noticing noticing, Insured person) {
        Care care = noticing.care();
        Optional<LocalDate> day = day(care.admittedAt());
        if (day.isEmpty()) {
            return;
        }
        Areas areas = noticing.areas();
        RegionRules rules = noticing.rules();
        FilingMatch match =
                match(rules, areas, noticing.homeArea(), person, day.get(), noticing.rows(), noticing.home(), care);
        switch (match.kind()) {
            case ABOVE -> above(noticing, match);
            case ELSEWHERE, OTHER_DAYS, NONE -> {
                if (!care.emergency() && rules.is(areas, noticing.homeArea(), RegionRules.FILING_REQUIRED, "yes")) {
                    unfiled(noticing, match);
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

    private static void above(Noticing noticing, FilingMatch match) {
        CareFiling filing = match.filing();
        if (filing == null) {
            return;
        }
        Node home = noticing.home();
        Care care = noticing.care();
        Message message = noticing.message();
        String from = noticing.name(filing.area());
        String unit = noticing.name(match.unit());
        if (!noticing.rules().is(noticing.areas(), noticing.homeArea(), RegionRules.FILING_MATCH, "equal")) {
            noticing.notice("filing.covered", from);
            return;
        }
        HomeFiling widened = HomeFiling.widened(
                home.id(), care.psnNo(), home.area() + message.serial(), filing, match.unit(), noticing.at());
        noticing.write(widened);
        noticing.write(CaseNotes.found(
                        null,
                        home.id(),
                        Case.FILING_AREA,
                        care.mdtrtId(),
                        CaseText.of("filing.too_wide", from, unit),
                        noticing.facts().build(),
                        noticing.at())
                .step(CaseText.of("filing.widened", unit, widened.sn()))
                .step(CaseText.of("filing.sent_again", message.infno()))
                .next(WatchVisit.FIRST_LOOK));
        noticing.notice("filing.widened_told", from, unit);
    }

    private static void unfiled(Noticing noticing, FilingMatch match) {
        CareFiling filing = match.filing();
        if (match.kind() == FilingMatch.Kind.ELSEWHERE && filing != null) {
            throw Fault.FILEDELSEWHERE.refusal(noticing.name(filing.area()), noticing.name(match.unit()));
        }
        noticing.write(CaseNotes.found(
                        null,
                        noticing.home().id(),
                        Case.FILING_NONE,
                        noticing.care().mdtrtId(),
                        CaseText.of("filing.none", noticing.name(match.unit())),
                        noticing.facts().build(),
                        noticing.at())
                .next(WatchVisit.FIRST_LOOK));
        noticing.notice("filing.none_told");
    }

    static Optional<LocalDate> day(String time) {
        try {
            return Optional.of(LocalDate.parse(time.substring(0, Math.min(DATE_LENGTH, time.length()))));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
