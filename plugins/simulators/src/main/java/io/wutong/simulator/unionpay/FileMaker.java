package io.wutong.simulator.unionpay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** The settlement file of a clearing day: fixed widths in bytes of GBK, zipped, deflated, Base64, inside the answer. */
final class FileMaker {

    private static final Charset GBK = Charset.forName("GBK");
    private static final int[] WIDTHS = {
        3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32, 1, 21, 15, 1, 15, 32, 13,
        13, 8, 32, 13, 13, 12, 2, 1, 32, 98
    };
    private static final int BOMB_BYTES = 100 * 1024 * 1024;

    private final Deque<FileFault> faults = new ArrayDeque<>();

    synchronized void fail(FileFault fault) {
        faults.add(fault);
    }

    synchronized void answer(Map<String, String> answer, Collection<Transaction> done, String merId, String day) {
        List<byte[]> lines = new ArrayList<>();
        for (Transaction transaction : done) {
            if (Transactions.clearingDay(transaction.at).equals(day)) {
                lines.add(line(transaction, merId));
            }
        }
        if (lines.isEmpty()) {
            answer.put("respCode", "98");
            answer.put("respMsg", "文件不存在");
            return;
        }
        @Nullable FileFault fault = faults.poll();
        if (fault == FileFault.MISSING_ROW) {
            lines.remove(0);
        } else if (fault == FileFault.EXTRA_ROW) {
            lines.add(lines.get(0));
        }
        answer.put("fileName", merId + "_" + day + ".zip");
        answer.put("fileContent", Base64.getEncoder().encodeToString(packed(lines, merId, day, fault)));
    }

    static byte[] line(Transaction transaction, String merId) {
        Map<Integer, String> values = Map.of(
                0, transaction.isPayment() ? "S22" : "S30",
                4, DateTimeFormatter.ofPattern("MMddHHmmss").format(transaction.at.atOffset(Transactions.BEIJING)),
                6, String.format("%012d", transaction.fen),
                9, transaction.queryId,
                11, transaction.orderId(),
                19, transaction.type(),
                27, merId,
                30, "模拟医院",
                40, transaction.request.getOrDefault("origOrderId", ""));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < WIDTHS.length; i++) {
            byte[] value = values.getOrDefault(i, "").getBytes(GBK);
            out.writeBytes(value);
            out.writeBytes(" "
                    .repeat(WIDTHS[i] - value.length + (i + 1 < WIDTHS.length ? 1 : 0))
                    .getBytes(GBK));
        }
        return out.toByteArray();
    }

    private static byte[] packed(List<byte[]> lines, String merId, String day, @Nullable FileFault fault) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(new DeflaterOutputStream(out), GBK)) {
            zip.putNextEntry(new ZipEntry("ZME_" + day + "_" + merId));
            if (fault != FileFault.NO_DETAILS) {
                zip.putNextEntry(new ZipEntry(details(day, merId)));
                zip.write(fault == FileFault.BOMB ? new byte[BOMB_BYTES] : text(lines, fault));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static String details(String day, String merId) {
        return "INN" + day + "88ZM_" + merId;
    }

    private static byte[] text(List<byte[]> lines, @Nullable FileFault fault) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            byte[] changed = fault == FileFault.OTHER_MERCHANT
                    ? new String(line, GBK)
                            .replace("777290058110048", "777290058119999")
                            .getBytes(GBK)
                    : line;
            text.write(changed, 0, fault == FileFault.SHORT_LINE ? changed.length / 4 : changed.length);
            text.writeBytes(new byte[] {'\r', '\n'});
        }
        return text.toByteArray();
    }
}
