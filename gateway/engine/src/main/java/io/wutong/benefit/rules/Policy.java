package io.wutong.benefit.rules;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A home region's rules for one scheme, one version.
 *
 * @param id its name
 * @param title what a person reads
 * @param hash content hash of the file
 * @param area the home; areas below it without a policy of their own follow it
 * @param insutype the scheme
 * @param from first day of validity
 * @param to last day; null for no end
 * @param yearStart where the policy year begins
 * @param fundName what a patient reads
 * @param fundPayType {@code fund_pay_type} of the basic fund
 * @param fundField its field in {@code setlinfo}
 * @param deductibleFen by settlement level; {@code *} for all others
 * @param ratio by settlement level; {@code *} for all others
 * @param capYearFen the most the basic fund pays in a policy year
 * @param layers what comes after it, in order
 */
public record Policy(
        String id,
        String title,
        String hash,
        String area,
        String insutype,
        LocalDate from,
        @Nullable LocalDate to,
        MonthDay yearStart,
        String fundName,
        String fundPayType,
        String fundField,
        Map<String, Long> deductibleFen,
        Map<String, Brackets> ratio,
        long capYearFen,
        List<Layer> layers) {

    public Policy {
        deductibleFen = Map.copyOf(deductibleFen);
        ratio = Map.copyOf(ratio);
        layers = List.copyOf(layers);
    }

    public boolean validOn(LocalDate day) {
        return !day.isBefore(from) && (to == null || !day.isAfter(to));
    }

    /** The policy year of a day, by the civil year in which it begins. */
    public String yearOf(LocalDate day) {
        return Integer.toString(MonthDay.from(day).isBefore(yearStart) ? day.getYear() - 1 : day.getYear());
    }

    /** The entry for a level, or the one for all. */
    static <T> T byLevel(Map<String, T> table, String level, String what) {
        T value = table.containsKey(level) ? table.get(level) : table.get("*");
        if (value == null) {
            throw new IllegalArgumentException(what + ": nothing for level " + level);
        }
        return value;
    }
}
