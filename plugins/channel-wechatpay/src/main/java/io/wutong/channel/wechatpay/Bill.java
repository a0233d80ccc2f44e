package io.wutong.channel.wechatpay;

import io.wutong.spi.AmountException;
import io.wutong.spi.BillLine;
import io.wutong.spi.Fen;
import io.wutong.support.BadAnswer;
import io.wutong.support.BillReader;
import io.wutong.support.ByteLines;
import io.wutong.support.Unpack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trade bill. WeChat does not sign the file, so at its end it is held against what was signed and what it says
 * itself: the SHA-1 of the uncompressed bytes, the summary's number of rows, its order total and its refund total.
 *
 * <p>The file is CSV in UTF-8 whose values have a back-tick before them, so {@code ,`} parts them and a comma may stand
 * inside; columns go by name, since old merchants have others. Amounts are yuan. The last two lines are the summary, so
 * reading is two lines ahead.
 */
final class Bill implements BillReader {

    private static final String COUNT = "总交易单数";
    private static final String[] PAID = {"订单金额", "总金额"};
    private static final String[] PAID_TOTAL = {"订单总金额", "总交易额"};
    private static final String[] REFUNDED = {"申请退款金额", "退款金额"};
    private static final String[] REFUNDED_TOTAL = {"申请退款总金额", "总退款金额"};

    private final MessageDigest digest = sha1();
    private final String sha1;
    private final ByteLines lines;
    private final Columns columns;
    private @Nullable String ahead;
    private @Nullable String behindIt;
    private long count;
    private long paid;
    private long refunded;

    /** @param sha1 of the unpacked bytes, hexadecimal, as WeChat signed it */
    Bill(InputStream gzipped, String sha1) throws IOException {
        this.sha1 = sha1;
        this.lines = new ByteLines(
                "bill", new DigestInputStream(Unpack.gunzip("bill", gzipped, Unpack.BILL_BYTES_MAX), digest));
        this.columns = new Columns(split(text(), ","));
        this.ahead = text();
        this.behindIt = text();
    }

    @Override
    public @Nullable BillLine next() throws IOException {
        String line = ahead;
        String following = text();
        if (following == null) {
            end();
            return null;
        }
        ahead = behindIt;
        behindIt = following;
        try {
            return row(new Row(columns, values(line)));
        } catch (AmountException e) {
            throw new BadAnswer("bill.amount");
        }
    }

    private BillLine row(Row row) {
        boolean payment = row.value("交易状态").equals("SUCCESS");
        count++;
        if (payment) {
            long fen = row.fen(PAID);
            paid += fen;
            return new BillLine(row.value("商户订单号"), null, row.value("微信订单号"), fen, row.value("交易时间"));
        }
        // REFUND, or the REVOKED of a payment by the patient's code
        long fen = row.fen(REFUNDED);
        refunded += fen;
        return new BillLine(row.value("商户订单号"), row.value("商户退款单号"), row.value("微信退款单号"), fen, row.value("交易时间"));
    }

    private void end() {
        String found = HexFormat.of().formatHex(digest.digest());
        if (!MessageDigest.isEqual(bytes(found), bytes(sha1.toLowerCase(Locale.ROOT)))) {
            throw new BadAnswer("bill.hash");
        }
        Row summary = new Row(new Columns(split(ahead, ",")), values(behindIt));
        try {
            if (!summary.value(COUNT).equals(Long.toString(count))
                    || summary.fen(PAID_TOTAL) != paid
                    || summary.fen(REFUNDED_TOTAL) != refunded) {
                throw new BadAnswer("bill.sums");
            }
        } catch (AmountException e) {
            throw new BadAnswer("bill.amount");
        }
    }

    /** The next line that is not blank. */
    private @Nullable String text() throws IOException {
        byte[] line = lines.next();
        while (line != null) {
            String text = new String(line, StandardCharsets.UTF_8);
            String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
            if (!bare.isBlank()) {
                return bare;
            }
            line = lines.next();
        }
        return null;
    }

    private static List<String> values(@Nullable String line) {
        if (line == null || !line.startsWith("`")) {
            throw new BadAnswer("bill.row");
        }
        return split(line.substring(1), ",`");
    }

    private static List<String> split(@Nullable String line, String by) {
        if (line == null) {
            throw new BadAnswer("bill.incomplete");
        }
        List<String> parts = new ArrayList<>(32);
        int from = 0;
        for (int at = line.indexOf(by); at >= 0; at = line.indexOf(by, from)) {
            parts.add(line.substring(from, at));
            from = at + by.length();
        }
        parts.add(line.substring(from));
        return parts;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** Where a column stands, by its name. */
    private static final class Columns {
        private final Map<String, Integer> at = new HashMap<>();

        Columns(List<String> names) {
            for (int i = 0; i < names.size(); i++) {
                at.putIfAbsent(names.get(i), i);
            }
        }

        int of(String name) {
            return at.getOrDefault(name, -1);
        }
    }

    /** One line under the names of its columns. */
    private record Row(Columns columns, List<String> values) {
        String value(String name) {
            String value = find(name);
            if (value == null) {
                throw new BadAnswer("bill.column");
            }
            return value;
        }

        /** The first of these columns that there is. */
        long fen(String... names) {
            return Arrays.stream(names)
                    .filter(name -> find(name) != null)
                    .findFirst()
                    .map(name -> Fen.parse(name, value(name)))
                    .orElseThrow(() -> new BadAnswer("bill.column"));
        }

        private @Nullable String find(String name) {
            int at = columns.of(name);
            return at < 0 || at >= values.size() ? null : values.get(at).strip();
        }
    }
}
