package io.wutong.support.stay;

import io.wutong.spi.Request;
import io.wutong.support.Dates;
import io.wutong.support.ShortId;
import java.time.Clock;
import java.time.LocalDateTime;

/**
 * What the skeleton must know of a dialect besides its calls.
 *
 * @param prefix of the codes of refusals, for instance {@code HUNAN}
 * @param pool {@code clr_optins} of every answer
 * @param absenceMillis how long after sending a missing effect is believed to be absent
 * @param funds its funds in national terms
 * @param clock civil time
 */
public record Profile(String prefix, String pool, long absenceMillis, Funds funds, Clock clock) {

    Refusal refusal(String word, String text) {
        return new Refusal(prefix + "-" + word, text);
    }

    Refusal absent() {
        return refusal("ABSENT", "参保地系统没有该笔交易");
    }

    Refusal cancelStands() {
        return refusal("CANCELLED", "该结算的撤销已生效，不能冲正；请重新结算");
    }

    Refusal noSettlement() {
        return refusal("NOSETL", "参保地系统没有该笔结算，或已撤销");
    }

    /** Fails when the legacy system has given no number yet: without one nothing can be asked of it. */
    String visitNo(StayState state) {
        if (state.visitNo().isEmpty()) {
            throw refusal("NOVISIT", "参保地系统没有该次就诊的入院登记");
        }
        return state.visitNo();
    }

    /** The number of a settlement: the visit's, with a piece of the message id's hash; found later it is the same. */
    static String setlId(StayState state, Request request) {
        return ShortId.of(state.visitNo()) + "-" + ShortId.digest(request.msgid(), 9);
    }

    long nowMillis() {
        return clock.millis();
    }

    String nowText() {
        return Dates.dt19(LocalDateTime.now(clock));
    }
}
