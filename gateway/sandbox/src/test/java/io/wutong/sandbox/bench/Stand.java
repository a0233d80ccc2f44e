package io.wutong.sandbox.bench;

import io.wutong.sandbox.stand.Database;
import io.wutong.sandbox.stand.Patients;
import io.wutong.sandbox.stand.Patients.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gateways on databases of their own, with persons and visits laid down, and the load on them. */
final class Stand implements AutoCloseable {

    private static final int FIRST_CONNECTIONS = 16;
    private static final int MEETINGS_MAX = 10;
    private static final int OVERLOADED_FIRST = 3;

    private final Settings settings;
    private final Path folder;
    private final Patients patients;
    private final Database care;
    private final Database home;
    private final List<GatewayProcess> gateways;
    private final Map<Home, Load> loads = new EnumMap<>(Home.class);
    private final Map<Home, Long> next = new EnumMap<>(Home.class);

    /**
     * Takes what is running.
     *
     * @param care database of the process that hospitals talk to, the first of {@code gateways}
     * @param home database of the process of {@link Home#FAR}; the same when there is one process
     */
    Stand(
            Settings settings,
            Path folder,
            Patients patients,
            Database care,
            Database home,
            List<GatewayProcess> gateways) {
        this.settings = settings;
        this.folder = folder;
        this.patients = patients;
        this.care = care;
        this.home = home;
        this.gateways = gateways;
        for (Home where : Home.values()) {
            loads.put(where, new Load(gateways.get(0).port(), visit -> patients.message(where, visit)));
            next.put(where, (long) where.first);
        }
    }

    /** What was sent first, and how fast it went at first and when it was sent again. */
    record Repeated(double first, double again) {}

    Patients patients() {
        return patients;
    }

    Database care() {
        return care;
    }

    /** The largest heap of its processes. */
    double heapMiB() {
        return gateways.stream().mapToDouble(GatewayProcess::heapMiB).max().orElseThrow();
    }

    /** Settles one visit of the far home, alone; its number. */
    long settleOne() throws Exception {
        long visit = next.get(Home.FAR);
        used(Home.FAR, loads.get(Home.FAR).open(visit, 1, 1, 1));
        return visit;
    }

    /** The rows of a settlement by themselves: by pgbench where this machine has it. */
    Baseline baseline(long sample) throws SQLException, IOException {
        Optional<Pgbench> pgbench = pgbench(sample, false);
        return pgbench.isPresent() ? pgbench.get() : new PoolBaseline(care, patients, Home.FAR, sample);
    }

    Optional<Pgbench> pgbench(long sample, boolean pipelined) throws SQLException, IOException {
        Optional<Path> program = Pgbench.program();
        return program.isEmpty()
                ? Optional.empty()
                : Optional.of(Pgbench.of(care, program.get(), folder, patients, Home.FAR, sample, pipelined));
    }

    /** Until a message has come through: processes that have just started know each other. */
    void meet() throws Exception {
        Load.Ran ran = null;
        for (int tries = 0; tries < MEETINGS_MAX; tries++) {
            ran = loads.get(Home.FAR).open(next.get(Home.FAR), 1, 1, 1);
            take(Home.FAR, 1);
            if (ran.acknowledged() == 1) {
                return;
            }
        }
        throw new IllegalStateException("no message comes through: " + (ran == null ? "" : ran.errors()));
    }

    /** Until what runs is compiled; what it cost at last. */
    Cost warmUp() throws Exception {
        long first = next.get(Home.FAR);
        // few at a time at first: what is not compiled yet would keep hundreds waiting
        Cost last = settle(Home.FAR, settings.warmupSeconds(), Math.min(FIRST_CONNECTIONS, settings.connections()));
        for (int more = 0; more < 5 && next.get(Home.FAR) - first < settings.warmupSettlements(); more++) {
            last = settle(Home.FAR, settings.warmupSeconds());
        }
        return last;
    }

    /** Settles as fast as it goes, and proves it. */
    Cost settle(Home where, int seconds) throws Exception {
        return settle(where, seconds, settings.connections());
    }

    private Cost settle(Home where, int seconds, int connections) throws Exception {
        Cost.Meter meter = Cost.meter(care, gateways);
        Load.Ran ran = loads.get(where).closed(next.get(where), connections, seconds);
        Cost cost = meter.read(ran.acknowledged(), ran.perSecond());
        used(where, ran);
        return cost;
    }

    /** Settles a number of visits, and proves it. */
    Cost settleAll(long count) throws Exception {
        Cost.Meter meter = Cost.meter(care, gateways);
        Load.Ran ran = loads.get(Home.FAR).all(next.get(Home.FAR), count, settings.connections());
        Cost cost = meter.read(ran.acknowledged(), ran.perSecond());
        used(Home.FAR, ran);
        return cost;
    }

    /** Settles at a fixed rate, and proves it. */
    Load.Ran settleAt(double perSecond, int seconds) throws Exception {
        Load.Ran ran = loads.get(Home.FAR).open(next.get(Home.FAR), settings.connections(), perSecond, seconds);
        used(Home.FAR, ran);
        return ran;
    }

    /** Settles a number of visits, then sends the same messages again: the same answers must come, and nothing more. */
    Repeated settleTwice(long count) throws Exception {
        long first = next.get(Home.FAR);
        Load load = loads.get(Home.FAR);
        Load.Ran once = load.all(first, count, settings.connections());
        used(Home.FAR, once);
        Load.Ran again = load.all(first, count, settings.connections());
        require(again);
        if (again.digest() != once.digest()) {
            throw new IllegalStateException("this run does not count: other answers than at first");
        }
        Proof.require(care, home, Home.FAR, first, first + count, count);
        return new Repeated(once.perSecond(), again.perSecond());
    }

    /**
     * What became of more than it sustains.
     *
     * @param turns one after the other
     * @param refused how many were not settled
     * @param refusedMillis nearly all of those were refused within, in the slowest turn
     * @param afterMillis nearly all answers came within that at a third of what it sustains, right after the last
     */
    record Overloaded(List<Turn> turns, long refused, double refusedMillis, double afterMillis) {

        /**
         * Settlements a second.
         *
         * @param sustained in a closed loop over few connections, right before it and right after it
         * @param peak where just that was asked for, over the same connections and as goodput was measured; likewise
         * @param goodput while so many times as much was asked for
         */
        record Turn(double sustained, double peak, double goodput) {
            double share() {
                return goodput / peak;
            }

            double shareOfSustained() {
                return goodput / sustained;
            }
        }

        /** The middle one by its share, the lower of two: the machine's own speed changes from one to the next. */
        Turn median() {
            return turns.stream()
                    .sorted(Comparator.comparingDouble(Turn::share))
                    .toList()
                    .get((turns.size() - 1) / 2);
        }
    }

    /**
     * Asks for more than it sustains, again and again, proves what was acknowledged, and looks whether it is itself again.
     *
     * @param turns at most; fewer when most of so many have a share of {@code enough}: the middle one has it then
     */
    Overloaded overload(double times, int connections, int turns, double enough) throws Exception {
        double first = sustained();
        for (int i = 0; i < OVERLOADED_FIRST; i++) { // until what refuses is compiled, too
            ask(times * first, connections);
        }
        // tables that grow from nothing are vacuumed each minute, ten seconds long, with a third of a core: that would
        // fall upon one side of a turn and decide it
        care.vacuum();
        care.holdAutovacuum();
        List<Overloaded.Turn> all = new ArrayList<>();
        long refused = 0;
        double refusedMillis = 0;
        Rates before = rates(connections);
        while (all.size() < turns
                && all.stream().filter(turn -> turn.share() >= enough).count() <= turns / 2) {
            Load.Ran ran = ask(times * before.sustained(), connections);
            refused += ran.sent() - ran.acknowledged();
            refusedMillis = Math.max(refusedMillis, ran.refusedMillis(0.99));
            Rates after = rates(connections);
            all.add(new Overloaded.Turn(
                    (before.sustained() + after.sustained()) / 2, (before.peak() + after.peak()) / 2, ran.perSecond()));
            before = after;
        }
        ask(times * before.sustained(), connections);
        double afterMillis =
                settleAt(before.sustained() / 3, settings.seconds()).millis(0.99);
        return new Overloaded(all, refused, refusedMillis, afterMillis);
    }

    /** What it sustains, and what comes of asking for that over as many connections as are overloaded. */
    private record Rates(double sustained, double peak) {}

    private Rates rates(int connections) throws Exception {
        double sustained = sustained();
        return new Rates(sustained, ask(sustained, connections).perSecond());
    }

    private double sustained() throws Exception {
        Load.Ran ran = loads.get(Home.FAR).closed(next.get(Home.FAR), settings.connections(), settings.seconds());
        used(Home.FAR, ran);
        return ran.perSecond();
    }

    /** At a fixed rate; some of it may be refused. */
    private Load.Ran ask(double perSecond, int connections) throws Exception {
        long first = next.get(Home.FAR);
        Load.Ran ran = loads.get(Home.FAR).open(first, connections, perSecond, settings.seconds());
        take(Home.FAR, ran.sent());
        Proof.require(care, home, Home.FAR, first, first + ran.sent(), ran.acknowledged());
        return ran;
    }

    private void used(Home where, Load.Ran ran) throws SQLException {
        long first = next.get(where);
        take(where, ran.sent());
        require(ran);
        Proof.require(care, home, where, first, first + ran.sent(), ran.acknowledged());
    }

    private static void require(Load.Ran ran) {
        if (!ran.errors().isEmpty() || ran.acknowledged() != ran.sent()) {
            throw new IllegalStateException("this run does not count: " + ran.sent() + " sent, " + ran.acknowledged()
                    + " acknowledged " + ran.errors());
        }
    }

    private void take(Home where, long count) {
        long end = next.get(where) + count;
        if (end > where.first + patients.visits()) {
            throw new IllegalStateException("no visits left: -Dbench.visits=");
        }
        next.put(where, end);
    }

    /** Writes the same rows by themselves, and proves it. */
    Cost write(Baseline baseline, int seconds) throws Exception {
        long first = next.get(Home.FAR);
        Cost.Meter meter = Cost.meter(care, gateways);
        Baseline.Ran ran = baseline.run(first, seconds);
        Cost cost = meter.read(ran.transactions(), ran.perSecond());
        written(ran);
        return cost;
    }

    /** The same at a fixed rate, and proves it. */
    Pgbench.Paced writeAt(Pgbench baseline, double perSecond, int seconds) throws Exception {
        Pgbench.Paced paced = baseline.runAt(next.get(Home.FAR), perSecond, seconds);
        written(paced.ran());
        return paced;
    }

    private void written(Baseline.Ran ran) throws SQLException {
        long first = next.get(Home.FAR);
        take(Home.FAR, ran.visitsUsed());
        Proof.require(care, home, Home.FAR, first, first + ran.visitsUsed(), ran.transactions());
    }

    @Override
    public void close() throws Exception {
        for (Load load : loads.values()) {
            load.close();
        }
        try {
            for (GatewayProcess gateway : gateways) {
                gateway.close();
            }
        } finally {
            if (home != care) {
                home.close();
            }
            care.close();
        }
    }
}
