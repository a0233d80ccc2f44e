package io.wutong.notify.sms;

import static io.wutong.notify.sms.RecordedProvider.payload;
import static io.wutong.notify.sms.SmsBench.TELEPHONE;
import static io.wutong.notify.sms.SmsBench.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.spi.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as they go out, byte for byte, and what becomes of recorded answers. */
class PayloadTest {
    private static final String NUMBER = "R-2026-1";

    private final RecordedProvider provider =
            new RecordedProvider().answering("QuerySendDetails", 200, payload("QuerySendDetails-none.json"));

    private Outcome<Void> send() {
        Settings settings = Settings.read(SmsBench.settings("https://dysmsapi.aliyuncs.com"), provider);
        return SmsBench.await(new AliyunSmsNotifier(settings, provider, new Dispatched(600_000, System::nanoTime))
                .send(NUMBER, TELEPHONE, TEXT, SmsBench.context(1, 10_000)));
    }

    private Outcome<Void> answered(int status, String body) {
        provider.answering("SendSms", status, body);
        return send();
    }

    private Outcome<Void> found(String name) {
        provider.answering("QuerySendDetails", 200, payload(name));
        Outcome<Void> outcome = send();
        assertThat(provider.asked("SendSms")).isFalse();
        return outcome;
    }

    @Test
    void should_send_the_recorded_requests() {
        assertThat(answered(200, payload("SendSms-ok.json"))).isInstanceOf(Outcome.Succeeded.class);
        assertThat(provider.request("SendSms")).isEqualTo(payload("SendSms-request.txt"));
        // of the day before, which is asked last
        assertThat(provider.request("QuerySendDetails")).contains("SendDate=20260301");
        provider.answering("QuerySendDetails", 200, payload("QuerySendDetails-delivered.json"));
        assertThat(send()).isInstanceOf(Outcome.Succeeded.class);
        assertThat(provider.request("QuerySendDetails")).isEqualTo(payload("QuerySendDetails-request.txt"));
    }

    @Test
    void should_take_the_end_from_the_records_when_it_stands_there() {
        assertThat(found("QuerySendDetails-delivered.json")).isInstanceOf(Outcome.Succeeded.class);
        assertThat(found("QuerySendDetails-waiting.json")).isInstanceOf(Outcome.Succeeded.class);
        assertThat(found("QuerySendDetails-failed.json"))
                .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> assertThat(rejected.code())
                        .isEqualTo("MOBILE_NOT_ON_SERVICE"));
        assertThat(found("QuerySendDetails-odd.json")).isEqualTo(Outcome.unknown("answer.SendStatus"));
    }

    @Test
    void should_be_rejected_when_the_telephone_has_had_enough() {
        assertThat(answered(200, payload("SendSms-limit.json")))
                .isEqualTo(Outcome.rejected("isv.BUSINESS_LIMIT_CONTROL", "向该号码发送过于频繁,短信未发送,请改用电话等其他方式通知"));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/sms/codes.csv", numLinesToSkip = 1)
    void should_be_what_the_table_says_when_a_code_is_answered(String code, String outcome) {
        Outcome<Void> got = answered(200, "{\"Code\":\"" + code + "\",\"Message\":\"m\"}");
        assertThat(got.label()).isEqualTo(outcome);
        assertThat(answered(400, "{\"Code\":\"" + code + "\",\"Message\":\"m\"}")).isEqualTo(got);
        assertThat(answered(500, "{\"Code\":\"" + code + "\",\"Message\":\"m\"}"))
                .isEqualTo(Outcome.unknown("http_500"));
        if (got instanceof Outcome.Rejected<Void> rejected) {
            assertThat(rejected.code()).isEqualTo(code);
            assertThat(rejected.message()).contains("短信未发送");
        }
    }

    /** A nonce that was used before says that our own request has come twice: the first may have been taken. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|{\"Code\":\"isp.SYSTEM_ERROR\"}|code.isp.SYSTEM_ERROR",
                "400|{\"Code\":\"SignatureNonceUsed\"}|code.SignatureNonceUsed",
                "200|{\"Code\":\"13900008888\"}|code.other",
                "200|{\"Code\":\"OK\"}|answer.BizId",
                "201|{\"Code\":\"OK\",\"BizId\":\"1\"}|http_201",
                "400|{\"Code\":\"OK\",\"BizId\":\"1\"}|http_400",
                "200|{}|code.other",
                "200|<html>|answer_unreadable",
                "404|<html>|answer_unreadable",
                "302|x|http_302"
            })
    void should_be_unknown_when_nothing_is_certain(int status, String body, String cause) {
        assertThat(answered(status, body)).isEqualTo(Outcome.unknown(cause));
    }

    @Test
    void should_show_no_key_when_printed() {
        Settings settings = Settings.read(SmsBench.settings("https://dysmsapi.aliyuncs.com"), provider);
        assertThat(settings.toString()).doesNotContain("testAccessKey").contains("示例医保");
    }
}
