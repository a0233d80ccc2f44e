package io.wutong.notify.sms;

import static io.wutong.notify.sms.SmsBench.TELEPHONE;
import static io.wutong.notify.sms.SmsBench.TEXT;
import static io.wutong.notify.sms.SmsBench.await;
import static io.wutong.notify.sms.SmsBench.context;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.host.HostServices;
import io.wutong.simulator.sms.AliyunSms;
import io.wutong.simulator.sms.Message;
import io.wutong.simulator.sms.SmsFault;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.spi.Value;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The notifier on the host's services, against the simulated provider. */
class AliyunSmsNotifierTest {
    private static final String NUMBER = "R-2026-1";

    private final MovableClock clock = new MovableClock();
    private Vertx vertx;
    private AliyunSms provider;
    private AdapterSpec spec;
    private HostServices services;
    private AliyunSmsNotifier notifier;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        provider = SmsBench.provider(clock);
        spec = SmsBench.spec(await(provider.start(vertx)));
        services = new HostServices(vertx, spec, getClass().getClassLoader(), clock);
        restart();
    }

    @AfterEach
    void close() {
        await(services.close());
        await(provider.stop());
        await(vertx.close());
    }

    /** Another process: it remembers nothing. */
    private void restart() {
        notifier = made(spec.settings());
    }

    private AliyunSmsNotifier made(Body body) {
        Settings settings = Settings.read(body, services);
        return new AliyunSmsNotifier(
                settings,
                services,
                new Dispatched(settings.absentAfterMillis(), () -> TimeUnit.MILLISECONDS.toNanos(clock.millis())));
    }

    private Outcome<Void> send(int attempt) {
        return await(notifier.send(NUMBER, TELEPHONE, TEXT, context(attempt, 20_000)));
    }

    private static void assertUnknown(Outcome<Void> outcome, String cause) {
        assertThat(outcome).isEqualTo(Outcome.unknown(cause));
    }

    private static void assertSucceeded(Outcome<Void> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void should_reach_the_telephone_with_our_words_when_sent() {
        assertSucceeded(send(1));
        assertThat(provider.messages()).singleElement().satisfies(message -> {
            assertThat(message.telephone()).isEqualTo(TELEPHONE);
            assertThat(message.content()).isEqualTo("【示例医保】" + TEXT);
            assertThat(message.outId()).isEqualTo(NUMBER);
        });
    }

    @Test
    void should_not_be_sent_again_when_another_process_asks_too() {
        assertSucceeded(send(1));
        restart();
        assertSucceeded(send(1));
        restart();
        clock.move(Duration.ofDays(1));
        assertSucceeded(send(2));
        provider.deliver(NUMBER);
        restart();
        assertSucceeded(send(3));
        assertThat(provider.messages()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = SmsFault.class,
            names = {"LOST", "GARBAGE", "FOREIGN", "SYSTEM_ERROR"})
    void should_find_the_message_when_its_answer_was_no_good(SmsFault fault) {
        provider.failNext("SendSms", fault);
        assertThat(send(1)).isInstanceOf(Outcome.Unknown.class);
        assertSucceeded(send(2));
        assertThat(provider.actions())
                .containsExactly("QuerySendDetails", "QuerySendDetails", "SendSms", "QuerySendDetails");
        assertThat(provider.messages()).hasSize(1);
    }

    @Test
    void should_find_the_message_when_its_answer_never_came() {
        notifier = made(spec.settings().with("timeoutMillis", Value.number(3_000)));
        provider.failNext("SendSms", SmsFault.HUNG);
        assertUnknown(send(1), "timeout_read");
        assertSucceeded(send(2));
        assertThat(provider.messages()).hasSize(1);
    }

    @Test
    void should_wait_when_the_answer_is_slow() {
        provider.failNext("SendSms", SmsFault.SLOW);
        assertSucceeded(send(1));
    }

    @Test
    void should_send_no_second_message_when_the_records_are_late() {
        provider.recordAfter(Duration.ofMinutes(5));
        provider.failNext("SendSms", SmsFault.LOST);
        assertThat(send(1)).isInstanceOf(Outcome.Unknown.class);
        assertUnknown(send(2), "not_in_the_records_yet");
        restart();
        assertUnknown(send(3), "not_in_the_records_yet");
        clock.move(Duration.ofMinutes(6));
        assertSucceeded(send(4));
        assertThat(provider.messages()).hasSize(1);
    }

    @Test
    void should_send_again_when_the_records_must_show_it_by_now_and_do_not() {
        provider.failNext("SendSms", SmsFault.DROPPED);
        assertThat(send(1)).isInstanceOf(Outcome.Unknown.class);
        assertUnknown(send(2), "not_in_the_records_yet");
        clock.move(Duration.ofSeconds(599));
        assertUnknown(send(3), "not_in_the_records_yet");
        clock.move(Duration.ofSeconds(1));
        assertSucceeded(send(4));
        assertThat(provider.messages()).hasSize(1);
    }

    @Test
    void should_send_at_once_when_only_the_question_failed_before() {
        provider.failNext("QuerySendDetails", SmsFault.HTTP_502);
        assertUnknown(send(1), "http_502");
        assertSucceeded(send(2));
        assertThat(provider.messages()).hasSize(1);
    }

    @Test
    void should_be_unknown_when_the_records_do_not_say_whose_a_message_is() {
        provider.forgetOutIds();
        provider.failNext("SendSms", SmsFault.LOST);
        assertThat(send(1)).isInstanceOf(Outcome.Unknown.class);
        clock.move(Duration.ofMinutes(20));
        assertUnknown(send(2), "record_without_out_id");
        assertThat(provider.messages()).hasSize(1);
    }

    @Test
    void should_look_through_all_pages_when_the_telephone_got_many() {
        provider.limit(1_000);
        assertSucceeded(send(1));
        for (int i = 0; i < 60; i++) {
            assertSucceeded(await(notifier.send("M" + i, TELEPHONE, TEXT, context(1, 10_000))));
        }
        restart();
        assertSucceeded(send(2));
        assertThat(provider.messages().stream().map(Message::outId)).containsOnlyOnce(NUMBER);
    }

    @Test
    void should_be_rejected_when_the_carrier_refused() {
        assertSucceeded(send(1));
        provider.refuse(NUMBER, "MOBILE_NOT_ON_SERVICE");
        restart();
        assertThat(send(2))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo("MOBILE_NOT_ON_SERVICE"));
        assertThat(provider.messages()).hasSize(1);
    }

    @Test
    void should_be_rejected_when_the_telephone_has_had_enough() {
        provider.limit(1);
        assertSucceeded(send(1));
        assertThat(await(notifier.send("R-2026-2", TELEPHONE, TEXT, context(1, 10_000))))
                .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                    assertThat(rejected.code()).isEqualTo("isv.BUSINESS_LIMIT_CONTROL");
                    assertThat(rejected.message()).contains("请").doesNotContain(TELEPHONE);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "N1;1390000888;您的转诊Z001已办结,转往医院。;RECIPIENT",
                "N1;+85261234567;您的转诊Z001已办结,转往医院。;RECIPIENT",
                "N1;13900008888;您的转诊正在办理;NO_TEMPLATE",
                "' ';13900008888;您的转诊Z001已办结,转往医院。;NOTICE_ID"
            })
    void should_be_rejected_without_a_call_when_it_cannot_be_sent(
            String number, String recipient, String text, String code) {
        assertThat(await(notifier.send(number, recipient, text, context(1, 10_000))))
                .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                    assertThat(rejected.code()).isEqualTo(code);
                    assertThat(rejected.message()).doesNotContain(recipient);
                });
        assertThat(provider.actions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+8613900008888", "8613900008888", "008613900008888"})
    void should_be_one_telephone_however_it_is_written(String recipient) {
        assertSucceeded(await(notifier.send(NUMBER, recipient, TEXT, context(1, 10_000))));
        restart();
        assertSucceeded(send(2));
        assertThat(provider.messages()).hasSize(1);
    }

    @Test
    void should_not_be_sent_when_the_key_is_unknown() {
        notifier = made(spec.settings().with("accessKeyId", Value.text("somebodyElse")));
        assertThat(send(1)).isEqualTo(Outcome.notSent("code.InvalidAccessKeyId.NotFound"));
        assertUnknown(
                await(made(spec.settings().with("accessKeyId", Value.text("somebodyElse")))
                        .send(NUMBER, TELEPHONE, TEXT, context(2, 10_000))),
                "query.code.InvalidAccessKeyId.NotFound");
    }

    @Test
    void should_be_rejected_when_the_sign_or_a_template_is_not_approved() {
        List<Body> templates = spec.settings().bodies("templates");
        notifier = made(spec.settings().with("signName", Value.text("别家医保")));
        assertThat(send(1))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo("isv.SMS_SIGNATURE_ILLEGAL"));
        notifier = made(spec.settings()
                .with("templates", new Value.Items(List.of(templates.get(0).with("code", Value.text("SMS_9"))))));
        assertThat(send(1))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo("isv.SMS_TEMPLATE_ILLEGAL"));
        notifier = made(spec.settings()
                .with(
                        "templates",
                        new Value.Items(
                                List.of(templates.get(0).with("code", Value.text(SmsBench.SETTLED_TEMPLATE))))));
        assertThat(send(1))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo("isv.TEMPLATE_MISSING_PARAMETERS"));
        assertThat(provider.messages()).isEmpty();
    }

    private static final class MovableClock extends Clock {
        private volatile Instant now = Instant.parse("2026-03-02T04:00:00Z");

        void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("Asia/Shanghai");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
