package io.wutong.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.testkit.example.ExampleFactory.Sin;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract fails for each plugin that breaks it: a test that cannot fail proves nothing. */
class ContractBitesTest {

    static Stream<Arguments> sins() {
        Consumer<ExampleRegion> spoiled = c -> c.should_never_take_a_spoiled_answer_for_an_end(Packaging.CLASSES);
        Consumer<ExampleRegion> visit = c -> c.should_carry_a_visit_when_the_system_behaves(Packaging.CLASSES);
        Consumer<ExampleRegion> loop =
                contract -> contract.should_not_hold_its_event_loop_when_called(Packaging.CLASSES);
        Consumer<ExampleRegion> inTime = c -> c.should_give_up_in_time_when_the_system_hangs(Packaging.CLASSES);
        Consumer<ExampleRegion> again = c -> c.should_answer_the_same_when_asked_or_undone_again(Packaging.CLASSES);
        return Stream.of(
                Arguments.of(Sin.BELIEVES_ANYTHING, spoiled, "Unknown"),
                Arguments.of(Sin.DENIES_SENDING, spoiled, "Unknown"),
                Arguments.of(Sin.DAWDLES, inTime, "lets go of the connection"),
                Arguments.of(Sin.BLOCKS_THE_LOOP, loop, "ExampleFactory$Example.call"),
                Arguments.of(
                        Sin.PRINTS_ITS_SECRET,
                        (Consumer<ExampleRegion>) PluginContract::should_show_no_secret_when_it_is_printed,
                        "secret password"),
                Arguments.of(
                        Sin.SHARES_ITS_SECRET,
                        (Consumer<ExampleRegion>)
                                PluginContract::should_not_reach_another_adapters_secrets_when_both_are_served,
                        "secrets of another adapter"),
                Arguments.of(Sin.LOGS_ITS_SECRET, visit, "secret"),
                Arguments.of(Sin.UNDOES_ONCE, again, "undone, time 1"),
                Arguments.of(
                        Sin.TAKES_EVERYTHING,
                        (Consumer<ExampleRegion>) c -> c.should_refuse_what_it_does_not_declare(Packaging.CLASSES),
                        "1101"));
    }

    @ParameterizedTest
    @MethodSource("sins")
    void should_fail_when_a_plugin_breaks_it(Sin sin, Consumer<ExampleRegion> test, String message) {
        ExampleRegion sinner = new ExampleRegion(sin);
        sinner.openVertx();
        assertThatThrownBy(() -> test.accept(sinner))
                .isInstanceOfAny(AssertionError.class, org.awaitility.core.ConditionTimeoutException.class)
                .hasMessageContaining(message);
        sinner.closeVertx();
    }
}
