package io.wutong.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.spi.Fen;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GenTest {
    @Test
    void should_give_the_same_values_when_the_seed_is_the_same() {
        Gen<List<String>> gen = Gen.lists(Gen.strings(0, 30), 0, 5);
        assertThat(take(gen, 7)).isEqualTo(take(gen, 7)).isNotEqualTo(take(gen, 8));
    }

    @Test
    void should_stay_within_bounds_and_meet_them() {
        Set<Integer> met = new HashSet<>(take(Gen.ints(-3, 3), 1));
        assertThat(met).containsExactlyInAnyOrder(-3, -2, -1, 0, 1, 2, 3);
        assertThat(take(Gen.longs(Long.MIN_VALUE, Long.MAX_VALUE), 1)).contains(Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(take(Gen.strings(2, 5), 1))
                .allSatisfy(text -> assertThat(text.length()).isBetween(2, 5));
        assertThat(take(Gen.dates(), 1))
                .anyMatch(day -> day.getDayOfMonth() == day.lengthOfMonth())
                .allMatch(day -> day.isAfter(LocalDate.of(1999, 12, 31)) && day.isBefore(LocalDate.of(2060, 1, 1)));
        assertThat(take(Gen.pick("a", "b").filter("b"::equals), 1)).containsOnly("b");
    }

    @Test
    void should_hold_for_amounts_written_and_read() {
        Gen.forAll(
                1,
                2_000,
                Gen.amounts(),
                fen -> assertThat(Fen.parse("a", Fen.format(fen))).isEqualTo(fen));
    }

    @Test
    void should_name_a_seed_that_fails_again_and_the_value_when_a_property_fails() {
        Gen.Property<Integer> small = value -> assertThat(value).isLessThan(90);
        assertThatThrownBy(() -> Gen.forAll(100, 1_000, Gen.ints(0, 99), small))
                .isInstanceOf(AssertionError.class)
                .satisfies(failure -> {
                    String message = failure.getMessage();
                    long seed = Long.parseLong(message.replaceAll("(?s).*seed (\\d+).*", "$1"));
                    String value = message.replaceAll("(?s).*on value (\\d+).*", "$1");
                    assertThatThrownBy(() -> Gen.forAll(seed, 1, Gen.ints(0, 99), small))
                            .hasMessageContaining("on value " + value);
                });
    }

    private static <T> List<T> take(Gen<T> gen, long seed) {
        List<T> values = new ArrayList<>();
        Gen.forAll(seed, 500, gen, values::add);
        return values;
    }
}
