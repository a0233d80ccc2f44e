package io.wutong.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of a process at each step that {@link CrashPoint} lists, then a restart, while hospitals go on. */
class StepsChaosIT {

    private static final int CRASH_POINTS_MAX = 40;
    private static final int LEGACY_VISITS = 400;
    /** Half of the steps are passed only by what a legacy system settles. */
    private static final int LEGACY_APART = 2;

    @Test
    void should_end_each_message_once_when_processes_are_killed_at_every_step() throws Exception {
        assertThat(CrashPoint.values()).hasSizeLessThanOrEqualTo(CRASH_POINTS_MAX);
        try (Scenario scenario =
                Scenario.lay("crash_points", Scenario.settlements(), Math.min(LEGACY_VISITS, Scenario.settlements()))) {
            scenario.prepare();
            Killer killer = new Killer(scenario.cluster, scenario.hospital, EnumSet.allOf(CrashPoint.class));
            Breaking breaking = new Breaking("processes", killer::run);
            scenario.watched(() -> {
                breaking.start();
                scenario.workBesideKills(breaking, scenario.visits(LEGACY_APART), scenario.hospital::settle);
            });
            breaking.end();
            scenario.report
                    .figure("crash_points", CrashPoint.values().length)
                    .figure(
                            "visited",
                            CrashPoint.values().length - killer.left().size())
                    .figure("kills", killer.kills());
            scenario.calm();
            scenario.requireSound();
            assertThat(killer.left()).as("crash points not visited").isEmpty();
        }
    }
}
