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

    static void brackets(StringBuilder text, Brackets brackets) {
        if (brackets.isFlat()) {
            percent(text, brackets.list().get(0).ratioBp());
            return;
        }
        text.append("分段");
        String comma = "";
        for (Bracket bracket : brackets.list()) {
            yuan(text.append(comma), bracket.fromFen());
            if (bracket.toFen() == Long.MAX_VALUE) {
                text.append("以上");
            } else {
                yuan(text.append('至'), bracket.toFen());
            }
            percent(text.append('按'), bracket.ratioBp());
            comma = "、";
        }
    }

    private static void percent(StringBuilder text, int bp) {
        if (bp % 100 == 0) {
            text.append(bp / 100).append('%');
        } else {
            text.append(percent(bp));
        }
    }

    /** As {@link Fen#format}. */
    static StringBuilder yuan(StringBuilder text, long fen) {
        long rest = Math.abs(fen);
        text.append(fen < 0 ? "-" : "").append(rest / 100).append('.');
        return text.append((char) ('0' + rest / 10 % 10)).append((char) ('0' + rest % 10));
    }
}
