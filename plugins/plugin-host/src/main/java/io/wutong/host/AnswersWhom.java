package io.wutong.host;

import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import io.wutong.spi.Request;

/** An answer about another person or visit than was asked about is no answer: the other side may have booked anything. */
final class AnswersWhom {

    private AnswersWhom() {}

    static Outcome<Body> check(Request request, Outcome<Body> outcome) {
        if (!(outcome instanceof Outcome.Succeeded<Body> succeeded)) {
            return outcome;
        }
        if (succeeded.answer() == null) { // a plugin's promise not to is not enough
            return Outcome.unknown("plugin_error.null_answer");
        }
        Care care = request.care();
        if (care == null) {
            return outcome;
        }
        Body info = succeeded.answer().body("setlinfo");
        if (differs(info, "psn_no", care.psnNo())) {
            return Outcome.unknown("answer_person");
        }
        return differs(info, "mdtrt_id", care.mdtrtId()) ? Outcome.unknown("answer_visit") : outcome;
    }

    private static boolean differs(Body info, String name, String asked) {
        return info.text(name).filter(said -> !said.equals(asked)).isPresent();
    }
}
