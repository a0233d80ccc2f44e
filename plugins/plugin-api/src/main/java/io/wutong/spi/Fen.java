package io.wutong.spi;

import java.nio.charset.StandardCharsets;

/**
 * Money at the edges: yuan as text outside, {@code long} fen inside, never {@code double}.
 *
 * <p>The national interface's amounts are n16,2 (interface reference §4): at most 14 digits before the point, and a
 * third decimal is refused unless it is zero.
 */
public final class Fen {

    /** Digits before the decimal point of an n16,2 field. */
    public static final int YUAN_DIGITS_MAX = 14;

    /** Characters of the longest: sign, digits of a {@code long}, point. */
    private static final int LENGTH_MAX = 22;

    private Fen() {}

    /**
     * Reads yuan: {@code -?digits[.digits]}, the decimals after the second all zero.
     *
     * @param field the name to blame
     * @throws AmountException when the text is anything else, an exponent included
     */
    public static long parse(String field, String yuan) {
        int length = yuan.length();
        int at = length > 0 && yuan.charAt(0) == '-' ? 1 : 0;
        int start = at;
        long fen = 0;
        while (at < length && isDigit(yuan.charAt(at))) {
            fen = fen * 10 + (yuan.charAt(at++) - '0');
            if (at - start > YUAN_DIGITS_MAX) {
                throw new AmountException(field, "more than " + YUAN_DIGITS_MAX + " digits before the point");
            }
        }
        if (at == start) {
            throw new AmountException(field, "not an amount of yuan");
        }
        int decimals = 0;
        if (at < length && yuan.charAt(at) == '.') {
            at++;
            int point = at;
            for (; at < length && isDigit(yuan.charAt(at)); at++) {
                int digit = yuan.charAt(at) - '0';
                if (decimals < 2) {
                    fen = fen * 10 + digit;
                    decimals++;
                } else if (digit != 0) {
                    throw new AmountException(field, "more than two decimals");
                }
            }
            if (at == point) {
                throw new AmountException(field, "not an amount of yuan");
            }
        }
        if (at != length) {
            throw new AmountException(field, "not an amount of yuan");
        }
        for (; decimals < 2; decimals++) {
            fen *= 10;
        }
        return yuan.charAt(0) == '-' ? -fen : fen;
    }

    /** Yuan with exactly two decimals: 12345 → {@code 123.45}, -5 → {@code -0.05}. */
    public static String format(long fen) {
        if (fen == 0) {
            return "0.00";
        }
        byte[] text = new byte[LENGTH_MAX];
        int at = LENGTH_MAX;
        long rest = Math.abs(fen);
        for (int digits = 0; digits < 3 || rest > 0; digits++) {
            if (digits == 2) {
                text[--at] = '.';
            }
            text[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        if (fen < 0) {
            text[--at] = '-';
        }
        return new String(text, at, LENGTH_MAX - at, StandardCharsets.ISO_8859_1);
    }

    /** Writes what {@link #format} gives behind a text, which is given back. */
    public static StringBuilder append(StringBuilder text, long fen) {
        long rest = Math.abs(fen);
        text.append(fen < 0 ? "-" : "").append(rest / 100).append('.');
        return text.append((char) ('0' + rest / 10 % 10)).append((char) ('0' + rest % 10));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
