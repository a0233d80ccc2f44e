package io.wutong.benefit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.benefit.rules.Benefit;
import org.junit.jupiter.api.Test;

/** What a patient reads in {@code setl_proc_info}. */
class ReasonTest {

    private static String reason(Benefit benefit, int fund) {
        return benefit.funds().get(fund).process();
    }

    @Test
    void should_tell_scope_deductible_ratio_and_payment() {
        Home home =
                Home.basic("ratio: 67.5%\ndeductible: { amount: \"1000.00\", later: [ { nth: 2, percent: 50% } ] }");

        assertThat(reason(home.stay(""), 0)).isEqualTo("政策范围内10000.00，起付线1000.00，比例67.5%，按比例应付6075.00，实付6075.00");
        assertThat(reason(home.stay(""), 0))
                .isEqualTo("政策范围内10000.00，起付线500.00(本年度第2次)，比例67.5%，按比例应付6412.50，实付6412.50");
    }

    @Test
    void should_tell_each_bracket() {
        Home home = Home.basic(
                "brackets: [ { from: \"0.00\", to: \"4000.00\", ratio: 50% }, { from: \"4000.00\", ratio: 80% } ]");

        assertThat(reason(home.stay(""), 0)).contains("比例分段0.00至4000.00按50%、4000.00以上按80%，按比例应付6800.00");
    }

    @Test
    void should_tell_the_floor_only_when_it_decides() {
        assertThat(reason(Home.basic("ratio: 10%\nfloor: { ratio: 80% }").stay(""), 0))
                .isEqualTo("政策范围内10000.00，起付线0.00，比例10%，按比例应付1000.00，保底应付8000.00，实付8000.00");
        assertThat(reason(Home.basic("ratio: 80%\nfloor: { ratio: 80% }").stay(""), 0))
                .doesNotContain("保底");
    }

    @Test
    void should_tell_what_the_cap_left_only_when_it_cut() {
        String rules = "ratio: 50%\ncap_year: \"8000.00\"";
        Home home = Home.basic(rules);

        assertThat(reason(home.stay(""), 0)).doesNotContain("封顶");
        assertThat(reason(home.stay(""), 0)).endsWith("按比例应付5000.00，封顶余额3000.00，实付3000.00");
    }

    @Test
    void should_tell_of_a_layer_what_the_year_had_and_what_counts_now() {
        Home home = Home.layer("brackets: [ { from: \"6000.00\", ratio: 50% } ]\ncap_year: \"2500.00\"");

        assertThat(reason(home.stay(""), 1)).isEqualTo("本年度累计0.00，本次计入5000.00，比例分段6000.00以上按50%，应付0.00，实付0.00");
        assertThat(reason(home.stay(""), 1))
                .isEqualTo("本年度累计5000.00，本次计入5000.00，比例分段6000.00以上按50%，应付2000.00，实付2000.00");
        assertThat(reason(home.stay(""), 1)).endsWith("应付2500.00，封顶余额500.00，实付500.00");
    }

    @Test
    void should_tell_of_a_layer_its_deductible() {
        Home home = Home.layer("accumulate: stay\nratio: 50%\ndeductible: \"1000.00\"");

        assertThat(reason(home.stay(""), 1)).isEqualTo("本次计入4000.00(已扣起付线1000.00)，比例50%，应付2000.00，实付2000.00");
        assertThat(reason(Home.layer("accumulate: stay\nratio: 50%").stay(""), 1))
                .doesNotContain("起付线");
    }

    @Test
    void should_tell_that_no_more_was_left_to_pay() {
        assertThat(reason(
                        Home.layer("accumulate: stay\nbase: in_scope\nratio: 70%")
                                .stay(""),
                        1))
                .isEqualTo("本次计入10000.00，比例70%，应付7000.00，以剩余费用为限，实付5000.00");
        // the cap has as much as is due: it is not the cap that cuts
        assertThat(reason(
                        Home.layer("accumulate: stay\nbase: in_scope\nratio: 70%\ncap_year: \"7000.00\"")
                                .stay(""),
                        1))
                .endsWith("应付7000.00，以剩余费用为限，实付5000.00");
    }

    @Test
    void should_tell_why_a_layer_was_not_entered_and_who_paid_what_is_given() {
        assertThat(reason(
                        Home.layer("ratio: 50%\nentry: { paid_by: basic, reaches: \"5000.01\" }")
                                .stay(""),
                        1))
                .isEqualTo("未达到进入条件：basic累计支付5000.01");
        assertThat(reason(Home.basic("given: true").stay("given: { basic: '12.00' }"), 0))
                .isEqualTo("统筹已由其他系统支付12.00");
    }
}
