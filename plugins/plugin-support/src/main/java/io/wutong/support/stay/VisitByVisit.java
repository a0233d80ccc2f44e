package io.wutong.support.stay;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Care;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Request;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A day's rows where the legacy system has no statement of a day: each visit of ours is asked about, and must stand
 * there as we remember it, settled by the same parts or not at all. What the system has and we do not is not seen.
 */
public final class VisitByVisit {

    private VisitByVisit() {}

    /** For {@link StaySystem#compareDay}. */
    public static Future<List<DayDifference>> compare(StaySystem system, List<DayRow> ours, CallContext context) {
        Map<String, DayRow> last = new LinkedHashMap<>();
        List<DayDifference> differences = new ArrayList<>();
        for (DayRow row : ours) {
            String visitNo = StayState.of(row.remembered()).visitNo();
            if (visitNo.isEmpty()) {
                differences.add(new DayDifference(row.setlId(), "本方没有该次就诊的登记号，无法核对"));
            } else {
                last.put(visitNo, row);
            }
        }
        Future<Void> all = Future.succeededFuture();
        for (DayRow row : last.values()) {
            StayState state = StayState.of(row.remembered());
            all = all.compose(before -> system.findSettlement(new Step(request(row), context, state)))
                    .map(found -> {
                        String difference = difference(found, state);
                        if (!difference.isEmpty()) {
                            differences.add(new DayDifference(row.settlementId(), difference));
                        }
                        return null;
                    });
        }
        return all.map(done -> List.copyOf(differences));
    }

    private static String difference(Found found, StayState state) {
        if (!(found instanceof Found.Settled settled)) {
            return state.settled() ? "本方已结算，参保地没有该笔结算" : "";
        }
        if (!state.settled()) {
            return "本方已撤销，参保地仍为已结算";
        }
        return sums(settled.parts()).equals(sums(state.parts())) ? "" : "双方各项金额不一致";
    }

    private static String sums(Parts parts) {
        Map<String, Long> sums = new TreeMap<>();
        parts.rows().forEach(row -> sums.merge(row.fund(), row.fen(), Long::sum));
        return sums.toString();
    }

    private static Request request(DayRow row) {
        Care care = new Care(
                "",
                row.fixmedinsCode(),
                "",
                row.careArea(),
                "",
                row.psnNo(),
                "",
                "",
                "",
                "",
                null,
                null,
                null,
                false,
                false,
                null,
                null,
                Math.abs(row.medfeeSumFen()),
                0,
                0,
                0,
                Math.abs(row.medfeeSumFen()),
                List.of());
        return new Request("5203", "", row.careArea(), row.homeArea(), row.fixmedinsCode(), "wutong", Body.EMPTY, care);
    }
}
