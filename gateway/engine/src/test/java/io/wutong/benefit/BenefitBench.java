package io.wutong.benefit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** {@code mvn -Pbench verify}: how fast a benefit is calculated on one core, and what it allocates. */
class BenefitBench {

    private static final int PER_SECOND_MUST = 500_000;
    private static final int BYTES_MUST = 2_048;

    @Test
    void should_print_calculations_a_second_and_bytes_of_each() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(CalculationBenchmark.class.getName())
                        .addProfiler(GCProfiler.class)
                        .threads(1)
                        .forks(1)
                        .jvmArgsAppend("-Xmx512m")
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(2))
                        .build())
                .run();
        RunResult result = results.iterator().next();
        var speed = result.getPrimaryResult().getStatistics();
        double bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
        System.out.printf(Locale.ROOT, "%n%-48s %12s %12s %12s %12s%n", "figure", "median", "low", "high", "must");
        System.out.printf(
                Locale.ROOT,
                "%-48s %12.0f %12.0f %12.0f %12d%n",
                "calculations/s, basic and five layers, one core",
                speed.getPercentile(50),
                speed.getMin(),
                speed.getMax(),
                PER_SECOND_MUST);
        System.out.printf(
                Locale.ROOT, "%-48s %12.0f %12s %12s %12d%n%n", "bytes allocated of each", bytes, "", "", BYTES_MUST);
        assertThat(bytes).as("what is allocated does not depend on the machine").isLessThanOrEqualTo(BYTES_MUST);
    }
}
