package io.wutong.coverage.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.coverage.rules.Joining.Former;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JoiningTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final int GAP_MAX = 90;

    private static LocalDate day(int number) {
        return FIRST.plusDays(number);
    }

    /** Every day from the first that one of them covers on: by exactly one; what the former has paid for by the former. */
    @Test
    void should_cover_each_day_once_when_any_two_coverages_are_joined() {
        Random random = new Random(20261123);
        int joined = 0;
        int apart = 0;
        for (int i = 0; i < 20_000; i++) {
            int since = random.nextInt(200);
            Integer end = random.nextBoolean() ? null : since + 1 + random.nextInt(200);
            int last = end == null ? since + 200 : end - 1;
            Integer used = random.nextBoolean() ? null : since + random.nextInt(last - since + 60);
            Former former = new Former(day(since), end == null ? null : day(end), used == null ? null : day(used));
            LocalDate newSince = day(random.nextInt(500));

            Optional<LocalDate> found = Joining.day(former, newSince, GAP_MAX);
            if (found.isEmpty()) {
                apart++;
                assertThat(former.end()).isBefore(newSince.minusDays(GAP_MAX));
                continue;
            }
            joined++;
            LocalDate day = found.get();
            assertThat(former.meets(day)).as("%s told %s", former, day).isTrue();
            LocalDate ends = former.endsAt(day);
            LocalDate first = day.isBefore(former.since()) ? day : former.since();
            for (LocalDate at = first; at.isBefore(day(600)); at = at.plusDays(1)) {
                boolean byFormer = !at.isBefore(former.since()) && at.isBefore(ends);
                boolean byNew = !at.isBefore(day);
                assertThat(byFormer)
                        .as("%s on %s with %s", former, at, newSince)
                        .isNotEqualTo(byNew);
                if (used != null
                        && !at.isBefore(former.since())
                        && !at.isAfter(day(used))
                        && (end == null || at.isBefore(day(end)))) {
                    assertThat(byFormer).as("%s paid on %s", former, at).isTrue();
                }
            }
            assertThat(day).isBeforeOrEqualTo(used == null || day(used).isBefore(newSince) ? newSince : day(used + 1));
        }
        assertThat(joined).isGreaterThan(10_000);
        assertThat(apart).isGreaterThan(1_000);
    }

    @Test
    void should_say_nothing_when_too_many_days_lie_between() {
        Former ended = new Former(day(0), day(10), null);
        assertThat(Joining.day(ended, day(10 + GAP_MAX), GAP_MAX)).contains(day(10));
        assertThat(Joining.day(ended, day(11 + GAP_MAX), GAP_MAX)).isEmpty();
    }

    @Test
    void should_not_meet_when_a_day_was_paid_for_or_is_after_the_end() {
        Former former = new Former(day(0), day(10), day(5));
        assertThat(former.meets(day(5))).isFalse();
        assertThat(former.meets(day(6))).isTrue();
        assertThat(former.meets(day(10))).isTrue();
        assertThat(former.meets(day(11))).isFalse();
    }
}
