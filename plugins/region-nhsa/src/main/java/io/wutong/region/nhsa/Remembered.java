package io.wutong.region.nhsa;

import io.wutong.spi.Body;
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

    static StayState settled(StayState state, Body output) {
        Map<String, Value> kept =
                new LinkedHashMap<>(state.body().body(SETTLEMENTS).fields());
        String key = key(output.body("setlinfo").textOr("setl_id", ""));
        kept.remove(key);
        kept.put(key, Cancelled.amounts(output));
        Iterator<String> oldest = kept.keySet().iterator();
        while (kept.size() > SETTLEMENTS_MAX) {
            oldest.next();
            oldest.remove();
        }
        Body.Builder settlements = Body.builder();
        kept.forEach(settlements::put);
        return state.with(SETTLEMENTS, settlements.build());
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
