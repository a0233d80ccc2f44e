package io.wutong.cure;

import io.wutong.exchange.Message;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.topology.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the process at a home with a legacy system hears of that home's stays, when the legacy system has done something:
 * so that an admission that was left open is found there as at any other home (ADM-ORPHAN-001).
 */
public final class LegacyStays {

    private static final Set<String> HEARD = Set.of("2401", "2402", "2404", "2405", "2304", "2305");

    private LegacyStays() {}

    private static boolean hears(Message message, @Nullable Care care) {
        return care != null && HEARD.contains(message.infno());
    }

    public static Needs needs(Message message, Node home, @Nullable Care care) {
        return care != null && hears(message, care) ? Needs.groups(HomeStay.of(home.id(), care.psnNo())) : Needs.NONE;
    }

    /** The orphans' cases, where one more stay begins. */
    public static Needs more(Message message, Node home, @Nullable Care care, Rows rows) {
        return care != null && message.infno().equals("2401") ? OtherStays.more(home, care.psnNo(), rows) : Needs.NONE;
    }

    /** @param answer what the legacy system has said */
    public static List<Row> heard(Message message, Node home, @Nullable Care care, Body answer, Rows rows) {
        if (care == null || !hears(message, care)) {
            return List.of();
        }
        Optional<HomeStay> known = rows.one(HomeStay.key(home.id(), care.psnNo(), care.mdtrtId()));
        if (message.infno().equals("2401")) {
            Noticing noticing = new Noticing(message, home, care, rows);
            AdmissionWatch.otherStays(noticing);
            List<Row> writes = new ArrayList<>(noticing.writes());
            writes.add(HomeStay.admitted(home.id(), care));
            return writes;
        }
        HomeStay stay = known.orElseGet(() -> HomeStay.admitted(home.id(), care));
        return List.of(
                switch (message.infno()) {
                    case "2402" ->
                        stay.heard(HomeStay.State.LEFT, message.receivedAt().plus(HomeStay.SETTLED_WITHIN));
                    case "2304" -> settled(message, stay, answer);
                    case "2404" -> stay.heard(HomeStay.State.REVOKED, null);
                    case "2305" -> cancelled(message, stay, care);
                    default -> stay.heard(HomeStay.State.ADMITTED, null);
                });
    }

    /** A part of it leaves the patient where he is. */
    private static HomeStay settled(Message message, HomeStay stay, Body answer) {
        return message.data("data").textOr("mid_setl_flag", "0").equals("1")
                ? stay
                : stay.settled(answer.body("setlinfo").textOr("setl_id", ""));
    }

    /** What it was before that settlement; taking back a part of it, or what it does not know of, changes nothing. */
    private static HomeStay cancelled(Message message, HomeStay stay, Care care) {
        String setlId = message.data("data").textOr("setl_id", "");
        if (stay.state() != HomeStay.State.SETTLED || !stay.setlId().equals(setlId)) {
            return stay;
        }
        return care.dischargedAt() == null
                ? stay.heard(HomeStay.State.ADMITTED, null)
                : stay.heard(HomeStay.State.LEFT, message.receivedAt().plus(HomeStay.SETTLED_WITHIN));
    }
}
