package io.wutong.catalogue.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueDiffTest {

    private static final CatalogueItem A = CatalogueItem.of("A", "甲项", "01", 0, 1_000_000);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void should_miss_none_and_invent_none(long seed) {
        CataloguePair pair = CataloguePair.of(seed, 400, 200);
        List<Difference> found = CatalogueDiff.of(pair.before(), pair.after());
        assertThat(CataloguePair.found(found)).isEqualTo(pair.expected());
        List<Fix> fixes = found.stream().map(one -> Fix.propose(one, null)).toList();
        assertThat(CatalogueDiff.of(Fix.apply(pair.before(), fixes), pair.after()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void should_find_nothing_when_nothing_differs_but_the_order(long seed) {
        CataloguePair pair = CataloguePair.of(seed, 500, 0);
        assertThat(CatalogueDiff.of(pair.before(), pair.after())).isEmpty();
    }

    @Test
    void should_match_periods_by_first_day_and_the_rest_in_order() {
        CatalogueItem one = Lines.from(A, "2024-01-01", "2024-12-31");
        CatalogueItem two = Lines.from(A, "2025-01-01", "2025-12-31");
        CatalogueItem twoLater = Lines.from(A, "2025-02-01", "2025-12-31");
        CatalogueItem three = Lines.from(A, "2026-01-01", "2026-12-31");
        assertThat(CatalogueDiff.of(List.of(two, one), List.of(three, twoLater, one)))
                .containsExactly(
                        Difference.changed(two, twoLater, Set.of(Difference.Field.DATES)), Difference.added(three));
        assertThat(CatalogueDiff.of(List.of(three, two, one), List.of(one, twoLater)))
                .containsExactly(
                        Difference.changed(two, twoLater, Set.of(Difference.Field.DATES)), Difference.removed(three));
    }

    @Test
    void should_tell_how_far_it_is_and_that_it_is_done() {
        List<CatalogueItem> rows = CataloguePair.of(1, 2_500, 0).before();
        List<Integer> told = new ArrayList<>();
        CatalogueDiff.of(rows, rows, told::add);
        assertThat(told).containsExactly(1_000, 2_000, 2_500);
    }

    @Test
    void should_propose_the_others_row_when_no_day_is_given() {
        CatalogueItem dearer = CatalogueItem.of("A", "甲项", "01", 0, 2_000_000);
        assertThat(fix(Difference.changed(A, dearer, Set.of(Difference.Field.LIMIT)), null))
                .isEqualTo(List.of(Fix.Action.REPLACE, List.of(dearer)));
        assertThat(fix(Difference.added(dearer), null)).isEqualTo(List.of(Fix.Action.ADD, List.of(dearer)));
        assertThat(fix(Difference.removed(A), null)).isEqualTo(List.of(Fix.Action.TAKE_OUT, List.of()));
    }

    @Test
    void should_keep_the_days_before_when_new_values_hold_from_a_day() {
        LocalDate on = LocalDate.parse("2026-07-01");
        CatalogueItem dearer = CatalogueItem.of("A", "甲项", "01", 0, 2_000_000);
        CatalogueItem till = A.with(Validity.parse("", "2026-06-30"));
        CatalogueItem since = dearer.with(Validity.parse("2026-07-01", ""));
        assertThat(fix(Difference.changed(A, dearer, Set.of(Difference.Field.LIMIT)), on))
                .isEqualTo(List.of(Fix.Action.CONTINUE, List.of(till, since)));
        assertThat(fix(Difference.removed(A), on)).isEqualTo(List.of(Fix.Action.END, List.of(till)));
        assertThat(fix(Difference.added(dearer), on)).isEqualTo(List.of(Fix.Action.ADD, List.of(since)));

        // what begins on that day or later is simply replaced, what ended before stays as it was
        CatalogueItem young = Lines.from(A, "2026-07-01", "2026-12-31");
        CatalogueItem youngDearer = Lines.from(dearer, "2026-08-01", "2026-12-31");
        assertThat(fix(Difference.changed(young, youngDearer, Set.of(Difference.Field.LIMIT)), on))
                .isEqualTo(List.of(Fix.Action.REPLACE, List.of(youngDearer)));
        assertThat(fix(Difference.removed(young), on)).isEqualTo(List.of(Fix.Action.TAKE_OUT, List.of()));
        CatalogueItem old = Lines.from(A, "2020-01-01", "2021-12-31");
        assertThat(fix(Difference.removed(old), on)).isEqualTo(List.of(Fix.Action.END, List.of(old)));
        CatalogueItem oldDearer = Lines.from(dearer, "2020-01-01", "2026-06-30");
        assertThat(fix(Difference.changed(A, oldDearer, Set.of(Difference.Field.LIMIT)), on))
                .isEqualTo(List.of(Fix.Action.CONTINUE, List.of(till)));
        CatalogueItem lastDay = Lines.from(dearer, "2020-01-01", "2026-07-01");
        assertThat(fix(Difference.added(lastDay), on))
                .isEqualTo(List.of(Fix.Action.ADD, List.of(Lines.from(dearer, "2026-07-01", "2026-07-01"))));
    }

    @Test
    void should_keep_every_other_row_in_its_place_when_fixes_are_applied() {
        CatalogueItem b = CatalogueItem.of("B", "乙项", "02", 1_000, 1);
        CatalogueItem c = CatalogueItem.of("C", "丙项", "03", 0, 1);
        CatalogueItem d = CatalogueItem.of("D", "新项", "01", 0, 1);
        CatalogueItem cheaper = CatalogueItem.of("A", "甲项", "01", 0, 5);
        List<Fix> fixes = List.of(
                Fix.propose(Difference.changed(A, cheaper, Set.of(Difference.Field.LIMIT)), null),
                Fix.propose(Difference.removed(c), null),
                Fix.propose(Difference.added(d), null));
        assertThat(Fix.apply(List.of(A, b, c), fixes)).containsExactly(cheaper, b, d);
        assertThat(Fix.apply(List.of(A, b, c), List.of())).containsExactly(A, b, c);
    }

    @ParameterizedTest
    @CsvSource({"changed,true", "added,false", "removed,false", "name,true", "class,false", "name removed,true"})
    void should_keep_only_what_is_of_the_kinds_that_are_accepted(String kinds, boolean kept) {
        CatalogueItem other = CatalogueItem.of("A", "另名", "01", 0, 7);
        Difference difference = Difference.changed(A, other, Set.of(Difference.Field.NAME, Difference.Field.LIMIT));
        assertThat(difference.ofKinds(List.of(kinds.split(" ")))).matches(found -> found.isPresent() == kept);
    }

    @Test
    void should_take_of_a_changed_row_only_the_accepted_fields() {
        CatalogueItem other = new CatalogueItem(
                "A",
                "另名",
                "02",
                SelfPay.of(9),
                PriceLimit.of(9),
                new LimitedUse("限", null),
                "09",
                Validity.parse("2026-01-01", ""));
        Set<Difference.Field> all = Set.of(Difference.Field.values());
        Difference difference = Difference.changed(A, other, all);
        for (Difference.Field field : Difference.Field.values()) {
            CatalogueItem taken =
                    difference.ofKinds(List.of(field.word())).orElseThrow().after();
            for (Difference.Field each : Difference.Field.values()) {
                assertThat(each.of(taken)).as("%s of %s", each, field).isEqualTo(each.of(each == field ? other : A));
            }
            assertThat(field.zh()).isNotBlank();
        }
        assertThat(difference.ofKinds(List.of("changed"))).contains(difference);
        assertThat(Difference.added(A).ofKinds(List.of("added"))).contains(Difference.added(A));
        assertThat(Difference.removed(A).ofKinds(List.of("added", "name"))).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> difference.ofKinds(List.of("colour")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("colour");
    }

    @Test
    void should_have_words_for_a_reader() {
        assertThat(Difference.added(A).item()).isSameAs(A);
        assertThat(Difference.removed(A).item()).isSameAs(A);
        for (Difference.Kind kind : Difference.Kind.values()) {
            assertThat(kind.zh()).isNotBlank();
        }
        for (Fix.Action action : Fix.Action.values()) {
            assertThat(action.zh()).isNotBlank();
        }
    }

    private static List<Object> fix(Difference difference, LocalDate on) {
        Fix fix = Fix.propose(difference, on);
        assertThat(fix.difference()).isEqualTo(difference);
        return List.of(fix.action(), fix.rows());
    }
}
