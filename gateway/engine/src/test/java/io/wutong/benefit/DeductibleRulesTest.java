package io.wutong.benefit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.benefit.rules.StayRefusal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What of the amount in scope is borne before a fund pays. */
class DeductibleRulesTest {

    /** The deductibles of stays one after another, in yuan. */
    private static long[] yuan(Home home, String... stays) {
        return Arrays.stream(stays)
                .mapToLong(stay -> home.stay(stay).deductibleFen() / 100)
                .toArray();
    }

    @Test
    void should_fall_by_so_much_each_time_to_its_floor_when_later_admissions_have_less() {
        Home home = Home.basic("""
            ratio: 50%
            deductible:
              amount: "1000.00"
              later: [ { nth: 2, minus: "100.00", floor: "750.00" } ]
            """);

        assertThat(yuan(home, "", "", "", "", "")).containsExactly(1000, 900, 800, 750, 750);
    }

    @Test
    void should_not_rise_to_a_floor_that_is_above_the_first() {
        Home home = Home.basic("""
            ratio: 50%
            deductible:
              amount: { "1": "200.00", "*": "1000.00" }
              later: [ { nth: 2, minus: "100.00", floor: "300.00" } ]
            """);

        assertThat(yuan(home, "level: '1'", "level: '1'", "level: '3'")).containsExactly(200, 200, 800);
    }

    @Test
    void should_have_a_table_of_its_own_from_the_third_on() {
        Home home = Home.basic("""
            ratio: 50%
            deductible:
              amount: "1000.00"
              later:
                - { nth: 3, amount: { "3": "30.00", "*": "20.00" } }
                - { nth: 2, percent: 50% }
            """);

        assertThat(yuan(home, "", "", "", "level: '1'")).containsExactly(1000, 500, 30, 20);
    }

    @Test
    void should_fall_without_a_floor_to_nothing() {
        Home home = Home.basic("""
            ratio: 50%
            deductible: { amount: "250.00", later: [ { nth: 2, minus: "100.00" } ] }
            """);

        assertThat(yuan(home, "", "", "", "", "")).containsExactly(250, 150, 50, 0, 0);
    }

    @Test
    void should_be_borne_once_a_year_and_again_in_the_next() {
        Home home = Home.basic("ratio: 50%\ndeductible: { amount: \"800.00\", per: year }");

        assertThat(yuan(home, "in_scope: '300.00'", "", "", "discharged: '2027-01-01'"))
                .containsExactly(300, 500, 0, 800);
    }

    @Test
    void should_count_what_was_borne_when_it_changes_in_mid_year() {
        Home home = Home.basic("""
            ratio: 50%
            deductible:
              per: year
              amount: [ { when: { on: ..2026-06-30 }, amount: "600.00" }, { amount: "900.00" } ]
            """);

        assertThat(yuan(home, "discharged: '2026-06-30'", "discharged: '2026-07-01'", "discharged: '2026-08-01'"))
                .containsExactly(600, 300, 0);
    }

    @Test
    void should_be_the_highest_of_the_year_even_when_that_stay_did_not_reach_it() {
        Home home = Home.basic("""
            ratio: 50%
            deductible: { amount: { "1": "300.00", "3": "1500.00", "*": "900.00" }, per: year_highest }
            """);

        assertThat(yuan(home, "level: '1'", "level: '3', in_scope: '500.00'", "level: '1'", "level: '2'"))
                .containsExactly(300, 500, 700, 0);
    }

    @Test
    void should_be_the_difference_along_a_chain_and_never_below_zero() {
        Home home = Home.basic("""
            ratio: 50%
            deductible: { amount: { "1": "300.00", "3": "1500.00", "*": "900.00" }, referral: difference }
            """);

        assertThat(yuan(
                        home,
                        "level: '1', chain: c1",
                        "level: '3', chain: c1",
                        "level: '2', chain: c1",
                        "level: '2', chain: c2",
                        "level: '2'"))
                .containsExactly(300, 1200, 0, 900, 900);
    }

    @Test
    void should_be_one_admission_when_the_chain_is_one() {
        String rules = """
            ratio: 50%
            deductible: { amount: "900.00", REFERRAL later: [ { nth: 2, percent: 50% } ] }
            """;
        Home home = Home.basic(rules.replace("REFERRAL", "referral: difference,"));

        assertThat(yuan(home, "chain: c1", "chain: c1", "", "chain: c1", "")).containsExactly(900, 0, 450, 0, 450);
        assertThat(home.history().used().get("2026", "basic.stays")).isEqualTo(3);

        Home separate = Home.basic(rules.replace("REFERRAL", ""));
        assertThat(yuan(separate, "chain: c1", "chain: c1")).containsExactly(900, 450);
    }

    @Test
    void should_be_borne_once_when_a_stay_is_settled_in_its_middle() {
        Home home = Home.basic("""
            ratio: 50%
            deductible: { amount: "900.00", later: [ { nth: 2, percent: 50% } ] }
            """);

        assertThat(yuan(home, "visit: v1, in_scope: '400.00'", "visit: v1", "visit: v1", "visit: v2"))
                .containsExactly(400, 500, 0, 450);
        assertThat(home.history().used().get("2026", "basic.stays")).isEqualTo(2);
    }

    @Test
    void should_be_waived_or_halved_for_classes_of_persons() {
        Home home = Home.basic("""
            ratio: 50%
            deductible:
              amount: "901.01"
              classes: [ { when: { person: 特困 }, ratio: 0% }, { when: { person: 低保 }, ratio: 50% } ]
            """);

        assertThat(home.stay("classes: [特困]").deductibleFen()).isZero();
        assertThat(home.stay("classes: [低保]").deductibleFen()).isEqualTo(45_051);
        assertThat(home.stay("classes: [低保, 特困]").deductibleFen()).isZero();
        assertThat(home.stay("").deductibleFen()).isEqualTo(90_101);
    }

    @Test
    void should_name_the_level_when_the_table_has_no_row() {
        Home home = Home.basic("ratio: 50%\ndeductible: { amount: [ { when: { level: '1' }, amount: \"1.00\" } ] }");

        assertThatThrownBy(() -> home.stay("level: '3'"))
                .isInstanceOfSatisfying(
                        StayRefusal.class,
                        refusal -> assertThat(refusal.field()).isEqualTo("level"))
                .hasMessageContaining("起付线");
    }
}
