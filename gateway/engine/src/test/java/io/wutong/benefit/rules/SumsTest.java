package io.wutong.benefit.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The four sums of a bill, and the six parts of what is left of it. */
class SumsTest {

    private static final Sums BILL = new Sums(100, 20, 3, 5000);

    @Test
    void should_add_and_subtract_each_sum_by_itself() {
        Sums other = new Sums(7, 11, 13, 17);

        assertThat(BILL.totalFen()).isEqualTo(5123);
        assertThat(BILL.plus(other)).isEqualTo(new Sums(107, 31, 16, 5017));
        assertThat(BILL.minus(other)).isEqualTo(new Sums(93, 9, -10, 4983));
        assertThat(new Sums(10, 20, 30, 40).share(1, 4)).isEqualTo(new Sums(3, 5, 8, 10));
    }

    @ParameterizedTest
    @CsvSource({
        "40,   60, 20, 3, 5000",
        "110,   0, 10, 3, 5000",
        "121,   0,  0, 2, 5000",
        "123,   0,  0, 0, 5000",
        "1123,  0,  0, 0, 4000"
    })
    void should_take_from_own_pay_first_and_from_scope_last(long fen, long own, long over, long prior, long scope) {
        assertThat(BILL.without(fen)).isEqualTo(new Sums(own, over, prior, scope));
    }

    @ParameterizedTest
    @CsvSource({
        // nothing is negative: nothing changes, zeros included
        "0, 0, 0, 0,       0, 0, 0, 0",
        "100, 0, 3, 50,    100, 0, 3, 50",
        // what one lacks is taken from the others, own-pay first
        "-10, 20, 3, 50,   0, 10, 3, 50",
        "100, -20, 3, 50,  80, 0, 3, 50",
        "1, 2, -30, 50,    0, 0, 0, 23",
        "40, 2, 3, -42,    0, 0, 3, 0",
        "10, 0, 0, -10,    0, 0, 0, 0",
        // a negative total stays
        "10, 0, 0, -11,    -1, 0, 0, 0"
    })
    void should_have_no_negative_sum_when_netted(
            long own, long over, long prior, long scope, long own2, long over2, long prior2, long scope2) {
        assertThat(new Sums(own, over, prior, scope).netted()).isEqualTo(new Sums(own2, over2, prior2, scope2));
    }

    @Test
    void should_take_a_layer_from_its_own_parts_alone() {
        Remainder rest = new Remainder(BILL);
        rest.move(Part.DEDUCTIBLE, 800);
        rest.move(Part.ABOVE_CAP, 200);
        rest.take(List.of(Part.DEDUCTIBLE, Part.PRIOR_SELF_PAY), 802);

        assertThat(rest.of(List.of(Part.DEDUCTIBLE, Part.PRIOR_SELF_PAY))).isEqualTo(1);
        assertThat(rest.shares().byPart())
                .isEqualTo(Map.of(
                        Part.ABOVE_CAP, 200L,
                        Part.OWN_SHARE, 4000L,
                        Part.DEDUCTIBLE, 0L,
                        Part.PRIOR_SELF_PAY, 1L,
                        Part.OVER_LIMIT, 20L,
                        Part.OWN_PAY, 100L));
        assertThatThrownBy(() -> rest.take(List.of(Part.OWN_PAY), 101)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void should_take_a_basic_fund_from_scope_and_then_from_all_else() {
        Remainder rest = new Remainder(BILL);
        rest.takeBasic(5100);

        assertThat(rest.total()).isEqualTo(23);
        assertThat(rest.shares().of(Part.OWN_PAY)).isEqualTo(23);
    }

    @Test
    void should_know_the_shares_that_are_the_same() {
        Shares shares = new Remainder(BILL).shares();
        Shares more = shares.plus(new Remainder(new Sums(1, 0, 0, 0)).shares());

        assertThat(more.total()).isEqualTo(5124);
        assertThat(more.of(Part.OWN_PAY)).isEqualTo(101);
        assertThat(shares)
                .isEqualTo(new Remainder(BILL).shares())
                .isNotEqualTo(more)
                .isNotEqualTo("5123");
        assertThat(shares).hasSameHashCodeAs(new Remainder(BILL).shares()).doesNotHaveSameHashCodeAs(more);
        assertThat(shares.toString()).contains("OWN_SHARE=5000");
    }
}
