package io.wutong.benefit.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ratios and brackets, to the fen. */
class ArithmeticTest {

    private static final Brackets TWO =
            new Brackets(List.of(new Bracket(0, 1000, 5000), new Bracket(1000, 3000, 8000)));

    @ParameterizedTest
    @CsvSource({
        "1, 1, 2, 1",
        "1, 1, 3, 0",
        "2, 1, 3, 1",
        "100, 6500, 10000, 65",
        // beyond what a long can multiply
        "9000000000000000, 9000000000000000, 9000000000000001, 8999999999999999",
        "9223372036854775807, 1, 1, 9223372036854775807",
        "9223372036854775807, 3, 4, 6917529027641081855"
    })
    void should_round_half_up_when_a_share_is_taken(long fen, long part, long whole, long share) {
        assertThat(Ratios.share(fen, part, whole)).isEqualTo(share);
    }

    @Test
    void should_pay_each_bracket_its_ratio_and_nothing_above_the_last() {
        assertThat(TWO.paid(999)).isEqualTo(500);
        assertThat(TWO.paid(1001)).isEqualTo(501);
        assertThat(TWO.paid(3000)).isEqualTo(2100);
        assertThat(TWO.paid(9000)).isEqualTo(2100);
        assertThat(TWO.paid(900, 1100)).isEqualTo(130);
        assertThat(TWO.paid(3000, 4000)).isZero();
    }

    @Test
    void should_pay_the_same_when_an_amount_is_beyond_a_long() {
        Brackets all = new Brackets(List.of(new Bracket(0, 1000, 5000), new Bracket(1000, Long.MAX_VALUE, 10_000)));

        assertThat(all.paid(9_000_000_000_000_000L)).isEqualTo(8_999_999_999_999_500L);
        assertThat(all.paid(500, 9_000_000_000_000_000L)).isEqualTo(8_999_999_999_999_250L);
        assertThat(Brackets.flat(5000).paid(9_000_000_000_000_001L)).isEqualTo(4_500_000_000_000_001L);
    }

    @Test
    void should_refuse_brackets_that_overlap_or_are_empty() {
        assertRefused(new Bracket(5, 5, 1));
        assertRefused(new Bracket(5, 4, 1));
        assertRefused(new Bracket(0, 5, 1), new Bracket(4, 9, 1));
        assertRefused(new Bracket(0, 5, -1));
        assertRefused(new Bracket(0, 5, 10_001));
        assertThat(new Brackets(List.of(new Bracket(0, 5, 0), new Bracket(5, 6, 10_000))).paid(6))
                .isEqualTo(1);
    }

    private static void assertRefused(Bracket... brackets) {
        assertThatThrownBy(() -> new Brackets(List.of(brackets))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void should_be_flat_only_when_one_ratio_holds_for_every_amount() {
        assertThat(Brackets.flat(1).isFlat()).isTrue();
        assertThat(TWO.isFlat()).isFalse();
        assertThat(new Brackets(List.of(new Bracket(0, 1000, 1))).isFlat()).isFalse();
        assertThat(new Brackets(List.of(new Bracket(1, Long.MAX_VALUE, 1))).isFlat())
                .isFalse();
    }

    @Test
    void should_stop_at_nothing_and_at_everything_when_a_ratio_is_changed() {
        assertThat(TWO.map(bp -> bp - 6000).paid(3000)).isEqualTo(400);
        assertThat(TWO.map(bp -> bp + 6000).paid(3000)).isEqualTo(3000);
        // 65% times 90%, then the person's 41.5% halved, then 5 points less
        assertThat(new RatioChange(0, 9000, 10_000).apply(6500)).isEqualTo(5850);
        assertThat(new RatioChange(0, 10_000, 5000).apply(5850)).isEqualTo(7925);
        assertThat(new RatioChange(-500, 10_000, 10_000).apply(7925)).isEqualTo(7425);
    }

    @Test
    void should_find_the_least_amount_that_is_paid_so_much() {
        assertThat(TWO.reached(0, 3000, 500, TWO::paid)).isEqualTo(999);
        assertThat(TWO.reached(0, 3000, 501, TWO::paid)).isEqualTo(1001);
        assertThat(TWO.reached(0, 3000, 2100, TWO::paid)).isEqualTo(3000);
        assertThat(TWO.reached(200, 3000, 1, TWO::paid)).isEqualTo(200);
    }
}
