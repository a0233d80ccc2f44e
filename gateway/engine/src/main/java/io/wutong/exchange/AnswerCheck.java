package io.wutong.exchange;

import io.wutong.envelope.Refusal;
import io.wutong.envelope.SumRule;
import io.wutong.envelope.Transaction;
import io.wutong.spi.AmountException;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares an answer from elsewhere with what was asked: the sum rules, the total, the person, the visit. One that does
 * not fit is an unknown outcome: the other side may well have booked it.
 */
final class AnswerCheck {

    private AnswerCheck() {}

    static Outcome<Body> check(Message message, @Nullable Care care, Outcome<Body> outcome) {
        if (!(outcome instanceof Outcome.Succeeded<Body> succeeded)
                || !succeeded.answer().has("setlinfo")
                || care == null) {
            return outcome;
        }
        try {
            Body info = succeeded.answer().body("setlinfo");
            if (SumRule.reading(succeeded.answer()).isEmpty()) {
                List<SumRule.Broken> broken = SumRule.ofAnswer(succeeded.answer(), SumRule.Switches.NATIONAL);
                return Outcome.unknown("answer_sum." + broken.get(0).rule().substring(0, 2));
            }
            int sign = message.transaction().effect() == Transaction.Effect.CANCELLATION ? -1 : 1;
            if (info.fen("medfee_sumamt").orElse(Long.MIN_VALUE) != sign * care.medfeeSumFen()) {
                return Outcome.unknown("answer_total");
            }
            if (info.text("psn_no").filter(psn -> !psn.equals(care.psnNo())).isPresent()) {
                return Outcome.unknown("answer_person");
            }
            if (info.text("mdtrt_id").filter(id -> !id.equals(care.mdtrtId())).isPresent()) {
                return Outcome.unknown("answer_visit");
            }
            return outcome;
        } catch (AmountException | Refusal e) {
            return Outcome.unknown("answer_amount");
        }
    }
}
