package io.wutong.testkit;

import io.wutong.spi.BillSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/**
 * Downloads one long bill through host and plugin in a process of its own, whose heap says how much memory that takes:
 * the test calls {@link #inLittleMemory}, the main method of the child {@link #download}.
 */
public final class LongBill {

    /** Beside it the comparison holds a million of our own rows in some 64 MiB: together 256. */
    private static final String HEAP = "-Xmx176m";

    /** A million lines, or as many as {@code -Dwutong.bill.lines} says. */
    public static final int LINES = Integer.getInteger("wutong.bill.lines", 1_000_000);

    private static final LocalDate DAY = LocalDate.of(2026, 11, 1);
    private static final int MINUTES_MAX = 5;

    private LongBill() {}

    /** Has the simulator make its bills of this many lines, in a file. */
    @FunctionalInterface
    public interface Maker<S> {
        void make(S simulator, int lines, LocalDate day, Path file);
    }

    /**
     * Runs the main method with the number of lines.
     *
     * @return what it printed
     */
    public static String inLittleMemory(Class<?> main, int lines) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        Integer.toString(lines))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    /**
     * Downloads it here.
     *
     * @return the outcome, the sum of the lines and the rate
     */
    public static <S> String download(ChannelBench<S> bench, int lines, Maker<S> maker) throws Exception {
        Path file = Files.createTempFile("wutong-long-bill", "");
        try {
            maker.make(bench.simulator, lines, DAY, file);
            long[] fen = new long[1];
            long start = System.nanoTime();
            Object outcome = bench.channel
                    .downloadBill(
                            DAY,
                            BillSink.each(line -> fen[0] += line.amountFen()),
                            ChannelBench.context(1, TimeUnit.MINUTES.toMillis(MINUTES_MAX)))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(MINUTES_MAX, TimeUnit.MINUTES);
            long millis = (System.nanoTime() - start) / 1_000_000;
            return outcome + " " + fen[0] + " fen, " + Files.size(file) + " bytes packed, read in " + millis + " ms: "
                    + lines * 1_000L / millis + " lines/s";
        } finally {
            Files.delete(file);
        }
    }
}
