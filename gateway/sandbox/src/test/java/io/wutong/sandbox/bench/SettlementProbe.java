package io.wutong.sandbox.bench;

import io.wutong.sandbox.EmbeddedDatabase;
import io.wutong.sandbox.stand.Patients;
import io.wutong.sandbox.stand.Patients.Home;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code mvn -Pbench verify -Dit.test=SettlementProbe}: what one change to the path of a settlement saves, in minutes and on
 * a busy machine. It counts settlements, not seconds, and no baseline runs beside it, so it is no part of the benchmarks:
 * bytes allocated repeat within three hundredths, processor time does not. With {@code
 * -Dbench.options=-XX:StartFlightRecording…} the gateway's work is in the recording.
 */
class SettlementProbe {

    @TempDir
    Path folder;

    private final Settings settings = Settings.read();

    @Test
    void should_print_what_a_settlement_allocates() throws Exception {
        Patients patients = new Patients(
                Integer.getInteger("bench.persons", 20_000),
                settings.warmupSettlements() + (settings.pairs() + 1) * Settings.PROBE_SETTLEMENTS);
        try (EmbeddedDatabase server = EmbeddedDatabase.start();
                Stand stand = new Stands(server, folder, settings).one("probe", patients, Home.FAR)) {
            System.out.println("warm-up: " + stand.settleAll(settings.warmupSettlements()));
            for (int i = 0; i < settings.pairs(); i++) {
                System.out.println(stand.settleAll(Settings.PROBE_SETTLEMENTS));
            }
        }
    }
}
