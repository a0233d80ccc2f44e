package io.wutong.sandbox;

import io.wutong.observe.Hop;
import io.wutong.spi.Body;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/** Prints a settlement as a patient's receipt and a message's way as a table of hops. */
final class Receipt {

    private static final int WIDTH = 26;

    private Receipt() {}

    static void print(String title, Body output, PrintStream out) {
        Body info = output.body("setlinfo");
        out.println();
        out.println("  ┌──────────────────────────────────────────────────────────");
        out.println("  │ " + title);
        out.println("  │ 结算ID " + info.textOr("setl_id", "") + "   就诊ID " + info.textOr("mdtrt_id", ""));
        out.println("  ├──────────────────────────────────────────────────────────");
        line(out, "医疗费总额", info, "medfee_sumamt");
        line(out, "  符合政策范围", info, "inscp_scp_amt");
        line(out, "  起付线", info, "act_pay_dedc");
        for (Body fund : output.bodies("setldetail")) {
            out.println("  │ " + pad(fund.textOr("fund_pay_type_name", fund.textOr("fund_pay_type", "")), WIDTH)
                    + String.format(Locale.ROOT, "%14s", fund.textOr("fund_payamt", "")));
        }
        line(out, "基金支付总额", info, "fund_pay_sumamt");
        line(out, "个人现金支付", info, "psn_cash_pay");
        out.println("  └──────────────────────────────────────────────────────────");
    }

    static void hops(String what, List<Hop> hops, PrintStream out) {
        out.println("    " + what + " 经过节点 · hops");
        for (Hop hop : hops) {
            out.println("      " + pad(hop.node(), 14) + pad(hop.name(), 22)
                    + String.format(
                            Locale.ROOT, "去 %9s ms   回 %9s ms   ", millis(hop.upMicros()), millis(hop.downMicros()))
                    + zh(hop.note()));
        }
    }

    private static String zh(String note) {
        return note.replace("home", "参保地").replace("care", "就医地").replace("turn", "折返");
    }

    private static String millis(long micros) {
        return BigDecimal.valueOf(micros, 3).toPlainString();
    }

    private static void line(PrintStream out, String name, Body info, String field) {
        out.println("  │ " + pad(name, WIDTH) + String.format(Locale.ROOT, "%14s", info.textOr(field, "-")));
    }

    /** Pads to a width in columns; a Chinese character takes two. */
    static String pad(String text, int width) {
        int columns = text.codePoints().map(c -> c > 0x2e80 ? 2 : 1).sum();
        return text + " ".repeat(Math.max(1, width - columns));
    }
}
