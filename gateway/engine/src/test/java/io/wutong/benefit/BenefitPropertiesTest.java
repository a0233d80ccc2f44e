package io.wutong.benefit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.Calculator;
import io.wutong.benefit.rules.FundLine;
import io.wutong.benefit.rules.History;
import io.wutong.benefit.rules.PolicyVersions;
import io.wutong.benefit.rules.Stay;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What holds for every policy and every sequence of stays; each seed makes one policy and its stays. */
class BenefitPropertiesTest {

    private static final int SEEDS = 400;
    private static final StayReader READER = new StayReader(Body.EMPTY, Set.of("退休", "困难"));

    @Test
    void should_sum_to_the_bill_and_respect_caps_when_stays_come_and_go() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            PolicyVersions policies = TestPolicies.versions(TestPolicies.parse(policy(random)));
            History history = new History(policies, Map.of());
            Map<String, Benefit> standing = new TreeMap<>();
            Map<String, Map<String, Long>> owed = new TreeMap<>();
            LocalDate day = LocalDate.of(2024, 1, 5);
            for (int i = 0; i < 14; i++) {
                day = day.plusDays(random.nextInt(60));
                if (!standing.isEmpty() && random.nextInt(4) == 0) {
                    String id = List.copyOf(standing.keySet()).get(random.nextInt(standing.size()));
                    standing.remove(id);
                    owed.remove(id);
                    for (History.Adjustment adjustment : history.cancel(id)) {
                        adjustment
                                .funds()
                                .forEach((fund, fen) ->
                                        owed.get(adjustment.stay()).merge(fund, fen, Long::sum));
                    }
                } else {
                    String id = "s" + (100 + i);
                    Benefit benefit = history.settle(stay(random, id, day, 0));
                    assertSums(benefit, seed);
                    standing.put(id, benefit);
                    Map<String, Long> funds = new TreeMap<>();
                    benefit.funds().forEach(line -> funds.merge(line.id(), line.fen(), Long::sum));
                    owed.put(id, funds);
                }
                owed.values().forEach(funds -> assertThat(funds.values()).allMatch(fen -> fen >= 0));
                assertCaps(history.used(), seed);
            }
            List.copyOf(standing.keySet()).forEach(history::cancel);
            assertThat(history.used()).as("seed " + seed).isEmpty();
        }
    }

    @Test
    void should_never_pay_less_when_more_is_in_scope() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            PolicyVersions policies = TestPolicies.versions(TestPolicies.parse(policy(random)));
            History before = new History(policies, Map.of());
            before.settle(stay(random, "before", LocalDate.of(2024, 3, 1), 0));
            long facts = random.nextLong();
            long last = -1;
            for (int i = 0; i < 12; i++) {
                long more = i < 4 ? i : (long) i * i * 700_001;
                Stay stay = stay(new Random(facts), "a", LocalDate.of(2024, 6, 1), more);
                long sum = Calculator.calculate(policies, stay, before.used()).fundSumFen();
                assertThat(sum).as("seed " + seed).isGreaterThanOrEqualTo(last);
                last = sum;
            }
        }
    }

    @Test
    void should_give_the_same_when_restarted_between_stays() {
        for (long seed = 0; seed < SEEDS / 4; seed++) {
            Random random = new Random(seed);
            PolicyVersions policies = TestPolicies.versions(TestPolicies.parse(policy(random)));
            History whole = new History(policies, Map.of());
            Map<String, Long> stored = Map.of();
            List<Benefit> restarted = new ArrayList<>();
            List<Benefit> straight = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Stay stay = stay(random, "s" + i, LocalDate.of(2024, 1 + i, 3), 0);
                straight.add(whole.settle(stay));
                List<Accumulator> rows = Accumulator.changed("n", "p", "390", Map.of(), stored);
                Benefit again = Calculator.calculate(policies, stay, Accumulator.used(rows, "390"));
                stored = again.after();
                restarted.add(again);
            }
            assertThat(restarted).isEqualTo(straight);
        }
    }

    private static void assertSums(Benefit benefit, long seed) {
        long left = benefit.left().values().stream().mapToLong(Long::longValue).sum();
        assertThat(benefit.fundSumFen() + benefit.hospitalFen() + benefit.personFen())
                .as("seed " + seed)
                .isEqualTo(benefit.totalFen());
        assertThat(left).as("seed " + seed).isEqualTo(benefit.personFen());
        assertThat(benefit.left().values()).allMatch(fen -> fen >= 0);
        assertThat(benefit.funds().stream().map(FundLine::fen)).allMatch(fen -> fen >= 0);
        assertThat(benefit.cashFen()).isNotNegative();
    }

    private static void assertCaps(Map<String, Long> used, long seed) {
        used.forEach((name, fen) -> {
            assertThat(fen).as(name).isPositive();
            if (name.endsWith("/basic.paid")) {
                assertThat(fen).as("seed " + seed + " " + name).isLessThanOrEqualTo(2_000_000);
            }
            if (name.endsWith("/hifmi_pay.paid")) {
                assertThat(fen).as("seed " + seed + " " + name).isLessThanOrEqualTo(1_500_000);
            }
        });
    }

    private static Stay stay(Random random, String id, LocalDate day, long moreFen) {
        Body.Builder body = Body.builder()
                .put("id", id)
                .put("admitted", day.minusDays(random.nextInt(20)).toString())
                .put("discharged", day.toString())
                .put("level", "" + (1 + random.nextInt(3)))
                .put("own_pay", Fen.format(random.nextInt(50_000)))
                .put("over_limit", Fen.format(random.nextInt(5_000)))
                .put("prior_self_pay", Fen.format(random.nextInt(100_000)))
                .put("in_scope", Fen.format(random.nextInt(4_000_000) + moreFen))
                .put("diagnosis", random.nextBoolean() ? "K35" : "I10")
                .put("institution_area", random.nextBoolean() ? "320102" : "310101");
        if (random.nextInt(3) == 0) {
            body.put("classes", "困难");
        }
        if (random.nextInt(3) == 0) {
            body.put("chain", "c" + random.nextInt(2));
        }
        if (random.nextInt(2) == 0) {
            body.put(
                    "account",
                    Body.builder()
                            .put("balance", Fen.format(random.nextInt(100_000)))
                            .put("mutual_aid", Fen.format(random.nextInt(100_000)))
                            .build());
        }
        return READER.read(body.build());
    }

    /** A policy with caps of 20 000 and 15 000 yuan, the rest by chance. */
    private static String policy(Random random) {
        String mode = List.of("admission", "year", "year_highest").get(random.nextInt(3));
        StringBuilder yaml = new StringBuilder("policy: p\ntitle: p\narea: \"320100\"\ninsutype: \"390\"\n");
        yaml.append("valid: { from: \"2020-01-01\" }\nyear_start: \"").append(random.nextBoolean() ? "01-01" : "07-01");
        yaml.append("\"\n");
        if (random.nextBoolean()) {
            yaml.append("cross_year: { method: daily_average, deductible: ")
                    .append(random.nextBoolean() ? "once" : "each")
                    .append(" }\n");
        }
        yaml.append("basic:\n  name: b\n  fund_pay_type: \"390100\"\n  field: hifp_pay\n");
        yaml.append("  deductible:\n    per: ").append(mode);
        yaml.append("\n    amount: { \"1\": \"")
                .append(random.nextInt(500))
                .append(".00\", \"*\": \"")
                .append(random.nextInt(1500))
                .append(".37\" }\n");
        if (mode.equals("admission")) {
            yaml.append("    referral: ").append(random.nextBoolean() ? "difference" : "separate");
            yaml.append("\n    later: [ { nth: 2, percent: 50% }, { nth: 3, minus: \"100.00\", floor: \"50.00\" } ]\n");
        }
        yaml.append("    classes: [ { when: { person: 困难 }, ratio: 33.33% } ]\n");
        yaml.append("  accumulate: ").append(random.nextBoolean() ? "year" : "stay");
        yaml.append("\n  brackets_on: ").append(random.nextBoolean() ? "in_scope" : "after_deductible");
        yaml.append("\n  brackets:\n    - { from: \"0.00\", to: \"").append(3000 + random.nextInt(9000));
        yaml.append(".01\", ratio: ")
                .append(30 + random.nextInt(60))
                .append(".5% }\n    - { from: \"12000.01\", ratio: ");
        yaml.append(random.nextInt(100)).append("% }\n");
        yaml.append("  ratio_changes: [ { when: { place: \"!local\" }, points: -")
                .append(random.nextInt(25))
                .append(" }, { when: { person: 困难 }, own_share: 60% } ]\n");
        if (random.nextInt(3) == 0) {
            yaml.append("  floor: { of: ")
                    .append(random.nextBoolean() ? "in_scope" : "in_scope_after_deductible")
                    .append(", ratio: 41% }\n");
        }
        if (random.nextInt(3) == 0) {
            yaml.append(
                    "  hospital: { method: disease_standard, amount: [ { when: { diagnosis: K35 }, amount: \"15000.00\" } ] }\n");
        }
        yaml.append("  caps: { year: \"20000.00\", visit: \"")
                .append(5000 + random.nextInt(20000))
                .append(".00\" }\n");
        yaml.append(
                "layers:\n  - name: l\n    fund_pay_type: \"390200\"\n    field: hifmi_pay\n    cap_year: \"15000.00\"\n");
        yaml.append("    base: ")
                .append(List.of("remaining", "[own_share, above_cap]", "in_scope")
                        .get(random.nextInt(3)));
        yaml.append("\n    brackets:\n      - { from: \"").append(random.nextInt(9000));
        yaml.append(".00\", to: \"30000.00\", ratio: 55% }\n      - { from: \"30000.00\", ratio: 65% }\n");
        yaml.append("  - name: a\n    when: { person: 困难 }\n    fund_pay_type: \"610100\"\n    field: maf_pay\n");
        yaml.append("    base: [remaining, prior_self_pay]\n    accumulate: stay\n    ratio: 80%\n");
        if (random.nextBoolean()) {
            yaml.append("    entry: { paid_by: hifmi_pay, reaches: \"1000.00\" }\n");
        }
        return yaml.toString();
    }
}
