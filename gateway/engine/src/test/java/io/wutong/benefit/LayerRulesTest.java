package io.wutong.benefit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.FundLine;
import io.wutong.benefit.rules.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What layers pay after a basic fund that pays half of 10 000 yuan. */
class LayerRulesTest {

    @Test
    void should_pay_the_difference_of_the_year_when_stays_add_up() {
        Home home = Home.layer(
                "brackets: [ { from: \"6000.00\", to: \"12000.00\", ratio: 50% }, { from: \"12000.00\", ratio: 60% }"
                        + " ]");

        assertThat(Home.yuan(home.stay(""))).containsExactly(5000L, 0L);
        assertThat(Home.yuan(home.stay(""))).containsExactly(5000L, 2000L);
        assertThat(Home.yuan(home.stay(""))).containsExactly(5000L, 2800L);
        assertThat(Home.yuan(home.stay("discharged: '2027-01-01'"))).containsExactly(5000L, 0L);
    }

    @Test
    void should_look_at_the_stay_alone_when_it_does_not_accumulate() {
        Home home = Home.layer("accumulate: stay\nbrackets: [ { from: \"4000.00\", ratio: 50% } ]");

        assertThat(Home.yuan(home.stay(""))).containsExactly(5000L, 500L);
        assertThat(Home.yuan(home.stay(""))).containsExactly(5000L, 500L);
    }

    @Test
    void should_bear_its_own_deductible_before_the_year_counts() {
        Home home = Home.layer("deductible: { amount: \"6000.00\", per: year }\nratio: 50%");

        assertThat(Home.yuan(home.stay(""))).containsExactly(5000L, 0L);
        Benefit second = home.stay("");
        assertThat(Home.yuan(second)).containsExactly(5000L, 2000L);
        assertThat(second.funds().get(1).deductibleFen()).isEqualTo(100_000);
        assertThat(home.history().used().get("2026", "hifmi_pay.base")).isEqualTo(400_000);
    }

    @Test
    void should_stop_at_its_cap_of_the_year() {
        Home home = Home.layer("ratio: 50%\ncap_year: \"4000.00\"");

        assertThat(Home.yuan(home.stay(""))).containsExactly(5000L, 2500L);
        assertThat(Home.yuan(home.stay(""))).containsExactly(5000L, 1500L);
        assertThat(Home.yuan(home.stay(""))).containsExactly(5000L, 0L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // 5 000 own share, 100 over limit, 200 prior, 300 own-pay
                "base: remaining                   | 2500 | 2500 | 200",
                "base: [prior_self_pay]            |  100 | 5000 | 100",
                "base: [prior_self_pay, remaining] | 2600 | 2400 | 200",
                "base: [own_pay]                   |  150 | 5000 | 200",
                // counts on 10 000 in scope, and pays no more than what is left of it
                "base: in_scope                    | 5000 |    0 | 200"
            })
    void should_pay_on_the_parts_that_it_names(String base, long pays, long ownShare, long prior) {
        Home home = Home.layer(base + "\nratio: 50%");

        Benefit benefit = home.stay("over_limit: '100.00', prior_self_pay: '200.00', own_pay: '300.00'");

        assertThat(Home.yuan(benefit)).containsExactly(5000L, pays);
        assertThat(benefit.left().of(Part.OWN_SHARE)).isEqualTo(ownShare * 100);
        assertThat(benefit.left().of(Part.PRIOR_SELF_PAY)).isEqualTo(prior * 100);
        assertThat(benefit.left().of(Part.OVER_LIMIT)).isEqualTo(10_000);
    }

    @Test
    void should_not_appear_when_it_is_for_others() {
        Home home = Home.layer("when: { person: 低保 }\nratio: 50%");

        assertThat(Home.yuan(home.stay(""))).containsExactly(5000L);
        assertThat(Home.yuan(home.stay("classes: [低保]"))).containsExactly(5000L, 2500L);
    }

    @ParameterizedTest
    @CsvSource({
        // of this stay
        "basic, 5000.00, stay, 1250, 1250",
        "basic, 5000.01, stay, 0, 0",
        "hifmi_pay, 2500.00, stay, 1250, 1250",
        "hifmi_pay, 2500.01, stay, 0, 0",
        // of the policy year, this stay included; what was not entered does not count
        "basic, 5000.01, year, 0, 1250",
        "hifmi_pay, 5000.00, year, 0, 1250",
        "hifmi_pay, 5000.01, year, 0, 0"
    })
    void should_enter_when_an_earlier_fund_has_paid_so_much(
            String fund, String reaches, String within, long first, long second) {
        Home home = Home.layers(
                "name: 大病\nfund_pay_type: \"390200\"\nfield: hifmi_pay\nratio: 50%",
                "name: 救助\nfund_pay_type: \"610100\"\nfield: maf_pay\nratio: 50%\nentry: { paid_by: " + fund
                        + ", reaches: \"" + reaches + "\", within: " + within + " }");

        assertThat(Home.yuan(home.stay(""))).containsExactly(5000L, 2500L, first);
        assertThat(Home.yuan(home.stay(""))).containsExactly(5000L, 2500L, second);
    }

    @Test
    void should_not_enter_when_the_fund_it_waits_for_is_for_others() {
        Home home = Home.layers(
                "name: 大病\nwhen: { person: 低保 }\nfund_pay_type: \"390200\"\nfield: hifmi_pay\nratio: 50%",
                "name: 救助\nfund_pay_type: \"610100\"\nfield: maf_pay\nratio: 50%\n"
                        + "entry: { paid_by: hifmi_pay, reaches: \"0.01\", within: stay }");

        assertThat(Home.yuan(home.stay(""))).containsExactly(5000L, 0L);
    }

    @Test
    void should_say_what_a_line_is_of() {
        FundLine line = Home.layer("ratio: 50%").stay("").funds().get(1);

        assertThat(line.id()).isEqualTo("hifmi_pay");
        assertThat(line.name()).isEqualTo("大病");
        assertThat(line.fundPayType()).isEqualTo("390200");
        assertThat(line.field()).isEqualTo("hifmi_pay");
    }
}
