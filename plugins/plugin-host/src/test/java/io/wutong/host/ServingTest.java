package io.wutong.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServingTest {

    private static final LocalDate JULY = LocalDate.of(2026, 7, 1);
    private static final Serving OLD = new Serving(Set.of(), null, JULY);
    private static final Serving NEW = new Serving(Set.of(), JULY, null);

    @ParameterizedTest
    @CsvSource({"2026-06-30, true", "2026-07-01, false"})
    void should_serve_by_the_day_on_which_a_visit_began(LocalDate began, boolean old) {
        assertThat(OLD.covers("390", began)).isEqualTo(old);
        assertThat(NEW.covers("390", began)).isEqualTo(!old);
        assertThat(Serving.ALL.covers("", began)).isTrue();
    }

    @Test
    void should_serve_its_coverages_and_what_may_turn_out_to_be_one() {
        Serving employees = new Serving(Set.of("310"), null, null);
        assertThat(employees.covers("310", JULY)).isTrue();
        assertThat(employees.covers("390", JULY)).isFalse();
        assertThat(employees.covers("", JULY)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'', , 2026-07-01, '', 2026-07-01, , false",
        "'', , 2026-07-02, '', 2026-07-01, , true",
        "310, , , 390, , , false",
        "310, , , '', , , true",
        "310, , 2026-07-01, 310, 2026-08-01, , false"
    })
    void should_find_what_two_would_both_serve(
            String one,
            @Nullable LocalDate from,
            @Nullable LocalDate until,
            String other,
            @Nullable LocalDate otherFrom,
            @Nullable LocalDate otherUntil,
            boolean overlap) {
        Serving a = new Serving(one.isEmpty() ? Set.of() : Set.of(one), from, until);
        Serving b = new Serving(other.isEmpty() ? Set.of() : Set.of(other), otherFrom, otherUntil);
        assertThat(a.overlaps(b)).isEqualTo(overlap);
        assertThat(b.overlaps(a)).isEqualTo(overlap);
    }

    @Test
    void should_refuse_days_in_the_wrong_order() {
        assertThatThrownBy(() -> new Serving(Set.of(), JULY, JULY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void should_serve_several_kinds_of_visits_when_a_system_gives_up_one_of_its_coverages() {
        Serving both = new Serving(Set.of("390"), null, JULY).or(new Serving(Set.of("310"), null, null));
        assertThat(both.covers("390", JULY.minusDays(1))).isTrue();
        assertThat(both.covers("390", JULY)).isFalse();
        assertThat(both.covers("310", JULY)).isTrue();
        Serving residents = new Serving(Set.of("390"), JULY, null);
        assertThat(both.overlaps(residents)).isFalse();
        assertThat(residents.overlaps(both)).isFalse();
        assertThat(residents.or(new Serving(Set.of("310"), JULY, null)).overlaps(both))
                .isTrue();
        assertThat(both.overlaps(residents.or(new Serving(Set.of("310"), JULY, null))))
                .isTrue();
    }
}
