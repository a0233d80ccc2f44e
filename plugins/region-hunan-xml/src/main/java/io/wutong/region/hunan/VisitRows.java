package io.wutong.region.hunan;

import io.wutong.spi.AmountException;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Fen;
import io.wutong.support.Answers;
import io.wutong.support.FieldException;
import io.wutong.support.Xml;
import io.wutong.support.stay.Parts;
import io.wutong.support.stay.StayState;
import io.wutong.support.stay.Step;
import java.util.List;

/** What an answer says of a visit: which one it is, whether it is settled, who pays how much. */
final class VisitRows {

    private VisitRows() {}

    /** The state with the visit's legacy number. */
    static StayState numbered(Xml visit, StayState state) {
        String visitNo = visit.text("aaz217").orElseThrow(() -> new CallFailure(true, "answer_visit"));
        return state.with(StayState.VISIT_NO, visitNo);
    }

    /** Who pays how much: rows of fund and yuan, and the deductible when it is said. */
    static Parts parts(LegacyReply reply) {
        return Answers.read(() -> new Parts(
                reply.rows("payinfo").stream().map(VisitRows::part).toList(),
                reply.text("aka151").map(yuan -> Fen.parse("aka151", yuan)).orElse(null)));
    }

    private static Parts.Row part(Xml row) throws AmountException {
        return new Parts.Row(
                row.text("aaa157").orElseThrow(() -> new FieldException("aaa157", "missing")),
                row.text("aae019")
                        .map(yuan -> Fen.parse("aae019", yuan))
                        .orElseThrow(() -> new FieldException("aae019", "missing")));
    }

    static Xml only(LegacyReply found, Step step) {
        return standing(found).stream()
                .map(visit -> checked(visit, step))
                .findFirst()
                .orElseThrow(() -> new CallFailure(true, "answer_visit"));
    }

    /** The one stay that stands among those found, or none. */
    static List<Xml> standing(LegacyReply found) {
        List<Xml> rows = found.rows("bizinfo").stream()
                .filter(row -> !row.text("aae100").orElse("1").equals("0"))
                .toList();
        if (rows.size() > 1) {
            throw new CallFailure(true, "answer_several_visits");
        }
        return rows;
    }

    static boolean isSettled(Xml visit) {
        return switch (visit.text("bka891").orElse("")) {
            case "0" -> false;
            case "1" -> true;
            default -> throw new CallFailure(true, "answer_state");
        };
    }

    /** Checks that an answer speaks of the person and the visit that was asked about. */
    static Xml checked(Xml visit, Step step) {
        if (!visit.text("aac001").orElse("").equals(step.care().psnNo())) {
            throw new CallFailure(true, "answer_person");
        }
        String known = step.state().visitNo();
        if (!known.isEmpty() && !visit.text("aaz217").orElse("").equals(known)) {
            throw new CallFailure(true, "answer_visit");
        }
        return visit;
    }
}
