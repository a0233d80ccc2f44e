package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.charge.ChargeState;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Exactly once, under a thousand seeds; and every planted bug is seen within them. One seed event by event:
 * {@code mvn -o test -pl gateway/engine -am -Dtest=ExactlyOnceSimulationTest#should_hold_under_the_given_seed
 * -Dsimulation.seed=N}, with {@code -Dsimulation.bug=NAME} for a planted one.
 */
class ExactlyOnceSimulationTest {

    private static final int SEEDS = Integer.getInteger("simulation.seeds", 1_000);

    private static final String[] STATES = Arrays.stream(ChargeState.values())
            .filter(state -> state != ChargeState.PAYING)
            .map(Enum::name)
            .toArray(String[]::new);

    @Test
    void should_hold_under_every_seed() throws InterruptedException {
        SimulationRunner.Report report = SimulationRunner.run(0, seed -> seed < SEEDS, PlantedBug.NONE, 5);
        System.out.println(report.seeds() + " seeds, " + report.events() + " events, " + report.millis()
                + " ms, charges " + report.charges());
        assertThat(report.violations().entrySet().stream()
                        .map(found ->
                                found.getValue() + "\n  " + SimulationRunner.replay(found.getKey(), PlantedBug.NONE)))
                .isEmpty();
        assertThat(report.seeds()).isEqualTo(SEEDS);
        assertThat(report.charges().keySet()).as("every state of a charge").contains(STATES);
    }

    @ParameterizedTest
    @EnumSource(value = PlantedBug.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void should_see_the_bug_when_it_is_planted(PlantedBug bug) throws InterruptedException {
        SimulationRunner.Report report = SimulationRunner.run(bug.seen, seed -> seed == bug.seen, bug, 1);
        if (report.violations().isEmpty()) {
            report = SimulationRunner.run(0, seed -> seed < SEEDS, bug, 1);
        }
        report.violations()
                .forEach((seed, what) -> System.out.println(bug + " is seen under seed " + seed + ": " + what));
        assertThat(report.violations())
                .as("%s is seen within %s seeds", bug, SEEDS)
                .isNotEmpty();
    }

    @Test
    void should_do_the_same_again_when_the_seed_is_the_same() {
        Simulation.Result once = Simulation.run(7, PlantedBug.NONE, true);
        Simulation.Result again = Simulation.run(7, PlantedBug.NONE, true);
        assertThat(again.events()).isEqualTo(once.events()).isGreaterThan(1_000);
        assertThat(again.log()).isEqualTo(once.log()).isNotEmpty();
    }

    @Test
    void should_hold_under_the_given_seed() {
        long seed = Long.getLong("simulation.seed", 0);
        PlantedBug bug = PlantedBug.valueOf(System.getProperty("simulation.bug", "NONE"));
        boolean asked = System.getProperty("simulation.seed") != null;
        Simulation.Result result = Simulation.run(seed, bug, asked);
        System.out.print(result.log());
        assertThat(result.violation()).isEmpty();
    }
}
