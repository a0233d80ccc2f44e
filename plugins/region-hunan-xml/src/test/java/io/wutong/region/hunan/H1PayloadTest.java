package io.wutong.region.hunan;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import io.wutong.support.Xml;
import io.wutong.testkit.Calls;
import io.wutong.testkit.MemoryVisitMemory;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.ScriptedServices;
import io.wutong.testkit.SumRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Profile H1: each message as it is written, and each answer as it is read, against {@code payload/h1/}. */
class H1PayloadTest {

    private static final String SETTLE = "h1/Remote_BIZC131256";
    private static final List<String> FUNCTIONS = List.of(
            "h1/0",
            "h1/Remote_BIZC131201",
            "h1/Remote_BIZC131204",
            "h1/Remote_BIZC131206",
            "h1/Remote_BIZC131251",
            "h1/Remote_BIZC131252",
            "h1/Remote_BIZC131253",
            "h1/Remote_BIZC131255",
            SETTLE,
            "h1/Remote_BIZC131259",
            "h1/Remote_BIZC131274",
            "h1/Remote_BIZC200101");

    private final ScriptedServices script = new ScriptedServices(
            message -> "h1/" + Xml.read(message).text("FunctionID").orElseThrow(),
            "xml",
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8);
    private final MemoryVisitMemory memory = new MemoryVisitMemory();
    private final NationalStay stay = Bench.resident();
    private final Care care = stay.care(5_000, 0, 8_750, 86_250, "2025-01-08 10:00:00");
    private RegionAdapter adapter;

    @BeforeEach
    void create() {
        Body settings =
                Bench.settings("http://hunan.example.invalid/x", "UTF-8").with("profile", Value.text("h1"));
        adapter = Calls.await(new HunanXmlFactory().create(new AdapterConfig("hunan", "430300", settings), script));
    }

    private Outcome<Body> call(Request request) {
        return Calls.await(adapter.call(request, Calls.context(10_000, memory)));
    }

    private Outcome<Body> settle() {
        return call(stay.settlement("2304", care, "1"));
    }

    @Test
    void should_write_each_message_as_recorded_when_a_stay_is_played() {
        Bench.answer(call(stay.person()));
        Bench.answer(call(stay.admission()));
        Bench.answer(call(stay.discharge("1")));
        Bench.answer(call(stay.lines(
                new NationalStay.Line("F0001", "XJ01CRA040B001010103", 95_000),
                new NationalStay.Line("F0002", "ZY0001", 5_000))));
        Bench.answer(call(stay.removal("F0001")));
        Bench.answer(call(stay.settlement("2303", care, "1")));
        Request settle = stay.settlement("2304", care, "1");
        Body settled = Bench.answer(call(settle));
        Bench.answer(call(stay.removal("0000")));
        Bench.answer(Calls.await(adapter.query(new Reference(settle, 1), Calls.context(10_000, memory))));
        String setlId = settled.body("setlinfo").textOr("setl_id", "");
        Bench.answer(call(stay.request("2305", "{\"data\":{\"setl_id\":\"" + setlId + "\"}}", care)));
        Bench.answer(call(stay.ofVisit("2404", "")));
        for (String function : FUNCTIONS) {
            assertThat(normal(script.sent(function))).as(function).isEqualTo(normal(script.payload(function)));
        }
        assertThat(script.functions()).containsExactlyInAnyOrderElementsOf(FUNCTIONS);
    }

    private static String normal(String document) {
        return Xml.read(document).write("UTF-8");
    }

    @Test
    void should_put_each_fund_in_its_field_when_a_settlement_is_read() {
        Bench.answer(call(stay.admission()));
        Body output = Bench.answer(settle());
        SumRules.assertHold(output);
        assertThat(List.of("hifp_pay", "hifmi_pay", "maf_pay", "hosp_part_amt", "acct_pay", "psn_cash_pay"))
                .extracting(name -> output.body("setlinfo").textOr(name, ""))
                .containsExactly("600.00", "12.50", "55.00", "5.00", "37.50", "290.00");
    }

    @ParameterizedTest
    @CsvSource({
        "<real_pay>600.00</real_pay>, <real_pay>599.99</real_pay>, answer_total",
        "<fund_id>801</fund_id>, <fund_id>888</fund_id>, answer_fund",
        "<errortype>0</errortype>, '', answer_code",
        "<errortype>0</errortype>, <errortype>2</errortype>, answer_no_text"
    })
    void should_be_unknown_when_the_answer_of_a_settlement_does_not_hold(String right, String wrong, String cause) {
        Bench.answer(call(stay.admission()));
        String recorded = script.payload(SETTLE + "-answer");
        assertThat(recorded).contains(right);
        script.answering(SETTLE, recorded.replace(right, wrong));
        assertThat(settle()).isEqualTo(Outcome.unknown(cause));
    }

    @Test
    void should_show_number_and_text_when_it_is_refused() {
        Bench.answer(call(stay.admission()));
        script.answering(
                SETTLE,
                "<Program><errortype>1</errortype><errorno>E1001</errorno><errormessage>该业务已结算</errormessage></Program>");
        assertThat(settle()).isEqualTo(Outcome.rejected("HUNAN-1", "【E1001】该业务已结算"));
    }

    /** Said once it is logged in anew and sent again; said twice, the message was not sent. */
    @Test
    void should_log_in_once_more_when_a_refusal_says_that_the_session_has_ended() {
        Bench.answer(call(stay.admission()));
        script.answering(
                SETTLE, "<Program><errortype>1</errortype><errorno/><errormessage>会话已失效</errormessage></Program>");
        assertThat(settle()).isEqualTo(Outcome.notSent("session_refused"));
    }
}
