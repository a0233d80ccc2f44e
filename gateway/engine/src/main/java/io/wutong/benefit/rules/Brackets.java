package io.wutong.benefit.rules;

import java.math.BigInteger;
import java.util.List;

/**
 * F(x): what is paid on an amount x. Brackets are summed exactly and rounded HALF_UP once (design §7).
 */
public record Brackets(List<Bracket> list) {

    public static final int BASIS_POINTS = 10_000;

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

    /** What is paid on {@code fen}, rounded once to a fen. */
    public long paid(long fen) {
        BigInteger exact = BigInteger.ZERO;
        for (Bracket bracket : list) {
            long within = Math.min(fen, bracket.toFen()) - bracket.fromFen();
            if (within > 0) {
                exact = exact.add(BigInteger.valueOf(within).multiply(BigInteger.valueOf(bracket.ratioBp())));
            }
        }
        BigInteger half = BigInteger.valueOf(BASIS_POINTS / 2);
        return exact.add(half).divide(BigInteger.valueOf(BASIS_POINTS)).longValueExact();
    }
}
