package io.wutong.spec;

import static java.math.BigDecimal.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sum rules I1 to I8 on the examples: one bill, the same to the fen in every message that repeats it. */
class SumRulesTest {

    private static final ObjectMapper EXACT =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final List<String> AMOUNTS = List.of(
            "medfee_sumamt",
            "fulamt_ownpay_amt",
            "overlmt_selfpay",
            "preselfpay_amt",
            "inscp_scp_amt",
            "act_pay_dedc",
            "hifp_pay",
            "cvlserv_pay",
            "hifes_pay",
            "hifmi_pay",
            "hifob_pay",
            "maf_pay",
            "hifdm_pay",
            "oth_pay",
            "fund_pay_sumamt",
            "acct_pay",
            "psn_cash_pay");

    @ParameterizedTest
    @ValueSource(strings = {"2303", "2304", "5203", "2305"})
    void should_hold_I1_to_I5_when_a_settlement_is_answered(String infno) {
        JsonNode output = read(infno, "response").get("output");
        JsonNode sums = output.get("setlinfo");
        BigDecimal person = first(sums, "psn_part_amt", "psn_pay");
        BigDecimal hospital = first(sums, "hosp_part_amt", "ownpay_hosp_part");

        assertThat(amount(sums, "medfee_sumamt"))
                .as("I1")
                .isEqualByComparingTo(
                        sum(sums, "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"));
        assertThat(amount(sums, "medfee_sumamt"))
                .as("I2")
                .isEqualByComparingTo(
                        amount(sums, "fund_pay_sumamt").add(person).add(hospital));
        assertThat(person).as("I3").isEqualByComparingTo(sum(sums, "acct_pay", "psn_cash_pay"));
        assertThat(amount(sums, "fund_pay_sumamt"))
                .as("I4")
                .isEqualByComparingTo(sum(
                        sums,
                        "hifp_pay",
                        "hifmi_pay",
                        "hifob_pay",
                        "hifes_pay",
                        "cvlserv_pay",
                        "maf_pay",
                        "hifdm_pay",
                        "oth_pay"));
        assertThat(total(output.get("setldetail"), "fund_payamt"))
                .as("I5")
                .isEqualByComparingTo(sum(sums, "fund_pay_sumamt", "acct_pay").add(hospital));
    }

    @Test
    void should_hold_I6_and_I7_when_fee_lines_are_split() {
        JsonNode lines = read("2301", "request").get("input").get("feedetail");
        JsonNode splits = read("2301", "response").get("output").get("result");

        for (JsonNode line : lines) {
            assertThat(amount(line, "det_item_fee_sumamt"))
                    .as("I6 %s", line.get("feedetl_sn"))
                    .isEqualByComparingTo(amount(line, "cnt").multiply(amount(line, "pric")));
        }
        for (JsonNode split : splits) {
            assertThat(amount(split, "det_item_fee_sumamt"))
                    .as("I6 %s", split.get("feedetl_sn"))
                    .isEqualByComparingTo(
                            sum(split, "fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt", "inscp_scp_amt"));
        }
        assertThat(total(lines, "det_item_fee_sumamt"))
                .as("I7")
                .isEqualByComparingTo(amount(data("2303"), "medfee_sumamt"))
                .isEqualByComparingTo(amount(data("2304"), "medfee_sumamt"))
                .isEqualByComparingTo(total(splits, "det_item_fee_sumamt"));
    }

    @Test
    void should_hold_I8_when_the_settlement_is_cancelled() {
        JsonNode original = read("2304", "response").get("output").get("setlinfo");
        JsonNode negative = read("2305", "response").get("output").get("setlinfo");

        for (String name : AMOUNTS) {
            assertThat(amount(original, name).add(amount(negative, name)))
                    .as("I8 %s", name)
                    .isEqualByComparingTo(ZERO);
        }
        assertThat(negative.get("init_setl_id")).isEqualTo(original.get("setl_id"));
        assertThat(negative.get("setl_id")).isNotEqualTo(original.get("setl_id"));
    }

    @Test
    void should_follow_the_policy_of_the_home_when_the_bill_is_140_800() {
        JsonNode sums = read("2304", "response").get("output").get("setlinfo");

        BigDecimal basic = yuan("140800.00").subtract(yuan("800")).multiply(yuan("0.65"));
        BigDecimal remains = yuan("140800.00").subtract(basic);
        BigDecimal critical = yuan("15000")
                .multiply(yuan("0.50"))
                .add(remains.subtract(yuan("30000")).multiply(yuan("0.60")));

        assertThat(amount(sums, "hifp_pay")).isEqualByComparingTo(basic).isEqualByComparingTo("91000.00");
        assertThat(amount(sums, "hifmi_pay")).isEqualByComparingTo(critical).isEqualByComparingTo("19380.00");
        assertThat(amount(sums, "psn_cash_pay"))
                .isEqualByComparingTo(remains.subtract(critical))
                .isEqualByComparingTo("30420.00");
    }

    private static JsonNode data(String infno) {
        return read(infno, "request").get("input").get("data");
    }

    private static JsonNode read(String infno, String side) {
        try {
            return EXACT.readTree(SpecFiles.text("examples/" + infno + "." + side + ".json"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(infno, e);
        }
    }

    private static BigDecimal amount(JsonNode node, String name) {
        JsonNode value = Objects.requireNonNull(node.get(name), name);
        assertThat(value.isNull()).as("%s is null", name).isFalse();
        return yuan(value.asText());
    }

    private static BigDecimal first(JsonNode node, String... names) {
        return Stream.of(names)
                .filter(node::hasNonNull)
                .map(name -> amount(node, name))
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal sum(JsonNode node, String... names) {
        return Stream.of(names).map(name -> amount(node, name)).reduce(ZERO, BigDecimal::add);
    }

    private static BigDecimal total(JsonNode list, String name) {
        BigDecimal total = ZERO;
        for (JsonNode item : list) {
            total = total.add(amount(item, name));
        }
        return total;
    }

    private static BigDecimal yuan(String text) {
        return new BigDecimal(text);
    }
}
