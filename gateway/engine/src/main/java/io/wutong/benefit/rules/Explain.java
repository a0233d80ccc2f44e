package io.wutong.benefit.rules;

import io.wutong.spi.Fen;
import java.math.BigDecimal;

/** Words of {@code setl_proc_info}. */
final class Explain {

    private Explain() {}

    static String percent(int bp) {
        if (bp % 100 == 0) {
            return bp / 100 + "%";
        }
        return BigDecimal.valueOf(bp, 2).stripTrailingZeros().toPlainString() + "%";
    }

    static String brackets(Brackets brackets) {
        if (brackets.isFlat()) {
            return percent(brackets.list().get(0).ratioBp());
        }
        StringBuilder text = new StringBuilder(Reason.LENGTH).append("分段");
        String comma = "";
        for (Bracket bracket : brackets.list()) {
            text.append(comma).append(Fen.format(bracket.fromFen()));
            text.append(bracket.toFen() == Long.MAX_VALUE ? "以上" : "至" + Fen.format(bracket.toFen()));
            text.append('按').append(percent(bracket.ratioBp()));
            comma = "、";
        }
        return text.toString();
    }
}
