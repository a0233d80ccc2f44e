package io.wutong.benefit.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AmountsTest {

    @Test
    void should_keep_every_amount_when_a_person_has_hundreds_of_names() {
        Map<String, Long> expected = new TreeMap<>();
        Usage usage = new Usage(Amounts.NONE);
        for (int year = 2000; year < 2030; year++) {
            for (int fund = 0; fund < 9; fund++) {
                usage.add("" + year, "fund" + fund + ".paid", year + fund);
                assertThat(usage.add("" + year, "fund" + fund + ".paid", 1)).isEqualTo(year + fund + 1);
                expected.put(year + "/fund" + fund + ".paid", year + fund + 1L);
            }
        }
        Amounts amounts = usage.amounts();

        assertThat(amounts.byName()).isEqualTo(expected);
        assertThat(amounts.get("2029", "fund8.paid")).isEqualTo(2038);
        assertThat(usage.add("2029", "fund8.paid", 0)).isEqualTo(2038);
        assertThat(Amounts.of(expected)).isEqualTo(amounts).hasSameHashCodeAs(amounts);
        assertThat(amounts).doesNotHaveSameHashCodeAs(Amounts.NONE);
    }

    @Test
    void should_stay_as_they_were_when_two_calculations_begin_with_them() {
        Amounts before = Amounts.of(Map.of("2026/a", 1L));
        Usage one = new Usage(before);
        Usage other = new Usage(before);
        for (int i = 0; i < 10; i++) {
            one.set("2026", "one" + i, 7);
            other.set("2026", "other" + i, 8);
        }

        assertThat(before.byName()).isEqualTo(Map.of("2026/a", 1L));
        assertThat(one.amounts().byName()).hasSize(11).doesNotContainValue(8L);
        assertThat(other.amounts().byName()).hasSize(11).doesNotContainValue(7L);
    }

    @Test
    void should_leave_behind_what_has_become_zero() {
        Amounts used = Amounts.of(Map.of("2026/a", 5L, "2026/b", 3L));
        Usage usage = new Usage(used);
        usage.subtract("2026", "a", 5);
        for (int i = 0; i < 40; i++) {
            usage.set("2027", "c" + i, i);
        }

        assertThat(usage.amounts().byName())
                .hasSize(40)
                .containsEntry("2026/b", 3L)
                .doesNotContainKey("2026/a");
        assertThat(usage.amounts().isEmpty()).isFalse();
        assertThat(used.without(Amounts.NONE, used).isEmpty()).isTrue();
    }

    @Test
    void should_take_back_what_led_from_one_to_another() {
        Amounts before = Amounts.of(Map.of("2026/a", 5L));
        Amounts after = Amounts.of(Map.of("2026/a", 7L, "life/b", 2L));
        Amounts now = Amounts.of(Map.of("2026/a", 17L, "life/b", 2L));

        assertThat(now.without(before, after)).isEqualTo(Amounts.of(Map.of("2026/a", 15L)));
        assertThat(now.without(before, after)).isNotEqualTo(now).hasToString("{2026/a=15}");
    }

    @Test
    void should_refuse_a_name_without_a_period() {
        assertThatThrownBy(() -> Amounts.of(Map.of("basic.paid", 1L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("basic.paid");
        assertThat(Amounts.period("/x")).isEmpty();
    }
}
