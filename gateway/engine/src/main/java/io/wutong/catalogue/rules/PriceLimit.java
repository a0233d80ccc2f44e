package io.wutong.catalogue.rules;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The price up to which a unit is reimbursable, in millionths of a yuan.
 *
 * @param millionths for every institution; {@link #NO_LIMIT} for none
 * @param byLevel for levels of institution, {@code lmtpric_hosp_lv}, that have their own
 */
public record PriceLimit(long millionths, Map<String, Long> byLevel) {

    public static final long NO_LIMIT = Long.MAX_VALUE;
    private static final long MILLIONTHS_END = 10_000_000_000_000_000L;

    public static final PriceLimit NONE = of(NO_LIMIT);

    public PriceLimit {
        Map<String, Long> own = new TreeMap<>(byLevel);
        own.values().removeIf(limit -> limit == millionths); // says nothing
        byLevel = own.isEmpty() ? Map.of() : Collections.unmodifiableMap(own);
    }

    public static PriceLimit of(long millionths) {
        return new PriceLimit(millionths, Map.of());
    }

    /**
     * Reads yuan with at most six decimals; empty is no limit.
     *
     * @throws IllegalArgumentException when it is no price
     */
    public static long millionths(String yuan) {
        if (yuan.isEmpty()) {
            return NO_LIMIT;
        }
        try {
            long price = new BigDecimal(yuan).movePointRight(6).longValueExact();
            if (price >= 0 && price < MILLIONTHS_END) {
                return price;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "应为不小于0、至多10位整数6位小数的元 · yuan from 0 with at most 10 digits and 6 decimals expected");
    }

    /** As {@link #millionths(String)} reads it. */
    public static String yuan(long millionths) {
        return millionths == NO_LIMIT
                ? ""
                : BigDecimal.valueOf(millionths, 6).stripTrailingZeros().toPlainString();
    }

    /** The limit at an institution of this level. */
    public long at(String level) {
        return byLevel.getOrDefault(level, millionths);
    }
}
