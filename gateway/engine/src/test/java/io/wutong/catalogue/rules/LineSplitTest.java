package io.wutong.catalogue.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class LineSplitTest {

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    @RepeatedTest(10)
    void should_sum_to_the_line_and_mirror_when_it_is_given_back(RepetitionInfo info) {
        Lines lines = new Lines(info.getCurrentRepetition());
        LineSplit total = LineSplit.ZERO;
        long billed = 0;
        for (int i = 0; i < 500; i++) {
            Terms terms = lines.terms();
            BigDecimal cnt = lines.cnt();
            BigDecimal price = lines.unitPrice();
            long amount = LineSplit.amount(cnt, price);
            LineSplit split = LineSplit.of(terms, cnt, price, amount);
            assertThat(split.sumFen()).isEqualTo(amount);
            assertThat(LongStream.of(
                                    split.ownPayFen(),
                                    split.overLimitFen(),
                                    split.priorSelfPayFen(),
                                    split.inScopeFen())
                            .min()
                            .orElseThrow())
                    .isNotNegative();
            assertThat(LineSplit.amount(cnt.negate(), price)).isEqualTo(-amount);
            LineSplit mirrored = LineSplit.ZERO.minus(split);
            assertThat(LineSplit.of(terms, cnt.negate(), price, -amount)).isEqualTo(mirrored);
            // some systems write the minus at the price
            assertThat(LineSplit.of(terms, cnt, price.negate(), -amount)).isEqualTo(mirrored);
            total = total.plus(split);
            billed += amount;
        }
        assertThat(total.sumFen()).isEqualTo(billed);
    }

    @RepeatedTest(10)
    void should_leave_nothing_in_any_column_when_a_line_is_given_back_in_parts(RepetitionInfo info) {
        Lines lines = new Lines(info.getCurrentRepetition());
        for (int i = 0; i < 200; i++) {
            Terms terms = lines.terms();
            BigDecimal price = lines.unitPrice();
            int units = 2 + lines.upTo(9);
            BigDecimal standing = BigDecimal.valueOf(units);
            long amount = LineSplit.amount(standing, price);
            LineSplit sum = LineSplit.of(terms, standing, price, amount);
            while (standing.signum() > 0) {
                BigDecimal back = BigDecimal.valueOf(1 + lines.upTo(standing.intValue()));
                // the last part takes what is left of the amount
                long part = back.compareTo(standing) == 0 ? amount : LineSplit.amount(back, price);
                LineSplit change = LineSplit.change(terms, price, standing, amount, back.negate(), -part);
                assertThat(change.sumFen()).isEqualTo(-part);
                sum = sum.plus(change);
                standing = standing.subtract(back);
                amount -= part;
            }
            assertThat(sum).isEqualTo(LineSplit.ZERO);
        }
    }

    @Test
    void should_split_limit_first_and_prior_self_pay_of_the_rest() {
        Terms terms = terms("02", 1_000, 50_000_000);
        assertThat(LineSplit.of(terms, TWO, BigDecimal.valueOf(60), 12_000))
                .isEqualTo(new LineSplit(0, 2_000, 1_000, 9_000));
        assertThat(LineSplit.of(terms, TWO, BigDecimal.valueOf(50), 10_000))
                .isEqualTo(new LineSplit(0, 0, 1_000, 9_000));
        assertThat(LineSplit.of(Terms.UNMAPPED, BigDecimal.ONE, BigDecimal.ONE, 77))
                .isEqualTo(new LineSplit(77, 0, 0, 0));
    }

    @Test
    void should_round_half_up_from_the_exact_excess_when_the_price_has_six_decimals() {
        // 3 × (1.005001 − 1.000001) = 0.015; 3 × 1.005001 = 3.015003
        Terms terms = terms("01", 0, 1_000_001);
        assertThat(LineSplit.of(terms, BigDecimal.valueOf(3), new BigDecimal("1.005001"), 302))
                .isEqualTo(new LineSplit(0, 2, 0, 300));
        // half a fen of prior self-pay goes up, on both sides of zero
        assertThat(LineSplit.of(terms("02", 5_000, PriceLimit.NO_LIMIT), BigDecimal.ONE, new BigDecimal("0.01"), 1))
                .isEqualTo(new LineSplit(0, 0, 1, 0));
        assertThat(LineSplit.of(terms("02", 5_000, PriceLimit.NO_LIMIT), BigDecimal.ONE, new BigDecimal("-0.01"), -1))
                .isEqualTo(new LineSplit(0, 0, -1, 0));
    }

    @Test
    void should_never_put_more_over_the_limit_than_the_amount() {
        Terms terms = terms("01", 0, 1_000_000);
        assertThat(LineSplit.of(terms, BigDecimal.TEN, BigDecimal.TEN, 500)).isEqualTo(new LineSplit(0, 500, 0, 0));
        assertThat(LineSplit.of(terms, BigDecimal.TEN, BigDecimal.TEN, -500)).isEqualTo(new LineSplit(0, -500, 0, 0));
        assertThat(LineSplit.of(terms, BigDecimal.TEN, BigDecimal.TEN, 0)).isEqualTo(LineSplit.ZERO);
    }

    @Test
    void should_keep_every_digit_when_an_amount_has_sixteen() {
        Terms terms = terms("02", 3_333, PriceLimit.NO_LIMIT);
        assertThat(LineSplit.of(terms, BigDecimal.ONE, new BigDecimal("99999999999999.99"), 9_999_999_999_999_999L))
                .isEqualTo(new LineSplit(0, 0, 3_333_000_000_000_000L, 6_666_999_999_999_999L));
        assertThat(LineSplit.exactFen(new BigDecimal("999999999999.9999"), new BigDecimal("9999999999.999999")))
                .isEqualTo(new BigDecimal("999999999999999800000000"));
        assertThatThrownBy(() ->
                        LineSplit.amount(new BigDecimal("999999999999.9999"), new BigDecimal("9999999999.999999")))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void should_refuse_to_overflow_when_sums_are_added() {
        LineSplit most = new LineSplit(Long.MAX_VALUE, 0, 0, 0);
        LineSplit one = new LineSplit(1, 0, 0, 0);
        assertThatThrownBy(() -> most.plus(one)).isInstanceOf(ArithmeticException.class);
        assertThat(new LineSplit(1, 2, 3, 4).plus(new LineSplit(10, 20, 30, 40)))
                .isEqualTo(new LineSplit(11, 22, 33, 44));
        assertThat(new LineSplit(1, 2, 3, 4).minus(new LineSplit(10, 20, 30, 40)))
                .isEqualTo(new LineSplit(-9, -18, -27, -36));
    }

    private static Terms terms(String level, int bp, long limitMillionths) {
        return Terms.of(CatalogueItem.of("c", "n", level, bp, limitMillionths), LineFacts.UNKNOWN, BigDecimal.ONE);
    }
}
