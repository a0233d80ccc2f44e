package io.wutong.benefit.rules;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * F(x): what is paid on an amount x. Brackets are summed exactly and rounded HALF_UP once (design §7).
 */
public record Brackets(List<Bracket> list) {

    public static final int BASIS_POINTS = Ratios.WHOLE;

    public Brackets {
        list = List.copyOf(list);
        long last = 0;
        for (Bracket bracket : list) {
            if (bracket.fromFen() < last || bracket.toFen() <= bracket.fromFen()) {
                throw new IllegalArgumentException(
                        "brackets overlap or run backwards at " + bracket.fromFen() + " fen");
            }
            if (bracket.ratioBp() < 0 || bracket.ratioBp() > BASIS_POINTS) {
                throw new IllegalArgumentException("a ratio lies outside 0%–100%");
            }
            last = bracket.toFen();
        }
    }

    public static Brackets flat(int ratioBp) {
        return new Brackets(List.of(new Bracket(0, Long.MAX_VALUE, ratioBp)));
    }

    public boolean isFlat() {
        return list.size() == 1 && list.get(0).fromFen() == 0 && list.get(0).toFen() == Long.MAX_VALUE;
    }

    /** The same edges with other ratios; what leaves 0%–100% is set to the nearer end. */
    public Brackets map(IntUnaryOperator ratio) {
        List<Bracket> mapped = new ArrayList<>(list.size());
        for (Bracket bracket : list) {
            int bp = Math.max(0, Math.min(BASIS_POINTS, ratio.applyAsInt(bracket.ratioBp())));
            mapped.add(new Bracket(bracket.fromFen(), bracket.toFen(), bp));
        }
        return new Brackets(mapped);
    }

    /** What is paid on {@code fen}, rounded once to a fen. */
    public long paid(long fen) {
        return paid(0, fen);
    }

    /** What is paid on the part of an amount from {@code from} to {@code to}, rounded once to a fen. */
    public long paid(long from, long to) {
        try {
            long exact = BASIS_POINTS / 2;
            for (int i = 0; i < list.size(); i++) {
                Bracket bracket = list.get(i);
                exact = Math.addExact(exact, Math.multiplyExact(bracket.within(from, to), bracket.ratioBp()));
            }
            return exact / BASIS_POINTS;
        } catch (ArithmeticException beyondLong) {
            return paidExactly(from, to);
        }
    }

    private long paidExactly(long from, long to) {
        BigInteger exact = BigInteger.valueOf(BASIS_POINTS / 2);
        for (Bracket bracket : list) {
            exact = exact.add(
                    BigInteger.valueOf(bracket.within(from, to)).multiply(BigInteger.valueOf(bracket.ratioBp())));
        }
        return exact.divide(BigInteger.valueOf(BASIS_POINTS)).longValueExact();
    }

    /** The least x of {@code from..most} where {@code paid}, which never falls, is at least {@code wanted}. */
    long reached(long from, long most, long wanted, LongUnaryOperator paid) {
        long low = from;
        long high = most;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (paid.applyAsLong(middle) >= wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
