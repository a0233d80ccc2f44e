package io.wutong.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.sandbox.EmbeddedDatabase;
import io.wutong.sandbox.chaos.CrashPoint.Role;
import io.wutong.sandbox.stand.Database;
import io.wutong.sandbox.stand.Patients;
import io.wutong.sandbox.stand.Patients.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/**
 * One scenario's life: lay down, prepare what must be there, let hospitals work while something is broken, let it calm
 * down, compare.
 */
final class Scenario implements AutoCloseable {

    /** Persons of the home with a policy: few, so that settlements meet on their accumulators. */
    private static final int PERSONS = 400;

    /** More than any scenario begins. */
    private static final int VISITS = 5 * settlements();

    private static final int DESKS = Integer.getInteger("chaos.desks", 48);
    /** What they have under way is what a process looks at first that was killed a moment ago. */
    private static final int DESKS_BESIDE_KILLS = Math.min(16, DESKS);

    private static final long REST_MILLIS = 150;
    /** Once there are enough settlements, and only what is broken wants its time. */
    private static final long LONG_REST_MILLIS = 2_500;

    private static final int PATIENCE_MILLIS = 15_000;
    private static final int WORK_MINUTES_MAX = 10;
    private static final int CALM_SECONDS_MAX = 150;

    final Cluster cluster;
    final Hospital hospital;
    final Report report;
    final EmbeddedDatabase server;
    private final Vertx vertx;
    private final Path folder;
    private final int settlements;
    private final int legacyVisits;
    private final List<Bill> admitted = new CopyOnWriteArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private long begun = System.nanoTime();
    private int snapshots;

    private Scenario(
            Cluster cluster,
            Hospital hospital,
            Report report,
            EmbeddedDatabase server,
            Vertx vertx,
            Path folder,
            int settlements,
            int legacyVisits) {
        this.cluster = cluster;
        this.hospital = hospital;
        this.report = report;
        this.server = server;
        this.vertx = vertx;
        this.folder = folder;
        this.settlements = settlements;
        this.legacyVisits = legacyVisits;
    }

    /** How many settlements a scenario has at least: 1,000, or what {@code -Dchaos.settlements} says. */
    static int settlements() {
        return Integer.getInteger("chaos.settlements", 1_000);
    }

    /** @param legacyVisits how many of the settlements are a legacy system's */
    static Scenario lay(String name, int settlements, int legacyVisits) throws Exception {
        return lay(name, settlements, legacyVisits, PATIENCE_MILLIS);
    }

    /** @param patienceMillis how long the adapter waits for the legacy system */
    static Scenario lay(String name, int settlements, int legacyVisits, int patienceMillis) throws Exception {
        return lay(name, settlements, legacyVisits, patienceMillis, false);
    }

    /** With a window where patients pay, and no legacy system. */
    static Scenario layWithWindow(String name, int settlements) throws Exception {
        return lay(name, settlements, 0, PATIENCE_MILLIS, true);
    }

    private static Scenario lay(String name, int settlements, int legacyVisits, int patienceMillis, boolean window)
            throws Exception {
        Vertx vertx = Vertx.vertx();
        EmbeddedDatabase server = EmbeddedDatabase.start();
        Path folder = Files.createTempDirectory("wutong-chaos");
        Legacy legacy = legacyVisits == 0 ? null : Legacy.start(vertx, legacyVisits, patienceMillis);
        Cluster cluster = Cluster.lay(
                vertx,
                server,
                folder,
                new Patients(PERSONS, VISITS),
                legacy,
                window ? listeners -> PaymentWindow.open(vertx, listeners) : null);
        return new Scenario(
                cluster,
                new Hospital(cluster::hospitalPort, name.hashCode()),
                new Report(name),
                server,
                vertx,
                folder,
                settlements,
                legacyVisits);
    }

    /** Starts the processes and admits whoever the legacy system is to settle; nothing is broken yet. */
    void prepare() throws Exception {
        cluster.member(Role.HOME).layArchive();
        cluster.start();
        if (legacyVisits > 0) {
            List<Bill> bills = hospital.admit(cluster.legacy, legacyVisits).await(WORK_MINUTES_MAX, TimeUnit.MINUTES);
            admitted.addAll(bills);
            Report.note(bills.size() + " admitted");
        }
        begun = System.nanoTime();
    }

    /** Hospitals work until there are enough settlements and something else has come about. */
    void work(BooleanSupplier also) throws Exception {
        work(also, visits(3));
    }

    /** As above, with the visits given. */
    void work(BooleanSupplier also, LongFunction<Bill> visits) throws Exception {
        work(also, visits, hospital::settle);
    }

    /** As above, with what is done about each. */
    void work(BooleanSupplier also, LongFunction<Bill> visits, Hospital.Course course) throws Exception {
        // where patients pay, most of the time a desk waits for one
        int desks = cluster.window == null ? DESKS : 2 * DESKS;
        work(desks, visits, course, () -> hospital.settled() >= settlements && also.getAsBoolean());
    }

    /** As above; few hospitals work while processes are killed, so that what is killed all the time gets along. */
    void workBesideKills(Breaking kills, LongFunction<Bill> visits, Hospital.Course course) throws Exception {
        work(DESKS_BESIDE_KILLS, visits, course, kills::over);
        work(() -> true, visits, course);
    }

    private void work(int desks, LongFunction<Bill> visits, Hospital.Course course, BooleanSupplier enough)
            throws Exception {
        Future<Void> worked = hospital.work(
                desks, () -> hospital.settled() < settlements ? REST_MILLIS : LONG_REST_MILLIS, visits, course, enough);
        long ticker = vertx.setPeriodic(
                5_000,
                tick -> Report.note(hospital.begun() + " visits begun, " + hospital.over() + " over, "
                        + hospital.settled() + " settlements, heard " + hospital.heard()));
        try {
            worked.await(WORK_MINUTES_MAX, TimeUnit.MINUTES);
        } finally {
            vertx.cancelTimer(ticker);
        }
    }

    /** Admissions instead of settlements, as many. */
    void admit(Hospital.Course course) throws Exception {
        hospital.work(DESKS, () -> 0, visits(1), course, () -> hospital.begun() >= settlements)
                .await(WORK_MINUTES_MAX, TimeUnit.MINUTES);
    }

    /**
     * Visits that are ready to be settled.
     *
     * @param apart each so many is the legacy system's, as long as it has any
     */
    LongFunction<Bill> visits(int apart) {
        long[] next = new long[2];
        return n -> {
            if (n % apart == apart - 1 && next[0] < admitted.size()) {
                return admitted.get((int) next[0]++);
            }
            return next[1] < VISITS ? Bill.of(cluster.patients, Home.FAR, next[1]++) : null;
        };
    }

    long seconds() {
        return (System.nanoTime() - begun) / 1_000_000_000;
    }

    /** Everything runs and nothing is broken: waits until nothing is on its way. */
    void calm() throws Exception {
        long since = System.nanoTime();
        while (underWay() > 0 && System.nanoTime() - since < TimeUnit.SECONDS.toNanos(CALM_SECONDS_MAX)) {
            TimeUnit.MILLISECONDS.sleep(500);
        }
        report.figure("calm_after_seconds", (System.nanoTime() - since) / 1_000_000_000L);
        hospital.askAgain(Math.max(500, settlements)).await(2, TimeUnit.MINUTES);
    }

    private int underWay() throws SQLException {
        int open = 0;
        for (Member member : cluster.members()) {
            try (Database database = member.open()) {
                open += Verdict.underWay(database).size();
            }
        }
        return open;
    }

    /** Looks at the books while something runs. */
    interface Work {
        void run() throws Exception;
    }

    void watched(Work work) throws Exception {
        try (Snapshots watch = Snapshots.of(cluster)) {
            work.run();
            snapshots += watch.taken();
            broken.addAll(watch.found());
        }
    }

    /** Compares, without judging. */
    Verdict verdict() throws SQLException {
        Verdict verdict = Verdict.of(cluster, hospital);
        report.figure("visits", hospital.begun())
                .figure("settlements", hospital.settled())
                .figure("snapshots", snapshots)
                .figure("heard", hospital.heard());
        return verdict;
    }

    /** Compares, reports, and fails when anything does not hold. */
    void requireSound() throws SQLException, IOException {
        requireSound(Map.of());
    }

    /** @param failed requests that were to succeed and did not */
    void requireSound(Map<String, Integer> failed) throws SQLException, IOException {
        Verdict verdict = verdict();
        boolean sound = verdict.findings().isEmpty() && broken.isEmpty() && failed.isEmpty();
        report.end(sound ? "held" : verdict.counts() + " " + broken + " " + failed);
        verdict.findings().forEach(finding -> Report.note(finding.toString()));
        assertThat(failed).as("failed requests").isEmpty();
        assertThat(broken).as("snapshots taken while it ran").isEmpty();
        assertThat(verdict.findings()).as(String.valueOf(verdict.counts())).isEmpty();
        assertThat(hospital.settled()).isGreaterThanOrEqualTo(settlements);
        assertThat(snapshots).as("snapshots").isPositive();
    }

    Member member(Role role) {
        return cluster.member(role);
    }

    Vertx vertx() {
        return vertx;
    }

    @Override
    public void close() throws Exception {
        hospital.close();
        cluster.close();
        vertx.close().await(30, TimeUnit.SECONDS);
        server.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
