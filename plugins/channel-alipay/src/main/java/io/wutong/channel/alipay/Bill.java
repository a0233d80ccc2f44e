package io.wutong.channel.alipay;

import io.wutong.spi.AmountException;
import io.wutong.spi.BillLine;
import io.wutong.spi.Fen;
import io.wutong.support.BadAnswer;
import io.wutong.support.CharsetException;
import io.wutong.support.Charsets;
import io.wutong.support.Unpack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a trade bill: an archive whose names and texts are GBK, the details in the file that is not the summary (汇总).
 * Alipay gives no digest, so the details are held against the lines behind them that say how many payments and refunds
 * there are and what they come to; without these lines, or when they differ, nothing is given out.
 *
 * <p>Lines that begin with {@code #} are remarks, values have tabs behind them, columns go by name, amounts are yuan,
 * refunds are negative. For the worker.
 */
final class Bill {

    private static final int BYTES_MAX = 64 * 1024 * 1024;

    private static final String TRADE_NO = "支付宝交易号";
    private static final String ORDER_NO = "商户订单号";
    private static final String KIND = "业务类型";
    private static final String TIME = "完成时间";
    private static final String AMOUNT = "订单金额（元）";
    private static final String RECEIVED = "商家实收（元）";
    private static final String REFUND_NO = "退款批次号/请求号";

    private static final Pattern PAID = Pattern.compile("#交易合计：(\\d+)笔.*?商家实收共：?(-?[\\d.]+)元.*");
    private static final Pattern REFUNDED = Pattern.compile("#退款合计：(\\d+)笔.*?商家实收退款共：?(-?[\\d.]+)元.*");

    private Bill() {}

    static List<BillLine> read(byte[] zip) {
        Map<String, byte[]> files = Unpack.unzip("bill", zip, Charsets.GBK, BYTES_MAX);
        byte[] details = files.entrySet().stream()
                .filter(file -> file.getKey().endsWith(".csv") && !file.getKey().contains("汇总"))
                .map(Map.Entry::getValue)
                .reduce((one, other) -> {
                    throw new BadAnswer("bill.files");
                })
                .orElseThrow(() -> new BadAnswer("bill.files"));
        try {
            return rows(Charsets.decode(details, Charsets.GBK).lines().toList());
        } catch (CharsetException e) {
            throw new BadAnswer("bill.charset");
        } catch (AmountException e) {
            throw new BadAnswer("bill.amount");
        }
    }

    private static List<BillLine> rows(List<String> lines) {
        List<BillLine> bill = new ArrayList<>();
        List<String> names = List.of();
        Totals found = new Totals();
        Totals said = new Totals();
        for (String line : lines) {
            if (line.startsWith("#")) {
                said.take(line);
            } else if (names.isEmpty()) {
                names = cells(line);
            } else if (!line.isBlank()) {
                bill.add(line(new Row(names, cells(line)), found));
            }
        }
        if (!found.are(said)) {
            throw new BadAnswer("bill.sums");
        }
        return bill;
    }

    private static BillLine line(Row row, Totals totals) {
        long fen = Fen.parse(AMOUNT, row.value(AMOUNT));
        long received = Fen.parse(RECEIVED, row.value(RECEIVED));
        boolean payment = row.value(KIND).equals("交易");
        if (!payment && !row.value(KIND).equals("退款")) {
            throw new BadAnswer("bill.kind");
        }
        if (payment == fen < 0 || (!payment && row.value(REFUND_NO).isEmpty())) {
            throw new BadAnswer("bill.amount");
        }
        totals.add(payment, received);
        return new BillLine(
                row.value(ORDER_NO),
                payment ? null : row.value(REFUND_NO),
                row.value(TRADE_NO),
                Math.abs(fen),
                row.value(TIME));
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    private record Row(List<String> names, List<String> values) {
        Row {
            if (names.size() != values.size()) {
                throw new BadAnswer("bill.row");
            }
        }

        String value(String name) {
            int at = names.indexOf(name);
            if (at < 0) {
                throw new BadAnswer("bill.column");
            }
            return values.get(at);
        }
    }

    /** How many payments and refunds, and what the merchant received and gave back by them. */
    private static final class Totals {
        private long payments;
        private long paidFen;
        private long refunds;
        private long refundedFen;
        private int lines;

        void add(boolean payment, long fen) {
            if (payment) {
                payments++;
                paidFen += fen;
            } else {
                refunds++;
                refundedFen += Math.abs(fen);
            }
        }

        void take(String remark) {
            Matcher paid = PAID.matcher(remark);
            Matcher refunded = REFUNDED.matcher(remark);
            if (paid.matches()) {
                lines++;
                payments = Long.parseLong(paid.group(1));
                paidFen = Fen.parse("商家实收", paid.group(2));
            } else if (refunded.matches()) {
                lines++;
                refunds = Long.parseLong(refunded.group(1));
                refundedFen = Math.abs(Fen.parse("商家实收退款", refunded.group(2)));
            }
        }

        /** Whether what was found is what two lines say. */
        boolean are(Totals said) {
            return said.lines == 2
                    && payments == said.payments
                    && paidFen == said.paidFen
                    && refunds == said.refunds
                    && refundedFen == said.refundedFen;
        }
    }
}
