package io.wutong.sandbox.bench;

import io.wutong.sandbox.EmbeddedDatabase;
import io.wutong.sandbox.stand.Patients;
import io.wutong.sandbox.stand.Patients.Home;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code mvn -Pbench verify}: what it costs to make settlements (2304) durable through HTTP, against the same rows written
 * one transaction each on the same server in the same run. {@code gateway/BENCHMARKS.md} tells the method and how large a
 * run can be made.
 */
class GatewayBench {

    @TempDir
    Path folder;

    private final Settings settings = Settings.read();
    private final List<Figure> figures = new ArrayList<>();

    @Test
    void should_print_what_a_settlement_costs() throws Exception {
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            Stands stands = new Stands(server, folder, settings);
            try (Stand one =
                    stands.one("bench", new Patients(settings.persons() / 2, settings.visits() / 2), Home.values())) {
                one.care().settings().forEach((name, value) -> System.out.println("  " + name + " = " + value));
                long sample = one.settleOne();
                Baseline baseline = one.baseline(sample);
                Optional<Pgbench> pipelined = one.pgbench(sample, true);
                System.out.println("rows of a settlement: " + baseline.rows());
                Cost warm = one.warmUp();
                System.out.println("warmed up: " + warm);
                double highest = settings.wants("throughput") ? throughput(one, baseline, pipelined) : warm.perSecond();
                if (settings.wants("latency")) {
                    latency(one, highest / 2, baseline);
                }
                if (settings.wants("levels")) {
                    levels(one);
                }
                if (settings.wants("retry")) {
                    repetition(one, (long) (highest * settings.secondsShort()));
                }
                figures.add(figure(
                        "heap",
                        new double[] {one.heapMiB()},
                        "MiB",
                        512.0,
                        256.0,
                        true,
                        "committed, -Xmx" + settings.heapMiB() + "m"));
                if (settings.wants("processes")) {
                    processes(one, stands);
                }
                if (settings.wants("history")) {
                    history(stands);
                }
            }
        } finally {
            report();
        }
    }

    /** Pairs of gateway and baseline, in turn, so that neither always has the fresher cache or the emptier log. */
    private double throughput(Stand stand, Baseline baseline, Optional<Pgbench> pipelined) throws Exception {
        int pairs = settings.pairs();
        Cost[] ours = new Cost[pairs];
        Cost[] theirs = new Cost[pairs];
        Cost[] piped = new Cost[pairs];
        for (int i = 0; i < pairs; i++) {
            stand.care().vacuum();
            if (i % 2 == 1) {
                ours[i] = stand.settle(Home.FAR, settings.seconds());
            }
            theirs[i] = stand.write(baseline, settings.seconds());
            if (pipelined.isPresent()) {
                piped[i] = stand.write(pipelined.get(), settings.seconds());
            }
            if (i % 2 == 0) {
                ours[i] = stand.settle(Home.FAR, settings.seconds());
            }
            System.out.printf("pair %d%n  gateway   %s%n  baseline  %s%n", i + 1, ours[i], theirs[i]);
            if (pipelined.isPresent()) {
                System.out.printf("  pipelined %s%n", piped[i]);
            }
        }
        figures.add(figure(
                "ratio_to_pgbench",
                ratio(ours, theirs, Cost::perSecond),
                "",
                baseline.must(),
                baseline.aim(),
                false,
                baseline.name()));
        if (pipelined.isPresent()) {
            figures.add(figure(
                    "ratio_to_pgbench_pipelined",
                    ratio(ours, piped, Cost::perSecond),
                    "",
                    null,
                    null,
                    false,
                    pipelined.get().name()));
        }
        double[] rates = each(ours, Cost::perSecond);
        figures.add(figure("settlements", rates, "/s", null, null, false, "through HTTP, durable"));
        figures.add(figure("pgbench", each(theirs, Cost::perSecond), "/s", null, null, false, baseline.name()));
        figures.add(figure("fsyncs", each(ours, Cost::fsyncs), "each", 0.05, 0.01, true, "pg_stat_io, at full load"));
        figures.add(figure(
                "wal", each(ours, Cost::walBytes), "B", 6_000.0, 4_000.0, true, "pg_walinspect, without full pages"));
        figures.add(figure("full_pages", each(ours, Cost::fullPages), "each", null, null, true, "pg_stat_wal"));
        figures.add(figure("jvm_cpu", each(ours, Cost::jvmMicros), "µs", 100.0, 60.0, true, "the gateway's process"));
        figures.add(
                figure("server_cpu", each(ours, Cost::serverMicros), "µs", null, null, true, "PostgreSQL's processes"));
        figures.add(
                figure("allocated", each(ours, Cost::allocatedBytes), "B", 40_000.0, 12_000.0, true, "all threads"));
        return Arrays.stream(rates).max().orElseThrow();
    }

    private void latency(Stand stand, double perSecond, Baseline baseline) throws Exception {
        int runs = settings.pairs();
        double[] half = new double[runs];
        double[] nearly = new double[runs];
        double[] longest = new double[runs];
        double[] theirs = new double[runs];
        double their = baseline instanceof Pgbench pgbench
                ? stand.write(pgbench, settings.secondsShort()).perSecond() / 2
                : 0;
        for (int i = 0; i < runs; i++) {
            stand.care().vacuum();
            Load.Ran ran = stand.settleAt(perSecond, settings.seconds());
            half[i] = ran.millis(0.5);
            nearly[i] = ran.millis(0.99);
            longest[i] = ran.millis(1);
            if (baseline instanceof Pgbench pgbench) {
                theirs[i] = stand.writeAt(pgbench, their, settings.seconds()).millis(0.99);
            }
        }
        String how = String.format("open loop at %.0f/s, half of the highest", perSecond);
        figures.add(figure("p99", nearly, "ms", 50.0, 20.0, true, how));
        figures.add(figure("p50", half, "ms", null, null, true, how));
        figures.add(figure("longest", longest, "ms", null, null, true, how));
        if (their > 0) {
            figures.add(figure(
                    "pgbench_p99",
                    theirs,
                    "ms",
                    null,
                    null,
                    true,
                    String.format("pgbench at %.0f/s, half of its highest", their)));
        }
    }

    private void levels(Stand stand) throws Exception {
        stand.settle(Home.NEAR, settings.secondsShort());
        double[] ratio = new double[settings.pairs()];
        for (int i = 0; i < ratio.length; i++) {
            double far =
                    i % 2 == 0 ? stand.settle(Home.FAR, settings.secondsShort()).perSecond() : 0;
            double near = stand.settle(Home.NEAR, settings.secondsShort()).perSecond();
            far = far > 0
                    ? far
                    : stand.settle(Home.FAR, settings.secondsShort()).perSecond();
            ratio[i] = far / near;
        }
        figures.add(figure("five_levels", ratio, "", null, 0.95, false, "one level, same process"));
    }

    private void repetition(Stand stand, long count) throws Exception {
        double[] ratio = new double[settings.pairs()];
        for (int i = 0; i < ratio.length; i++) {
            Stand.Repeated ran = stand.settleTwice(Math.max(count, settings.connections()));
            ratio[i] = ran.again() / ran.first();
        }
        figures.add(figure("retry", ratio, "", 2.0, 5.0, false, "the first time; same bytes required"));
    }

    private void processes(Stand one, Stands stands) throws Exception {
        Patients patients = new Patients(settings.persons() / 10, settings.visits() / 6);
        try (Stand three = stands.three(patients)) {
            three.meet();
            System.out.println("three processes: " + three.warmUp());
            double[] ratio = new double[settings.pairs()];
            for (int i = 0; i < ratio.length; i++) {
                double apart = i % 2 == 0
                        ? three.settle(Home.FAR, settings.secondsShort()).perSecond()
                        : 0;
                double together = one.settle(Home.FAR, settings.secondsShort()).perSecond();
                apart = apart > 0
                        ? apart
                        : three.settle(Home.FAR, settings.secondsShort()).perSecond();
                ratio[i] = apart / together;
            }
            figures.add(figure("three_processes", ratio, "", null, 0.5, false, "one process; mutual TLS, same cores"));
        }
    }

    /** Two stands that differ in nothing but what is stored; processor time, which does not hang on the neighbours. */
    private void history(Stands stands) throws Exception {
        Patients patients = new Patients(settings.persons() / 2, settings.visits() / 6);
        try (Stand empty = stands.one("empty", patients, Home.FAR);
                Stand full = stands.one("full", patients, Home.FAR)) {
            History.lay(full, full.settleOne(), settings.history());
            System.out.println("empty: " + empty.warmUp() + "\nfull:  " + full.warmUp());
            double[] ratio = new double[settings.pairs()];
            for (int i = 0; i < ratio.length; i++) {
                Cost before = i % 2 == 0 ? empty.settle(Home.FAR, settings.secondsShort()) : null;
                Cost with = full.settle(Home.FAR, settings.secondsShort());
                Cost without = before != null ? before : empty.settle(Home.FAR, settings.secondsShort());
                ratio[i] = with.micros() / without.micros();
            }
            figures.add(figure(
                    "history",
                    ratio,
                    "",
                    1.15,
                    1.05,
                    true,
                    String.format("empty store; %,d stored; JVM and server µs", settings.history())));
        }
    }

    private static double[] each(Cost[] costs, ToDoubleFunction<Cost> part) {
        return Arrays.stream(costs).mapToDouble(part).toArray();
    }

    private static double[] ratio(Cost[] ours, Cost[] theirs, ToDoubleFunction<Cost> part) {
        double[] ratio = new double[ours.length];
        for (int i = 0; i < ratio.length; i++) {
            ratio[i] = part.applyAsDouble(ours[i]) / part.applyAsDouble(theirs[i]);
        }
        return ratio;
    }

    private static Figure figure(
            String name,
            double[] runs,
            String unit,
            @Nullable Double must,
            @Nullable Double aim,
            boolean less,
            String baseline) {
        return Figure.of(name, runs, unit, must, aim, less, baseline);
    }

    private void report() throws Exception {
        if (figures.isEmpty()) {
            return;
        }
        System.out.println();
        System.out.println(Figure.head());
        figures.forEach(figure -> System.out.println(figure.line()));
        Path file = Path.of("..", "target", "bench.json");
        Files.createDirectories(file.getParent());
        Files.write(
                file,
                Json.write(new Value.Items(
                        figures.stream().<Value>map(Figure::json).toList())));
        System.out.println("written to " + file.toAbsolutePath().normalize());
    }
}
