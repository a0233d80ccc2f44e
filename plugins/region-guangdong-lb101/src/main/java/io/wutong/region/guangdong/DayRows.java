package io.wutong.region.guangdong;

import io.vertx.core.Future;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Fen;
import io.wutong.support.Dates;
import io.wutong.support.ShortId;
import io.wutong.support.Xml;
import io.wutong.support.stay.StayState;
import io.wutong.support.stay.Step;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * 0606, the day of each institution: our rows go there, and the platform says of each whether it has the same. A row
 * names the call that settled by the platform's own number, which the visit's memory keeps for each settlement.
 */
final class DayRows {

    private static final int ROWS_PER_CALL_MAX = 100;
    private static final String KEY = "t-";

    private final Platform platform;
    private final GuangdongConfig config;

    DayRows(Platform platform, GuangdongConfig config) {
        this.platform = platform;
        this.config = config;
    }

    /** Keeps the platform's numbers of a settlement under ours. */
    static StayState settled(Step step, String transid, String settlement) {
        return step.state().with(KEY + ShortId.digest(step.request().msgid(), 9), transid + " " + settlement);
    }

    Future<List<DayDifference>> compare(LocalDate day, List<DayRow> ours, CallContext context) {
        Map<String, List<DayRow>> institutions = new LinkedHashMap<>();
        ours.forEach(row -> institutions
                .computeIfAbsent(row.careArea() + row.fixmedinsCode(), key -> new ArrayList<>())
                .add(row));
        List<DayDifference> differences = new ArrayList<>();
        Future<Void> all = Future.succeededFuture();
        for (List<DayRow> rows : institutions.values()) {
            for (int from = 0; from < rows.size(); from += ROWS_PER_CALL_MAX) {
                List<DayRow> page = rows.subList(from, Math.min(rows.size(), from + ROWS_PER_CALL_MAX));
                all = all.compose(before -> page(day, page, context))
                        .map(differences::addAll)
                        .mapEmpty();
            }
        }
        return all.map(done -> List.copyOf(differences));
    }

    private Future<List<DayDifference>> page(LocalDate day, List<DayRow> page, CallContext context) {
        DayRow first = page.get(0);
        Map<String, String> head = new LinkedHashMap<>();
        head.put("aab299", first.careArea());
        head.put("akb026", config.institution().isEmpty() ? first.fixmedinsCode() : config.institution());
        head.put("aab301", first.homeArea());
        head.put("ykc706", Dates.d8(day.atStartOfDay()));
        List<Xml> rows = new ArrayList<>();
        for (DayRow row : page) {
            rows.add(row(row, rows.size() + 1));
        }
        return platform.call("0606", head, rows, context).map(reply -> differences(page, reply.rows()));
    }

    private static Xml row(DayRow row, int number) {
        StayState state = StayState.of(row.remembered());
        int dash = row.settlementId().lastIndexOf('-');
        String[] known =
                (state.text(KEY + row.settlementId().substring(dash + 1)).orElse("") + " ").split(" ", -1);
        return Xml.element("row")
                .add("seqno", Integer.toString(number))
                .add("aab299", row.careArea())
                .add("aab301", row.homeArea())
                .add("akc264", Fen.format(Math.abs(row.medfeeSumFen())))
                .add("ake149", Fen.format(Math.abs(row.fundPaySumFen())))
                .add("akc194", Dates.d8(Dates.parse(row.setlTime())))
                .add("aaa113", row.cancels() ? "-1" : "1")
                .add("ykc700", state.visitNo())
                .add("aaz216", known[1])
                .add("otransid", known[0])
                .build();
    }

    /** One verdict for each row, by its number: one that is missing means that nothing is known of the day. */
    private static List<DayDifference> differences(List<DayRow> page, List<Xml> verdicts) {
        List<DayDifference> differences = new ArrayList<>();
        for (int i = 0; i < page.size(); i++) {
            String number = Integer.toString(i + 1);
            Xml verdict = verdicts.stream()
                    .filter(row -> row.text("seqno").orElse("").equals(number))
                    .findFirst()
                    .orElseThrow(() -> new CallFailure(true, "answer_rows"));
            String code = verdict.text("aae314").orElse("");
            if (!code.matches("-?[0-9]{1,4}")) {
                throw new CallFailure(true, "answer_verdict");
            }
            if (code.startsWith("-")) {
                differences.add(new DayDifference(
                        page.get(i).setlId(), verdict.text("aaa204").orElse("参保地系统未说明原因")));
            }
        }
        return differences;
    }
}
