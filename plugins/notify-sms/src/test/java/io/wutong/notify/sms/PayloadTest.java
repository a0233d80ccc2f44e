package io.wutong.notify.sms;

import static io.wutong.notify.sms.RecordedProvider.payload;
import static io.wutong.notify.sms.SmsBench.TELEPHONE;
import static io.wutong.notify.sms.SmsBench.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.spi.CallFailure;
import io.wutong.spi.HttpReply;
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

    /** Each is another process, which remembers nothing. */
    private AliyunSmsNotifier notifier() {
        Settings settings = Settings.read(SmsBench.settings("https://dysmsapi.aliyuncs.com"), provider);
        return new AliyunSmsNotifier(settings, provider, new Dispatched(600_000, System::nanoTime));
    }

    private Outcome<Void> send() {
        return SmsBench.await(send(notifier(), 10_000));
    }

    private static Future<Outcome<Void>> send(AliyunSmsNotifier notifier, long millis) {
        return notifier.send(NUMBER, TELEPHONE, TEXT, SmsBench.context(1, millis));
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
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo("MOBILE_NOT_ON_SERVICE"));
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
        assertThat(answered(400, "{\"Code\":\"" + code + "\",\"Message\":\"m\"}"))
                .isEqualTo(got);
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
    void should_wait_for_the_first_when_the_same_notice_is_under_way() {
        AliyunSmsNotifier notifier = notifier();
        Promise<HttpReply> answer = provider.holding("SendSms");
        Future<Outcome<Void>> first = send(notifier, 10_000);
        Future<Outcome<Void>> second = send(notifier, 10_000);
        provider.answering("SendSms", 500, "");
        assertThat(second.isComplete()).isFalse();
        answer.complete(RecordedProvider.reply(200, payload("SendSms-ok.json")));
        assertThat(SmsBench.await(first)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(SmsBench.await(second)).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void should_ask_by_itself_when_the_first_ended_without_an_answer() {
        AliyunSmsNotifier notifier = notifier();
        Promise<HttpReply> answer = provider.holding("SendSms");
        Future<Outcome<Void>> first = send(notifier, 10_000);
        Future<Outcome<Void>> second = send(notifier, 10_000);
        provider.answering("QuerySendDetails", 200, payload("QuerySendDetails-waiting.json"));
        answer.fail(new CallFailure(true, "timeout_read"));
        assertThat(SmsBench.await(first)).isEqualTo(Outcome.unknown("timeout_read"));
        assertThat(SmsBench.await(second)).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void should_not_be_sent_when_too_little_time_is_left() {
        provider.answering("SendSms", 200, payload("SendSms-ok.json"));
        AliyunSmsNotifier notifier = notifier();
        assertThat(SmsBench.await(send(notifier, 900))).isEqualTo(Outcome.notSent("no_time_left"));
        assertThat(provider.asked("SendSms")).isFalse();
        assertThat(SmsBench.await(send(notifier, 10_000))).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void should_show_no_key_when_printed() {
        Settings settings = Settings.read(SmsBench.settings("https://dysmsapi.aliyuncs.com"), provider);
        assertThat(settings.toString()).doesNotContain("testAccessKey").contains("示例医保");
    }
}
