package io.wutong.benefit.rules;

import io.wutong.spi.Care;
import io.wutong.spi.Fen;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calculates what each fund pays on the amount in scope.
 *
 * <pre>
 *   in scope ─ deductible ─▶ × ratio ─▶ year's cap ─▶ basic fund
 *      └─ minus basic fund = remainder ─▶ layer 1: F(year so far + remainder) − F(year so far), year's cap
 *           └─ minus layer 1 ─▶ layer 2 …
 *   total − Σ funds = person
 * </pre>
 */
public final class Calculator {

    /** Accumulator kinds. */
    static final String STAYS = "stays";

    static final String BASIC_PAID = "basic.paid";

    private Calculator() {}

    /**
     * Calculates one stay.
     *
     * @param used accumulators of the person, scheme and year so far
     * @param day the day that decides policy year and validity: discharge
     */
    public static Benefit calculate(Policy policy, Care care, LocalDate day, Map<String, Long> used) {
        Map<String, Long> after = new TreeMap<>(used);
        // more taken back than charged leaves nothing to pay on; no fund is owed by a patient
        long scope = Math.max(0, care.inScopeFen());

        long deductible = Math.min(scope, Policy.byLevel(policy.deductibleFen(), care.settlementLevel(), "deductible"));
        Brackets ratio = Policy.byLevel(policy.ratio(), care.settlementLevel(), "ratio");
        long uncapped = ratio.paid(scope - deductible);
        long room = Math.max(0, policy.capYearFen() - used.getOrDefault(BASIC_PAID, 0L));
        long basic = Math.min(uncapped, room);

        List<FundLine> funds = new ArrayList<>();
        funds.add(new FundLine(
                policy.fundName(),
                policy.fundPayType(),
                policy.fundField(),
                basic,
                "政策范围内" + Fen.format(scope) + "，起付线" + Fen.format(deductible) + "，按比例应付" + Fen.format(uncapped)
                        + (basic < uncapped ? "，本年度封顶余额" + Fen.format(room) : "")
                        + "，实付" + Fen.format(basic)));
        add(after, STAYS, 1);
        add(after, BASIC_PAID, basic);

        long remainder = scope - basic;
        for (Layer layer : policy.layers()) {
            String base = layer.field() + ".base";
            String paid = layer.field() + ".paid";
            long before = used.getOrDefault(base, 0L);
            long due =
                    layer.brackets().paid(before + remainder) - layer.brackets().paid(before);
            long left = Math.max(0, layer.capYearFen() - used.getOrDefault(paid, 0L));
            long pays = Math.min(due, left);
            funds.add(new FundLine(
                    layer.name(),
                    layer.fundPayType(),
                    layer.field(),
                    pays,
                    "本年度累计" + Fen.format(before) + "，本次计入" + Fen.format(remainder) + "，分段应付" + Fen.format(due)
                            + (pays < due ? "，本年度封顶余额" + Fen.format(left) : "")
                            + "，实付" + Fen.format(pays)));
            add(after, base, remainder);
            add(after, paid, pays);
            remainder -= pays;
        }

        long funded = funds.stream().mapToLong(FundLine::fen).sum();
        Brackets flat = ratio;
        int ratioBp = flat.list().size() == 1 ? flat.list().get(0).ratioBp() : 0;
        return new Benefit(
                policy.yearOf(day), deductible, ratioBp, funds, care.medfeeSumFen() - funded, Map.copyOf(used), after);
    }

    /** Accumulators after a stay is taken back: what it added goes. */
    public static Map<String, Long> undo(Map<String, Long> now, Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> undone = new TreeMap<>(now);
        after.forEach((kind, value) -> add(undone, kind, before.getOrDefault(kind, 0L) - value));
        return undone;
    }

    private static void add(Map<String, Long> amounts, String kind, long fen) {
        amounts.merge(kind, fen, Long::sum);
    }
}
