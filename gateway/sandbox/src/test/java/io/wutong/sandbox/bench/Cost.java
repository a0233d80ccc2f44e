package io.wutong.sandbox.bench;

import io.wutong.sandbox.stand.Database;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What one settlement of a run has cost, on average.
 *
 * @param perSecond of the run
 * @param jvmMicros processor time of the gateway's process
 * @param javaMicros that of its threads that run Java: without compilation and garbage collection
 * @param serverMicros processor time of the database's processes
 * @param allocatedBytes of the gateway
 * @param walBytes of the database's log without full-page images
 * @param fullPages images of pages in it
 * @param fsyncs of it
 */
record Cost(
        double perSecond,
        double jvmMicros,
        double javaMicros,
        double serverMicros,
        double allocatedBytes,
        double walBytes,
        double fullPages,
        double fsyncs) {

    /** Backends tell of their work at most once a second. */
    private static final long TOLD_MILLIS = 1_200;

    double micros() {
        return jvmMicros + serverMicros;
    }

    /** Begins to measure. */
    static Meter meter(Database database, List<GatewayProcess> gateways) throws Exception {
        TimeUnit.MILLISECONDS.sleep(TOLD_MILLIS);
        return new Meter(database, gateways, database.counters(), used(gateways));
    }

    private static GatewayProcess.Used used(List<GatewayProcess> gateways) {
        GatewayProcess.Used all = new GatewayProcess.Used(0, 0, 0);
        for (GatewayProcess gateway : gateways) {
            all = all.and(gateway.used());
        }
        return all;
    }

    /** Where the counters stood. */
    record Meter(Database database, List<GatewayProcess> gateways, Database.Counters before, GatewayProcess.Used used) {

        Cost read(long settlements, double perSecond) throws Exception {
            GatewayProcess.Used ours = Cost.used(gateways).since(used);
            TimeUnit.MILLISECONDS.sleep(TOLD_MILLIS);
            Database.Counters after = database.counters();
            if (Anatomy.wanted()) {
                Anatomy.log(database, before.walLsn(), after.walLsn(), settlements);
            }
            return new Cost(
                    perSecond,
                    ours.cpuNanos() / 1e3 / settlements,
                    ours.javaNanos() / 1e3 / settlements,
                    (after.cpuNanos() - before.cpuNanos()) / 1e3 / settlements,
                    (double) ours.allocatedBytes() / settlements,
                    (double) walBytes(after) / settlements,
                    (double) (after.fullPages() - before.fullPages()) / settlements,
                    (double) (after.fsyncs() - before.fsyncs()) / settlements);
        }

        private long walBytes(Database.Counters after) throws SQLException {
            return database.walBytes(before.walLsn(), after.walLsn());
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.0f/s; each: JVM %.0f µs (%.0f without compilers and collectors), PostgreSQL %.0f µs, %.0f B allocated, %.0f B WAL, %.3f full pages, %.4f fsyncs",
                perSecond,
                jvmMicros,
                javaMicros,
                serverMicros,
                allocatedBytes,
                walBytes,
                fullPages,
                fsyncs);
    }
}
