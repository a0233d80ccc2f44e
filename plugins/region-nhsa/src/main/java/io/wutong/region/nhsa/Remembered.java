package io.wutong.region.nhsa;

import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import io.wutong.support.ShortId;
import io.wutong.support.stay.StayState;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of a visit besides its number: when something was last sent; the amounts of its settlements, of
 * which an outpatient has one for each charge batch; the last cancellation; whether the discharge was told. The memory
 * is small: of the settlements the last few are kept.
 */
final class Remembered {

    static final String CLEARS = "clr_optins";
    static final String CLEARED_AS = "clr_type";
    static final String COVERAGE = "insutype";

    private static final int SETTLEMENTS_MAX = 4;
    private static final String SENT = "sent";
    private static final String SETTLEMENTS = "settlements";
    private static final String CANCELLED = "cancelled";
    private static final String DISCHARGED = "discharged";

    private Remembered() {}

    static StayState sent(StayState state, long nowMillis) {
        return state.with(SENT, Long.toString(nowMillis));
    }

    static long sentMillis(StayState state) {
        return state.millis(SENT);
    }

    /** With what a day's statement asks of a settlement besides: who clears it, and how. */
    static StayState settled(StayState state, Request request, Body output) {
        Map<String, Value> kept =
                new LinkedHashMap<>(state.body().body(SETTLEMENTS).fields());
        Body setlinfo = output.body("setlinfo");
        String key = key(setlinfo.textOr("setl_id", ""));
        kept.remove(key);
        Care care = request.care();
        kept.put(
                key,
                Cancelled.amounts(output)
                        .with(CLEARS, Value.text(setlinfo.textOr("clr_optins", request.homeArea())))
                        .with(CLEARED_AS, Value.text(setlinfo.textOr("clr_type", outpatient(request) ? "11" : "21")))
                        .with(COVERAGE, Value.text(setlinfo.textOr("insutype", care == null ? "" : care.insutype()))));
        Iterator<String> oldest = kept.keySet().iterator();
        while (kept.size() > SETTLEMENTS_MAX) {
            oldest.next();
            oldest.remove();
        }
        Body.Builder settlements = Body.builder();
        kept.forEach(settlements::put);
        return state.with(SETTLEMENTS, settlements.build());
    }

    private static boolean outpatient(Request request) {
        return request.infno().equals("2207");
    }

    /** The amounts of a settlement; empty when they were forgotten. */
    static Optional<Body> amounts(StayState state, String setlId) {
        Body amounts = state.body().body(SETTLEMENTS).body(key(setlId));
        return amounts.fields().isEmpty() ? Optional.empty() : Optional.of(amounts);
    }

    /** Whether the visit was settled before, in another charge batch. */
    static boolean anySettled(StayState state) {
        return !state.body().body(SETTLEMENTS).fields().isEmpty();
    }

    private static String key(String setlId) {
        return ShortId.digest(setlId, 9);
    }

    /** The message that cancelled last, and the number that the region gave the cancellation. */
    static StayState cancelled(StayState state, String msgid, String setlId) {
        return state.with(CANCELLED, Body.of(key(msgid), Value.text(setlId)));
    }

    static Optional<String> cancellation(StayState state, String msgid) {
        return state.body().body(CANCELLED).text(key(msgid));
    }

    static StayState discharged(StayState state, boolean told) {
        return state.with(DISCHARGED, told ? "1" : "");
    }

    static boolean isDischarged(StayState state) {
        return state.text(DISCHARGED).isPresent();
    }
}
