package io.wutong.simulator.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.simulator.pool.BenefitRule.Bracket;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenefitRuleTest {

    private static final Accumulators FRESH = new Accumulators(0, 0, 0, 0, 0);
    private static final BenefitRule RULE = new BenefitRule(
            80_000,
            6_500,
            25_000_000,
            List.of(new Bracket(1_500_000, 5_000), new Bracket(3_000_000, 6_000), new Bracket(6_000_000, 9_000)),
            100_000_000);

    @ParameterizedTest
    @CsvSource({
        "14080000, 80000, 9100000, 1938000",
        "80000, 80000, 0, 0",
        "50000, 50000, 0, 0",
        "0, 0, 0, 0",
        "80001, 80000, 1, 0",
        "50000000, 80000, 25000000, 19650000"
    })
    void should_pay_what_the_rule_says(long inScope, long deductible, long basic, long critical) {
        BenefitRule.Payment payment = RULE.pay(inScope, FRESH);
        assertThat(payment.deductibleFen()).isEqualTo(deductible);
        assertThat(payment.basicFen()).isEqualTo(basic);
        assertThat(payment.criticalFen()).isEqualTo(critical);
        assertThat(payment.leftFen()).isEqualTo(inScope - basic);
    }

    @Test
    void should_climb_the_brackets_over_the_year_when_stays_follow_each_other() {
        Random random = new Random(20250108);
        for (int round = 0; round < 200; round++) {
            Accumulators year = FRESH;
            for (int stay = 0; stay < 6; stay++) {
                BenefitRule.Payment payment = RULE.pay(random.nextInt(9_000_000), year);
                year = year.plus(new Accumulators(1, payment.basicFen(), payment.leftFen(), payment.criticalFen(), 0));
            }
            // each stay rounds once, so that a year of six differs from one calculation by less than four fen
            assertThat(Math.abs(year.criticalPaidFen() - exact(year.leftFen()))).isLessThan(4);
        }
    }

    /** The brackets, written another way. */
    private static long exact(long left) {
        BigDecimal sum = BigDecimal.ZERO;
        long[] edges = {1_500_000, 3_000_000, 6_000_000, Long.MAX_VALUE};
        String[] ratios = {"0.5", "0.6", "0.9"};
        for (int i = 0; i < ratios.length; i++) {
            long inside = Math.max(0, Math.min(left, edges[i + 1]) - edges[i]);
            sum = sum.add(BigDecimal.valueOf(inside).multiply(new BigDecimal(ratios[i])));
        }
        return sum.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }
}
