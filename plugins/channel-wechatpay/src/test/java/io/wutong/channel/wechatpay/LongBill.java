package io.wutong.channel.wechatpay;

import static io.wutong.channel.wechatpay.Bench.context;

import io.wutong.spi.BillSink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/** Downloads one long bill in a process of its own, whose heap says how much memory that takes; prints lines and time. */
final class LongBill {

    private LongBill() {}

    /** @param args how many lines */
    public static void main(String[] args) throws Exception {
        int lines = Integer.parseInt(args[0]);
        Path file = Files.createTempFile("wutong-long-bill", ".gz");
        try (Bench bench = new Bench()) {
            LocalDate day = LocalDate.of(2026, 11, 1);
            bench.simulator.longBills(lines, day.toString(), file);
            long[] fen = new long[1];
            long start = System.nanoTime();
            Object outcome = bench.channel
                    .downloadBill(day, BillSink.each(line -> fen[0] += line.amountFen()), context(1, 300_000))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(5, TimeUnit.MINUTES);
            long millis = (System.nanoTime() - start) / 1_000_000;
            System.out.println(outcome + " " + fen[0] + " fen, " + Files.size(file) + " bytes packed, read in " + millis
                    + " ms: " + lines * 1_000L / millis + " lines/s");
        } finally {
            Files.delete(file);
        }
    }
}
