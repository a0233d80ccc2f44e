package io.wutong.simulator.pool;

import java.util.List;

/**
 * What a pool pays for a stay, as data: a deductible for each stay, a ratio above it up to a yearly cap, and a critical
 * illness layer whose brackets lie over what the year has left to the person in scope.
 *
 * @param deductibleFen taken off each stay
 * @param ratioBasisPoints of what is in scope above the deductible
 * @param capFen of the basic fund in a year
 * @param criticalBrackets in rising order; empty for no such layer
 * @param criticalCapFen of the critical illness fund in a year
 */
public record BenefitRule(
        long deductibleFen, int ratioBasisPoints, long capFen, List<Bracket> criticalBrackets, long criticalCapFen) {

    private static final long WHOLE = 10_000;

    public BenefitRule {
        criticalBrackets = List.copyOf(criticalBrackets);
    }

    /** From this amount on, up to the next bracket, the layer pays this ratio. */
    public record Bracket(long fromFen, int basisPoints) {}

    /** One stay's split of the amount in scope. */
    public record Payment(long deductibleFen, long basicFen, long criticalFen, long leftFen) {}

    public Payment pay(long inScopeFen, Accumulators year) {
        long deductible = Math.min(inScopeFen, deductibleFen);
        long basic = Math.min(
                rounded((inScopeFen - deductible) * ratioBasisPoints), Math.max(0, capFen - year.basicPaidFen()));
        long left = inScopeFen - basic;
        long critical = Math.min(
                rounded(layered(year.leftFen() + left) - layered(year.leftFen())),
                Math.max(0, criticalCapFen - year.criticalPaidFen()));
        return new Payment(deductible, basic, critical, left);
    }

    /** What the brackets pay for all that was left in a year, in fen times basis points: exact until the end. */
    private long layered(long leftFen) {
        long paid = 0;
        for (int i = 0; i < criticalBrackets.size(); i++) {
            long from = criticalBrackets.get(i).fromFen();
            long to = i + 1 < criticalBrackets.size()
                    ? criticalBrackets.get(i + 1).fromFen()
                    : Long.MAX_VALUE;
            paid += Math.max(0, Math.min(leftFen, to) - from)
                    * criticalBrackets.get(i).basisPoints();
        }
        return paid;
    }

    private static long rounded(long fenTimesBasisPoints) {
        return (fenTimesBasisPoints + WHOLE / 2) / WHOLE;
    }
}
