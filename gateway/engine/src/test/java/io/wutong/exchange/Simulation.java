package io.wutong.exchange;

import io.wutong.coverage.PersonIndex;
import io.wutong.port.StoreException;
import io.wutong.topology.Level;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Five levels and twelve nodes in six processes over four databases, in one thread: 江苏 with hospitals and a home with a
 * policy (two processes), the nation, 湖南 with a legacy system (two processes), 湖北 with a policy. A seed decides every
 * delay, loss, crash and whim of a hospital; the same seed does the same again.
 *
 * <pre>
 *   safety ─ {@link #SAFETY_MILLIS} of faults, invariants after every event
 *   liveness ─ no faults any more: within {@link #LIVENESS_MILLIS} everything has come to an end, and all agree
 * </pre>
 *
 * <p>Under every twenty-fifth seed the faults last until both sides of the settlements have been compared under them, and the
 * run until the comparisons have ended.
 */
final class Simulation {

    static final long SAFETY_MILLIS = 40_000;
    /** Under a seed that compares: the sides are asked two minutes after a settlement. */
    static final long COMPARING_MILLIS = 240_000;

    static final long LIVENESS_MILLIS = 600_000;

    final long seed;
    final PlantedBug bug;
    final EventHeap heap = new EventHeap();
    final Map<String, Deployment> deployments = new TreeMap<>();
    final SimulatedLinks links = new SimulatedLinks(this);
    final SimulatedLegacy legacy = new SimulatedLegacy(this);
    final SimulatedChannel channel = new SimulatedChannel(this);
    final List<SimulatedHospital> hospitals = new ArrayList<>();
    private final java.util.Random random;
    private final Invariants invariants;
    private final StringBuilder log = new StringBuilder();
    private final boolean verbose;
    /** Faults come so many times as often as their own chance says, in percent; 0 when the weather is fine. */
    private int weather;

    /** Which states charges came into, by name. */
    final Map<String, Integer> charges = new TreeMap<>();

    private String violation = "";
    private long events;
    private int deeds;
    /** Whether anything was written, heard or done since the last look for the end. */
    private boolean stirred = true;

    /** The processes over one database, all alike. */
    static final class Deployment {
        final String name;
        final MemoryStore store;
        final Topology topology;
        final List<SimulatedProcess> processes = new ArrayList<>();
        private final Simulation world;
        long stalledUntilNanos;

        Deployment(Simulation world, String name) {
            this.world = world;
            this.name = name;
            this.store = new MemoryStore(world.heap);
            this.topology = TOPOLOGIES.get(name);
        }

        Optional<SimulatedProcess> anyAlive() {
            List<SimulatedProcess> alive =
                    processes.stream().filter(process -> process.alive).toList();
            return alive.isEmpty()
                    ? Optional.empty()
                    : Optional.of(alive.get((int) world.between(0, alive.size() - 1L)));
        }
    }

    /** How a run ended: what was violated, empty for nothing; after how many events; how often a charge came where. */
    record Result(String violation, long events, Map<String, Integer> charges, String log) {}

    private Simulation(long seed, PlantedBug bug, boolean verbose) {
        this.seed = seed;
        this.bug = bug;
        this.verbose = verbose;
        this.random = new java.util.Random(seed * 0x9E3779B97F4A7C15L);
        this.weather = List.of(20, 60, 100, 200).get(random.nextInt(4));
        this.invariants = new Invariants(this);
        deployment("js", 2);
        deployment("nat", 1);
        deployment("hn", 2);
        deployment("hb", 1);
        for (int i = 0; i < 3; i++) {
            hospitals.add(i == 2 && chance(50) ? new SimulatedClinic(this, i) : new SimulatedHospital(this, i));
        }
    }

    static Result run(long seed, PlantedBug bug, boolean verbose) {
        return new Simulation(seed, bug, verbose).run();
    }

    private Result run() {
        heap.after = () -> {
            events++;
            invariants.afterEvent();
        };
        try {
            deployments.values().forEach(d -> d.processes.forEach(SimulatedProcess::start));
            hospitals.forEach(hospital -> soon(between(500, 6_000), hospital::begin));
            trouble();
            heap.runUntil(compares() ? COMPARING_MILLIS : SAFETY_MILLIS, () -> !violation.isEmpty());
            calm();
            heap.runUntil(LIVENESS_MILLIS, () -> !violation.isEmpty() || ended());
            if (violation.isEmpty()) {
                hospitals.forEach(SimulatedHospital::askOnceMore);
                heap.runUntil(60_000, () -> !violation.isEmpty() || deeds == 0);
                invariants.atTheEnd();
            }
        } catch (RuntimeException | AssertionError broken) {
            violated("broke: " + broken + " at "
                    + List.of(broken.getStackTrace()).subList(0, 3));
        }
        return new Result(violation, events, charges, log.toString());
    }

    /** What a hospital will do; nothing has ended before it has been done. */
    void soon(long millis, Runnable deed) {
        deeds++;
        heap.after(millis, () -> {
            deeds--;
            stirred = true;
            deed.run();
        });
    }

    private boolean ended() {
        if (deeds > 0 || !stirred) {
            return false;
        }
        stirred = false;
        return hospitals.stream().allMatch(SimulatedHospital::ended)
                && invariants.nothingUnderWay()
                && (compares()
                        ? invariants.nothingToCompare()
                        : invariants.sidesDiffer().isEmpty());
    }

    private boolean compares() {
        return seed % 25 == 0 && bug == PlantedBug.NONE;
    }

    // ---------------------------------------------------------------- the tree

    private void deployment(String name, int processes) {
        Deployment deployment = new Deployment(this, name);
        deployment.store.keepsPast = bug == PlantedBug.ACCUMULATOR_WITHOUT_LOCK;
        deployment.store.clockOffset = Duration.ofMillis(between(-3_000, 3_000));
        deployment.store.watch((by, writes) -> {
            stirred = stirred || !writes.isEmpty();
            invariants.committing(deployment, writes);
        });
        for (int i = 1; i <= processes; i++) {
            deployment.processes.add(
                    new SimulatedProcess(this, deployment, name + "-" + i, 10 * deployments.size() + i));
        }
        for (String home : List.of(World.PROVINCE_HOME, World.FAR_HOME)) {
            if (deployment.topology.find(home).isPresent()) {
                deployment.store.put(World.person(home));
                deployment.store.put(new PersonIndex(World.hash("C1"), home, World.PERSON));
            }
        }
        deployments.put(name, deployment);
    }

    private static final Map<String, Topology> TOPOLOGIES = Map.of(
            "js", Topology.of(World.AREAS, jiangsu()),
            "nat", Topology.of(World.AREAS, nation()),
            "hn", Topology.of(World.AREAS, hunan()),
            "hb", Topology.of(World.AREAS, hubei()));

    private static List<Node> jiangsu() {
        return List.of(
                World.node("100000", null, "nat"),
                World.node("320000", "100000", null),
                World.node("321100", "320000", null),
                World.node("320100", "320000", null),
                World.node(World.PROVINCE_HOME, "320100", null),
                new Node(World.HOSPITAL, "镇江市示范人民医院", Level.INSTITUTION, World.CARE, "321100", null),
                new Node(World.OTHER_HOSPITAL, "镇江市示范中医院", Level.INSTITUTION, World.CARE, "321100", null));
    }

    private static List<Node> nation() {
        return List.of(
                World.node("100000", null, null),
                World.node("320000", "100000", "js"),
                World.node("430000", "100000", "hn"),
                World.node("420000", "100000", "hb"));
    }

    private static List<Node> hunan() {
        return List.of(
                World.node("100000", null, "nat"),
                World.node("430000", "100000", null),
                World.node("430100", "430000", null),
                World.node(World.LEGACY_HOME, "430100", null));
    }

    private static List<Node> hubei() {
        return List.of(
                World.node("100000", null, "nat"),
                World.node("420000", "100000", null),
                World.node(World.FAR_HOME, "420000", null));
    }

    Handlers handlers() {
        return PlantedHandlers.of(World.handlers(), bug);
    }

    // --------------------------------------------------------- trouble and calm

    /** From time to time something big: a crash, a pause, a cut, a stall. */
    private void trouble() {
        if (weather == 0) {
            return;
        }
        heap.after(between(1_500, 14_000) * 100 / weather, () -> {
            if (weather > 0) {
                List<Deployment> all = List.copyOf(deployments.values());
                Deployment at = all.get((int) between(0, all.size() - 1L));
                SimulatedProcess process = at.processes.get((int) between(0, at.processes.size() - 1L));
                switch ((int) between(0, 7)) {
                    case 0, 1 -> crash(process);
                    case 2 -> process.pause(between(500, 20_000));
                    case 3 -> cut();
                    case 4 -> {
                        note(() -> at.name + " stalls");
                        at.stalledUntilNanos = heap.nanos() + between(500, 12_000) * 1_000_000;
                    }
                    case 5 -> process.stall(between(3_000, 15_000));
                    case 6 -> process.slow(between(5_000, 20_000));
                    default -> links.heal();
                }
                trouble();
            }
        });
    }

    private void crash(SimulatedProcess process) {
        if (process.alive) {
            process.crash();
            heap.after(between(100, 15_000), () -> {
                if (!process.alive) {
                    note(() -> process.name + " starts");
                    process.start();
                }
            });
        }
    }

    private void cut() {
        String other = List.of("js", "hn", "hb").get((int) between(0, 2));
        boolean up = chance(66);
        if (up) {
            links.cut(other, "nat");
        }
        if (!up || chance(50)) {
            links.cut("nat", other);
        }
    }

    private void calm() {
        note(() -> "calm");
        weather = 0;
        links.heal();
        deployments.values().forEach(d -> d.stalledUntilNanos = 0);
        hospitals.forEach(SimulatedHospital::calm);
        for (long millis = 20_000; millis < LIVENESS_MILLIS; millis += 60_000) {
            heap.after(millis, channel::calm);
        }
    }

    // ------------------------------------------------------------------ chance

    long between(long least, long most) {
        return least >= most ? least : least + (long) (random.nextDouble() * (most - least + 1));
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** Whether a fault of some chance in fair weather happens now. */
    boolean fault(int percent) {
        return weather > 0 && random.nextInt(10_000) < percent * weather;
    }

    long linkMillis() {
        return fault(4) ? between(500, 25_000) : between(1, 40);
    }

    long storeMillis(Deployment deployment) {
        long stalled = Math.max(0, (deployment.stalledUntilNanos - heap.nanos()) / 1_000_000);
        return stalled + (fault(2) ? between(20, 800) : between(0, 3));
    }

    MemoryStore.Trouble storeTrouble() {
        if (!fault(2)) {
            return null;
        }
        return chance(40)
                ? new MemoryStore.Trouble(StoreException.Kind.NOT_DONE, false)
                : new MemoryStore.Trouble(StoreException.Kind.UNKNOWN, chance(50));
    }

    // ------------------------------------------------------------------ report

    void note(Supplier<String> what) {
        if (verbose) {
            log.append(String.format("%10.3f %s%n", heap.nanos() / 1e9, what.get()));
        }
    }

    void heard(SimulatedHospital by, SimulatedHospital.Sent of) {
        stirred = true;
        invariants.heard(by, of);
    }

    /** The first violation is the run's. */
    void violated(String what) {
        note(() -> "VIOLATED " + what);
        if (violation.isEmpty()) {
            violation = what;
        }
    }
}
