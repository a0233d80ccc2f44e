package io.wutong.sandbox.bench;

import io.wutong.sandbox.EmbeddedDatabase;
import io.wutong.sandbox.bench.Patients.Home;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code mvn -Pbench verify}: how fast settlements (2304) are made durable through HTTP, against the same rows written
 * one transaction each on the same server in the same run. {@code gateway/BENCHMARKS.md} tells the method.
 */
class GatewayBench {

    private static final int PGBENCH_SECONDS_EXTRA = 0;

    @TempDir
    Path folder;

    private final Settings settings = Settings.read();
    private final List<Figure> figures = new ArrayList<>();

    @Test
    void should_print_what_a_settlement_costs() throws Exception {
        try (EmbeddedDatabase server = EmbeddedDatabase.start();
                Stand stand = Stand.open(server, folder, settings)) {
            stand.database().settings().forEach((name, value) -> System.out.println("  " + name + " = " + value));
            throughput(stand);
        } finally {
            report();
        }
    }

    private void throughput(Stand stand) throws Exception {
        Baseline awaited = stand.baseline(false);
        Baseline pipelined = stand.baseline(true);
        System.out.println("rows of a settlement: " + awaited.rows());
        stand.settle(Home.FAR, settings.warmupSeconds());
        double[] ours = new double[settings.pairs()];
        double[] ratio = new double[settings.pairs()];
        double[] ratioPipelined = new double[settings.pairs()];
        for (int i = 0; i < settings.pairs(); i++) {
            // in turn, so that neither always has the fresher cache or the emptier log
            double theirs = 0;
            double piped = 0;
            if (i % 2 == 0) {
                theirs = stand.write(awaited, settings.seconds() + PGBENCH_SECONDS_EXTRA);
                piped = stand.write(pipelined, settings.seconds());
            }
            ours[i] = stand.settle(Home.FAR, settings.seconds()).perSecond();
            if (i % 2 == 1) {
                piped = stand.write(pipelined, settings.seconds());
                theirs = stand.write(awaited, settings.seconds());
            }
            ratio[i] = ours[i] / theirs;
            ratioPipelined[i] = ours[i] / piped;
            System.out.printf("pair %d: gateway %.0f/s, pgbench %.0f/s, pipelined %.0f/s%n", i + 1, ours[i], theirs, piped);
        }
        figures.add(Figure.of(
                "ratio_to_pgbench", ratio, "", 1.5, 3.0, false, "pgbench -M prepared -c 16, one transaction each"));
        figures.add(Figure.of(
                "ratio_to_pgbench_pipelined", ratioPipelined, "", null, null, false, "the same, statements pipelined"));
        figures.add(Figure.of("settlements", ours, "/s", null, null, false, "through HTTP, durable"));
    }

    private void report() throws Exception {
        if (figures.isEmpty()) {
            return;
        }
        System.out.println();
        System.out.println(Figure.head());
        figures.forEach(figure -> System.out.println(figure.line()));
        System.out.println();
        Path file = Path.of("..", "target", "bench.json");
        Files.createDirectories(file.getParent());
        Value.Items list = new Value.Items(figures.stream().<Value>map(Figure::json).toList());
        Files.write(file, Json.write(list));
        System.out.println(file.toAbsolutePath().normalize() + ": " + new String(Json.write(list), StandardCharsets.UTF_8).length() + " bytes");
    }
}
