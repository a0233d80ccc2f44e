package io.wutong.benefit.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deductible of a fund.
 *
 * <pre>
 *   table ─▶ later admissions ─▶ class of person (%) ─▶ minus what the chain, the visit or the year has borne ─▶ ≤ base
 * </pre>
 *
 * @param mode for each admission, once a year, or once a year at the highest amount met
 * @param amount the first admission's
 * @param later what holds from the n-th admission of the policy year on; for each admission only
 * @param classes per cent of it for classes of persons; the first that holds
 * @param chained along a referral chain only the difference to what the chain has borne
 */
public record Deductible(Mode mode, Table<Long> amount, List<Later> later, Table<Integer> classes, boolean chained) {

    public static final Deductible NONE = new Deductible(Mode.ADMISSION, Table.of(0L), List.of(), Table.empty(), false);

    /** How often it is borne. */
    public enum Mode {
        ADMISSION,
        YEAR,
        YEAR_HIGHEST
    }

    /**
     * From the {@code nth} admission on: a table of its own, or per cent of the first admission's, or so much less each
     * time but not less than the floor.
     */
    public record Later(
            int nth,
            @Nullable Table<Long> amount,
            @Nullable Integer percentBp,
            @Nullable Long minusFen,
            Table<Long> floor) {

        long of(long first, Facts facts) {
            if (amount != null) {
                return amount.get(facts, "起付线(第" + nth + "次起)");
            }
            if (percentBp != null) {
                return Ratios.of(first, percentBp);
            }
            long step = minusFen == null ? 0 : minusFen;
            long least = floor.find(facts).orElse(0L);
            return Math.max(Math.min(first, least), first - step * (facts.nth() - nth + 1));
        }
    }

    public Deductible {
        later = List.copyOf(later);
    }

    /**
     * What of {@code base} is borne, counted in {@code usage}.
     *
     * @param fund under which name it is counted
     */
    long take(Facts facts, Usage usage, String fund, String year, long base) {
        long due = amount.get(facts, "起付线");
        if (mode == Mode.ADMISSION) {
            Later step = null;
            for (Later candidate : later) {
                if (candidate.nth() <= facts.nth() && (step == null || candidate.nth() > step.nth())) {
                    step = candidate;
                }
            }
            due = step == null ? due : step.of(due, facts);
        }
        var percent = classes.find(facts);
        due = percent.isPresent() ? Ratios.of(due, percent.get()) : due;

        String borne = fund + ".deductible";
        String continues = continues(facts.stay());
        if (mode == Mode.YEAR_HIGHEST) {
            due = Math.max(due, usage.get(year, fund + ".deductible_highest"));
            usage.set(year, fund + ".deductible_highest", due);
        }
        if (mode != Mode.ADMISSION) {
            due -= usage.get(year, borne);
        } else if (continues != null) {
            due -= usage.get(Usage.LIFETIME, borne + "@" + continues);
        }
        long taken = Math.max(0, Math.min(base, due));
        usage.add(year, borne, taken);
        if (continues != null) {
            usage.add(Usage.LIFETIME, borne + "@" + continues, taken);
        }
        return taken;
    }

    private @Nullable String continues(Stay stay) {
        return chained || !stay.visit().isEmpty() ? stay.continues() : null;
    }
}
