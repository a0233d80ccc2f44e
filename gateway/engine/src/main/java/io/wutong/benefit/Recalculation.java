package io.wutong.benefit;

import io.wutong.benefit.rules.Amounts;
import io.wutong.benefit.rules.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes one settlement of a person back and calculates the later ones of the scheme again, each by the policies that it
 * was calculated by (domain reference §4). One that cannot be calculated keeps its amounts, and somebody is told.
 *
 * @param cancelled the one taken back
 * @param changed rows to write: it, and each later one whose amounts are others now
 * @param adjustments what the funds owe more or less on the later ones
 * @param used the accumulators of the scheme afterwards
 * @param kept settlements that could not be calculated again
 */
public record Recalculation(
        Calculation cancelled, List<Calculation> changed, List<Adjustment> adjustments, Amounts used, List<Kept> kept) {

    /**
     * A later settlement whose amounts stay what they were.
     *
     * @param cause why, a dotted word
     */
    public record Kept(Calculation calculation, String cause) {}

    /**
     * Empty when the home has not calculated the settlement itself.
     *
     * @param all the person's calculations
     * @param setlId the settlement to take back
     * @param used the accumulators of its scheme now
     * @param negativeId the row that cancels it
     */
    public static Optional<Recalculation> without(
            List<Calculation> all,
            String setlId,
            Function<String, Amounts> used,
            Function<String, Optional<Policy>> byHash,
            String negativeId,
            Instant at) {
        Optional<Calculation> found = all.stream()
                .filter(one -> one.standing() && one.setlId().equals(setlId))
                .findFirst();
        return found.map(cancelled -> {
            List<Calculation> changed = new ArrayList<>(List.of(cancelled.cancelled()));
            List<Adjustment> adjustments = new ArrayList<>();
            List<Kept> kept = new ArrayList<>();
            Amounts stoodAt = cancelled.after();
            Amounts standsAt = cancelled.before();
            for (Calculation later : after(all, cancelled)) {
                stoodAt = later.after();
                Calculation now = again(later, byHash, standsAt, kept);
                standsAt = now.after();
                if (!now.before().equals(later.before()) || !now.owed().equals(later.owed())) {
                    changed.add(now);
                }
                difference(later.owed(), now.owed())
                        .forEach((type, fen) -> adjustments.add(
                                new Adjustment(later.desk(), later.setlId(), negativeId, type, fen, at)));
            }
            Amounts rest = used.apply(cancelled.insutype()).without(standsAt, stoodAt);
            return new Recalculation(cancelled, changed, adjustments, rest, kept);
        });
    }

    private static Calculation again(
            Calculation later, Function<String, Optional<Policy>> byHash, Amounts before, List<Kept> kept) {
        try {
            return later.calculated(later.replay(byHash, before));
        } catch (Calculation.NotReplayed e) {
            kept.add(new Kept(later, e.dotted()));
            return later.moved(before);
        }
    }

    /** What was adjusted on the cancelled one since it was answered, by {@code fund_pay_type}. */
    public Map<String, Long> adjustedBefore() {
        return difference(cancelled.answered(), cancelled.owed());
    }

    private static List<Calculation> after(List<Calculation> all, Calculation cancelled) {
        return all.stream()
                .filter(one -> one.standing()
                        && one.insutype().equals(cancelled.insutype())
                        && ORDER.compare(one, cancelled) > 0)
                .sorted(ORDER)
                .toList();
    }

    private static final Comparator<Calculation> ORDER =
            Comparator.comparing(Calculation::at).thenComparing(Calculation::setlId);

    private static Map<String, Long> difference(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> difference = new LinkedHashMap<>(after);
        before.forEach((type, fen) -> difference.merge(type, -fen, Long::sum));
        difference.values().removeIf(fen -> fen == 0);
        return difference;
    }
}
