package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.coverage.Insured;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Message;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Care;
import io.wutong.topology.Areas;
import io.wutong.topology.Node;
import io.wutong.visit.Visit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * FIL-NONE-001: where a home asks for a filing, a stay without one is settled once it is filed for, which may be done
 * until then, or once the patient has said that it will not be. A filing that held at admission holds until the end.
 */
public final class FilingGate {

    private FilingGate() {}

    /** @throws io.wutong.envelope.Refusal when it must be filed for first */
    public static void require(Message message, Node home, Care care, Visit visit, Insured person, Rows rows) {
        RegionRules rules = message.directory().rules();
        Areas areas = message.directory().topology().areas();
        String homeArea = message.envelope().homeArea();
        if (visit.outpatient()
                || visit.goesUnfiled()
                || care.emergency()
                || !rules.is(areas, homeArea, RegionRules.FILING_REQUIRED, "yes")) {
            return;
        }
        boolean filed = FilingNotice.day(care.admittedAt())
                .map(day -> FilingNotice.match(rules, areas, homeArea, person, day, rows, home, care)
                        .filed())
                .orElse(true);
        if (!filed) {
            throw Fault.UNFILED.refusal();
        }
    }

    /**
     * The patient will not have it filed for; the stay is settled as that of somebody who is not.
     *
     * @param key of the case
     * @param by through what he said so
     */
    public record Decline(Key<Case> key, String by, Instant at) implements Command<Case> {

        @Override
        public Needs needs() {
            return Needs.rows(key);
        }

        @Override
        public Needs more(Rows rows) {
            return rows.one(key)
                    .map(given -> Needs.rows(Visit.key(given.known().textOr("desk", given.node()), given.ref())))
                    .orElse(Needs.NONE);
        }

        /** @throws io.wutong.envelope.Refusal when there is no such case, or it is closed */
        @Override
        public Decision<Case> decide(Rows rows) {
            Case given = rows.one(key)
                    .filter(found -> found.kind().equals(Case.FILING_NONE) && found.closedAt() == null)
                    .orElseThrow(() -> Fault.FIELD.refusal("ref", "没有这一事项"));
            CaseNotes notes = CaseNotes.of(given, at).step(CaseText.of("filing.declined", by));
            List<Row> writes = new ArrayList<>(notes.rows());
            rows.one(Visit.key(given.known().textOr("desk", given.node()), given.ref()))
                    .filter(visit -> !visit.goesUnfiled())
                    .ifPresent(visit -> writes.add(visit.unfiled()));
            return Decision.of(notes.now(), writes);
        }
    }
}
