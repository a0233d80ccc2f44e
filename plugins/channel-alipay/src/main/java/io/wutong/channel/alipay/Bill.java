package io.wutong.channel.alipay;

import io.wutong.spi.AmountException;
import io.wutong.spi.BillLine;
import io.wutong.spi.Fen;
import io.wutong.support.BadAnswer;
import io.wutong.support.BillReader;
import io.wutong.support.CharsetException;
import io.wutong.support.Charsets;
import io.wutong.support.Unpack;
import io.wutong.support.ZipLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trade bill: an archive whose names and texts are GBK, the details in the file that is not the summary (汇总).
 * Alipay gives no digest, so at the end the details are held against the lines behind them that say how many payments and
 * refunds there are and what they come to; without these lines, or when they differ, the bill does not hold.
 *
 * <p>Lines that begin with {@code #} are remarks, values have tabs behind them, columns go by name, amounts are yuan,
 * refunds are negative.
 */
final class Bill implements BillReader {

    private static final String TRADE_NO = "支付宝交易号";
    private static final String ORDER_NO = "商户订单号";
    private static final String KIND = "业务类型";
    private static final String TIME = "完成时间";
    private static final String AMOUNT = "订单金额（元）";
    private static final String RECEIVED = "商家实收（元）";
    private static final String REFUND_NO = "退款批次号/请求号";

    private static final Pattern PAID = Pattern.compile("#交易合计：(\\d+)笔.*?商家实收共：?(-?[\\d.]+)元.*");
    private static final Pattern REFUNDED = Pattern.compile("#退款合计：(\\d+)笔.*?商家实收退款共：?(-?[\\d.]+)元.*");

    private final ZipLines lines;
    private final CharsetDecoder decoder = Charsets.GBK.newDecoder();
    private final Map<String, Integer> columns = new HashMap<>();
    private final Totals found = new Totals();
    private final Totals said = new Totals();

    Bill(InputStream zip) {
        this.lines = Unpack.unzip(
                "bill",
                zip,
                Charsets.GBK,
                name -> name.endsWith(".csv") && !name.contains("汇总"),
                Unpack.BILL_BYTES_MAX);
    }

    @Override
    public @Nullable BillLine next() {
        try {
            for (byte[] bytes = lines.next(); bytes != null; bytes = lines.next()) {
                String line = text(bytes);
                if (line.startsWith("#")) {
                    said.take(line);
                } else if (columns.isEmpty()) {
                    name(cells(line));
                } else if (!line.isBlank()) {
                    return line(new Row(columns, cells(line)));
                }
            }
        } catch (AmountException e) {
            throw new BadAnswer("bill.amount");
        }
        if (lines.files() != 1) {
            throw new BadAnswer("bill.files");
        }
        if (!found.are(said)) {
            throw new BadAnswer("bill.sums");
        }
        return null;
    }

    /** Before the details, where the texts are known, also refused when it is another charset that GBK can read. */
    private String text(byte[] line) {
        try {
            return columns.isEmpty()
                    ? Charsets.decode(line, Charsets.GBK)
                    : decoder.decode(ByteBuffer.wrap(line)).toString();
        } catch (CharsetException | CharacterCodingException e) {
            throw new BadAnswer("bill.charset");
        }
    }

    private void name(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            columns.putIfAbsent(names.get(i), i);
        }
        if (columns.size() != names.size()) {
            throw new BadAnswer("bill.column");
        }
    }

    private BillLine line(Row row) {
        long fen = Fen.parse(AMOUNT, row.value(AMOUNT));
        long received = Fen.parse(RECEIVED, row.value(RECEIVED));
        boolean payment = row.value(KIND).equals("交易");
        if (!payment && !row.value(KIND).equals("退款")) {
            throw new BadAnswer("bill.kind");
        }
        if (payment == fen < 0 || (!payment && row.value(REFUND_NO).isEmpty())) {
            throw new BadAnswer("bill.amount");
        }
        found.add(payment, received);
        return new BillLine(
                row.value(ORDER_NO),
                payment ? null : row.value(REFUND_NO),
                row.value(TRADE_NO),
                Math.abs(fen),
                row.value(TIME));
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>(32);
        int from = 0;
        for (int at = line.indexOf(','); at >= 0; at = line.indexOf(',', from)) {
            cells.add(line.substring(from, at).strip());
            from = at + 1;
        }
        cells.add(line.substring(from).strip());
        return cells;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private record Row(Map<String, Integer> columns, List<String> values) {
        Row {
            if (columns.size() != values.size()) {
                throw new BadAnswer("bill.row");
            }
        }

        String value(String name) {
            Integer at = columns.get(name);
            if (at == null) {
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
