package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.port.StoreException;
import io.wutong.spi.CallFailure;
import io.wutong.spi.VisitMemory;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an adapter remembers before it sends: whoever is told that it is not kept sends nothing. */
class StoredVisitMemoryTest {

    private static final long CALL_MILLIS = 10_000;

    private final World world = World.ofOne();
    private final VisitMemory memory =
            new StoredVisitMemory(world.care().ports, "legacy", "V1", world.heap.nanos() + CALL_MILLIS * 1_000_000);

    /** Chaos found it: remembered all the same, it made the visit look busy for two minutes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void should_be_kept_when_its_commit_seemed_lost(boolean durable) {
        fails(StoreException.Kind.UNKNOWN, durable);
        // once it may stand, a refusal says nothing of the first
        fails(StoreException.Kind.NOT_DONE, false);
        Future<Void> kept = memory.remember("a");
        world.heap.runFor(1_000);
        assertThat(kept.succeeded()).isTrue();
        assertThat(recalled()).contains("a");
    }

    @Test
    void should_fail_at_once_when_it_is_certainly_not_kept() {
        fails(StoreException.Kind.NOT_DONE, false);
        Future<Void> kept = memory.remember("a");
        world.heap.runFor(10);
        assertThat(mayBeKept(kept)).isFalse();
        assertThat(recalled()).isEmpty();
    }

    @Test
    void should_fail_before_the_call_has_no_time_left_when_the_store_does_not_come_back() {
        for (int tries = 0; tries < 100; tries++) {
            fails(StoreException.Kind.UNKNOWN, true);
        }
        Future<Void> kept = memory.remember("a");
        world.heap.runFor(CALL_MILLIS / 2);
        assertThat(kept.isComplete()).isFalse();
        world.heap.runFor(CALL_MILLIS / 2);
        assertThat(mayBeKept(kept)).isTrue();
    }

    private static boolean mayBeKept(Future<Void> failed) {
        return ((CallFailure) failed.cause()).sent();
    }

    private void fails(StoreException.Kind kind, boolean durable) {
        world.care().store.fail(kind, durable, rows -> rows.stream().anyMatch(Remembered.class::isInstance));
    }

    private Optional<String> recalled() {
        Future<Optional<String>> recalled = memory.recall();
        world.heap.runFor(10);
        return recalled.result();
    }
}
