package io.wutong.region.shanghai;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import io.wutong.support.Charsets;
import io.wutong.testkit.Calls;
import io.wutong.testkit.MemoryVisitMemory;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.ScriptedServices;
import io.wutong.testkit.SumRules;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each message as it is written, and each answer as it is read, against the payloads in {@code payload/}. */
class PayloadTest {

    private static final List<String> TYPES =
            List.of("SE01", "SM01", "SJ11", "SJ21", "SJ31", "SN01", "SN02", "SI51", "SI52", "SI91", "SK01");

    private final ScriptedServices script = new ScriptedServices(
            message -> Json.read(message).textOr("xxlxm", ""), "json", StandardCharsets.UTF_8, Charsets.GBK);
    private final MemoryVisitMemory memory = new MemoryVisitMemory();
    private final NationalStay stay = Bench.stay();
    private final Care care = stay.care(5_000, 0, 8_750, 86_250, "2025-01-08 10:00:00");
    private RegionAdapter adapter;

    @BeforeEach
    void create() {
        Body settings = Bench.settings("https://front-machine.example.invalid/sendrcv");
        adapter = Calls.await(new ShanghaiFactory().create(new AdapterConfig("shanghai", "310000", settings), script));
    }

    private Outcome<Body> call(Request request) {
        return Calls.await(adapter.call(request, Calls.context(10_000, memory)));
    }

    private static Body answer(Outcome<Body> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Body>) outcome).answer();
    }

    private Outcome<Body> settle() {
        return call(stay.settlement("2304", care, "1"));
    }

    @Test
    void should_write_each_message_as_recorded_when_a_stay_is_played() {
        answer(call(stay.request(
                "1101", "{\"data\":{\"mdtrt_cert_type\":\"01\",\"mdtrt_cert_no\":\"EC-INVENTED\"}}", null)));
        answer(call(stay.person()));
        answer(call(stay.admission()));
        answer(call(stay.settlement("2303", care, "1")));
        Request settle = stay.settlement("2304", care, "1");
        Body settled = answer(call(settle));
        answer(Calls.await(adapter.query(new Reference(settle, 1), Calls.context(10_000, memory))));
        String setlId = settled.body("setlinfo").textOr("setl_id", "");
        answer(call(stay.request("2305", "{\"data\":{\"setl_id\":\"" + setlId + "\"}}", care)));
        answer(call(stay.ofVisit("2404", "")));
        for (String type : TYPES) {
            assertThat(normal(script.sent(type))).as(type).isEqualTo(normal(script.payload(type)));
        }
        assertThat(script.functions()).containsExactlyInAnyOrderElementsOf(TYPES);
    }

    /** Without what is new in every message, and without white space between names. */
    private static Body normal(String envelope) {
        Body message = Json.read(envelope);
        assertThat(message.textOr("msgid", "")).matches(Bench.INSTITUTION + "20250108[0-9]{9}");
        return message.with("msgid", Value.text(""));
    }

    @Test
    void should_turn_segments_into_funds_when_a_settlement_is_read() {
        answer(call(stay.admission()));
        Body output = answer(settle());
        SumRules.assertHold(output);
        Body setlinfo = output.body("setlinfo");
        assertThat(List.of("hifp_pay", "hifmi_pay", "acct_pay", "acct_mulaid_pay", "psn_cash_pay", "act_pay_dedc"))
                .extracting(name -> setlinfo.textOr(name, ""))
                .containsExactly("552.50", "50.00", "37.50", "10.00", "350.00", "100.00");
        assertThat(setlinfo.text("balc")).contains("62.50");
        assertThat(output.bodies("setldetail"))
                .extracting(line -> line.textOr("fund_pay_type", "") + " " + line.textOr("fund_payamt", ""))
                .containsExactly("390100 552.50", "390200 50.00", "310200 37.50");
    }

    @Test
    void should_send_the_totals_of_a_day_as_recorded_and_hand_on_what_differs() {
        answer(call(stay.admission()));
        Body setlinfo = answer(settle()).body("setlinfo");
        DayRow row = new DayRow(
                setlinfo.textOr("setl_id", ""),
                "",
                Bench.PERSON,
                "321102",
                "310101",
                "H32110200001",
                100_000,
                60_250,
                setlinfo.textOr("setl_time", ""),
                memory.text());
        assertThat(compare(row)).isEqualTo(Outcome.succeeded(List.of()));
        assertThat(normal(script.sent("SL01"))).isEqualTo(normal(script.payload("SL01")));
        script.answering("SL01", "{\"xxlxm\":\"SL01\",\"xxfhm\":\"P900\",\"fhxx\":\"统筹支付合计不符\",\"xxnr\":{}}");
        assertThat(compare(row)).isEqualTo(Outcome.succeeded(List.of(new DayDifference("", "统筹支付合计不符"))));
    }

    private Outcome<List<DayDifference>> compare(DayRow row) {
        return Calls.await(adapter.compareDay(
                LocalDate.of(2025, 1, 8), List.of(row), Calls.context(10_000, new MemoryVisitMemory())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"tczfs\": \"552.50\"|\"tczfs\": \"552.49\"|answer_total",
                "\"totalexpense\": 862.5|\"totalexpense\": 862.51|answer_total",
                "\"fybjsfwfyze\": 50.0|\"fybjsfwfyze\": 0.00|answer_total",
                "\"tczfs\": \"552.50\"|\"tczfs\": \"552.505\"|answer_amount.tczfs",
                "\"lsh\": \"000000000004\"|\"lsh\": \"\"|answer_serial",
                "\"xxlxm\": \"SI52\"|\"xxlxm\": \"SI51\"|answer_type",
                "\"xxfhm\": \"P001\"|\"xxfhm\": \"\"|answer_no_text",
                "\"xxfhm\": \"P001\"|\"xxfhm\": \"P900\"|answer_no_text",
                "\"xxnr\": {|\"xxnr\": |answer_unreadable"
            })
    void should_be_unknown_when_the_answer_of_a_confirmation_does_not_hold(String right, String wrong, String cause) {
        answer(call(stay.admission()));
        String recorded = script.payload("SI52-answer");
        assertThat(recorded).contains(right);
        script.answering("SI52", recorded.replace(right, wrong));
        assertThat(settle()).isEqualTo(Outcome.unknown(cause));
    }

    @Test
    void should_not_confirm_when_the_trial_does_not_hold() {
        answer(call(stay.admission()));
        String recorded = script.payload("SI51-answer");
        script.answering("SI51", recorded.replace("\"ybjsfwfyze\": 950.0", "\"ybjsfwfyze\": 940.0"));
        assertThat(settle()).isEqualTo(Outcome.notSent("before.answer_total"));
        script.answering("SI51", recorded.replace("SI51000000000003", ""));
        assertThat(settle()).isEqualTo(Outcome.notSent("before.answer_trial"));
        assertThat(script.functions()).doesNotContain("SI52");
    }

    @Test
    void should_hand_on_a_refusal_without_inner_addresses() {
        answer(call(stay.admission()));
        script.answering(
                "SI52",
                "{\"xxlxm\":\"SI52\",\"xxfhm\":\"P900\",\"fhxx\":\"计算申请序号无效(http://10.9.8.7:8080/a)\",\"xxnr\":{}}");
        assertThat(settle()).isEqualTo(Outcome.rejected("SHANGHAI-P900", "计算申请序号无效"));
    }

    @Test
    void should_be_unknown_when_the_card_is_anothers() {
        answer(call(stay.admission()));
        script.answering("SM01", script.payload("SM01-answer").replace(Bench.PERSON, "SH00000002"));
        assertThat(settle()).isEqualTo(Outcome.notSent("before.answer_person"));
    }

    @ParameterizedTest
    @CsvSource({"10000000000F0000, ''", "10001000000F0000, 账户已封存", "1000000000000000, 未参加该险种"})
    void should_say_why_benefits_may_not_be_had_when_a_flag_says_so(String flags, String reason) {
        script.answering("SM01", script.payload("SM01-answer").replace("10000000000F0000", flags));
        Body trtinfo = answer(call(stay.entitlement())).bodies("trtinfo").get(0);
        assertThat(trtinfo.textOr("trt_chk_rslt", "")).isEqualTo(reason);
        assertThat(trtinfo.text("trt_enjymnt_flag")).contains(reason.isEmpty() ? "1" : "0");
    }

    @ParameterizedTest
    @CsvSource({"10000000000F0000, 1", "10001000000F0000, 2"})
    void should_say_that_the_coverage_is_paused_when_the_account_is_sealed(String flags, String status) {
        script.answering("SM01", script.payload("SM01-answer").replace("10000000000F0000", flags));
        Body insured = answer(call(stay.person())).bodies("insuinfo").get(0);
        assertThat(insured.text("psn_insu_stas")).contains(status);
    }
}
