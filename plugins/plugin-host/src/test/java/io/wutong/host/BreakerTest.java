package io.wutong.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.host.Breaker.Pass;
import io.wutong.host.Breaker.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Every way through the state table, on a clock that the test moves. */
class BreakerTest {

    private static final BreakerLimits LIMITS = new BreakerLimits(10_000, 4, 50, 1_000, 3_000);

    private final List<String> changes = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 5_000_000_000L; // nanoTime may overflow at any moment
    private final Breaker breaker = new Breaker(LIMITS, () -> nanos, (from, to) -> changes.add(from + ">" + to));

    @Test
    void should_open_when_as_many_fail_in_a_row_however_slowly() {
        for (int i = 0; i < 4; i++) {
            assertThat(state()).isEqualTo(State.CLOSED);
            call(false);
            pass(60_000);
        }
        assertThat(changes).containsExactly("CLOSED>OPEN");
    }

    @Test
    void should_open_when_the_share_of_failures_is_reached() {
        calls(true, 5);
        for (int i = 0; i < 2; i++) {
            calls(false, 2);
            call(true);
        }
        calls(false, 2);
        assertThat(state()).isEqualTo(State.CLOSED);
        call(false);
        assertThat(state()).isEqualTo(State.OPEN);
    }

    @Test
    void should_stay_closed_when_few_of_many_fail() {
        for (int i = 0; i < 200; i++) {
            call(i % 10 != 0);
        }
        assertThat(state()).isEqualTo(State.CLOSED);
        assertThat(breaker.report().failures()).isEqualTo(20);
    }

    @Test
    void should_forget_failures_when_they_are_older_than_the_window() {
        calls(false, 3);
        pass(10_000);
        calls(true, 3);
        call(false);
        assertThat(state()).isEqualTo(State.CLOSED);
        assertThat(breaker.report().calls()).isEqualTo(4);
    }

    @Test
    void should_refuse_and_say_for_how_long_when_open() {
        calls(false, 4);
        assertThat(breaker.enter()).isNull();
        pass(400);
        assertThat(breaker.refusingMillis()).isEqualTo(600);
        pass(599);
        assertThat(breaker.enter()).isNull();
        pass(1);
        assertThat(breaker.refusingMillis()).isZero();
    }

    @Test
    void should_let_one_probe_through_and_close_when_it_is_healthy() {
        calls(false, 4);
        pass(1_000);
        Pass probe = enter();
        assertThat(breaker.enter()).isNull();
        breaker.ended(probe, true);
        assertThat(changes).containsExactly("CLOSED>OPEN", "OPEN>HALF_OPEN", "HALF_OPEN>CLOSED");
        calls(false, 3);
        assertThat(state()).isEqualTo(State.CLOSED);
    }

    @Test
    void should_wait_twice_as_long_up_to_the_limit_when_probes_fail() {
        calls(false, 4);
        for (long expected : new long[] {2_000, 3_000, 3_000}) {
            pass(breaker.refusingMillis());
            breaker.ended(enter(), false);
            assertThat(breaker.refusingMillis()).isEqualTo(expected);
        }
        pass(3_000);
        breaker.ended(enter(), true);
        calls(false, 4);
        assertThat(breaker.refusingMillis()).isEqualTo(1_000);
    }

    @Test
    void should_let_another_probe_through_when_the_first_one_never_ends() {
        calls(false, 4);
        pass(1_000);
        Pass lost = enter();
        pass(999);
        assertThat(breaker.enter()).isNull();
        pass(1);
        Pass second = enter();
        breaker.ended(lost, false);
        assertThat(state()).isEqualTo(State.HALF_OPEN);
        breaker.ended(second, true);
        assertThat(state()).isEqualTo(State.CLOSED);
    }

    @Test
    void should_try_the_next_call_when_the_probe_was_not_made() {
        calls(false, 4);
        pass(1_000);
        breaker.unused(enter());
        breaker.ended(enter(), true);
        assertThat(state()).isEqualTo(State.CLOSED);
    }

    @Test
    void should_not_count_calls_that_began_before_it_opened() {
        List<Pass> hung = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            hung.add(enter());
        }
        hung.subList(0, 4).forEach(pass -> breaker.ended(pass, false));
        pass(1_000);
        breaker.ended(enter(), true);
        hung.subList(4, 20).forEach(pass -> breaker.ended(pass, false));
        assertThat(state()).isEqualTo(State.CLOSED);
        assertThat(breaker.report().opened()).isEqualTo(1);
    }

    private State state() {
        return breaker.report().state();
    }

    private Pass enter() {
        return Objects.requireNonNull(breaker.enter(), "refused");
    }

    private void call(boolean healthy) {
        breaker.ended(enter(), healthy);
    }

    private void calls(boolean healthy, int times) {
        for (int i = 0; i < times; i++) {
            call(healthy);
        }
    }

    private void pass(long millis) {
        nanos += millis * 1_000_000;
    }
}
