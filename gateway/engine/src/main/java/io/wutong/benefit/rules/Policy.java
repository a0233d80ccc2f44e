package io.wutong.benefit.rules;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
 * @param localPrefixes digits of the areas that count as home
 * @param levels maps the place of care to the policy's own levels; empty for the settlement levels themselves
 * @param groups names for several classes of persons
 * @param funds programmes in order, {@code basic} last; the first whose conditions hold is the stay's
 * @param layers what comes after it, in order
 * @param crossYear stays across the beginning of a policy year
 * @param preAdmission examinations that belong to a stay
 * @param account personal account and mutual aid
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
        List<String> localPrefixes,
        Table<String> levels,
        Map<String, List<String>> groups,
        List<Fund> funds,
        List<Layer> layers,
        CrossYear crossYear,
        PreAdmission preAdmission,
        Account account) {

    /** The usual years as text, made once: accumulators are found by it. */
    private static final int FIRST_YEAR = 2000;

    private static final List<String> YEARS = IntStream.range(FIRST_YEAR, FIRST_YEAR + 100)
            .mapToObj(Integer::toString)
            .toList();

    public Policy {
        localPrefixes = List.copyOf(localPrefixes);
        groups = Map.copyOf(groups);
        funds = List.copyOf(funds);
        layers = List.copyOf(layers);
    }

    public boolean validOn(LocalDate day) {
        return !day.isBefore(from) && (to == null || !day.isAfter(to));
    }

    /** Whether both would hold for the same person on some day. */
    public boolean overlaps(Policy other) {
        return area.equals(other.area)
                && insutype.equals(other.insutype)
                && (to == null || !other.from.isAfter(to))
                && (other.to == null || !from.isAfter(other.to));
    }

    /** The policy year of a day, by the civil year in which it begins. */
    public String yearOf(LocalDate day) {
        int month = day.getMonthValue() - yearStart.getMonthValue();
        boolean before = month < 0 || (month == 0 && day.getDayOfMonth() < yearStart.getDayOfMonth());
        int year = before ? day.getYear() - 1 : day.getYear();
        return year >= FIRST_YEAR && year - FIRST_YEAR < YEARS.size()
                ? YEARS.get(year - FIRST_YEAR)
                : Integer.toString(year);
    }

    /** The first programme whose conditions hold; null when there is none. */
    @Nullable
    Fund fundFor(Facts facts) {
        for (Fund fund : funds) {
            if (fund.when().holds(facts)) {
                return fund;
            }
        }
        return null;
    }
}
