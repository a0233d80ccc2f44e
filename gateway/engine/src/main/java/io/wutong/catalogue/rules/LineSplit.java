package io.wutong.catalogue.rules;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Splits a fee line at the place of care (domain reference §4.1): own-pay + over-limit + prior self-pay + in scope =
 * amount, on every line.
 *
 * <p>What is own-pay is so as a whole. Of the rest, (price − limit) × quantity is over the limit, the ratio of what then
 * remains is prior self-pay, and the remainder is in scope; each is rounded HALF_UP to a fen. A line given back is the
 * mirror image of the line; the second half of a line that is given back in two halves is what the first left, so that
 * a line wholly given back leaves nothing in any column.
 */
public record LineSplit(long ownPayFen, long overLimitFen, long priorSelfPayFen, long inScopeFen) {

    private static final long UNIT_BP = SelfPay.WHOLE_BP;

    public static final LineSplit ZERO = new LineSplit(0, 0, 0, 0);

    /** Quantity × price in fen, HALF_UP; it may have more digits than an amount can have. */
    public static BigDecimal exactFen(BigDecimal cnt, BigDecimal pric) {
        return cnt.multiply(pric).movePointRight(2).setScale(0, RoundingMode.HALF_UP);
    }

    /**
     * Quantity × price, HALF_UP to a fen.
     *
     * @throws ArithmeticException when it is no amount: more than 18 digits
     */
    public static long amount(BigDecimal cnt, BigDecimal pric) {
        return exactFen(cnt, pric).longValueExact();
    }

    /** Splits an amount of {@code cnt} units; negative on a refund line, whichever factor has the minus. */
    public static LineSplit of(Terms terms, BigDecimal cnt, BigDecimal pric, long amountFen) {
        if (terms.ownPay()) {
            return new LineSplit(amountFen, 0, 0, 0);
        }
        long over = Long.signum(amountFen) * Math.min(Math.abs(amountFen), above(terms, cnt, pric));
        long prior = ratio(amountFen - over, terms.ratioBp());
        return new LineSplit(0, over, prior, amountFen - over - prior);
    }

    private static long above(Terms terms, BigDecimal cnt, BigDecimal pric) {
        if (terms.limitMillionths() == PriceLimit.NO_LIMIT) {
            return 0;
        }
        BigDecimal excess = pric.abs().subtract(BigDecimal.valueOf(terms.limitMillionths(), 6));
        return excess.signum() <= 0 ? 0 : amount(cnt.abs(), excess);
    }

    /** HALF_UP: away from zero at the half, on both sides of it. Whole units first, so that nothing overflows. */
    private static long ratio(long fen, int bp) {
        long rest = Math.abs(fen % UNIT_BP) * bp;
        return fen / UNIT_BP * bp + Long.signum(fen) * ((rest + UNIT_BP / 2) / UNIT_BP);
    }

    /**
     * Splits a change of a line, what is given back of it: the split after the change less the split before it.
     *
     * @param cntBefore what still stood of the line
     * @param amountBeforeFen of it
     * @param cnt the change, negative
     * @param amountFen of the change
     */
    public static LineSplit change(
            Terms terms, BigDecimal pric, BigDecimal cntBefore, long amountBeforeFen, BigDecimal cnt, long amountFen) {
        LineSplit after = of(terms, cntBefore.add(cnt), pric, Math.addExact(amountBeforeFen, amountFen));
        return after.minus(of(terms, cntBefore, pric, amountBeforeFen));
    }

    public LineSplit plus(LineSplit other) {
        return new LineSplit(
                Math.addExact(ownPayFen, other.ownPayFen),
                Math.addExact(overLimitFen, other.overLimitFen),
                Math.addExact(priorSelfPayFen, other.priorSelfPayFen),
                Math.addExact(inScopeFen, other.inScopeFen));
    }

    public LineSplit minus(LineSplit other) {
        return plus(new LineSplit(-other.ownPayFen, -other.overLimitFen, -other.priorSelfPayFen, -other.inScopeFen));
    }

    /** What the four are together. */
    public long sumFen() {
        return Math.addExact(Math.addExact(ownPayFen, overLimitFen), Math.addExact(priorSelfPayFen, inScopeFen));
    }
}
