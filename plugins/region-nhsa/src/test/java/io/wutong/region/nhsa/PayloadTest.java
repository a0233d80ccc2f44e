package io.wutong.region.nhsa;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.DayRow;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
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

    private static final List<String> TRANSACTIONS =
            List.of("9001", "1101", "2001", "2303", "2304", "2305", "2401", "2402", "2404", "2601", "5203");

    private final ScriptedServices script = new ScriptedServices(
            message -> Json.read(message).textOr("infno", ""), "json", StandardCharsets.UTF_8, StandardCharsets.UTF_8);
    private final MemoryVisitMemory memory = new MemoryVisitMemory();
    private final NationalStay stay = Bench.stay();
    private final Care care = stay.care(5_000, 0, 8_750, 86_250, "2025-01-08 10:00:00");
    private RegionAdapter adapter;

    @BeforeEach
    void create() {
        Body settings = Body.builder()
                .put("url", "https://region.example.invalid/callService")
                .put("signIn", new Value.Bool(true))
                .build();
        adapter = Calls.await(new NhsaFactory().create(new AdapterConfig("changchun", "220100", settings), script));
    }

    private Outcome<Body> call(Request request) {
        return Calls.await(adapter.call(request, Calls.context(10_000, memory)));
    }

    private static Body answer(Outcome<Body> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Body>) outcome).answer();
    }

    /** A settlement, and the recorded answers about it under its message id. */
    private Request settle() {
        Request settle = stay.settlement("2304", care, "0");
        for (String infno : List.of("2304", "5203")) {
            script.answering(infno, script.payload(infno + "-answer").replace("@MSGID", settle.msgid()));
        }
        return settle;
    }

    @Test
    void should_write_each_message_as_recorded_when_a_stay_is_played() {
        answer(call(stay.person()));
        answer(call(stay.entitlement()));
        answer(call(stay.admission()));
        answer(call(stay.discharge("1")));
        answer(call(stay.settlement("2303", care, "0")));
        Request settle = settle();
        answer(call(settle));
        answer(Calls.await(adapter.query(new Reference(settle, 1), Calls.context(10_000, memory))));
        answer(Calls.await(adapter.reverse(new Reference(settle, 1), Calls.context(10_000, memory))));
        answer(call(stay.ofVisit("2305", "S0000000000000001")));
        answer(call(stay.ofVisit("2404", "")));
        for (String infno : TRANSACTIONS) {
            assertThat(normal(script.sent(infno))).as(infno).isEqualTo(normal(script.payload(infno)));
        }
        assertThat(script.functions()).containsExactlyInAnyOrderElementsOf(TRANSACTIONS);
    }

    private static Body normal(String envelope) {
        Body message = Json.read(envelope);
        assertThat(message.textOr("msgid", "")).hasSize(30);
        return message;
    }

    @Test
    void should_write_the_totals_of_a_day_as_recorded() {
        answer(call(stay.admission()));
        Body settled = answer(call(settle())).body("setlinfo");
        DayRow row = new DayRow(
                settled.textOr("setl_id", ""),
                "",
                stay.psnNo(),
                "321102",
                "220102",
                "H32110200001",
                settled.fen("medfee_sumamt").orElseThrow(),
                settled.fen("fund_pay_sumamt").orElseThrow(),
                settled.textOr("setl_time", ""),
                memory.text());
        assertThat(Calls.await(adapter.compareDay(
                        LocalDate.of(2025, 1, 8), List.of(row), Calls.context(10_000, new MemoryVisitMemory()))))
                .isEqualTo(Outcome.succeeded(List.of()));
        assertThat(normal(script.sent("3201"))).isEqualTo(normal(script.payload("3201")));
    }

    @Test
    void should_keep_what_it_does_not_know_both_ways() {
        answer(call(stay.admission()));
        Request settle = settle();
        Body data = settle.input().body("data").with("exp_content", Value.text("{\"x\":1}"));
        Request extended = new Request(
                settle.infno(),
                settle.msgid(),
                settle.careArea(),
                settle.homeArea(),
                settle.fixmedinsCode(),
                settle.opter(),
                Body.of("data", data),
                settle.care());
        Body output = answer(call(extended));
        assertThat(Json.read(script.sent("2304")).body("input").body("data").text("exp_content"))
                .contains("{\"x\":1}");
        assertThat(output.body("setlinfo").text("region_extension")).contains("R2");
        SumRules.assertHold(output);
    }

    @Test
    void should_give_each_side_its_own_number_of_the_visit() {
        answer(call(stay.admission()));
        Body output = answer(call(settle()));
        assertThat(script.sent("2304")).contains("99202501080000001").doesNotContain(NationalStay.VISIT);
        assertThat(output.body("setlinfo").text("mdtrt_id")).contains(NationalStay.VISIT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"infcode\": 0|\"infcode\": \"0\"|",
                "\"infcode\": 0|\"infcode\": -1|answer_code",
                "\"infcode\": 0, |\"code\": 500159, \"success\": false, |gateway_500159",
                "\"output\": {|\"output\": \"{\", \"x\": {|answer_output",
                "@MSGID|H32110200001202501081000009999|answer_message"
            })
    void should_read_the_quirks_and_doubt_the_rest(String right, String wrong, String cause) {
        answer(call(stay.admission()));
        Request settle = settle();
        String recorded = script.payload("2304-answer");
        assertThat(recorded).contains(right);
        script.answering("2304", recorded.replace(right, wrong).replace("@MSGID", settle.msgid()));
        if (cause == null) {
            answer(call(settle));
        } else {
            assertThat(call(settle)).isEqualTo(Outcome.unknown(cause));
        }
    }

    @Test
    void should_read_an_output_that_is_a_text_null_or_beside() {
        script.answering("2402", "{\"infcode\":0,\"output\":null}");
        assertThat(answer(call(stay.discharge("1")))).isEqualTo(Body.EMPTY);
        String person = "{\\\"baseinfo\\\":{\\\"psn_no\\\":\\\"1\\\"}}";
        script.answering("1101", "{\"infcode\":\"0\",\"output\":\"" + person + "\",\"idetinfo\":[]}");
        Body output = answer(call(stay.person()));
        assertThat(output.body("baseinfo").text("psn_no")).contains("1");
        assertThat(output.has("idetinfo")).isTrue();
    }

    @Test
    void should_hand_on_a_refusal_without_its_trace() {
        script.answering(
                "1101", "{\"infcode\":-2,\"err_msg\":\"未查询到人员信息(5be0c1f29a7d4e33@10.9.8.7)\",\"output\":null}");
        assertThat(call(stay.person())).isEqualTo(Outcome.rejected("NHSA-2", "未查询到人员信息"));
    }

    @Test
    void should_sign_in_once_and_again_when_the_number_is_no_good_any_more() {
        answer(call(stay.person()));
        answer(call(stay.entitlement()));
        assertThat(Json.read(script.sent("2001")).text("sign_no")).contains("QD00000001");
        script.answering("9001", script.payload("9001-answer").replace("QD00000001", "QD00000002"));
        script.answering("1101", "{\"infcode\":-2,\"err_msg\":\"签到已失效\",\"output\":null}");
        assertThat(call(stay.person())).isInstanceOf(Outcome.Rejected.class);
        assertThat(Json.read(script.sent("1101")).text("sign_no")).contains("QD00000002");
        script.answering("9001", "{\"infcode\":-2,\"err_msg\":\"操作员不存在\",\"output\":null}");
        assertThat(call(stay.person())).isEqualTo(Outcome.notSent("sign_in.refused"));
    }

    @Test
    void should_sign_as_the_known_vectors_do() {
        assertThat(Transport.signature("1700000000", "TESTTOKEN0123456789", "abcdefghijklmnopqrstuvwxyz012345"))
                .isEqualTo("e57258453e5a19a0d5c94f82cc5dd2dd26c7c65fc07f20a1d1dcb1df347f4aa9");
        String plain = "{\"signIn\":{\"ip\":\"192.0.2.10\",\"mac\":\"00-00-5E-00-53-01\",\"opter_no\":\"1001\"}}";
        String sealed = ClientCipher.encrypt(plain.getBytes(StandardCharsets.UTF_8), "DUMMYCLIENT00001");
        assertThat(sealed)
                .isEqualTo("pbn12R2uU85E9F5j/1f0QommmGp4Pcft3+JZZTYXP6Do/jJK6KZqMB3FlXV3InA4"
                        + "VMc1JjeswYUiWrWLQxDc9MZzJ4AZZVQhrZe18YwSHBA=");
        assertThat(ClientCipher.decrypt(sealed, "DUMMYCLIENT00001")).isEqualTo(plain);
    }
}
