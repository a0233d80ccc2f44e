package io.wutong.region.guangdong;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.support.Xml;
import io.wutong.testkit.Calls;
import io.wutong.testkit.MemoryVisitMemory;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.ScriptedServices;
import io.wutong.testkit.SumRules;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each message as it is written, and each answer as it is read, against the payloads in {@code payload/}. */
class PayloadTest {

    private static final List<String> TRANSACTIONS =
            List.of("0211", "0212", "0214", "0215", "0216", "0301", "0302", "0303", "0304", "0305", "0701");

    private final ScriptedServices script =
            new ScriptedServices(PayloadTest::transaction, "xml", StandardCharsets.UTF_8, StandardCharsets.UTF_8);
    private final MemoryVisitMemory memory = new MemoryVisitMemory();
    private final NationalStay stay = Bench.stay();
    private final Care care = stay.care(5_000, 0, 8_750, 86_250, "2025-01-08 10:00:00");

    private static String transaction(String envelope) {
        return envelope.replaceFirst("(?s).*<ns:TransNo>([0-9]{4})</ns:TransNo>.*", "$1");
    }

    private RegionAdapter adapter(String flavour) {
        Body settings = Bench.settings("https://ydjy.example.invalid/STYDJY", flavour);
        return Calls.await(new GuangdongFactory().create(new AdapterConfig("foshan", "440600", settings), script));
    }

    private Outcome<Body> call(RegionAdapter adapter, Request request) {
        return Calls.await(adapter.call(request, Calls.context(10_000, memory)));
    }

    private static Body answer(Outcome<Body> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Body>) outcome).answer();
    }

    private Outcome<Body> settle(RegionAdapter adapter) {
        return call(adapter, stay.settlement("2304", care, "1"));
    }

    @Test
    void should_write_each_message_as_recorded_when_a_stay_is_played() {
        RegionAdapter cross = adapter("cross");
        answer(call(cross, stay.person()));
        answer(call(cross, stay.admission()));
        answer(call(cross, stay.discharge("1")));
        answer(call(cross, stay.settlement("2303", care, "1")));
        Request settle = stay.settlement("2304", care, "1");
        Body settled = answer(call(cross, settle));
        script.answering("0701", script.payload("0701-answer-settled"));
        answer(Calls.await(cross.query(new Reference(settle, 1), Calls.context(10_000, memory))));
        String setlId = settled.body("setlinfo").textOr("setl_id", "");
        answer(call(cross, stay.request("2305", "{\"data\":{\"setl_id\":\"" + setlId + "\"}}", care)));
        answer(call(cross, stay.ofVisit("2404", "")));
        for (String number : TRANSACTIONS) {
            assertThat(script.sent(number))
                    .as(number)
                    .isEqualTo(script.payload(number).strip());
        }
        assertThat(script.functions()).containsExactlyInAnyOrderElementsOf(TRANSACTIONS);
    }

    @Test
    void should_write_the_settlement_as_recorded_when_it_is_in_the_province() {
        script.answering("0303", script.payload("0303-answer-province"))
                .answering("0304", script.payload("0304-answer-province"));
        RegionAdapter province = adapter("province");
        answer(call(province, stay.admission()));
        Body output = answer(settle(province));
        assertThat(script.sent("0304"))
                .isEqualTo(script.payload("0304-province").strip());
        assertFunds(output);
    }

    @Test
    void should_put_each_fund_in_its_field_and_line_when_a_settlement_is_read() {
        RegionAdapter cross = adapter("cross");
        answer(call(cross, stay.admission()));
        assertFunds(answer(settle(cross)));
    }

    /** Both flavours tell the same in their own names. */
    private static void assertFunds(Body output) {
        SumRules.assertHold(output);
        Body setlinfo = output.body("setlinfo");
        assertThat(List.of("hifp_pay", "hifmi_pay", "cvlserv_pay", "hifes_pay", "maf_pay", "oth_pay", "acct_pay"))
                .extracting(name -> setlinfo.textOr(name, ""))
                .containsExactly("552.50", "50.00", "20.00", "10.00", "15.00", "7.50", "37.50");
        assertThat(setlinfo.text("psn_cash_pay")).contains("307.50");
        assertThat(setlinfo.text("act_pay_dedc")).contains("100.00");
        assertThat(setlinfo.text("psn_name")).contains("参保人丙");
    }

    @Test
    void should_send_the_rows_of_a_day_as_recorded_and_tell_which_one_differs() {
        RegionAdapter cross = adapter("cross");
        answer(call(cross, stay.admission()));
        Body setlinfo = answer(settle(cross)).body("setlinfo");
        DayRow row = new DayRow(
                setlinfo.textOr("setl_id", ""),
                "",
                Bench.PERSON,
                "321102",
                "440600",
                "H32110200001",
                100_000,
                65_500,
                setlinfo.textOr("setl_time", ""),
                memory.text());
        Outcome<List<DayDifference>> outcome = Calls.await(cross.compareDay(
                LocalDate.of(2025, 1, 8), List.of(row, row), Calls.context(10_000, new MemoryVisitMemory())));
        assertThat(outcome).isEqualTo(Outcome.succeeded(List.of(new DayDifference(row.setlId(), "金额不一致"))));
        assertThat(script.sent("0606")).isEqualTo(script.payload("0606").strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ake039&gt;552.50|ake039&gt;552.49|answer_funds",
                "akb067&gt;307.50|akb067&gt;307.51|answer_total",
                "akc264&gt;1000.00|akc264&gt;1000.01|answer_total",
                "ake149&gt;655.00|ake149&gt;655.005|answer_amount.ake149",
                "aaz216&gt;JS2501080000000009|aaz216&gt;|answer_settlement",
                "transid&gt;4406002501080000000009|transid&gt;|answer_transid",
                "errorcode&gt;0|errorcode&gt;nul|answer_code",
                "errorcode&gt;0|errorcode&gt;-1|answer_no_text",
                "ns:return>&lt;|ns:return>|answer_unreadable",
                "ns:STYDJKServiceResponse|soapenv:Fault|soap_fault",
                "20250108100005|２０２５０１０８锟斤拷|answer_charset",
                "20250108100005|𠮷|answer_charset"
            })
    void should_be_unknown_when_the_answer_of_a_settlement_does_not_hold(String right, String wrong, String cause) {
        RegionAdapter cross = adapter("cross");
        answer(call(cross, stay.admission()));
        String recorded = script.payload("0304-answer");
        assertThat(recorded).contains(right);
        script.answering("0304", recorded.replace(right, wrong));
        assertThat(settle(cross)).isEqualTo(Outcome.unknown(cause));
    }

    @Test
    void should_hand_on_a_refusal_without_inner_addresses() {
        RegionAdapter cross = adapter("cross");
        answer(call(cross, stay.admission()));
        script.answering(
                "0304",
                script.payload("0304-answer")
                        .replace("errorcode&gt;0", "errorcode&gt;-1")
                        .replace("&lt;errormsg/&gt;", "&lt;errormsg&gt;未办理出院登记(10.9.8.7:7001)&lt;/errormsg&gt;"));
        assertThat(settle(cross)).isEqualTo(Outcome.rejected("GUANGDONG-1", "未办理出院登记"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"𠮷", "\u0001"})
    void should_not_send_what_the_other_side_cannot_hold(String character) {
        RegionAdapter cross = adapter("cross");
        Request admission = stay.request(
                "2401",
                "{\"mdtrtinfo\":{\"begntime\":\"2025-01-01 08:30:00\",\"adm_bed\":\""
                        + (character.equals("\u0001") ? "\\u0001" : character) + "\"}}",
                stay.empty());
        Outcome<Body> outcome = call(cross, admission);
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        assertThat(((Outcome.Rejected<Body>) outcome).code()).isEqualTo("GUANGDONG-CHARSET");
        assertThat(script.functions()).doesNotContain("0212");
    }

    @Test
    void should_be_told_of_anothers_visit_only_as_unknown() {
        RegionAdapter cross = adapter("cross");
        answer(call(cross, stay.admission()));
        script.answering("0701", script.payload("0701-answer").replace("S4406002501080000001", "S4406002501080000002"));
        assertThat(settle(cross)).isEqualTo(Outcome.notSent("before.answer_visit"));
        script.answering("0211", script.payload("0211-answer").replace(Bench.PERSON, "GDSSN0000000002"));
        assertThat(settle(cross)).isEqualTo(Outcome.notSent("before.answer_person"));
    }

    @Test
    void should_say_why_benefits_may_not_be_had_when_the_platform_refuses_the_person() {
        script.answering(
                "0211",
                script.payload("0211-answer")
                        .replace("errorcode&gt;0", "errorcode&gt;-1")
                        .replace("&lt;errormsg/&gt;", "&lt;errormsg&gt;该参保人已暂停参保&lt;/errormsg&gt;"));
        Body trtinfo = answer(call(adapter("cross"), stay.entitlement()))
                .bodies("trtinfo")
                .get(0);
        assertThat(trtinfo.text("trt_enjymnt_flag")).contains("0");
        assertThat(trtinfo.text("trt_chk_rslt")).contains("该参保人已暂停参保");
    }

    @Test
    void should_declare_gbk_inside_of_utf8() {
        answer(call(adapter("cross"), stay.person()));
        String envelope = script.sent("0211");
        assertThat(envelope).startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        Xml call = Xml.read(envelope).children().get(0).children().get(0);
        assertThat(call.children().get(1).text()).startsWith("<?xml version=\"1.0\" encoding=\"GBK\"?>");
    }
}
