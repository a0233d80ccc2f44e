package io.wutong.simulator.pool;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The insurers' own money: yuan in messages, fen inside. */
public final class Yuan {

    private Yuan() {}

    public static long fen(String field, String yuan) {
        try {
            return new BigDecimal(yuan)
                    .setScale(2, RoundingMode.UNNECESSARY)
                    .unscaledValue()
                    .longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new No(field + "不是有效金额");
        }
    }

    public static BigDecimal of(long fen) {
        return BigDecimal.valueOf(fen, 2);
    }
}
