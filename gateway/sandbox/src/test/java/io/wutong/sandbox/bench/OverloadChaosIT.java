package io.wutong.sandbox.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.sandbox.EmbeddedDatabase;
import io.wutong.sandbox.chaos.Report;
import io.wutong.sandbox.stand.Patients;
import io.wutong.sandbox.stand.Patients.Home;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three times what it sustains, over ten thousand connections: it goes on settling, refuses the rest early, and is itself
 * again at once; in turn with just what it sustains, over the same connections, until three of five turns say so.
 * Stands with the benchmark, whose generator and proof it uses; measures, so nothing runs beside it.
 */
@Tag("alone")
class OverloadChaosIT {

    private static final double TIMES = 3;
    private static final int CONNECTIONS = Integer.getInteger("chaos.connections", 10_000);
    private static final int SECONDS = Integer.getInteger("chaos.overloadSeconds", 4);
    private static final int TURNS = 5;
    private static final int HEAP_MIB_MAX = 512;
    private static final int VISITS = 600_000;
    private static final double GOODPUT_MIN = 0.8;
    /** What is still there after two collections is a connection; copying ten thousand more often costs a tenth of it all. */
    private static final List<String> OPTIONS = List.of("-XX:MaxTenuringThreshold=2");

    private static final double REFUSED_MILLIS_MAX = 2_000;
    private static final double AFTER_MILLIS_MAX = 2_000;

    @TempDir
    Path folder;

    @Test
    void should_settle_nearly_as_much_as_ever_when_three_times_as_much_is_asked_for() throws Exception {
        Report report = new Report("overload");
        Settings settings = new Settings(20_000, VISITS, 0, 1, SECONDS, 5, 10_000, 256, HEAP_MIB_MAX, OPTIONS, "");
        try (EmbeddedDatabase server = EmbeddedDatabase.start();
                Stand stand = new Stands(server, folder, settings)
                        .one("overload", new Patients(settings.persons(), settings.visits()), Home.FAR)) {
            stand.warmUp();
            Stand.Overloaded seen = stand.overload(TIMES, CONNECTIONS, TURNS, GOODPUT_MIN);
            Stand.Overloaded.Turn median = seen.median();
            double heap = stand.heapMiB();
            boolean held = median.share() >= GOODPUT_MIN
                    && seen.refused() > 0
                    && seen.refusedMillis() <= REFUSED_MILLIS_MAX
                    && seen.afterMillis() <= AFTER_MILLIS_MAX
                    && heap <= HEAP_MIB_MAX;
            report.figure("connections", CONNECTIONS)
                    .figure("peak_per_second", Math.round(median.peak()))
                    .figure("goodput_per_second", Math.round(median.goodput()))
                    .figure("goodput_of_peak", shares(seen, Stand.Overloaded.Turn::share))
                    .figure("goodput_of_closed_loop", shares(seen, Stand.Overloaded.Turn::shareOfSustained))
                    .figure("refused", seen.refused())
                    .figure("refused_p99_millis", Math.round(seen.refusedMillis()))
                    .figure("afterwards_p99_millis", Math.round(seen.afterMillis()))
                    .figure("heap_mib", Math.round(heap))
                    .end(held ? "held" : "missed: " + seen + ", heap " + heap);
            assertThat(median.share()).as("goodput").isGreaterThanOrEqualTo(GOODPUT_MIN);
            assertThat(seen.refused()).as("refusals").isPositive();
            assertThat(seen.refusedMillis()).as("refusals come early").isLessThanOrEqualTo(REFUSED_MILLIS_MAX);
            assertThat(seen.afterMillis()).as("back to normal").isLessThanOrEqualTo(AFTER_MILLIS_MAX);
            assertThat(heap).as("heap").isLessThanOrEqualTo(HEAP_MIB_MAX);
        }
    }

    private static String shares(Stand.Overloaded seen, ToDoubleFunction<Stand.Overloaded.Turn> share) {
        return seen.turns().stream()
                .map(turn -> Math.round(100 * share.applyAsDouble(turn)) + " %")
                .collect(Collectors.joining(", "));
    }
}
