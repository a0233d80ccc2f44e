package io.wutong.notify.sms;

import io.vertx.core.Future;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.sms.AliyunSms;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Secret;
import io.wutong.testkit.Calls;
import io.wutong.testkit.MemoryVisitMemory;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the tests of this plugin share: an account with a sign and two templates, here and at the provider. */
final class SmsBench {
    static final String ID = "notify-sms";
    static final String TELEPHONE = "13900008888";
    static final String TEXT = "您的转诊Z001已办结,转往第一人民医院。";
    static final String SETTLED_TEMPLATE = "SMS_200000002";

    private static final String KEY = "testAccessKey";
    private static final String SECRET = UUID.randomUUID().toString();
    private static final String SIGN = "示例医保";
    private static final String REFERRAL_TEMPLATE = "SMS_200000001";
    private static final String REFERRAL = "您的转诊${no}已办结,转往${hospital}。";
    private static final String SETTLED = "您的住院费用已结算,个人现金支付${amount}元";

    private SmsBench() {}

    static AliyunSms provider(Clock clock) {
        AliyunSms provider = new AliyunSms(Map.of(KEY, SECRET), clock);
        provider.approveSign(SIGN);
        provider.approveTemplate(REFERRAL_TEMPLATE, REFERRAL);
        provider.approveTemplate(SETTLED_TEMPLATE, SETTLED);
        return provider;
    }

    static Body settings(String endpoint) {
        return Body.builder()
                .put("endpoint", endpoint)
                .put("accessKeyId", KEY)
                .put("accessKeySecret", "sms-key")
                .put("signName", SIGN)
                .put(
                        "templates",
                        List.of(
                                template("REFERRAL_DONE", REFERRAL_TEMPLATE, REFERRAL),
                                template("SETTLED", SETTLED_TEMPLATE, SETTLED)))
                .put("absentAfterSeconds", 600)
                .build();
    }

    private static Body template(String kind, String code, String text) {
        return Body.builder()
                .put("kind", kind)
                .put("code", code)
                .put("text", text)
                .build();
    }

    static AdapterSpec spec(int port) {
        return AdapterSpec.of("sms", ID, AdapterSpec.WHOLE_PROCESS)
                .withSettings(settings("http://127.0.0.1:" + port))
                .withSecrets(Map.of("sms-key", Secret.of(SECRET)))
                .withAllowedHosts("127.0.0.1:" + port);
    }

    static CallContext context(int attempt, long millis) {
        CallContext context = Calls.context(millis, new MemoryVisitMemory());
        return new CallContext(
                context.traceId(),
                context.msgid(),
                context.from(),
                context.to(),
                attempt,
                context.deadlineNanos(),
                context.visit());
    }

    static <T> T await(Future<T> future) {
        return Calls.await(future);
    }
}
