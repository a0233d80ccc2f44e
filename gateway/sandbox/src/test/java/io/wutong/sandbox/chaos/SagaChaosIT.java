package io.wutong.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.sandbox.chaos.CrashPoint.Role;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of the place of care at each of its steps while patients pay insurance and cash in one: whatever dies,
 * each charge ends with both or with neither, and its order as the charge says.
 */
class SagaChaosIT {

    @Test
    void should_end_each_charge_with_both_or_neither_when_the_place_of_care_is_killed() throws Exception {
        Set<CrashPoint> points = CrashPoint.of(Role.CARE);
        points.remove(CrashPoint.CARE_REVERSAL_DECIDED); // no hospital reverses here
        points.remove(CrashPoint.CARE_REVERSAL_COMMITTED);
        try (Scenario scenario = Scenario.layWithWindow("charges", Scenario.settlements())) {
            scenario.prepare();
            ChargeWindow window = new ChargeWindow(scenario.cluster.window, scenario.hospital);
            Killer killer = new Killer(scenario.cluster, scenario.hospital, points);
            Breaking breaking = new Breaking("the place of care", killer::run);
            scenario.watched(() -> {
                breaking.start();
                scenario.workBesideKills(breaking, scenario.visits(1), window::serve);
            });
            breaking.end();
            scenario.report
                    .figure("crash_points", points.size())
                    .figure("visited", points.size() - killer.left().size())
                    .figure("kills", killer.kills())
                    .figure("charges", window.ended());
            scenario.calm();
            scenario.requireSound();
            assertThat(killer.left()).as("crash points not visited").isEmpty();
            assertThat(window.ended())
                    .containsKeys("PAYS BOTH", "DOES_NOT_PAY NEITHER", "PAYS_WHAT_IS_SETTLED NEITHER");
        }
    }
}
