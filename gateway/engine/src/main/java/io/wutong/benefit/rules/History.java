package io.wutong.benefit.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settled stays of one person and scheme, in order. Taking one back calculates the later ones again; what their
 * funds then owe more or less is an adjustment between the home's fund and the person (补支, 追回). What was answered
 * never changes, and what a hospital bears or is owed does not either.
 */
public final class History {

    private final PolicyVersions policies;
    private final Map<String, Long> opening;
    private final Map<String, Entry> standing = new LinkedHashMap<>();
    private Map<String, Long> used;

    private record Entry(Stay stay, Benefit answered, Map<String, Long> funds) {}

    /**
     * What changes for a stay that stands.
     *
     * @param stay its id
     * @param funds by fund id what it owes more (补支) or less (追回), zeros left out
     */
    public record Adjustment(String stay, Map<String, Long> funds) {
        public long sumFen() {
            return funds.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** @param opening accumulators before the first stay */
    public History(PolicyVersions policies, Map<String, Long> opening) {
        this.policies = policies;
        this.opening = Map.copyOf(opening);
        this.used = this.opening;
    }

    public Map<String, Long> used() {
        return used;
    }

    /** Settles a stay after those before. */
    public Benefit settle(Stay stay) {
        if (standing.containsKey(stay.id())) {
            throw new StayRefusal("id", "就诊 " + stay.id() + " 已结算 · settled already");
        }
        Benefit benefit = Calculator.calculate(policies, stay, used);
        standing.put(stay.id(), new Entry(stay, benefit, byFund(benefit)));
        used = benefit.after();
        return benefit;
    }

    /** Takes a stay back. */
    public List<Adjustment> cancel(String id) {
        if (standing.remove(id) == null) {
            throw new StayRefusal("cancel", "没有可撤销的就诊 " + id + " · no such stay stands");
        }
        used = opening;
        List<Adjustment> adjustments = new ArrayList<>();
        for (Map.Entry<String, Entry> later : standing.entrySet()) {
            Entry entry = later.getValue();
            Benefit again = Calculator.calculate(policies, entry.stay(), used);
            used = again.after();
            Map<String, Long> now = byFund(again);
            Map<String, Long> changes = new TreeMap<>();
            now.forEach((fund, fen) -> changes.merge(fund, fen, Long::sum));
            entry.funds().forEach((fund, fen) -> changes.merge(fund, -fen, Long::sum));
            changes.values().removeIf(fen -> fen == 0);
            if (!changes.isEmpty()) {
                adjustments.add(new Adjustment(later.getKey(), changes));
                later.setValue(new Entry(entry.stay(), entry.answered(), now));
            }
        }
        return adjustments;
    }

    private static Map<String, Long> byFund(Benefit benefit) {
        Map<String, Long> funds = new TreeMap<>();
        benefit.funds().forEach(line -> funds.merge(line.id(), line.fen(), Long::sum));
        return funds;
    }
}
