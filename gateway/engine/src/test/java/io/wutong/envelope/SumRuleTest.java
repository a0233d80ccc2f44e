package io.wutong.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SumRuleTest {

    @Test
    void should_hold_on_a_settlement_that_agrees() {
        assertThat(SumRule.ofAnswer(output(info()), SumRule.Switches.NATIONAL)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "medfee_sumamt, I1 I2",
        "fulamt_ownpay_amt, I1",
        "overlmt_selfpay, I1",
        "preselfpay_amt, I1",
        "inscp_scp_amt, I1",
        "psn_part_amt, I2 I3",
        "hosp_part_amt, I2 I5",
        "acct_pay, I3 I5",
        "psn_cash_pay, I3",
        "fund_pay_sumamt, I2 I4 I5",
        "hifp_pay, I4",
        "cvlserv_pay, I4",
        "hifes_pay, I4",
        "hifmi_pay, I4",
        "hifob_pay, I4",
        "maf_pay, I4",
        "oth_pay, I4",
        "hifdm_pay, I4"
    })
    void should_name_each_rule_when_a_term_is_one_fen_off(String field, String rules) {
        for (long off : new long[] {1, -1}) {
            Body wrong = info().with(field, Value.fen(info().fen(field).orElse(0L) + off));
            assertThat(names(wrong)).isEqualTo(Set.of(rules.split(" ")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "medfee_sumamt",
        "fulamt_ownpay_amt",
        "psn_part_amt",
        "hosp_part_amt",
        "acct_pay",
        "psn_cash_pay",
        "hifp_pay"
    })
    void should_not_apply_when_a_term_is_null_or_empty(String field) {
        assertThat(names(info().with(field, Value.Null.NULL))).isEmpty();
        assertThat(names(info().with(field, Value.text("")))).isEmpty();
    }

    @Test
    void should_take_the_other_names_of_person_cash_and_hospital() {
        Body.Builder other = Body.builder();
        info().fields()
                .forEach((name, value) -> other.put(
                        switch (name) {
                            case "psn_part_amt" -> "psn_pay";
                            case "hosp_part_amt" -> "ownpay_hosp_part";
                            case "psn_cash_pay" -> "cash_payamt";
                            default -> name;
                        },
                        value));
        Body info = other.build();
        assertThat(names(info)).isEmpty();
        assertThat(names(info.with("cash_payamt", Value.fen(1)))).containsExactly("I3");
    }

    @Test
    void should_follow_the_switches_of_a_region() {
        Body mutual = info().with("acct_mulaid_pay", Value.fen(3_00)).with("psn_cash_pay", Value.fen(17_00));
        assertThat(SumRule.ofAnswer(output(mutual), new SumRule.Switches(false, false)))
                .isEmpty();
        assertThat(names(mutual)).containsExactly("I3");
        Body inside = info().with("fund_pay_sumamt", Value.fen(70_00));
        assertThat(SumRule.ofAnswer(output(inside), new SumRule.Switches(true, true)))
                .isEmpty();
        assertThat(names(inside)).containsExactlyInAnyOrder("I2", "I4", "I5");
    }

    @Test
    void should_notice_a_fund_line_that_is_one_fen_off() {
        Body output = Body.builder()
                .put("setlinfo", info())
                .put(
                        "setldetail",
                        List.of(Body.builder().fen("fund_payamt", 80_01).build()))
                .build();
        assertThat(SumRule.ofAnswer(output, SumRule.Switches.NATIONAL))
                .singleElement()
                .hasToString("I5 setldetail 80.01≠80.00");
    }

    @Test
    void should_refuse_a_third_decimal() {
        Body wrong = info().with("acct_pay", new Value.Num("10.001"));
        assertThatThrownBy(() -> SumRule.ofAnswer(output(wrong), SumRule.Switches.NATIONAL))
                .isInstanceOf(Refusal.class);
    }

    private static Set<String> names(Body info) {
        return SumRule.ofAnswer(output(info), SumRule.Switches.NATIONAL).stream()
                .map(broken -> broken.rule().substring(0, 2))
                .collect(Collectors.toSet());
    }

    private static Body output(Body info) {
        return Body.builder()
                .put("setlinfo", info)
                .put("setldetail", List.of(line(60_00), line(10_00), line(10_00)))
                .build();
    }

    private static Body line(long fen) {
        return Body.builder().fen("fund_payamt", fen).build();
    }

    /** 100.00: funds 60, account 10, cash 20, hospital 10. */
    private static Body info() {
        return Body.builder()
                .fen("medfee_sumamt", 100_00)
                .fen("fulamt_ownpay_amt", 5_00)
                .fen("overlmt_selfpay", 6_00)
                .fen("preselfpay_amt", 7_00)
                .fen("inscp_scp_amt", 82_00)
                .fen("fund_pay_sumamt", 60_00)
                .fen("psn_part_amt", 30_00)
                .fen("acct_pay", 10_00)
                .fen("psn_cash_pay", 20_00)
                .fen("hosp_part_amt", 10_00)
                .fen("hifp_pay", 40_00)
                .fen("cvlserv_pay", 0)
                .fen("hifes_pay", 0)
                .fen("hifmi_pay", 15_00)
                .fen("hifob_pay", 0)
                .fen("maf_pay", 5_00)
                .fen("oth_pay", 0)
                .build();
    }
}
