package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.exchange.Message;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.topology.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the home hears of a person's stays after they began: discharged, taken back, no longer filed for. */
public final class OtherStays {

    private OtherStays() {}

    public static Needs needs(Node home, String psnNo) {
        return Needs.groups(HomeStay.of(home.id(), psnNo));
    }

    /** The orphan's case of each, for whoever may open one. */
    public static Needs more(Node home, String psnNo, Rows rows) {
        Needs needs = Needs.NONE;
        for (HomeStay stay : HomeStay.standing(rows.all(HomeStay.of(home.id(), psnNo)))) {
            needs = needs.and(Needs.rows(Case.key(home.id(), Case.ORPHAN, stay.mdtrtId())));
        }
        return needs;
    }

    /** A discharge is looked at again after a day. */
    public static List<Row> discharged(Message message, Node home, String psnNo, String mdtrtId, Rows rows) {
        return heard(
                home,
                psnNo,
                mdtrtId,
                rows,
                HomeStay.State.LEFT,
                message.receivedAt().plus(HomeStay.SETTLED_WITHIN));
    }

    /** Settled without a discharge before it: whoever has settled the stay has left. */
    public static List<Row> settled(Message message, Node home, String psnNo, String mdtrtId, Rows rows) {
        return rows.one(HomeStay.key(home.id(), psnNo, mdtrtId))
                .filter(stay -> stay.state() == HomeStay.State.ADMITTED)
                .map(stay -> discharged(message, home, psnNo, mdtrtId, rows))
                .orElse(List.of());
    }

    public static List<Row> staysOn(Node home, String psnNo, String mdtrtId, Rows rows) {
        return heard(home, psnNo, mdtrtId, rows, HomeStay.State.ADMITTED, null);
    }

    public static List<Row> revoked(Node home, String psnNo, String mdtrtId, Rows rows) {
        return heard(home, psnNo, mdtrtId, rows, HomeStay.State.REVOKED, null);
    }

    private static List<Row> heard(
            Node home, String psnNo, String mdtrtId, Rows rows, HomeStay.State state, @Nullable Instant look) {
        Optional<HomeStay> known = rows.one(HomeStay.key(home.id(), psnNo, mdtrtId));
        return known.map(stay -> List.<Row>of(stay.heard(state, look))).orElse(List.of());
    }

    /** The person has given up a filing: admissions where it held, and that are not settled, are taken back. */
    public static List<Row> filingGone(Message message, Node home, String psnNo, String area, Rows rows) {
        List<Row> writes = new ArrayList<>();
        for (HomeStay stay : HomeStay.standing(rows.all(HomeStay.of(home.id(), psnNo)))) {
            if (message.directory().topology().areas().covers(area, stay.careArea())) {
                writes.addAll(AdmissionWatch.orphan(rows, stay, "filing_cancelled", message.receivedAt())
                        .rows());
            }
        }
        return writes;
    }
}
