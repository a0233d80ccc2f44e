package io.wutong.benefit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.benefit.rules.Amounts;
import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.Calculator;
import io.wutong.benefit.rules.FundLine;
import io.wutong.benefit.rules.History;
import io.wutong.benefit.rules.Policy;
import io.wutong.benefit.rules.PolicyVersions;
import io.wutong.benefit.rules.Stay;
import io.wutong.spi.Fen;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the store keeps of calculations leads to the same adjustments as the history in memory. */
class RecalculationTest {

    private static final int SEEDS = 150;

    @Test
    void should_adjust_as_the_history_does_when_stays_are_cancelled_in_any_order() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Policy policy = TestPolicies.parse(BenefitPropertiesTest.policy(random));
            Home home = new Home(policy);
            History history = new History(TestPolicies.versions(policy), Amounts.NONE);
            LocalDate day = LocalDate.of(2024, 1, 5);
            for (int i = 0; i < 12; i++) {
                day = day.plusDays(random.nextInt(40));
                List<String> standing = home.standing();
                if (!standing.isEmpty() && random.nextInt(3) == 0) {
                    String id = standing.get(random.nextInt(standing.size()));
                    assertThat(home.cancel(id)).as("seed " + seed).isEqualTo(sums(history.cancel(id)));
                } else {
                    Stay stay = BenefitPropertiesTest.stay(random, "s" + (100 + i), day, 0);
                    history.settle(stay);
                    home.settle(stay);
                }
                assertThat(home.used).as("seed " + seed).isEqualTo(history.used());
            }
            home.standing().forEach(home::cancel);
            assertThat(home.used.byName()).as("seed " + seed).isEmpty();
            assertThat(home.owedToPerson)
                    .as("all that was adjusted is taken back")
                    .isZero();
        }
    }

    @Test
    void should_give_what_was_answered_when_replayed_from_its_text() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Home home = new Home(TestPolicies.parse(BenefitPropertiesTest.policy(random)));
            for (int i = 0; i < 4; i++) {
                Stay stay = BenefitPropertiesTest.stay(random, "s" + i, LocalDate.of(2024, 1 + i, 3), 0);
                Benefit answered = home.settle(stay);
                Calculation stored = home.rows.get("s" + i);
                assertThat(stored.stay()).isEqualTo(stay);
                assertThat(stored.replay(home::byHash, stored.before())).isEqualTo(answered);
                Explanation explanation = Explanation.of(stored, home::byHash, List.of());
                assertThat(explanation.sameAsAnswered()).isTrue();
                assertThat(explanation.forPatient())
                        .anyMatch(line -> line.startsWith("个人负担 " + Fen.format(answered.personFen())));
                assertThat(explanation.forClerk())
                        .hasSizeGreaterThan(explanation.forPatient().size());
            }
        }
    }

    @Test
    void should_say_nothing_when_the_home_has_not_calculated_it() {
        assertThat(Recalculation.without(
                        List.of(), "s1", insutype -> Amounts.NONE, hash -> Optional.empty(), "n", Instant.EPOCH))
                .isEmpty();
    }

    @Test
    void should_keep_a_later_stay_and_name_it_when_its_policy_is_gone() {
        Random random = new Random(3);
        Policy policy = TestPolicies.parse(BenefitPropertiesTest.policy(random));
        Home home = new Home(policy);
        for (int i = 0; i < 4; i++) {
            home.settle(BenefitPropertiesTest.stay(random, "s" + i, LocalDate.of(2024, 2 + i, 1), 900_000));
        }
        Map<String, Map<String, Long>> owed = new TreeMap<>();
        home.rows.forEach((id, row) -> owed.put(id, row.owed()));

        Recalculation again = Recalculation.without(
                        List.copyOf(home.rows.values()),
                        "s1",
                        insutype -> home.used,
                        hash -> Optional.empty(),
                        "-s1",
                        Instant.EPOCH)
                .orElseThrow();

        assertThat(again.kept()).extracting(kept -> kept.calculation().setlId()).containsExactly("s2", "s3");
        assertThat(again.kept()).extracting(Recalculation.Kept::cause).containsOnly("policy_gone." + policy.hash());
        assertThat(again.adjustments()).isEmpty();
        again.changed().forEach(row -> assertThat(row.owed()).isEqualTo(owed.get(row.setlId())));

        // its policy is there again: what is left is taken back to the last fen
        again.changed().forEach(row -> home.rows.put(row.setlId(), row));
        home.used = again.used();
        home.standing().forEach(home::cancel);
        assertThat(home.used.byName()).isEmpty();
    }

    private static Map<String, Long> sums(List<History.Adjustment> adjustments) {
        Map<String, Long> sums = new TreeMap<>();
        adjustments.forEach(one -> sums.merge(one.stay(), one.sumFen(), Long::sum));
        sums.values().removeIf(fen -> fen == 0);
        return sums;
    }

    /** A home's rows of one person. */
    private static final class Home {
        private final Policy policy;
        private final Map<String, Calculation> rows = new LinkedHashMap<>();
        private Amounts used = Amounts.NONE;
        private long owedToPerson;

        Home(Policy policy) {
            this.policy = policy;
        }

        Optional<Policy> byHash(String hash) {
            return Optional.of(policy).filter(one -> one.hash().equals(hash));
        }

        Benefit settle(Stay stay) {
            PolicyVersions versions = TestPolicies.versions(policy);
            Benefit benefit = Calculator.calculate(versions, stay, used);
            used = benefit.after();
            rows.put(
                    stay.id(),
                    new Calculation(
                            "n",
                            "p",
                            stay.id(),
                            "n",
                            "390",
                            Instant.ofEpochSecond(rows.size()),
                            true,
                            Calculation.basis(List.of(policy), stay, benefit),
                            null));
            assertThat(rows.get(stay.id()).answered().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(benefit.funds().stream().mapToLong(FundLine::fen).sum());
            return benefit;
        }

        List<String> standing() {
            List<String> standing = new ArrayList<>();
            rows.values().stream().filter(Calculation::standing).forEach(one -> standing.add(one.setlId()));
            return standing;
        }

        Map<String, Long> cancel(String id) {
            Recalculation again = Recalculation.without(
                            List.copyOf(rows.values()), id, insutype -> used, this::byHash, "-" + id, Instant.EPOCH)
                    .orElseThrow();
            again.changed().forEach(row -> rows.put(row.setlId(), row));
            used = again.used();
            Map<String, Long> sums = new TreeMap<>();
            for (Adjustment adjustment : again.adjustments()) {
                sums.merge(adjustment.setlId(), adjustment.fen(), Long::sum);
                owedToPerson += adjustment.fen();
            }
            owedToPerson -= again.adjustedBefore().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            sums.values().removeIf(fen -> fen == 0);
            return sums;
        }
    }
}
