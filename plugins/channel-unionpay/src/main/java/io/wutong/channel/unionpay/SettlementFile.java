package io.wutong.channel.unionpay;

import io.wutong.spi.BillLine;
import io.wutong.support.BadAnswer;
import io.wutong.support.BillReader;
import io.wutong.support.CharsetException;
import io.wutong.support.Charsets;
import io.wutong.support.Unpack;
import io.wutong.support.ZipLines;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settlement file of a day: Base64 of a zlib stream of an archive, in it the details ({@code INN…ZM_…}).
 * Lines are fields of fixed width in bytes of GBK with one byte between them, so they are cut as bytes and decoded
 * after; the last field is reserved and may have grown. Amounts are fen. Payments are 01; 04 and 31 give money back.
 */
final class SettlementFile implements BillReader {

    private static final int[] WIDTHS = {
        3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13,
        13, 8, 32, 13, 13, 12, 2, 1, 32, 98
    };
    private static final int[] STARTS = starts();
    private static final int TIME = 4;
    private static final int AMOUNT = 6;
    private static final int QUERY_ID = 9;
    private static final int ORDER_ID = 11;
    private static final int TYPE = 19;
    private static final int MERCHANT = 27;
    private static final int ORIGINAL_ORDER_ID = 40;

    private static final Set<String> BACK = Set.of(Messages.REFUND, Messages.CANCELLATION);

    private final ZipLines lines;
    private final String merId;

    /** @param content the Base64 text */
    SettlementFile(InputStream content, String merId) {
        this.merId = merId;
        this.lines = Unpack.unzip(
                "bill",
                Unpack.inflate("bill", Base64.getDecoder().wrap(content), Unpack.BILL_BYTES_MAX),
                Charsets.GBK,
                name -> name.startsWith("INN") && name.contains("ZM_"),
                Unpack.BILL_BYTES_MAX);
    }

    @Override
    public @Nullable BillLine next() {
        byte[] line = lines.next();
        while (line != null && line.length == 0) {
            line = lines.next();
        }
        if (line != null) {
            return line(new Row(line), merId);
        }
        if (lines.files() == 0) {
            throw new BadAnswer("bill.files");
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private static BillLine line(Row row, String merId) {
        String type = row.text(TYPE);
        boolean back = BACK.contains(type);
        if ((!back && !type.equals(Messages.PAYMENT)) || !row.text(MERCHANT).equals(merId)) {
            throw new BadAnswer("bill.row");
        }
        String amount = row.text(AMOUNT);
        if (!amount.matches("[0-9]{1,12}")) {
            throw new BadAnswer("bill.amount");
        }
        return new BillLine(
                back ? row.text(ORIGINAL_ORDER_ID) : row.text(ORDER_ID),
                back ? row.text(ORDER_ID) : null,
                row.text(QUERY_ID),
                Long.parseLong(amount),
                row.text(TIME));
    }

    private static int[] starts() {
        int[] starts = new int[WIDTHS.length];
        for (int i = 1; i < WIDTHS.length; i++) {
            starts[i] = starts[i - 1] + WIDTHS[i - 1] + 1;
        }
        return starts;
    }

    /** One line of the file. */
    @SuppressWarnings("ArrayRecordComponent") // the line as it came, never changed
    private record Row(byte[] bytes) {
        String text(int field) {
            int at = STARTS[field];
            int end = Math.min(at + WIDTHS[field], bytes.length);
            if (at >= end) {
                throw new BadAnswer("bill.row");
            }
            try {
                return Charsets.decode(Arrays.copyOfRange(bytes, at, end), Charsets.GBK)
                        .strip();
            } catch (CharsetException e) {
                throw new BadAnswer("bill.charset");
            }
        }
    }
}
