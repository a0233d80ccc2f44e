package io.wutong.benefit.rules;

import java.time.LocalDate;
import java.time.MonthDay;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a stay that crosses the beginning of a policy year.
 *
 * @param method whole in the year of discharge, by the day of each fee, or by nights
 * @param deductibleEach every year's part bears a deductible and counts as an admission; else one for the stay
 * @param onceFrom with {@code deductibleEach}: a stay admitted on or after this day of the year bears it once
 * @param countDischargeDay the day of discharge counts as a day of the stay
 */
public record CrossYear(
        Table<Method> method,
        boolean deductibleEach,
        @Nullable MonthDay onceFrom,
        boolean countDischargeDay) {

    public static final CrossYear WHOLE = new CrossYear(Table.of(Method.WHOLE), false, null, false);

    /** How it is split. */
    public enum Method {
        WHOLE,
        FEE_DATE,
        DAILY_AVERAGE
    }

    /** The stay's parts, oldest first; itself when it is not split. */
    List<Stay> split(Stay stay, MonthDay yearStart, Facts facts) {
        Method how = method.find(facts).orElse(Method.WHOLE);
        List<LocalDate> starts = starts(stay, yearStart);
        if (how == Method.WHOLE || starts.isEmpty()) {
            return List.of(stay);
        }
        Stay continued =
                bearsOnce(stay) && stay.visit().isEmpty() && stay.chain().isEmpty() ? stay.asVisit() : stay;
        return how == Method.FEE_DATE ? byFeeDate(continued, starts) : byNights(continued, starts);
    }

    private boolean bearsOnce(Stay stay) {
        return !deductibleEach
                || (onceFrom != null && !MonthDay.from(stay.admitted()).isBefore(onceFrom));
    }

    /** The beginnings of policy years after admission, up to discharge. */
    private static List<LocalDate> starts(Stay stay, MonthDay yearStart) {
        List<LocalDate> starts = new ArrayList<>();
        for (LocalDate start = yearStart.atYear(stay.admitted().getYear());
                !start.isAfter(stay.discharged());
                start = yearStart.atYear(start.getYear() + 1)) {
            if (start.isAfter(stay.admitted())) {
                starts.add(start);
            }
        }
        return starts;
    }

    private List<Stay> byFeeDate(Stay stay, List<LocalDate> starts) {
        if (stay.fees().isEmpty() && stay.sums().totalFen() > 0) {
            throw new StayRefusal("fees", "跨年度按费用日期分段，须给出每日费用 · the fees by day are needed");
        }
        List<Stay> parts = new ArrayList<>();
        LocalDate from = stay.admitted();
        for (int i = 0; i <= starts.size(); i++) {
            boolean first = i == 0;
            boolean last = i == starts.size();
            LocalDate begin = from;
            LocalDate end = last ? stay.discharged().plusDays(1) : starts.get(i);
            Sums sums = stay.fees().stream()
                    .filter(fee ->
                            (first || !fee.day().isBefore(begin)) && fee.day().isBefore(end))
                    .map(Stay.DatedSums::sums)
                    .reduce(Sums.ZERO, Sums::plus);
            if (sums.totalFen() > 0) {
                LocalDate to = last ? stay.discharged() : end.minusDays(1);
                LocalDate nightsTo = last && !countDischargeDay ? stay.discharged() : end;
                parts.add(stay.part(begin, to, (int) ChronoUnit.DAYS.between(begin, nightsTo), sums));
            }
            from = end;
        }
        return parts.isEmpty() ? List.of(stay) : parts;
    }

    private List<Stay> byNights(Stay stay, List<LocalDate> starts) {
        LocalDate after = countDischargeDay ? stay.discharged().plusDays(1) : stay.discharged();
        long all = ChronoUnit.DAYS.between(stay.admitted(), after);
        List<Stay> parts = new ArrayList<>();
        LocalDate from = stay.admitted();
        LocalDate to = stay.discharged();
        Sums left = stay.sums();
        for (LocalDate start : starts) {
            if (start.isBefore(after)) {
                long nights = ChronoUnit.DAYS.between(from, start);
                Sums share = stay.sums().share(nights, all);
                parts.add(stay.part(from, start.minusDays(1), (int) nights, share));
                left = left.minus(share);
                from = start;
            } else {
                // discharged on the first day of a year without a night in it: all belongs to the old year
                to = start.minusDays(1);
            }
        }
        parts.add(stay.part(from, to, (int) ChronoUnit.DAYS.between(from, after), left));
        return parts;
    }
}
