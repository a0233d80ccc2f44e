package io.wutong.channel.wechatpay;

import io.wutong.spi.AmountException;
import io.wutong.spi.BillLine;
import io.wutong.spi.Fen;
import io.wutong.support.BadAnswer;
import io.wutong.support.Unpack;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trade bill. WeChat does not sign the file, so all of it is held against what was signed and what it says
 * itself before a line is given out: the SHA-1 of the uncompressed bytes, the summary's number of rows, its order total
 * and its refund total.
 *
 * <p>The file is CSV in UTF-8 whose values have a back-tick before them, so {@code ,`} parts them and a comma may stand
 * inside; columns go by name, since old merchants have others. Amounts are yuan. For the worker.
 */
final class Bill {

    private static final int BYTES_MAX = 64 * 1024 * 1024;

    private static final String COUNT = "总交易单数";
    private static final String[] PAID = {"订单金额", "总金额"};
    private static final String[] PAID_TOTAL = {"订单总金额", "总交易额"};
    private static final String[] REFUNDED = {"申请退款金额", "退款金额"};
    private static final String[] REFUNDED_TOTAL = {"申请退款总金额", "总退款金额"};

    private Bill() {}

    static List<BillLine> read(byte[] gzipped, String sha1) {
        byte[] bytes = Unpack.gunzip("bill", gzipped, BYTES_MAX);
        if (!MessageDigest.isEqual(sha1(bytes), sha1.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8))) {
            throw new BadAnswer("bill.hash");
        }
        try {
            return rows(new String(bytes, StandardCharsets.UTF_8));
        } catch (AmountException e) {
            throw new BadAnswer("bill.amount");
        }
    }

    private static List<BillLine> rows(String text) {
        List<String> lines = text.replace("\uFEFF", "")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        if (lines.size() < 3) {
            throw new BadAnswer("bill.incomplete");
        }
        Row header = new Row(Arrays.asList(lines.get(0).split(",", -1)), List.of());
        List<BillLine> bill = new ArrayList<>();
        long paid = 0;
        long refunded = 0;
        for (String line : lines.subList(1, lines.size() - 2)) {
            Row row = new Row(header.names(), values(line));
            boolean payment = row.value("交易状态").equals("SUCCESS");
            paid += payment ? row.fen(PAID) : 0;
            refunded += payment ? 0 : row.fen(REFUNDED);
            bill.add(payment ? payment(row) : refund(row));
        }
        Row summary =
                new Row(Arrays.asList(lines.get(lines.size() - 2).split(",", -1)), values(lines.get(lines.size() - 1)));
        if (!summary.value(COUNT).equals(Integer.toString(bill.size()))
                || summary.fen(PAID_TOTAL) != paid
                || summary.fen(REFUNDED_TOTAL) != refunded) {
            throw new BadAnswer("bill.sums");
        }
        return bill;
    }

    private static BillLine payment(Row row) {
        return new BillLine(row.value("商户订单号"), null, row.value("微信订单号"), row.fen(PAID), row.value("交易时间"));
    }

    /** {@code REFUND}, or the {@code REVOKED} of a payment by the patient's code. */
    private static BillLine refund(Row row) {
        return new BillLine(
                row.value("商户订单号"), row.value("商户退款单号"), row.value("微信退款单号"), row.fen(REFUNDED), row.value("交易时间"));
    }

    private static List<String> values(String line) {
        if (!line.startsWith("`")) {
            throw new BadAnswer("bill.row");
        }
        return Arrays.asList(line.substring(1).split(",`", -1));
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(bytes);
            return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One line under the names of its columns. */
    private record Row(List<String> names, List<String> values) {
        String value(String name) {
            String value = find(name);
            if (value == null) {
                throw new BadAnswer("bill.column");
            }
            return value;
        }

        /** The first of these columns that there is. */
        long fen(String... columns) {
            for (String name : columns) {
                String value = find(name);
                if (value != null) {
                    return Fen.parse(name, value);
                }
            }
            throw new BadAnswer("bill.column");
        }

        private @Nullable String find(String name) {
            int at = names.indexOf(name);
            return at < 0 || at >= values.size() ? null : values.get(at).strip();
        }
    }
}
