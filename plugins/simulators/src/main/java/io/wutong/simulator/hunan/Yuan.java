package io.wutong.simulator.hunan;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The server's own money: yuan in messages, fen inside. */
final class Yuan {

    private Yuan() {}

    static long fen(String field, String yuan) {
        try {
            return new BigDecimal(yuan)
                    .setScale(2, RoundingMode.UNNECESSARY)
                    .unscaledValue()
                    .longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new Refusal(field + "不是有效金额");
        }
    }

    static String of(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }
}
