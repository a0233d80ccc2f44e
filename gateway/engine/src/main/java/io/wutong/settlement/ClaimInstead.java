package io.wutong.settlement;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.cure.OpenArea;
import io.wutong.cure.RegionRules;
import io.wutong.envelope.AnswerWriter;
import io.wutong.exchange.Message;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Value;
import io.wutong.topology.Areas;
import io.wutong.visit.Visit;
import java.time.Duration;
import java.util.List;

/**
 * OPT-CLOSED-001: a home that has not opened ordinary outpatient care elsewhere pays from the account alone; the place of
 * care is told that the rest is to be claimed, and begins the claim in the commit that adopts the settlement.
 */
final class ClaimInstead {

    /** {@code med_type} of ordinary outpatient care; regions add digits. */
    private static final String ORDINARY = "11";
    /** In the home's answer; the hospital does not see it. */
    private static final String MARK = "claim_due";

    private ClaimInstead() {}

    static boolean applies(Message message, Part settles, Care care) {
        Areas areas = message.directory().topology().areas();
        String home = message.envelope().homeArea();
        return settles.kind() == Part.Kind.BATCH
                && care.medType().startsWith(ORDINARY)
                && message.directory().rules().is(areas, home, RegionRules.OUTPATIENT, "closed")
                && !OpenArea.together(areas, care.institutionArea(), home);
    }

    /** The home's answer: what the hospital is told, and that there is something to claim. */
    static Body told(Body output, long cashFen, boolean commits) {
        if (cashFen == 0) {
            return output;
        }
        Body said = output.with(AnswerWriter.WARNING, Value.text(CaseText.zh(CaseText.of("claim.told"))));
        return commits ? said.with(MARK, Value.text("1")) : said;
    }

    static Body without(Body told) {
        if (told.get(MARK) == null) {
            return told;
        }
        Body.Builder rest = Body.builder();
        told.fields().forEach((name, value) -> {
            if (!name.equals(MARK)) {
                rest.put(name, value);
            }
        });
        return rest.build();
    }

    /**
     * The claim's case at the place of care, of this settlement: taken back and settled again, the batch has another. None
     * when the home has paid what it pays.
     */
    static List<Row> begun(Message message, Visit visit, String batch, String setlId, Body told) {
        return told.get(MARK) == null
                ? List.of()
                : CaseNotes.found(
                                null,
                                visit.node(),
                                Case.CLAIM,
                                setlId,
                                CaseText.of("claim.found"),
                                Body.builder()
                                        .put("mdtrt_id", visit.mdtrtId())
                                        .put("batch", batch)
                                        .put("setl_id", setlId)
                                        .build(),
                                message.receivedAt())
                        .next(Duration.ofSeconds(1))
                        .rows();
    }
}
