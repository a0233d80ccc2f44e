package io.wutong.region.shanghai;

import io.wutong.spi.Body;
import io.wutong.spi.DayRow;
import io.wutong.support.Dates;
import io.wutong.support.stay.Parts;
import io.wutong.support.stay.StayState;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SL01: how many serials a day has, and what each payer paid in all; a settlement and what took it back both count, the
 * latter below zero. The cells come from the visit's memory, which holds those of its last settlement.
 */
final class DayTotals {

    private static final Map<String, String> TOTAL_OF_CELL = Map.ofEntries(
            Map.entry("curaccountpay", "totalcuraccpay"),
            Map.entry("zfdlnzhzfs", "totalhisaccpay"),
            Map.entry("qfdzhzfs", "totalhisaccpay"),
            Map.entry("tcdzhzfs", "totalhisaccpay"),
            Map.entry("fjdzhzfs", "totalhisaccpay"),
            Map.entry("zfdxjzfs", "totalcashpay"),
            Map.entry("qfdxjzfs", "totalcashpay"),
            Map.entry("tcdxjzfs", "totalcashpay"),
            Map.entry("fjdxjzfs", "totalcashpay"),
            Map.entry("tczfs", "totaltcpay"),
            Map.entry("fjzfs", "totaldffjpay"),
            Map.entry("flzf", "totalflzf"),
            Map.entry("fybjsfwfyze", "totalfybjsfw"));

    private static final List<String> TOTALS = List.of(
            "totalcuraccpay",
            "totalhisaccpay",
            "totalcashpay",
            "totaltcpay",
            "totaldffjpay",
            "totalflzf",
            "totalfybjsfw");

    private DayTotals() {}

    static Body of(LocalDate day, List<DayRow> ours) {
        Map<String, Long> totals = new LinkedHashMap<>();
        TOTALS.forEach(total -> totals.put(total, 0L));
        for (DayRow row : ours) {
            for (Parts.Row part : StayState.of(row.remembered()).parts().rows()) {
                String total = TOTAL_OF_CELL.get(part.fund());
                if (total != null) {
                    totals.merge(total, row.cancels() ? -part.fen() : part.fen(), Long::sum);
                }
            }
        }
        Body.Builder content =
                Body.builder().put("daycollate", Dates.d8(day.atStartOfDay())).put("daycount", ours.size());
        totals.forEach(content::fen);
        return content.build();
    }
}
