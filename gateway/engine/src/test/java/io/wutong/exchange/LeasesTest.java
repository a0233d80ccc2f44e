package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.work.Buckets;
import io.wutong.work.Lease;
import io.wutong.work.LeaseKeeper;
import io.wutong.work.Waits;
import io.wutong.work.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Background work is shared out fairly, every part has one worker, and a dead one is replaced in time. */
class LeasesTest {

    private final EventHeap heap = new EventHeap();
    private final MemoryStore store = new MemoryStore(heap);
    private final List<LeaseKeeper> live = new ArrayList<>();

    @Test
    void should_have_everything_when_it_is_alone() {
        LeaseKeeper alone = start("a");
        assertThat(alone.buckets().keySet()).containsExactlyElementsOf(Buckets.ALL);
    }

    @Test
    void should_go_by_the_time_of_the_database_when_its_own_clock_is_wrong() {
        store.clockOffset = Duration.ofHours(3);
        LeaseKeeper alone = start("a");
        turns(4_500);
        assertThat(Duration.between(heap.now().plus(Duration.ofHours(3)), alone.databaseTime())
                        .abs())
                .isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void should_share_fairly_and_have_each_part_once() {
        for (String name : List.of("a", "b", "c")) {
            start(name);
        }
        turns(4_500);
        assertThat(live).allSatisfy(keeper -> assertThat(keeper.buckets()).hasSizeBetween(20, 22));
        assertShared();
    }

    @Test
    void should_be_replaced_within_ten_seconds_when_it_dies() {
        LeaseKeeper first = start("a");
        LeaseKeeper second = start("b");
        turns(4_500);
        assertThat(second.buckets()).hasSize(32);
        live.remove(first);
        turns(10_000);
        assertThat(second.buckets()).hasSize(64);
        assertThat(first.buckets()).isEmpty();
        assertThat(store.one(Worker.key(first.epoch())).orElseThrow().live()).isFalse();
    }

    @Test
    void should_be_replaced_at_once_when_it_resigns() {
        LeaseKeeper first = start("a");
        LeaseKeeper second = start("b");
        turns(3_000);
        live.remove(first);
        first.resign();
        turns(1_500);
        assertThat(second.buckets()).hasSize(64);
    }

    @Test
    void should_work_under_a_new_epoch_and_new_fences_when_it_was_thought_dead() {
        LeaseKeeper first = start("a");
        LeaseKeeper second = start("b");
        turns(3_000);
        long epoch = first.epoch();
        Map<String, Long> fences = new HashMap<>(first.buckets());
        live.remove(first);
        turns(10_000);
        assertThat(first.holds(epoch)).isFalse();
        live.add(first);
        turns(6_000);
        assertThat(first.epoch()).isGreaterThan(second.epoch());
        assertThat(first.holds(epoch)).isFalse();
        assertShared();
        first.buckets().forEach((bucket, fence) -> assertThat(fence).isGreaterThan(fences.getOrDefault(bucket, 0L)));
    }

    @Test
    void should_not_hold_longer_than_its_life_when_the_store_does_not_answer() {
        LeaseKeeper alone = start("a");
        long epoch = alone.epoch();
        heap.runFor(LeaseKeeper.LIFE_MILLIS);
        assertThat(alone.holds(epoch)).isFalse();
        assertThat(alone.buckets()).isEmpty();
    }

    @Test
    void should_declare_dead_a_worker_that_lives_longer_than_it_can_when_the_clock_was_put_back() {
        store.put(new Worker(7, "z", Worker.LIVE, heap.now().plus(Duration.ofHours(3))));
        Buckets.ALL.forEach(bucket -> store.put(new Lease(bucket, 5, 7)));
        store.put(new Lease("epochs", 7, 0));
        LeaseKeeper alone = start("a");
        assertThat(alone.epoch()).isEqualTo(8);
        assertThat(alone.buckets())
                .hasSize(64)
                .allSatisfy((bucket, fence) -> assertThat(fence).isEqualTo(6));
    }

    @Test
    void should_call_due_what_lies_further_ahead_than_any_wait() {
        Instant now = heap.now();
        assertThat(Waits.due(now, now)).isTrue();
        assertThat(Waits.due(now.plusSeconds(60), now)).isFalse();
        assertThat(Waits.due(now.plus(Duration.ofHours(3)), now)).isTrue();
        assertThat(Waits.after(0, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Waits.after(5, 0)).isEqualTo(Duration.ofSeconds(32));
        assertThat(Waits.after(700, 99)).isEqualTo(Duration.ofMillis(65_940)).isLessThan(Waits.LONGEST);
    }

    private LeaseKeeper start(String name) {
        MemoryStore.Session session = store.session();
        LeaseKeeper keeper = new LeaseKeeper(heap, session, session, name);
        live.add(keeper);
        keeper.turn();
        heap.runFor(100);
        return keeper;
    }

    private void turns(long millis) {
        for (long at = 0; at < millis; at += LeaseKeeper.TURN_MILLIS) {
            live.forEach(LeaseKeeper::turn);
            heap.runFor(LeaseKeeper.TURN_MILLIS);
        }
    }

    private void assertShared() {
        Set<String> all = new HashSet<>();
        live.forEach(keeper -> keeper.buckets()
                .keySet()
                .forEach(bucket -> assertThat(all.add(bucket))
                        .as("bucket %s is worked once", bucket)
                        .isTrue()));
        assertThat(all).hasSize(Buckets.COUNT);
    }
}
