package io.wutong.channel.unionpay;

import io.wutong.spi.BillLine;
import io.wutong.support.BadAnswer;
import io.wutong.support.CharsetException;
import io.wutong.support.Charsets;
import io.wutong.support.Unpack;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the settlement file of a day: Base64 of a zlib stream of an archive, in it the details ({@code INN…ZM_…}).
 * Lines are fields of fixed width in bytes of GBK with one byte between them, so they are cut as bytes and decoded
 * after; the last field is reserved and may have grown. Amounts are fen. Payments are 01; 04 and 31 give money back.
 */
final class SettlementFile {

    private static final int BYTES_MAX = 64 * 1024 * 1024;

    private static final int[] WIDTHS = {
        3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13,
        13, 8, 32, 13, 13, 12, 2, 1, 32, 98
    };
    private static final int TIME = 4;
    private static final int AMOUNT = 6;
    private static final int QUERY_ID = 9;
    private static final int ORDER_ID = 11;
    private static final int TYPE = 19;
    private static final int MERCHANT = 27;
    private static final int ORIGINAL_ORDER_ID = 40;

    private static final Set<String> BACK = Set.of(Messages.REFUND, Messages.CANCELLATION);

    private SettlementFile() {}

    static List<BillLine> read(String content, String merId) {
        Map<String, byte[]> files =
                Unpack.unzip("bill", Unpack.inflate("bill", base64(content), BYTES_MAX), Charsets.GBK, BYTES_MAX);
        List<BillLine> bill = new ArrayList<>();
        boolean found = false;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (file.getKey().startsWith("INN") && file.getKey().contains("ZM_")) {
                found = true;
                lines(file.getValue(), merId, bill);
            }
        }
        if (!found) {
            throw new BadAnswer("bill.files");
        }
        return bill;
    }

    private static byte[] base64(String content) {
        try {
            return Base64.getDecoder().decode(content);
        } catch (IllegalArgumentException e) {
            throw new BadAnswer("bill.base64");
        }
    }

    private static void lines(byte[] bytes, String merId, List<BillLine> bill) {
        int from = 0;
        for (int at = 0; at <= bytes.length; at++) {
            if (at == bytes.length || bytes[at] == '\n') {
                int to = at > from && bytes[at - 1] == '\r' ? at - 1 : at;
                if (to > from) {
                    bill.add(line(new Row(bytes, from, to), merId));
                }
                from = at + 1;
            }
        }
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

    /** One line of the file. */
    @SuppressWarnings("ArrayRecordComponent") // the file as it came, never changed
    private record Row(byte[] bytes, int from, int to) {
        String text(int field) {
            int at = from;
            for (int i = 0; i < field; i++) {
                at += WIDTHS[i] + 1;
            }
            int end = Math.min(at + WIDTHS[field], to);
            if (at >= end) {
                throw new BadAnswer("bill.row");
            }
            try {
                return Charsets.decode(java.util.Arrays.copyOfRange(bytes, at, end), Charsets.GBK)
                        .strip();
            } catch (CharsetException e) {
                throw new BadAnswer("bill.charset");
            }
        }
    }
}
