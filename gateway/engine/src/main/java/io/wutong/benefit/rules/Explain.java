package io.wutong.benefit.rules;

import io.wutong.spi.Fen;
import java.math.BigDecimal;

/** Words of {@code setl_proc_info}. */
final class Explain {

    private Explain() {}

    static void brackets(StringBuilder text, Brackets brackets) {
        if (brackets.isFlat()) {
            percent(text, brackets.list().get(0).ratioBp());
            return;
        }
        text.append("分段");
        String comma = "";
        for (Bracket bracket : brackets.list()) {
            Fen.append(text.append(comma), bracket.fromFen());
            if (bracket.toFen() == Long.MAX_VALUE) {
                text.append("以上");
            } else {
                Fen.append(text.append('至'), bracket.toFen());
            }
            percent(text.append('按'), bracket.ratioBp());
            comma = "、";
        }
    }

    private static void percent(StringBuilder text, int bp) {
        if (bp % 100 == 0) {
            text.append(bp / 100).append('%');
        } else {
            text.append(BigDecimal.valueOf(bp, 2).stripTrailingZeros().toPlainString())
                    .append('%');
        }
    }
}
