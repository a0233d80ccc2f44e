package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.envelope.Fault;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The patient has said which of his coverages stays; the first word counts.
 *
 * @param area of one of them
 * @param by through what he said it
 */
public record ChooseCoverage(Key<Case> key, String area, String by, Instant at) implements Command<Case> {

    /** The home of the admission, and whoever has said that it insures him too; nobody may choose another. */
    public static List<String> offered(Case given) {
        List<String> areas = new ArrayList<>(List.of(given.known().textOr("home_area", "")));
        areas.addAll(CoverageChoice.insuring(given.known()));
        return areas.stream().distinct().toList();
    }

    @Override
    public Needs needs() {
        return Needs.rows(key);
    }

    /** @throws io.wutong.envelope.Refusal when there is nothing to choose, or no such coverage */
    @Override
    public Decision<Case> decide(Rows rows) {
        Case given = rows.one(key)
                .filter(found -> found.kind().equals(Case.INSURED_TWICE) && found.closedAt() == null)
                .orElseThrow(() -> Fault.FIELD.refusal("ref", "没有这一事项"));
        String chosen = given.known().textOr("choice", "");
        if (chosen.equals(area)) {
            return Decision.nothing(given);
        }
        List<String> areas = offered(given);
        if (!chosen.isEmpty() || !areas.contains(area)) {
            throw Fault.FIELD.refusal("area", chosen.isEmpty() ? "应为" + String.join("、", areas) : "已选" + chosen);
        }
        CaseNotes notes = CaseNotes.of(given, at)
                .step(CaseText.of("twice.chosen", area, by))
                .knowing(given.known().with("choice", Value.text(area)))
                .next(Duration.ZERO);
        return Decision.of(notes.now(), notes.rows());
    }
}
