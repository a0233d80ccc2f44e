package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.envelope.Csv;
import io.wutong.envelope.Refusal;
import io.wutong.host.AdapterSpec;
import io.wutong.sandbox.HospitalClient.Answer;
import io.wutong.simulator.sms.AliyunSms;
import io.wutong.simulator.sms.Message;
import io.wutong.simulator.sms.SmsFault;
import io.wutong.spi.Body;
import io.wutong.spi.Secret;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A referral that has come to hold is told to the patient, from the hospital's message to the provider's records: the
 * engine, the plugin's jar, and a provider that takes a message as often as it is sent.
 */
class NoticesIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.ONE);

    private static final String HOME = "320115";
    private static final String PERSON = "32011500000000000001";
    private static final String TELEPHONE = "13800000000";
    private static final String KEY_ID = "LTAI0000000000000001";
    private static final String SIGN = "示例医保";
    private static final String TEMPLATE = "SMS_100000001";

    private static AliyunSms provider;
    private static int referrals;

    private int before;
    private int asked;

    @BeforeAll
    static void subscribe() {
        String secret = UUID.randomUUID().toString();
        provider = new AliyunSms(Map.of(KEY_ID, secret), Clock.systemUTC());
        int port = await(provider.start(WORLD.vertx()));
        String text = Csv.rows("notice-texts.csv").stream()
                .filter(row -> "referral".equals(row.get("key")))
                .map(row -> row.getOrDefault("zh", ""))
                .findFirst()
                .orElseThrow()
                .replaceAll("\\{(\\d)}", "\\${p$1}");
        provider.approveSign(SIGN);
        provider.approveTemplate(TEMPLATE, text);
        AdapterSpec sms = AdapterSpec.of("sms", "notify-sms", AdapterSpec.WHOLE_PROCESS)
                .withSettings(Body.builder()
                        .put("endpoint", "http://127.0.0.1:" + port)
                        .put("accessKeyId", KEY_ID)
                        .put("accessKeySecret", "access-key")
                        .put("signName", SIGN)
                        .put(
                                "templates",
                                List.of(Body.builder()
                                        .put("kind", "REFERRAL")
                                        .put("code", TEMPLATE)
                                        .put("text", text)
                                        .build()))
                        .put("absentAfterSeconds", 0)
                        .build())
                .withSecrets(Map.of("access-key", Secret.of(secret)))
                .withAllowedHosts("127.0.0.1:" + port);
        await(WORLD.world().reconfigure(HOME, now -> {
            List<AdapterSpec> more = new ArrayList<>(now);
            more.add(sms);
            return more;
        }));
        var home = WORLD.world().gateway(HOME);
        await(home.imports()
                .regions("审批", "area,rule,value\n320115,referral_approval,county\n", Instant.now())
                .compose(done -> home.reload()));
    }

    @AfterAll
    static void stop() {
        if (provider != null) {
            await(provider.stop());
        }
    }

    @BeforeEach
    void mark() {
        before = provider.messages().size();
        asked = provider.actions().size();
    }

    @Test
    void should_send_one_message_when_a_filing_is_approved_however_often_it_is_repeated() {
        Body referral = referral();
        String sn = filed(referral);
        assertThat(notices(sn)).as("before it is approved").isZero();

        approve(sn);

        assertThat(sent(sn)).isEqualTo("SENT");
        assertThat(mine()).extracting(Message::outId).containsExactly("REFERRAL-" + sn);
        assertThat(mine().get(0).telephone()).isEqualTo(TELEPHONE);
        assertThat(mine().get(0).content())
                .startsWith("【" + SIGN + "】您转往南京市示范医院的转诊备案已办理成功")
                .contains(sn);
        assertThatThrownBy(() -> approve(sn)).isInstanceOf(Refusal.class);
        assertThat(await(WORLD.hospital().call("2501", HOME, referral)).error())
                .startsWith("[FIL-DUP-001]")
                .endsWith(sn);
        assertThat(WORLD.count("select 1 from notice where notice_id like 'REFERRAL-%' and state <> 'SENT'"))
                .isZero();
        assertThat(notices(sn)).isEqualTo(1);
        assertThat(mine()).hasSize(1);
    }

    @Test
    void should_send_nothing_when_a_filing_is_refused() {
        String sn = filed(referral());
        await(WORLD.world().gateway(HOME).decide(HOME, sn, false, "科员"));
        assertThat(notices(sn)).isZero();
        assertThat(mine()).isEmpty();
    }

    @Test
    void should_ask_before_it_sends_again_when_the_providers_answer_was_lost() {
        provider.failNext("SendSms", SmsFault.LOST);
        String sn = filed(referral());
        approve(sn);
        doubtful(sn);
        assertThat(mine()).as("it was taken all the same").hasSize(1);

        againNow(sn);

        assertThat(sent(sn)).isEqualTo("SENT");
        assertThat(mine()).hasSize(1);
        assertThat(actions()).containsOnlyOnce("SendSms").endsWith("QuerySendDetails");
    }

    @Test
    void should_send_it_after_asking_when_the_provider_never_took_it() {
        provider.failNext("SendSms", SmsFault.DROPPED);
        String sn = filed(referral());
        approve(sn);
        doubtful(sn);
        assertThat(mine()).isEmpty();

        againNow(sn);

        assertThat(sent(sn)).isEqualTo("SENT");
        assertThat(mine()).hasSize(1);
        assertThat(actions()).endsWith("QuerySendDetails", "SendSms");
    }

    // ---------------------------------------------------------------- helpers

    /** A referral like no other: one person, another hospital. */
    private static Body referral() {
        referrals++;
        return Body.of(
                "refmedin",
                Body.builder()
                        .put("psn_no", PERSON)
                        .put("tel", TELEPHONE)
                        .put("diag_code", "C95.000")
                        .put("diag_name", "急性白血病")
                        .put("reflin_medins_no", "H3201050000" + referrals)
                        .put("reflin_medins_name", "南京市示范医院")
                        .put("mdtrtarea_admdvs", "320100")
                        .put("refl_type", "1")
                        .put("refl_date", "2026-10-12")
                        .put("refl_rea", "转院")
                        .put("refl_opnn", "同意")
                        .build());
    }

    private static String filed(Body referral) {
        Answer answer = await(WORLD.hospital().call("2501", HOME, referral));
        assertThat(answer.succeeded()).as(answer.error()).isTrue();
        return answer.output().body("result").textOr("trt_dcla_detl_sn", "");
    }

    private static void approve(String sn) {
        await(WORLD.world().gateway(HOME).decide(HOME, sn, true, "科员"));
    }

    private static long notices(String sn) {
        return WORLD.count("select 1 from notice where notice_id = $1", "REFERRAL-" + sn);
    }

    /** The notice's state once it has come to an end. */
    private static String sent(String sn) {
        return WORLD.eventually(
                "SENT", () -> WORLD.text("select state from notice where notice_id = $1", "REFERRAL-" + sn));
    }

    /** Waits until a try has ended without anybody knowing how. */
    private static void doubtful(String sn) {
        assertThat(WORLD.eventually(
                        true,
                        () -> WORLD.count(
                                        "select 1 from notice where notice_id = $1 and state = 'DUE' and cause <> ''",
                                        "REFERRAL-" + sn)
                                == 1))
                .isTrue();
    }

    /** The next try comes now: in the field after half a minute. */
    private static void againNow(String sn) {
        await(WORLD.care()
                .pool()
                .preparedQuery("update notice set due_at = now() where notice_id = $1")
                .execute(io.vertx.sqlclient.Tuple.of("REFERRAL-" + sn)));
    }

    private List<Message> mine() {
        List<Message> all = provider.messages();
        return all.subList(before, all.size());
    }

    private List<String> actions() {
        List<String> all = provider.actions();
        return all.subList(asked, all.size());
    }
}
