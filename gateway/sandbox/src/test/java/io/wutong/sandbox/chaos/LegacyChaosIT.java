package io.wutong.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.simulator.pool.Fault;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The legacy system misbehaves on settlements, questions and reversals: slow beyond the adapter's patience, hung, reset
 * after the request was read, cut short, doubled, garbled, in another charset, lost after the effect.
 */
class LegacyChaosIT {

    /** The functions of a settlement, of asking, of taking back. */
    private static final String[] FUNCTIONS = {"Remote_BIZC131256", "Remote_BIZC200101", "Remote_BIZC131259"};

    /** Less than a slow answer takes: that one comes late. */
    private static final int PATIENCE_MILLIS = 1_500;

    private static final long EVERY_MILLIS = 150;

    @Test
    void should_end_each_message_once_when_the_legacy_system_misbehaves() throws Exception {
        int settlements = Scenario.settlements();
        try (Scenario scenario = Scenario.lay("adapter", settlements, settlements * 11 / 10, PATIENCE_MILLIS)) {
            scenario.prepare();
            Map<Fault, Integer> told = new TreeMap<>();
            Breaking breaking = new Breaking("the adapter", () -> {
                // the last few messages alone would meet a fault with each question that they ask
                for (int n = 0; scenario.hospital.settled() < settlements; n++) {
                    Fault fault = Fault.values()[n % Fault.values().length];
                    scenario.cluster.legacy.system.misbehave(FUNCTIONS[n / 3 % FUNCTIONS.length], fault);
                    told.merge(fault, 1, Integer::sum);
                    TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
                }
            });
            scenario.watched(() -> {
                breaking.start();
                scenario.work(() -> true, scenario.visits(1));
            });
            breaking.end();
            assertThat(told).containsOnlyKeys(Fault.values());
            scenario.report.figure("faults", told);
            scenario.calm();
            scenario.requireSound();
        }
    }
}
