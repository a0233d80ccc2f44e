package io.wutong.reconcile.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.reconcile.rules.Difference.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DayMatchTest {

    private final DayMatch match = new DayMatch();

    private List<Difference> missing() {
        List<Difference> missing = new ArrayList<>();
        match.missing(missing::add);
        return missing;
    }

    @Test
    void should_be_even_when_both_say_the_same() {
        match.ours("P1", 100, true);
        match.ours("P2", 5, true);
        assertThat(match.theirs("P2", 5)).isEmpty();
        assertThat(match.theirs("P1", 100)).isEmpty();
        assertThat(missing()).isEmpty();
        assertThat(match.totals()).isEqualTo(new Totals(2, 0, 0, 0, 0, 105, 105));
        assertThat(match.totals().isEven()).isTrue();
    }

    @Test
    void should_name_each_kind_of_difference_once() {
        match.ours("equal", 1, true);
        match.ours("here", 2, true);
        match.ours("different", 3, true);
        match.ours("beside the day", 4, false);
        assertThat(match.theirs("equal", 1)).isEmpty();
        assertThat(match.theirs("equal", 1)).contains(new Difference(Kind.REPEATED, "equal", 1, 1));
        assertThat(match.theirs("there", 9)).contains(new Difference(Kind.ONLY_THERE, "there", 0, 9));
        assertThat(match.theirs("different", 4)).contains(new Difference(Kind.DIFFERENT, "different", 3, 4));
        assertThat(missing()).containsExactly(new Difference(Kind.ONLY_HERE, "here", 2, 0));
        assertThat(match.totals()).isEqualTo(new Totals(1, 1, 1, 1, 1, 1, 15));
        assertThat(match.totals().isEven()).isFalse();
    }

    @Test
    void should_match_a_row_of_the_hours_beside_the_day_but_not_miss_it() {
        match.ours("late", 7, false);
        assertThat(match.theirs("late", 7)).isEmpty();
        assertThat(missing()).isEmpty();
    }

    @Test
    void should_refuse_a_key_twice_and_ours_after_theirs() {
        match.ours("a", 1, true);
        assertThatThrownBy(() -> match.ours("a", 1, true)).isInstanceOf(IllegalArgumentException.class);
        match.theirs("a", 1);
        assertThatThrownBy(() -> match.ours("b", 1, true)).isInstanceOf(IllegalStateException.class);
    }

    /** Against maps, with keys that are near each other and of every length. */
    @Test
    void should_agree_with_plain_maps_when_rows_are_random() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            DayMatch tested = new DayMatch();
            Map<String, Long> ours = new HashMap<>();
            Map<String, Long> theirs = new HashMap<>();
            for (int i = 0; i < 3_000; i++) {
                String key = Integer.toString(random.nextInt(4_000), 2 + random.nextInt(34));
                ours.putIfAbsent(key, (long) random.nextInt(3));
                theirs.putIfAbsent(Integer.toString(random.nextInt(4_000)), (long) random.nextInt(3));
            }
            ours.forEach((key, fen) -> tested.ours(key, fen, true));
            List<String> found = new ArrayList<>();
            theirs.forEach((key, fen) -> tested.theirs(key, fen).ifPresent(d -> found.add(d.kind() + key)));
            tested.missing(d -> found.add(d.kind() + d.key()));
            List<String> expected = new ArrayList<>();
            ours.forEach((key, fen) -> {
                Long other = theirs.get(key);
                if (other == null) {
                    expected.add("ONLY_HERE" + key);
                } else if (!other.equals(fen)) {
                    expected.add("DIFFERENT" + key);
                }
            });
            theirs.keySet().stream()
                    .filter(key -> !ours.containsKey(key))
                    .forEach(key -> expected.add("ONLY_THERE" + key));
            assertThat(found).as("seed " + seed).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** A million orders; prints what it took. The bound is on memory, not on the machine's speed. */
    @Test
    void should_hold_a_million_rows_in_little_memory() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        long before = runtime.totalMemory() - runtime.freeMemory();
        long start = System.nanoTime();
        for (int i = 0; i < 1_000_000; i++) {
            match.ours("P" + (321_102_000_000_000_000L + i), i, true);
        }
        for (int i = 0; i < 1_000_000; i++) {
            if (i % 100_000 != 7) {
                match.theirs("P" + (321_102_000_000_000_000L + i), i);
            }
        }
        long[] missing = new long[1];
        match.missing(each -> missing[0]++);
        long millis = (System.nanoTime() - start) / 1_000_000;
        System.gc();
        long bytes = runtime.totalMemory() - runtime.freeMemory() - before;
        System.out.println("a million lines in " + millis + " ms, " + bytes / (1 << 20) + " MiB");
        assertThat(missing[0]).isEqualTo(10);
        assertThat(bytes).isLessThan(128L << 20);
        assertThat(match.totals().equal()).isEqualTo(999_990);
    }
}
