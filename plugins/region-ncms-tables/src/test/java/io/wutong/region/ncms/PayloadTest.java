package io.wutong.region.ncms;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.testkit.Calls;
import io.wutong.testkit.MemoryVisitMemory;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.ScriptedServices;
import io.wutong.testkit.SumRules;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row as it is written, and each row as it is read, against the payloads in {@code payload/}. */
class PayloadTest {

    private static final Set<String> WRITTEN = Set.of(
            "insert-XNH_PERSON_REQ",
            "insert-XNH_REG",
            "insert-XNH_FEE",
            "insert-XNH_CALC",
            "update-XNH_CALC_RESULT",
            "delete-XNH_REG",
            "delete-XNH_FEE");

    private final ScriptedServices script =
            new ScriptedServices(message -> "", "json", StandardCharsets.UTF_8, StandardCharsets.UTF_8);
    private final MemoryVisitMemory memory = new MemoryVisitMemory();
    private final NationalStay stay = Bench.stay();
    private final Care care = stay.care(5_000, 0, 8_750, 86_250, "2025-01-08 10:00:00");
    private RegionAdapter adapter;

    @BeforeEach
    void create() {
        adapter = Calls.await(new NcmsFactory()
                .create(new AdapterConfig("ncms", "431123", Bench.settings(200).build()), script));
    }

    private Outcome<Body> call(Request request) {
        return Calls.await(adapter.call(request, Calls.context(10_000, memory)));
    }

    private static Body answer(Outcome<Body> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Body>) outcome).answer();
    }

    private Body settled() {
        answer(call(stay.admission()));
        return answer(call(stay.settlement("2304", care, "1")));
    }

    @Test
    void should_write_each_row_as_recorded_when_a_stay_is_played() {
        answer(call(stay.person()));
        Body settled = settled();
        assertRecorded("insert-XNH_CALC", "insert-XNH_CALC");
        assertRecorded("insert-XNH_FEE", "insert-XNH_FEE");
        script.answering("select-XNH_CALC_RESULT", script.payload("select-XNH_CALC_RESULT-cancel"));
        String setlId = settled.body("setlinfo").textOr("setl_id", "");
        answer(call(stay.request("2305", "{\"data\":{\"setl_id\":\"" + setlId + "\"}}", care)));
        assertRecorded("insert-XNH_CALC", "insert-XNH_CALC-cancel");
        for (String function : List.of("insert-XNH_PERSON_REQ", "insert-XNH_REG", "update-XNH_CALC_RESULT")) {
            assertRecorded(function, function);
        }
        answer(call(stay.ofVisit("2404", "")));
        assertRecorded("insert-XNH_REG", "insert-XNH_REG-cancel");
        assertThat(script.functions()).containsAll(WRITTEN);
    }

    private void assertRecorded(String function, String payload) {
        assertThat(Json.read(script.sent(function))).as(payload).isEqualTo(Json.read(script.payload(payload)));
    }

    @Test
    void should_write_a_line_as_recorded_when_lines_are_uploaded() {
        answer(call(stay.admission()));
        answer(call(stay.lines(new NationalStay.Line("F0002", "XJ01CRA040B001010103", 86_250))));
        assertRecorded("insert-XNH_FEE", "insert-XNH_FEE-line");
    }

    @Test
    void should_turn_columns_into_funds_when_a_result_is_read() {
        Body output = settled();
        SumRules.assertHold(output);
        Body setlinfo = output.body("setlinfo");
        assertThat(List.of(
                        "hifp_pay",
                        "hifmi_pay",
                        "maf_pay",
                        "oth_pay",
                        "acct_pay",
                        "hosp_part_amt",
                        "psn_cash_pay",
                        "balc"))
                .extracting(name -> setlinfo.textOr(name, ""))
                .containsExactly("552.50", "50.00", "20.00", "10.00", "30.00", "7.50", "330.00", "70.00");
        assertThat(output.bodies("setldetail"))
                .extracting(line -> line.textOr("fund_pay_type", "") + " " + line.textOr("fund_payamt", ""))
                .containsExactly(
                        "390100 552.50", "390200 50.00", "610100 20.00", "620100 10.00", "310200 30.00", "999996 7.50");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"cash\":\"330.00\"', '\"cash\":\"329.99\"', answer_total",
        "'\"cash\":\"330.00\",', '', result_partial",
        "'\"settle_no\":\"S0001\"', '\"settle_no\":\"\"', result_partial",
        "'\"settle_no\":\"S0001\"', '\"settle_no\":\"\uFFFD\"', answer_charset",
        "'\"fund\":\"552.50\"', '\"fund\":\"552.505\"', answer_amount.fund"
    })
    void should_be_unknown_when_the_row_of_a_settlement_does_not_hold(String right, String wrong, String cause) {
        answer(call(stay.admission()));
        String recorded = script.payload("select-XNH_CALC_RESULT-answer");
        assertThat(recorded).contains(right);
        script.answering("select-XNH_CALC_RESULT", recorded.replace(right, wrong));
        assertThat(call(stay.settlement("2304", care, "1"))).isEqualTo(Outcome.unknown(cause));
    }

    @Test
    void should_hand_on_a_refusal_without_inner_addresses() {
        answer(call(stay.admission()));
        script.answering(
                "select-XNH_CALC",
                "{\"rows\":[{\"biz_id\":\"X\",\"status\":\"9\",\"err_code\":\"E07\","
                        + "\"err_msg\":\"封顶线已用完(http://10.9.8.7:8080/a)\"}]}");
        assertThat(call(stay.settlement("2304", care, "1"))).isEqualTo(Outcome.rejected("NCMS-E07", "封顶线已用完"));
    }

    @Test
    void should_take_the_row_back_and_say_not_sent_when_nobody_takes_it() {
        answer(call(stay.admission()));
        script.answering("select-XNH_CALC", "{\"rows\":[{\"biz_id\":\"X\",\"status\":\"0\"}]}");
        assertThat(call(stay.settlement("2304", care, "1"))).isEqualTo(Outcome.notSent("row_not_taken"));
        assertThat(script.sent("delete-XNH_CALC")).contains("\"status\\\" = $3");
        script.answering("select-XNH_CALC", "{\"rows\":[{\"biz_id\":\"X\",\"status\":\"1\"}]}");
        assertThat(call(stay.settlement("2304", care, "1"))).isEqualTo(Outcome.unknown("row_taken"));
    }

    @Test
    void should_not_settle_when_the_person_is_anothers() {
        answer(call(stay.admission()));
        script.answering(
                "select-XNH_PERSON",
                script.payload("select-XNH_PERSON-answer").replace(Bench.PERSON, "43112300000002"));
        assertThat(call(stay.settlement("2304", care, "1"))).isEqualTo(Outcome.notSent("before.answer_person"));
        assertThat(script.functions()).doesNotContain("insert-XNH_CALC");
    }

    /** Their clock is ten minutes off at most: what they wrote at five past midnight says nothing about the day. */
    @ParameterizedTest
    @CsvSource({"2025-01-08 12:00:00, true", "2025-01-08 00:05:00, false", "2025-01-09 00:05:00, false"})
    void should_not_miss_a_row_of_theirs_near_midnight(String doneAt, boolean differs) {
        script.answering(
                "select-XNH_CALC_RESULT",
                "{\"rows\":[{\"biz_id\":\"V-1\",\"settle_no\":\"S9\",\"total\":\"1.00\",\"done_at\":\"" + doneAt
                        + "\"}]}");
        assertThat(compare())
                .isEqualTo(Outcome.succeeded(differs ? List.of(new DayDifference("", "参保地有而本方没有：S9")) : List.of()));
        DayRow ours = new DayRow("V-1", "", "P", "321102", "431123", "H32110200001", 200, 0, doneAt, "");
        assertThat(compare(ours))
                .isEqualTo(Outcome.succeeded(List.of(new DayDifference("V-1", "总费用不符：本方2.00，参保地1.00"))));
    }

    private Outcome<List<DayDifference>> compare(DayRow... ours) {
        return Calls.await(adapter.compareDay(
                LocalDate.of(2025, 1, 8), List.of(ours), Calls.context(10_000, new MemoryVisitMemory())));
    }
}
