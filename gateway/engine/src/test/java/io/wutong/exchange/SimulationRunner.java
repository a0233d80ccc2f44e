package io.wutong.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * Runs seed after seed, each in one thread, as many at a time as there are processors: for a number of seeds, or for a
 * given time and a report ({@code mvn -Psimulation}).
 */
public final class SimulationRunner {

    private SimulationRunner() {}

    /**
     * What a run of many seeds has shown.
     *
     * @param charges state → how often a charge came into it
     * @param violations seed → what was violated
     */
    record Report(long seeds, long events, long millis, Map<String, Integer> charges, Map<Long, String> violations) {

        String json() {
            StringBuilder out = new StringBuilder(
                    "{\"seeds\":" + seeds + ",\"events\":" + events + ",\"millis\":" + millis + ",\"seeds_a_second\":"
                            + (millis == 0 ? 0 : seeds * 1_000 / millis) + ",\"violations\":[");
            violations.forEach((seed, what) -> out.append(out.charAt(out.length() - 1) == '[' ? "" : ",")
                    .append("{\"seed\":")
                    .append(seed)
                    .append(",\"violation\":\"")
                    .append(what.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append("\",\"replay\":\"")
                    .append(replay(seed, PlantedBug.NONE))
                    .append("\"}"));
            return out.append("]}\n").toString();
        }
    }

    /** Runs seeds from a first one on until something says enough. */
    static Report run(long first, LongPredicate goesOn, PlantedBug bug, int violationsMax) throws InterruptedException {
        AtomicLong next = new AtomicLong(first);
        AtomicLong done = new AtomicLong();
        AtomicLong events = new AtomicLong();
        Map<Long, String> violations = new TreeMap<>();
        Map<String, Integer> charges = new TreeMap<>();
        long start = System.nanoTime();
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            pool.execute(() -> {
                for (long seed = next.getAndIncrement(); goesOn.test(seed); seed = next.getAndIncrement()) {
                    Simulation.Result result = Simulation.run(seed, bug, false);
                    done.incrementAndGet();
                    events.addAndGet(result.events());
                    synchronized (violations) {
                        result.charges().forEach((state, times) -> charges.merge(state, times, Integer::sum));
                        if (!result.violation().isEmpty()) {
                            violations.put(seed, result.violation());
                        }
                        if (violations.size() >= violationsMax) {
                            return;
                        }
                    }
                }
            });
        }
        pool.shutdown();
        pool.awaitTermination(1, TimeUnit.DAYS);
        return new Report(done.get(), events.get(), (System.nanoTime() - start) / 1_000_000, charges, violations);
    }

    /** The command that replays a seed event by event. */
    static String replay(long seed, PlantedBug bug) {
        return "mvn -o test -pl gateway/engine -am -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Dtest=ExactlyOnceSimulationTest#should_hold_under_the_given_seed -Dsimulation.seed=" + seed
                + (bug == PlantedBug.NONE ? "" : " -Dsimulation.bug=" + bug);
    }

    /**
     * Runs for a time and writes a report.
     *
     * @param arguments minutes, the report's file, and the first seed, or nothing for one of the time
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(Long.parseLong(arguments[0]));
        long first = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.currentTimeMillis();
        Report report = run(first, seed -> System.nanoTime() < end, PlantedBug.NONE, 100);
        System.out.printf(
                "%d seeds from %d, %d a second, %d events, %d violations%n",
                report.seeds(),
                first,
                report.seeds() * 1_000 / Math.max(1, report.millis()),
                report.events(),
                report.violations().size());
        report.violations()
                .forEach((seed, what) ->
                        System.out.println("seed " + seed + ": " + what + "\n  " + replay(seed, PlantedBug.NONE)));
        Path file = Path.of(arguments[1]).normalize();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, report.json());
        if (!report.violations().isEmpty()) {
            throw new IllegalStateException(report.violations().size() + " violations, see " + file);
        }
    }
}
