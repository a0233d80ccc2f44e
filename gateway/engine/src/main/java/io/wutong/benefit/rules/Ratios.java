package io.wutong.benefit.rules;

import java.math.BigInteger;

/** Arithmetic on fen and basis points: exact inside, HALF_UP to a fen once at the end. */
final class Ratios {

    static final int WHOLE = 10_000;

    private Ratios() {}

    /** {@code fen × bp / 10000}, HALF_UP; both not negative. */
    static long of(long fen, long bp) {
        return share(fen, bp, WHOLE);
    }

    /** {@code fen × part / whole}, HALF_UP. */
    static long share(long fen, long part, long whole) {
        try {
            return Math.addExact(Math.multiplyExact(fen, part), whole / 2) / whole;
        } catch (ArithmeticException beyondLong) {
            BigInteger exact = BigInteger.valueOf(fen).multiply(BigInteger.valueOf(part));
            return exact.add(BigInteger.valueOf(whole / 2))
                    .divide(BigInteger.valueOf(whole))
                    .longValueExact();
        }
    }
}
