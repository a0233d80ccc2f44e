package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How long a patient waits at a terminal: a fresh e-voucher scanned in 镇江, read by the card front end, its person asked
 * for at a home in another province behind a legacy system, over three processes. Beside it, at the same rate and in turn,
 * the HIS's own 1101 for a person whose home is in the hospital's process.
 *
 * <p>An open loop: an answer's time counts from when it was due, however long its sender had to wait.
 */
class TerminalScanBench {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.THREE);

    private static final String NEAR = "320115";
    private static final String NEAR_CERTNO = "320115190001010003";
    private static final String NEAR_NAME = "张示例";
    private static final String FAR = "430421";

    /** Two terminals, each of which may look 600 persons up in an hour. */
    private static final int SCANS_MAX = 1_200;

    private final int perSecond = Integer.getInteger("bench.scans", 10);
    private final int seconds = Integer.getInteger("bench.scanSeconds", 30);
    private final int warmupSeconds = Integer.getInteger("bench.scanWarmup", 15);

    /** Kept here: a client that nobody refers to is closed with what is under way. */
    private List<TerminalClient> terminals;

    private int next;

    @Test
    void should_print_how_long_a_scan_takes() {
        if (perSecond * (seconds + warmupSeconds) > SCANS_MAX) {
            throw new IllegalArgumentException("at most " + SCANS_MAX + " scans in a run");
        }
        terminals = List.of(WORLD.world().terminal(), WORLD.world().terminal("H32110200002"));
        run(warmupSeconds);
        long[][] micros = run(seconds);
        System.out.printf(
                Locale.ROOT,
                "%d scans and %d queries at %d/s each, after %d s at the same rate%n",
                micros[0].length,
                micros[1].length,
                perSecond,
                warmupSeconds);
        System.out.println("| | p50 ms | p90 ms | p99 ms | highest ms |\n|---|--:|--:|--:|--:|");
        System.out.println(line("scan, home in another province", micros[0]));
        System.out.println(line("1101, home in the same process", micros[1]));
        System.out.printf(
                Locale.ROOT,
                "| scan ÷ 1101 | %.2f | %.2f | %.2f | |%n",
                ratio(micros, 0.5),
                ratio(micros, 0.9),
                ratio(micros, 0.99));
        assertThat(micros[0]).hasSize(perSecond * seconds);
    }

    /** Both in turn; microseconds of the scans and of the queries, sorted. Fails when one is not answered with the person. */
    private long[][] run(int duration) {
        int count = perSecond * duration;
        long[][] micros = {new long[count], new long[count]};
        long every = TimeUnit.SECONDS.toNanos(1) / perSecond;
        Future<?>[] answered = new Future<?>[2 * count];
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            answered[2 * i] = timed(start + i * every, this::scan, micros[0], i);
            answered[2 * i + 1] = timed(start + i * every + every / 2, this::query, micros[1], i);
        }
        await(Future.all(Arrays.asList(answered)));
        Arrays.sort(micros[0]);
        Arrays.sort(micros[1]);
        return micros;
    }

    private static Future<Void> timed(long due, Supplier<Future<?>> call, long[] micros, int at) {
        Vertx vertx = WORLD.vertx();
        Promise<Void> done = Promise.promise();
        long wait = Math.max(1, TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime()));
        vertx.setTimer(
                wait,
                now -> call.get()
                        .<Void>map(answer -> {
                            micros[at] = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due);
                            return null;
                        })
                        .onComplete(done));
        return done.future();
    }

    private Future<?> scan() {
        String code = WORLD.world().counterparts().hunanVoucher();
        return terminals
                .get(next++ % terminals.size())
                .post("/terminal/v1/scans", Body.of("text", Value.text(code)))
                .map(answer -> {
                    if (answer.status() != 200
                            || answer.body().bodies("coverages").size() != 1
                            || !answer.body()
                                    .bodies("coverages")
                                    .get(0)
                                    .textOr("area", "")
                                    .equals(FAR)) {
                        throw new IllegalStateException(
                                answer.status() + " " + answer.body().textOr("message", ""));
                    }
                    return answer;
                });
    }

    private Future<?> query() {
        return new Stay(WORLD.hospital(), NEAR, NEAR_CERTNO, NEAR_NAME).who().map(answer -> {
            if (!answer.succeeded()) {
                throw new IllegalStateException(answer.error());
            }
            return answer;
        });
    }

    private static String line(String name, long[] sorted) {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f |",
                name,
                at(sorted, 0.5) / 1_000.0,
                at(sorted, 0.9) / 1_000.0,
                at(sorted, 0.99) / 1_000.0,
                sorted[sorted.length - 1] / 1_000.0);
    }

    private static double ratio(long[][] micros, double part) {
        return (double) at(micros[0], part) / at(micros[1], part);
    }

    private static long at(long[] sorted, double part) {
        return sorted[(int) Math.ceil(part * sorted.length) - 1];
    }
}
