package io.wutong.benefit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.Part;
import io.wutong.benefit.rules.StayRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a basic fund pays: brackets, guaranteed floor, caps, and the hospital's own standard. */
class FundRulesTest {

    private static final String BRACKETS = """
        deductible: "1000.00"
        brackets: [ { from: "0.00", to: "4000.00", ratio: 50% }, { from: "4000.00", ratio: 80% } ]
        """;

    @ParameterizedTest
    @CsvSource({
        // from the first fen above the deductible: 4,000 × 50% + 5,000 × 80%
        "after_deductible, stay, 6000, 6000",
        // from the first fen in scope, the deductible lying in the lowest: 3,000 × 50% + 6,000 × 80%
        "in_scope, stay, 6300, 6300",
        // the second stay goes on where the first ended
        "after_deductible, year, 6000, 7200",
        "in_scope, year, 6300, 7200"
    })
    void should_count_brackets_from_where_the_policy_says(String on, String accumulate, long first, long second) {
        Home home = Home.basic(BRACKETS + "brackets_on: " + on + "\naccumulate: " + accumulate);

        assertThat(home.stay("").fundSumFen()).isEqualTo(first * 100);
        assertThat(home.stay("").fundSumFen()).isEqualTo(second * 100);
    }

    @Test
    void should_round_the_year_and_not_each_stay_when_it_counts_on_the_year() {
        Home stay = Home.basic("ratio: 50%");
        Home year = Home.basic("ratio: 50%\naccumulate: year");
        for (long fen : new long[] {1, 0, 1, 0}) {
            assertThat(stay.stay("in_scope: '0.01'").fundSumFen()).isEqualTo(1);
            assertThat(year.stay("in_scope: '0.01'").fundSumFen()).isEqualTo(fen);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "in_scope,                  9500, 9500",
        "in_scope_after_deductible, 9500, 8550",
        "total,                     9500, 11400",
        "total_after_deductible,    9500, 10450"
    })
    void should_pay_at_least_the_floor(String of, long inScope, long floorYuan) {
        Home home = Home.basic("ratio: 10%\ndeductible: \"1000.00\"\nfloor: { of: " + of + ", ratio: 95% }");

        Benefit benefit = home.stay("in_scope: '10000.00', own_pay: '2000.00'");

        assertThat(benefit.fundSumFen()).isEqualTo(Math.min(floorYuan, 11_000) * 100);
    }

    @Test
    void should_not_pay_the_deductible_back_when_the_floor_would() {
        Home home = Home.basic("ratio: 10%\ndeductible: \"1000.00\"\nfloor: { of: in_scope, ratio: 95% }");

        assertThat(home.stay("").fundSumFen()).isEqualTo(900_000);
        assertThat(Home.basic("ratio: 60%\nfloor: { of: in_scope, ratio: 50% }")
                        .stay("")
                        .fundSumFen())
                .isEqualTo(600_000);
        assertThat(Home.basic("ratio: 60%\nfloor: { of: in_scope, ratio: [ { when: { level: '1' }, ratio: 90% } ] }")
                        .stay("")
                        .fundSumFen())
                .isEqualTo(600_000);
    }

    @ParameterizedTest
    @CsvSource({
        "visit, 2026-05-02, 3000, 3000",
        "day,   2026-05-01, 3000, 0",
        "day,   2026-05-02, 3000, 3000",
        "year,  2026-05-02, 3000, 0",
        "year,  2026-07-01, 3000, 3000",
        "calendar_year, 2026-07-01, 3000, 0",
        "calendar_year, 2027-01-01, 3000, 3000",
        "lifetime, 2031-01-01, 3000, 0"
    })
    void should_pay_no_more_than_the_cap_of_its_period(String cap, String day, long first, long second) {
        Home home = Home.whole(Home.head().replace("\"01-01\"", "\"07-01\"")
                + "basic: { name: 统筹, fund_pay_type: \"390100\", field: hifp_pay, ratio: 50%, caps: { " + cap
                + ": \"3000.00\" } }\n");

        Benefit capped = home.stay("");
        assertThat(capped.fundSumFen()).isEqualTo(first * 100);
        // half of 5,999.99 is rounded up to the cap already
        assertThat(capped.left().of(Part.ABOVE_CAP)).isEqualTo(400_001);
        assertThat(capped.left().of(Part.OWN_SHARE)).isEqualTo(299_999);
        assertThat(home.stay("discharged: '" + day + "'").fundSumFen()).isEqualTo(second * 100);
    }

    @Test
    void should_pay_the_least_that_is_left_when_several_caps_hold() {
        Home home = Home.basic("ratio: 50%\n"
                + "caps: { visit: \"4000.00\", year: \"6000.00\", day: [ { when: { level: '1' }, amount: \"10.00\""
                + " } ] }");

        assertThat(home.stay("").fundSumFen()).isEqualTo(400_000);
        assertThat(home.stay("").fundSumFen()).isEqualTo(200_000);
        assertThat(home.stay("").fundSumFen()).isZero();
    }

    @Test
    void should_leave_to_later_layers_what_lies_above_the_cap() {
        String capped = BRACKETS + "caps: { visit: \"2800.00\" }\n";

        // 4,000 × 50% + 1,000 × 80% is the cap; 4,000 of 10,000 lie above
        Benefit stay = Home.basic(capped).stay("");
        assertThat(stay.left().of(Part.ABOVE_CAP)).isEqualTo(400_000);
        assertThat(stay.left().of(Part.OWN_SHARE)).isEqualTo(220_000);
        assertThat(stay.left().of(Part.DEDUCTIBLE)).isEqualTo(100_000);

        // counted on the year: the second stay is in the upper bracket from its first fen
        Home home = Home.basic(capped + "accumulate: year\n");
        home.stay("in_scope: '5000.00'");
        Benefit second = home.stay("");
        assertThat(second.fundSumFen()).isEqualTo(280_000);
        assertThat(second.left().of(Part.ABOVE_CAP)).isEqualTo(550_000);
        assertThat(second.left().of(Part.OWN_SHARE)).isEqualTo(70_000);
    }

    @Test
    void should_share_the_amount_by_what_is_paid_when_a_floor_is_capped() {
        Home home = Home.basic("ratio: 10%\nfloor: { of: in_scope, ratio: 80% }\ncaps: { visit: \"6000.00\" }\n"
                + "deductible: \"1000.00\"\nbrackets_on: in_scope");

        Benefit benefit = home.stay("");

        // a quarter of the 8,000 that are due is cut, and with it a quarter of the 9,000 above the deductible
        assertThat(benefit.fundSumFen()).isEqualTo(600_000);
        assertThat(benefit.left().of(Part.ABOVE_CAP)).isEqualTo(225_000);
        assertThat(benefit.left().of(Part.OWN_SHARE)).isEqualTo(75_000);
    }

    @Test
    void should_have_nothing_above_the_cap_when_the_cap_is_just_reached() {
        Benefit benefit = Home.basic("ratio: 50%\ncaps: { visit: \"5000.00\" }").stay("");

        assertThat(benefit.left().of(Part.ABOVE_CAP)).isZero();
        assertThat(benefit.left().of(Part.OWN_SHARE)).isEqualTo(500_000);
    }

    @Test
    void should_take_what_another_system_paid_up_to_the_whole_bill() {
        Home home = Home.basic("given: true\n");

        Benefit all = home.stay("in_scope: '10.00', own_pay: '1.00', given: { basic: '11.00' }");
        assertThat(all.fundSumFen()).isEqualTo(1_100);
        assertThat(all.personFen()).isZero();
        assertThat(home.history().used().get("2026", "basic.paid")).isEqualTo(1_100);
        assertThatThrownBy(() -> home.stay("in_scope: '10.00', given: { basic: '10.01' }"))
                .isInstanceOf(StayRefusal.class)
                .hasMessageContaining("given.basic");
        assertThatThrownBy(() -> home.stay("in_scope: '10.00'"))
                .isInstanceOf(StayRefusal.class)
                .hasMessageContaining("given.basic");
    }

    @ParameterizedTest
    @CsvSource({
        // the bill, the patient on the standard or on the actual amount, surplus: the hospital bears, is owed, the fund
        "8000, standard, false, 3000, 5000, 2500",
        "4000, standard, false, 0, 4000, 2000",
        "4000, standard, true, 0, 5000, 2000",
        "8000, actual, false, 0, 5000, 4000",
        "4000, actual, false, 0, 5000, 2000"
    })
    void should_pay_the_hospital_by_its_standard(
            long bill, String patient, boolean surplus, long borne, long owed, long fund) {
        Home home = Home.basic("ratio: 50%\nhospital: { method: disease_standard, patient: " + patient
                + ", surplus_to_hospital: " + surplus
                + ", amount: [ { when: { diagnosis: K35 }, amount: \"5000.00\" } ] }");

        Benefit benefit = home.stay("diagnosis: K35.8, in_scope: '" + bill + ".00'");

        assertThat(benefit.hospitalFen()).isEqualTo(borne * 100);
        assertThat(benefit.hospitalOwedFen()).isEqualTo(owed * 100);
        assertThat(benefit.fundSumFen()).isEqualTo(fund * 100);
        Benefit other = home.stay("diagnosis: I10, in_scope: '8000.00'");
        assertThat(other.hospitalFen()).isZero();
        assertThat(other.hospitalOwedFen()).isEqualTo(800_000);
    }

    @Test
    void should_take_from_own_pay_first_what_the_hospital_bears() {
        Benefit benefit = Home.basic("ratio: 50%\nhospital: { method: disease_standard, amount: \"5000.00\" }")
                .stay("in_scope: '4500.00', own_pay: '800.00', prior_self_pay: '100.00'");

        assertThat(benefit.hospitalFen()).isEqualTo(40_000);
        assertThat(benefit.left().of(Part.OWN_PAY)).isEqualTo(40_000);
        assertThat(benefit.left().of(Part.PRIOR_SELF_PAY)).isEqualTo(10_000);
    }

    @ParameterizedTest
    @CsvSource({"2026-04-21, false, 10", "2026-04-21, true,  11", "2026-05-01, false, 1", "2026-05-01, true,  1"})
    void should_owe_the_hospital_so_much_a_night_and_one_at_least(String admitted, boolean last, long days) {
        Benefit benefit = Home.basic("ratio: 50%\nhospital: { method: bed_day, amount: \"100.00\", patient: actual,"
                        + " count_discharge_day: " + last + " }")
                .stay("admitted: '" + admitted + "'");

        assertThat(benefit.hospitalOwedFen()).isEqualTo(days * 10_000);
    }

    @Test
    void should_use_the_first_programme_that_fits_and_count_where_it_says() {
        Home home = Home.whole(Home.head() + """
            basic: { name: 统筹, fund_pay_type: "390100", field: hifp_pay, ratio: 50%, caps: { year: "6000.00" } }
            programmes:
              - { id: clinic, when: { med_type: "11" }, name: 门诊, fund_pay_type: "390100", field: hifp_pay, ratio: 60%, caps: { year: "1000.00" } }
              - { id: drugs, when: { med_type: ["11", "41"] }, counts_as: basic, name: 特药, fund_pay_type: "390100", field: hifp_pay, ratio: 70%, caps: { year: "6000.00" } }
            """);

        assertThat(home.stay("med_type: '11'").programme()).isEqualTo("clinic");
        Benefit drugs = home.stay("med_type: '41', in_scope: '2000.00'");
        assertThat(drugs.programme()).isEqualTo("drugs");
        assertThat(drugs.fundSumFen()).isEqualTo(140_000);
        assertThat(home.stay("").fundSumFen()).isEqualTo(460_000);
        assertThat(home.history().used().get("2026", "clinic.paid")).isEqualTo(100_000);
    }
}
