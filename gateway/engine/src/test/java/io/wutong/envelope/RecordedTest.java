package io.wutong.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real front-ends answered, read and written again, and the sum rules on it. */
class RecordedTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1161", "1162", "2201", "2204", "2206", "2207", "2208", "2302", "2304", "2401", "2402", "2405", "9001"
            })
    void should_keep_every_byte_but_white_space_when_read_and_written_again(String infno) throws IOException {
        String text = recorded(infno);
        assertThat(Json.writeText(Json.read(text))).isEqualTo(withoutWhiteSpace(text));
    }

    @Test
    void should_tell_null_absent_empty_and_number_texts_apart() {
        String text = "{\"z\":1.0,\"a\":null,\"b\":\"\",\"c\":[],\"n\":-0.10,\"e\":1e2,\"t\":true,\"s\":\"1.0\"}";
        Body body = Json.read(text);
        assertThat(Json.writeText(body)).isEqualTo(text);
        assertThat(body.has("a")).isTrue();
        assertThat(body.has("x")).isFalse();
        assertThat(body.text("a")).isEqualTo(body.text("b")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2206", "2207", "2208", "2304"})
    void should_hold_the_sum_rules_as_recorded(String infno) throws IOException {
        Body output = Json.read(recorded(infno)).body("output");
        assertThat(SumRule.ofAnswer(output, SumRule.Switches.NATIONAL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "medfee_sumamt",
                "psn_part_amt",
                "hosp_part_amt",
                "acct_pay",
                "psn_cash_pay",
                "fund_pay_sumamt",
                "hifob_pay",
                "overlmt_selfpay",
                "inscp_scp_amt",
                "preselfpay_amt",
                "fulamt_ownpay_amt",
                "cvlserv_pay"
            })
    void should_apply_to_a_recorded_settlement_so_that_one_fen_is_noticed(String field) throws IOException {
        Body output = Json.read(recorded("2304")).body("output");
        Body info = output.body("setlinfo");
        long fen = info.fen(field).orElseThrow();
        Body wrong = output.with("setlinfo", info.with(field, io.wutong.spi.Value.fen(fen + 1)));
        assertThat(SumRule.ofAnswer(wrong, SumRule.Switches.NATIONAL)).isNotEmpty();
    }

    static String recorded(String infno) throws IOException {
        try (var in = RecordedTest.class.getResourceAsStream("/api-spec/recorded/" + infno + "-response.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String withoutWhiteSpace(String json) {
        StringBuilder out = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted || List.of(' ', '\n', '\r', '\t').indexOf(c) < 0) {
                out.append(c);
            }
            if (c == '\\' && quoted) {
                out.append(json.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            }
        }
        return out.toString();
    }
}
