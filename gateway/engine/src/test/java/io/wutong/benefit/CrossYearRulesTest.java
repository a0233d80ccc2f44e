package io.wutong.benefit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.wutong.benefit.rules.Amounts;
import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.FundLine;
import io.wutong.benefit.rules.History;
import io.wutong.benefit.rules.Part;
import io.wutong.benefit.rules.Policy;
import io.wutong.benefit.rules.StayRefusal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stays across the beginning of a policy year. */
class CrossYearRulesTest {

    private static final String BASIC =
            "basic: { name: 统筹, fund_pay_type: \"390100\", field: hifp_pay, ratio: 50%, deductible: \"1000.00\" }\n";
    private static final String FEES = "fees: [ { date: '2025-12-30', in_scope: '2000.00' },"
            + " { date: '2025-12-31', in_scope: '4000.00' }, { date: '2026-01-01', in_scope: '3000.00' },"
            + " { date: '2026-01-02', in_scope: '1000.00' } ]";

    private static Home home(String crossYear) {
        return Home.whole(Home.head() + "cross_year: { " + crossYear + " }\n" + BASIC);
    }

    private static List<Long> inScope(Benefit benefit) {
        return benefit.years().stream()
                .map(year -> year.sums().inScopeFen() / 100)
                .toList();
    }

    @Test
    void should_count_whole_in_the_year_of_discharge_when_nothing_is_said() {
        Benefit benefit = Home.whole(Home.head() + BASIC).stay("admitted: '2025-12-30', discharged: '2026-01-02'");

        assertThat(benefit.year()).isEqualTo("2026");
        assertThat(inScope(benefit)).containsExactly(10_000L);
    }

    @Test
    void should_split_by_the_day_of_each_fee() {
        Home home = home("method: fee_date");

        Benefit benefit = home.stay("admitted: '2025-12-31', discharged: '2026-01-02', " + FEES);

        // a fee before admission is the first year's
        assertThat(inScope(benefit)).containsExactly(6000L, 4000L);
        assertThat(benefit.years())
                .extracting(Benefit.YearPart::year, Benefit.YearPart::deductibleFen, Benefit.YearPart::fundsFen)
                .containsExactly(tuple("2025", 100_000L, 250_000L), tuple("2026", 0L, 200_000L));
        assertThat(benefit.fundSumFen()).isEqualTo(450_000);
        assertThat(benefit.deductibleFen()).isEqualTo(100_000);
        assertThat(benefit.left().of(Part.DEDUCTIBLE)).isEqualTo(100_000);
        assertThat(benefit.left().of(Part.OWN_SHARE)).isEqualTo(450_000);
        assertThat(benefit.hospitalOwedFen()).isEqualTo(1_000_000);
    }

    @Test
    void should_have_no_part_for_a_year_without_fees() {
        Benefit benefit = home("method: fee_date").stay("admitted: '2024-06-01', discharged: '2026-01-02', " + FEES);

        assertThat(benefit.years()).extracting(Benefit.YearPart::year).containsExactly("2025", "2026");
        Benefit nothing =
                home("method: fee_date").stay("admitted: '2025-12-31', discharged: '2026-01-02', in_scope: '0.00'");
        assertThat(nothing.years()).extracting(Benefit.YearPart::year).containsExactly("2026");
    }

    @ParameterizedTest
    @CsvSource({"false, 2", "true, 3"})
    void should_pay_bed_days_of_each_part_by_its_own_nights(boolean countLast, long days) {
        Home home = Home.whole(Home.head() + "cross_year: { method: fee_date, count_discharge_day: " + countLast
                + " }\nbasic: { name: 统筹, fund_pay_type: \"390100\", field: hifp_pay, ratio: 50%,"
                + " hospital: { method: bed_day, patient: actual, amount: \"100.00\" } }\n");

        Benefit benefit = home.stay("admitted: '2025-12-31', discharged: '2026-01-02', " + FEES);

        assertThat(benefit.hospitalOwedFen()).isEqualTo(days * 10_000);
    }

    @Test
    void should_ask_for_the_fees_by_day_when_they_decide() {
        Home home = home("method: fee_date");

        assertThatThrownBy(() -> home.stay("admitted: '2025-12-31', discharged: '2026-01-02'"))
                .isInstanceOfSatisfying(
                        StayRefusal.class,
                        refusal -> assertThat(refusal.field()).isEqualTo("fees"));
        // within one year they do not
        assertThat(inScope(home.stay("admitted: '2026-01-01', discharged: '2026-12-31'")))
                .containsExactly(10_000L);
    }

    @ParameterizedTest
    @CsvSource({
        // nights: 4 of 10 in the old year
        "false, 2025-12-28, 2026-01-07, 4000, 6000",
        // days, that of discharge included: 4 of 11
        "true,  2025-12-28, 2026-01-07, 3636, 6364",
        // discharged on the first day of the year: no night of it
        "false, 2025-12-22, 2026-01-01, 10000,",
        "true,  2025-12-23, 2026-01-01, 9000, 1000"
    })
    void should_share_by_nights(boolean countLast, String admitted, String discharged, Long first, Long second) {
        Benefit benefit = home("method: daily_average, count_discharge_day: " + countLast)
                .stay("admitted: '" + admitted + "', discharged: '" + discharged + "'");

        assertThat(benefit.years().stream()
                        .map(year -> Math.round(year.sums().inScopeFen() / 100.0))
                        .toList())
                .isEqualTo(second == null ? List.of(first) : List.of(first, second));
        assertThat(benefit.years().stream()
                        .mapToLong(year -> year.sums().inScopeFen())
                        .sum())
                .isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @CsvSource({
        "'deductible: once', 2025-12-22, 1000, 0, 1",
        "'deductible: each', 2025-12-22, 1000, 1000, 1",
        "'deductible: each, once_from: \"12-22\"', 2025-12-22, 1000, 0, 1",
        "'deductible: each, once_from: \"12-23\"', 2025-12-22, 1000, 1000, 1"
    })
    void should_bear_one_deductible_or_one_a_year(
            String rule, String admitted, long first, long second, long staysOfTheSecondYear) {
        Home home = home("method: daily_average, " + rule);

        Benefit benefit = home.stay("admitted: '" + admitted + "', discharged: '2026-01-11'");

        assertThat(benefit.years().stream().map(year -> year.deductibleFen() / 100))
                .containsExactly(first, second);
        assertThat(benefit.deductibleFen()).isEqualTo((first + second) * 100);
        boolean once = second == 0;
        assertThat(home.history().used().get("2026", "basic.stays")).isEqualTo(once ? 0 : staysOfTheSecondYear);
    }

    @Test
    void should_split_at_every_beginning_that_it_crosses() {
        Benefit benefit = home("method: daily_average")
                .stay("admitted: '2023-12-31', discharged: '2026-01-02', in_scope: '733.00'");

        assertThat(inScope(benefit)).containsExactly(1L, 366L, 365L, 1L);
        assertThat(benefit.funds()).singleElement().satisfies(line -> {
            assertThat(line.fen()).isEqualTo(benefit.fundSumFen());
            assertThat(line.deductibleFen()).isEqualTo(73_300);
            assertThat(line.process()).contains("；");
        });
    }

    @Test
    void should_pay_each_part_by_the_version_in_force_then() {
        String yaml = Home.head() + "cross_year: { method: daily_average }\n" + BASIC;
        Policy old =
                TestPolicies.parse(yaml.replace("from: \"2020-01-01\"", "from: \"2020-01-01\", to: \"2025-12-31\""));
        Policy now = TestPolicies.parse(yaml.replace("policy: p", "policy: q")
                .replace("2020-01-01", "2026-01-01")
                .replace("50%", "80%"));
        Benefit benefit = new History(TestPolicies.versions(old, now), Amounts.NONE)
                .settle(Home.read("s", "admitted: '2025-12-27', discharged: '2026-01-06'"));

        assertThat(benefit.policyId()).isEqualTo("q");
        assertThat(benefit.years()).extracting(Benefit.YearPart::policyId).containsExactly("p", "q");
        assertThat(benefit.years()).extracting(Benefit.YearPart::fundsFen).containsExactly(200_000L, 400_000L);
        assertThat(benefit.ratioBp()).isEqualTo(8000);
        assertThat(benefit.funds()).extracting(FundLine::fen).containsExactly(600_000L);
    }

    @Test
    void should_add_what_the_hospital_bears_and_what_each_fund_of_a_year_pays() {
        Home home = Home.whole(Home.head() + """
            cross_year: { method: daily_average }
            basic: { name: 统筹, fund_pay_type: "390100", field: hifp_pay, ratio: 50%, hospital: { method: bed_day, amount: "500.00" } }
            layers:
              - { name: 旧, when: { on: ..2025-12-31 }, fund_pay_type: "390200", field: hifmi_pay, ratio: 50% }
              - { name: 新, when: { on: 2026-01-01.. }, fund_pay_type: "610100", field: maf_pay, ratio: 50% }
            """);

        Benefit benefit = home.stay("admitted: '2025-12-27', discharged: '2026-01-06'");

        assertThat(benefit.hospitalFen()).isEqualTo(500_000);
        assertThat(benefit.hospitalOwedFen()).isEqualTo(500_000);
        assertThat(benefit.funds())
                .extracting(FundLine::id, FundLine::fen)
                .containsExactly(tuple("basic", 250_000L), tuple("hifmi_pay", 62_500L), tuple("maf_pay", 62_500L));
    }

    @ParameterizedTest
    @CsvSource({
        "01-01, 2026-01-01, 2026",
        "01-01, 2025-12-31, 2025",
        "07-15, 2026-07-14, 2025",
        "07-15, 2026-07-15, 2026",
        "07-15, 2026-06-20, 2025",
        "07-15, 2026-08-01, 2026",
        "01-01, 1999-05-01, 1999",
        "01-01, 2000-05-01, 2000",
        "01-01, 2099-05-01, 2099",
        "01-01, 2100-05-01, 2100"
    })
    void should_name_the_policy_year_by_the_year_in_which_it_begins(String start, LocalDate day, String year) {
        Policy policy = TestPolicies.parse(Home.head().replace("\"01-01\"", "\"" + start + "\"") + BASIC);

        assertThat(policy.yearOf(day)).isEqualTo(year);
    }

    @ParameterizedTest
    @CsvSource({
        "2021-01-01, 2021-12-31, 2021-12-31, 2022-12-31, true",
        "2021-01-01, 2021-12-31, 2022-01-01, 2022-12-31, false",
        "2022-01-01, 2022-12-31, 2021-01-01, 2021-12-31, false",
        "2021-01-01, '',         2022-01-01, 2022-12-31, true",
        "2023-01-01, '',         2022-01-01, 2022-12-31, false",
        "2021-01-01, 2021-12-31, 2022-01-01, '',         false",
        "2021-01-01, '',         2022-01-01, '',         true"
    })
    void should_overlap_when_both_hold_on_a_day(String from, String to, String from2, String to2, boolean overlap) {
        assertThat(valid(from, to).overlaps(valid(from2, to2))).isEqualTo(overlap);
    }

    private static Policy valid(String from, String to) {
        String valid = "from: \"" + from + "\"" + (to.isEmpty() ? "" : ", to: \"" + to + "\"");
        return TestPolicies.parse(Home.head().replace("from: \"2020-01-01\"", valid) + BASIC);
    }

    @Test
    void should_not_overlap_with_another_area_or_scheme() {
        Policy policy = valid("2021-01-01", "");
        String yaml = Home.head() + BASIC;

        assertThat(policy.overlaps(TestPolicies.parse(yaml.replace("320100", "320200"))))
                .isFalse();
        assertThat(policy.overlaps(TestPolicies.parse(yaml.replace("insutype: \"390\"", "insutype: \"310\""))))
                .isFalse();
    }
}
