package io.wutong.benefit.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.benefit.Accumulator;
import io.wutong.spi.Care;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What holds of every calculation, on seeded policies and years of stays. */
class CalculatorPropertiesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 10, 30);
    private static final int STEPS = 60;

    @RepeatedTest(40)
    void should_never_break_the_sums_or_the_caps_over_a_year_of_stays_and_cancellations(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        Policy policy = policy(random);
        Map<String, Long> used = new TreeMap<>();
        List<Benefit> standing = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            if (!standing.isEmpty() && random.nextInt(3) == 0) {
                Benefit undone = standing.remove(random.nextInt(standing.size()));
                used = new TreeMap<>(Calculator.undo(used, undone.before(), undone.after()));
            } else {
                Care care = Samples.care(amount(random), random.nextInt(100_000));
                Benefit benefit = Calculator.calculate(policy, care, DAY, used);
                assertThat(benefit.fundSumFen() + benefit.personFen()).isEqualTo(care.medfeeSumFen());
                assertThat(benefit.funds()).allMatch(line -> line.fen() >= 0);
                assertThat(benefit.fundSumFen()).isLessThanOrEqualTo(Math.max(0, care.inScopeFen()));
                standing.add(benefit);
                used = new TreeMap<>(benefit.after());
            }
            assertCaps(policy, standing);
        }
        for (Benefit benefit : standing) {
            used = new TreeMap<>(Calculator.undo(used, benefit.before(), benefit.after()));
        }
        assertThat(used.values()).allMatch(fen -> fen == 0);
        assertThat(Accumulator.text(used)).isEqualTo("{}");
    }

    @RepeatedTest(20)
    void should_never_pay_less_when_more_is_in_scope(RepetitionInfo info) {
        Random random = new Random(1_000 + info.getCurrentRepetition());
        Policy policy = policy(random);
        Map<String, Long> used = Map.of("basic.paid", (long) random.nextInt(3_000_000), "f1.base", amount(random));
        long scope = random.nextInt(1_000);
        long before = -1;
        for (int i = 0; i < 400; i++) {
            long funds =
                    Calculator.calculate(policy, Samples.care(scope), DAY, used).fundSumFen();
            assertThat(funds).as("in scope %s", scope).isGreaterThanOrEqualTo(before);
            before = funds;
            scope += random.nextInt(4) == 0 ? random.nextInt(300_000) : random.nextInt(3);
        }
    }

    private static void assertCaps(Policy policy, List<Benefit> standing) {
        for (int i = 0; i <= policy.layers().size(); i++) {
            int line = i;
            long paid = standing.stream()
                    .mapToLong(benefit -> benefit.funds().get(line).fen())
                    .sum();
            long cap = i == 0 ? policy.capYearFen() : policy.layers().get(i - 1).capYearFen();
            assertThat(paid).isLessThanOrEqualTo(cap);
        }
    }

    private static Policy policy(Random random) {
        List<Layer> layers = new ArrayList<>();
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            layers.add(new Layer("l" + i, "39020" + i, "f" + i, brackets(random), random.nextInt(10_000_000)));
        }
        return Samples.policy(random.nextInt(200_000), brackets(random), random.nextInt(20_000_000), layers);
    }

    private static Brackets brackets(Random random) {
        List<Bracket> list = new ArrayList<>();
        long from = random.nextInt(1_000_000);
        for (int i = random.nextInt(3); i >= 0; i--) {
            long to = i == 0 ? Long.MAX_VALUE : from + 1 + random.nextInt(2_000_000);
            list.add(new Bracket(from, to, random.nextInt(10_001)));
            from = to;
        }
        return new Brackets(list);
    }

    /** Mostly a stay's amount; sometimes more was given back than charged. */
    private static long amount(Random random) {
        return random.nextInt(10) == 0
                ? -random.nextInt(50_000)
                : random.nextInt(4) == 0 ? random.nextInt(50) : random.nextInt(9_000_000);
    }
}
