package io.wutong.region.hunan;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.support.Xml;
import io.wutong.support.stay.Funds;
import io.wutong.testkit.Calls;
import io.wutong.testkit.MemoryVisitMemory;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.ScriptedServices;
import io.wutong.testkit.SumRules;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each message as it is written, and each answer as it is read, against the payloads in {@code payload/}. */
class PayloadTest {

    private static final String SETTLE = "Remote_BIZC131256";

    private final ScriptedServices script = Bench.script();
    private final MemoryVisitMemory memory = new MemoryVisitMemory();
    private final NationalStay stay = Bench.resident();
    private RegionAdapter adapter;

    @BeforeEach
    void create() {
        Body settings = Bench.settings("https://legacy.example.invalid/call.action", "UTF-8");
        adapter = Bench.await(new HunanXmlFactory().create(new AdapterConfig("xiangtan", "430300", settings), script));
    }

    private Outcome<Body> call(Request request) {
        return Bench.await(adapter.call(request, Calls.context(10_000, memory)));
    }

    private Outcome<Body> settle() {
        return call(stay.settlement("2304", stay.care(5_000, 0, 8_750, 86_250, "2025-01-08 10:00:00"), "1"));
    }

    private void admitted() {
        Bench.answer(call(stay.admission()));
        Bench.answer(call(stay.discharge("1")));
    }

    @Test
    void should_write_each_message_as_recorded_when_a_stay_is_played() {
        Bench.answer(call(stay.person()));
        admitted();
        Bench.answer(call(stay.lines(
                new NationalStay.Line("F0001", "XJ01CRA040B001010103", 95_000),
                new NationalStay.Line("F0002", "ZY0001", 5_000))));
        Bench.answer(call(stay.settlement("2303", stay.care(5_000, 0, 8_750, 86_250, "2025-01-08 10:00:00"), "1")));
        Request settle = stay.settlement("2304", stay.care(5_000, 0, 8_750, 86_250, "2025-01-08 10:00:00"), "1");
        Body settled = Bench.answer(call(settle));
        Bench.answer(call(stay.removal("0000")));
        Bench.await(adapter.query(new Reference(settle, 1), Calls.context(10_000, memory)));
        String setlId = settled.body("setlinfo").textOr("setl_id", "");
        Bench.answer(call(stay.request(
                "2305",
                "{\"data\":{\"setl_id\":\"" + setlId + "\"}}",
                stay.care(5_000, 0, 8_750, 86_250, "2025-01-08 10:00:00"))));
        Bench.answer(call(stay.ofVisit("2404", "")));
        for (String function : List.of(
                "sys0001",
                "Remote_BIZC131201",
                "Remote_BIZC131204",
                "Remote_BIZC131206",
                "Remote_BIZC131251",
                "Remote_BIZC131252",
                "Remote_BIZC131255",
                "Remote_BIZC131256",
                "Remote_BIZC131259",
                "Remote_BIZC131274",
                "Remote_BIZC200101")) {
            assertThat(normal(script.sent(function))).as(function).isEqualTo(normal(script.payload(function)));
        }
    }

    private static String normal(String document) {
        return Xml.read(document).write("UTF-8").replaceAll("<trans_id>[^<]*</trans_id>", "");
    }

    @Test
    void should_put_each_fund_in_its_field_and_line_when_a_settlement_is_read() {
        admitted();
        Body output = Bench.answer(settle());
        SumRules.assertHold(output);
        Body setlinfo = output.body("setlinfo");
        assertThat(List.of("hifp_pay", "hifmi_pay", "maf_pay", "hosp_part_amt", "acct_pay", "psn_cash_pay"))
                .extracting(name -> setlinfo.textOr(name, ""))
                .containsExactly("600.00", "12.50", "55.00", "5.00", "37.50", "290.00");
        assertThat(setlinfo.text("balc")).contains("62.50");
        assertThat(output.bodies("setldetail"))
                .extracting(line -> line.textOr("fund_pay_type", "") + " " + line.textOr("fund_payamt", ""))
                .containsExactly("390100 600.00", "390200 12.50", "610100 55.00", "999996 5.00", "310200 37.50");
    }

    @ParameterizedTest
    @CsvSource({
        "310, 001, hifp_pay, 310100",
        "390, 001, hifp_pay, 390100",
        "310, 003, acct_pay, 310200",
        "310, 201, hifob_pay, 330100",
        "310, 301, cvlserv_pay, 320100",
        "310, 401, maf_pay, 610100",
        "390, 405, maf_pay, 610100",
        "390, 801, hifp_pay, 390100",
        "390, 803, hifmi_pay, 390200",
        "310, 996, hosp_part_amt, 999996",
        "310, 999, psn_cash_pay, -"
    })
    void should_know_each_fund_of_a_coverage(String coverage, String fund, String field, String type) {
        assertThat(HunanXmlFactory.FUNDS.of(fund, coverage))
                .returns(field, Funds.Fund::field)
                .returns(type, Funds.Fund::type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<program><return_code>1</return_code></program>|answer_total",
                "<program><return_code>1</return_code><payinfo><row><aaa157>001</aaa157><aae019>999.99</aae019></row></payinfo></program>|answer_total",
                "<program><return_code>1</return_code><payinfo><row><aaa157>001</aaa157><aae019>1000.005</aae019></row></payinfo></program>|answer_amount.aae019",
                "<program><return_code>1</return_code><payinfo><row><aaa157>001</aaa157></row></payinfo></program>|answer_field.aae019",
                "<program><return_code>1</return_code><payinfo><row><aaa157>777</aaa157><aae019>1000.00</aae019></row></payinfo></program>|answer_fund",
                "<program><return_code>1</return_code><payinfo><row><aaa157>001</aaa157><aae019>1001.00</aae019></row><row><aaa157>999</aaa157><aae019>-1.00</aae019></row></payinfo></program>|answer_negative",
                "<program><return_code>one</return_code></program>|answer_code",
                "<program><return_code>-1</return_code><return_code_message/></program>|answer_no_text",
                "<other><return_code>1</return_code></other>|answer_unreadable",
                "<program><return_code>1</return_code>|answer_unreadable",
                "<!DOCTYPE a [<!ENTITY x 'y'>]><program><return_code>1</return_code></program>|answer_unreadable"
            })
    void should_be_unknown_when_the_answer_of_a_settlement_does_not_hold(String answer, String cause) {
        admitted();
        script.answering(SETTLE, answer);
        assertThat(settle()).isEqualTo(Outcome.unknown(cause));
    }

    @Test
    void should_be_unknown_when_an_answer_speaks_of_another() {
        admitted();
        String found = script.payload("Remote_BIZC131251-answer");
        script.answering("Remote_BIZC131251", found.replace("430300000000001", "430300000000002"));
        assertThat(settle()).isEqualTo(Outcome.notSent("before.answer_person"));
        script.answering("Remote_BIZC131251", found.replace("W0000120250101000001", "W0000120250101000002"));
        assertThat(settle()).isEqualTo(Outcome.notSent("before.answer_visit"));
        String person = script.payload("Remote_BIZC131201-answer");
        script.answering("Remote_BIZC131201", person.replace(Bench.CERTNO, "430381199001010011"));
        assertThat(call(stay.person())).isEqualTo(Outcome.unknown("answer_person"));
    }

    @Test
    void should_strip_inner_addresses_when_a_refusal_is_handed_on() {
        admitted();
        script.answering(
                SETTLE,
                "<program><return_code>-1</return_code><return_code_message>该业务已冻结"
                        + "(5be0c1f29a7d4e33@10.9.8.7:8080)</return_code_message></program>");
        assertThat(settle()).isEqualTo(Outcome.rejected("HUNAN-1", "该业务已冻结"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Remote_BIZC131256", "Remote_BIZC131204"})
    void should_not_send_when_a_second_login_is_refused_too(String function) {
        Request admission = stay.admission();
        if (function.equals(SETTLE)) {
            admitted();
        }
        script.answering(
                function,
                "<program><return_code>-9</return_code><return_code_message>会话已失效</return_code_message></program>");
        Outcome<Body> outcome = function.equals(SETTLE) ? settle() : call(admission);
        assertThat(outcome).isEqualTo(Outcome.notSent("session_refused"));
    }
}
