package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.sandbox.HospitalClient.Answer;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a hospital may get wrong, one test each: the answer says so, no row that an effect has changes, and what was
 * authenticated stands in the journal.
 */
class BadInputIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.ONE);

    private static final String OTHER = "H32110200002";

    private static HospitalClient hospital;
    private static HospitalClient other;

    @BeforeAll
    static void clients() {
        hospital = WORLD.hospital();
        other = WORLD.hospital(OTHER);
    }

    // ------------------------------------------------------------------ form

    @Test
    void should_refuse_when_json_is_malformed() {
        Body message = settlement(Patient.JIANGNING.discharged(hospital));
        refused("MSG-JSON-001", "报文不是合法的JSON", () -> sendText(message, text -> text.substring(0, text.length() - 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"infno\":\"2304\"", "\"medfee_sumamt\":2000.00"})
    void should_refuse_when_a_name_stands_twice(String field) {
        Body message = settlement(Patient.JIANGNING.discharged(hospital));
        refused(
                "MSG-JSON-001",
                "报文不是合法的JSON",
                () -> sendText(message, text -> {
                    assertThat(text).contains(field);
                    return text.replace(field, field + "," + field);
                }));
    }

    @Test
    void should_refuse_when_json_is_nested_too_deeply() {
        Body message = settlement(Patient.JIANGNING.discharged(hospital));
        refused(
                "MSG-JSON-001",
                "报文不是合法的JSON",
                () -> sendText(
                        message,
                        text -> text.replace("\"sign_no\":\"\"", "\"exp\":" + "[".repeat(40) + "]".repeat(40))));
    }

    @Test
    void should_refuse_when_the_body_is_no_object() {
        refused("MSG-JSON-001", "报文不是合法的JSON", () -> await(hospital.send("", "[]".getBytes(StandardCharsets.UTF_8))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "1E3", "2000.005", "\"NaN\"", "99999999999999999999.00"})
    void should_refuse_when_an_amount_is_none(String amount) {
        Body message = settlement(Patient.JIANGNING.discharged(hospital));
        refused(
                "MSG-AMT-001",
                "金额格式不符",
                () -> sendText(
                        message, text -> text.replace("\"medfee_sumamt\":2000.00", "\"medfee_sumamt\":" + amount)));
    }

    @ParameterizedTest
    @CsvSource({
        "infno, MSG-INFNO-001",
        "msgid, MSG-ID-001",
        "insuplc_admdvs, RTE-AREA-001",
        "mdtrtarea_admvs, RTE-AREA-001",
        "opter, MSG-FIELD-001"
    })
    void should_refuse_when_a_text_has_a_control_character(String field, String code) {
        Body message = settlement(Patient.JIANGNING.discharged(hospital));
        String value = message.textOr(field, "");
        refused(
                code,
                "",
                () -> sendText(
                        message,
                        text -> text.replace(
                                "\"" + field + "\":\"" + value + "\"", "\"" + field + "\":\"" + value + "\\u0000\"")));
    }

    @Test
    void should_refuse_when_a_required_field_is_missing() {
        Stay stay = Patient.JIANGNING.known(hospital);
        Body message = hospital.message("2401", stay.homeArea(), stay.admission());
        refused(
                "MSG-FIELD-001",
                "input.mdtrtinfo.psn_no",
                () -> sendText(message, text -> text.replace("\"psn_no\":\"" + stay.psnNo() + "\",", "")));
    }

    @Test
    void should_refuse_when_the_body_is_larger_than_the_limit() {
        Map<String, String> before = WORLD.effects();
        long journaled = WORLD.count("select 1 from exchange");
        try (TlsWire wire =
                TlsWire.to(WORLD.care().hospitalPort(), WORLD.world().certificates())) {
            String answer = wire.send("POST /fsi/api/rsfComIfsService/callService HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Length: 4194305\r\n\r\n{")
                    .readUntilClosed();
            assertThat(answer).startsWith("HTTP/1.1 413 ").contains("NET-HTTP-010", "请求体超过上限", "over the limit");
        }
        assertThat(WORLD.effects()).isEqualTo(before);
        assertThat(WORLD.count("select 1 from exchange")).isEqualTo(journaled);
    }

    // ------------------------------------------------------------------- who

    @Test
    void should_refuse_and_store_nothing_when_the_account_is_unknown() {
        Body message = settlement(Patient.JIANGNING.discharged(hospital));
        unauthenticated(
                "AUTH-ACC-001",
                "接入账号或签名无效",
                "Unknown account or wrong signature",
                () -> new HospitalClient(
                                WORLD.vertx(),
                                WORLD.world().certificates().authorityFile(),
                                WORLD.care().hospitalPort(),
                                "nobody",
                                "secret",
                                World.HOSPITAL,
                                World.CARE_AREA)
                        .send(message));
    }

    @Test
    void should_refuse_and_store_nothing_when_the_signature_is_wrong() {
        Body message = settlement(Patient.JIANGNING.discharged(hospital));
        unauthenticated(
                "AUTH-ACC-001",
                "接入账号或签名无效",
                "Unknown account or wrong signature",
                () -> hospital.send("", Json.write(message), seconds(0), nonce(), "another secret"));
    }

    @ParameterizedTest
    @ValueSource(longs = {-310, 310})
    void should_refuse_and_store_nothing_when_the_time_is_off(long seconds) {
        Body message = settlement(Patient.JIANGNING.discharged(hospital));
        unauthenticated(
                "AUTH-TIME-001",
                "相差超过300秒",
                "300 seconds off",
                () -> hospital.send("", Json.write(message), seconds(seconds), nonce()));
    }

    @Test
    void should_refuse_when_a_nonce_comes_again_with_another_message() {
        String nonce = nonce();
        String now = seconds(0);
        Body first = hospital.message("5203", "320115", Body.of("data", Body.EMPTY));
        await(hospital.send("", Json.write(first), now, nonce));
        Body second = settlement(Patient.JIANGNING.discharged(hospital));

        refused("AUTH-NONCE-001", "请求随机数已使用", () -> await(hospital.send("", Json.write(second), now, nonce)));

        // and has not used up the message's id
        Patient.ok(await(hospital.send(second)));
    }

    @Test
    void should_not_use_up_another_institutions_msgid_when_it_speaks_in_its_name() {
        Body message = other.message("9001", "", signIn());
        refused("AUTH-INST-001", "接入账号无权代表机构" + OTHER, () -> await(hospital.send(message)));

        Patient.ok(await(other.send(message)));
    }

    // ----------------------------------------------------------------- where

    @Test
    void should_refuse_when_the_transaction_is_unknown() {
        Body message = hospital.message("9999", "320115", Body.of("data", Body.EMPTY));
        refused("MSG-INFNO-001", "不支持的交易编号9999", () -> await(hospital.send(message)));
    }

    @Test
    void should_refuse_when_the_home_area_is_unknown() {
        Stay stay = Patient.JIANGNING.known(hospital);
        Body message = hospital.message("2401", "999999", stay.admission());
        refused("RTE-AREA-001", "未知的医保区划999999", () -> await(hospital.send(message)));
    }

    @Test
    void should_refuse_when_the_place_of_care_is_not_the_institutions() {
        Stay stay = Patient.JIANGNING.known(hospital);
        Body message = hospital.message("2401", "320115", stay.admission());
        refused(
                "AUTH-AREA-001",
                "就医地430421与机构所属区划不符",
                () -> sendText(
                        message,
                        text -> text.replace("\"mdtrtarea_admvs\":\"321102\"", "\"mdtrtarea_admvs\":\"430421\"")));
    }

    // -------------------------------------------------------------- strangers

    @Test
    void should_refuse_when_the_home_does_not_know_the_person() {
        Stay stay = Patient.JIANGNING.known(hospital);
        Body message = hospital.message("2401", "320115", stay.admission());
        refused(
                "PSN-NONE-001",
                "参保地没有该人员编号",
                () -> sendText(message, text -> text.replace(stay.psnNo(), "32011500000000009999")));
    }

    @Test
    void should_refuse_when_the_visit_is_another_persons() {
        Stay stay = Patient.JIANGNING.discharged(hospital);
        Stay stranger = Patient.HENGYANG.known(hospital);
        refused(
                "VIS-PSN-001",
                "不属于该人员",
                () -> sendText(settlement(stay), text -> text.replace(stay.psnNo(), stranger.psnNo())));
    }

    @Test
    void should_refuse_when_the_settlement_is_another_institutions() {
        Stay stay = Patient.JIANGNING.settled(hospital);
        Body cancellation = other.message("2305", "320115", stay.cancellation());
        refused("SET-NONE-001", "没有结算" + stay.setlId(), () -> await(other.send(cancellation)));
        Body question = other.message("5203", "320115", stay.cancellation());
        refused("SET-NONE-001", "没有结算" + stay.setlId(), () -> await(other.send(question)));
    }

    @Test
    void should_refuse_when_the_settlement_is_another_patients() {
        Stay stay = Patient.JIANGNING.settled(hospital);
        Stay stranger = Patient.HENGYANG.discharged(hospital);
        Body cancellation = hospital.message("2305", "320115", stay.cancellation());
        refused(
                "",
                "",
                () -> sendText(
                        cancellation,
                        text -> text.replace(stay.psnNo(), stranger.psnNo())
                                .replace(stay.mdtrtId(), stranger.mdtrtId())));
    }

    // ---------------------------------------------------------------- amounts

    @Test
    void should_refuse_when_the_split_is_not_the_total() {
        Stay stay = Patient.JIANGNING.discharged(hospital);
        refused(
                "MSG-SUM-001",
                "金额不符",
                () -> sendText(
                        settlement(stay),
                        text -> text.replace("\"inscp_scp_amt\":2000.00", "\"inscp_scp_amt\":1999.99")));
    }

    @Test
    void should_refuse_when_the_bill_is_not_the_sum_of_its_lines() {
        Stay stay = Patient.JIANGNING.discharged(hospital);
        Body message = hospital.message("2304", stay.homeArea(), stay.bill("2000.01"));
        refused("SUM-MISMATCH-001", "费用明细合计2000.00", () -> await(hospital.send(message)));
    }

    // -------------------------------------------------------------- repetition

    @Test
    void should_refuse_and_keep_the_first_when_a_msgid_comes_with_another_body() {
        Stay stay = Patient.JIANGNING.discharged(hospital);
        Body first = settlement(stay);
        Answer answer = Patient.ok(await(hospital.send(first)));

        refused(
                "MSG-MOD-001",
                "已用于另一内容",
                () -> sendText(first, text -> text.replace("\"invono\":\"\"", "\"invono\":\"1\"")));

        assertThat(await(hospital.send(first)).bytes()).isEqualTo(answer.bytes());
    }

    @Test
    void should_settle_one_of_them_when_two_bodies_come_under_one_msgid_at_once() {
        Stay stay = Patient.JIANGNING.discharged(hospital);
        Body first = settlement(stay);
        String second = Json.writeText(first).replace("\"invono\":\"\"", "\"invono\":\"1\"");

        Future<Answer> one = hospital.send(first);
        Future<Answer> two = hospital.send(first.textOr("msgid", ""), second.getBytes(StandardCharsets.UTF_8));
        List<Answer> answers = List.of(await(one), await(two));

        assertThat(answers).filteredOn(Answer::succeeded).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> !answer.succeeded())
                .singleElement()
                .satisfies(answer -> assertThat(answer.error()).startsWith("[MSG-MOD-001] "));
        assertThat(settlements(stay)).isEqualTo(2);
    }

    @Test
    void should_refuse_and_book_nothing_when_a_reversal_came_before_its_original() {
        Stay stay = Patient.JIANGNING.discharged(hospital);
        Body original = settlement(stay);
        String omsgid = original.textOr("msgid", "");
        Body reversal = hospital.message(
                "2601",
                stay.homeArea(),
                Body.of(
                        "data",
                        Body.builder()
                                .put("psn_no", stay.psnNo())
                                .put("omsgid", omsgid)
                                .put("oinfno", "2304")
                                .build()));
        Patient.ok(await(hospital.send(reversal)));

        refused("REV-DONE-001", "报文" + omsgid + "已被冲正", () -> await(hospital.send(original)));

        assertThat(settlements(stay)).isZero();
        // a new message settles
        Patient.ok(await(hospital.send(settlement(stay))));
    }

    // ---------------------------------------------------------------- shared

    private static Body settlement(Stay stay) {
        return hospital.message("2304", stay.homeArea(), stay.bill(Patient.TOTAL));
    }

    private static long settlements(Stay stay) {
        return WORLD.count("select 1 from settlement where mdtrt_id = $1", stay.mdtrtId());
    }

    private static Body signIn() {
        return Body.of(
                "signIn",
                Body.builder()
                        .put("opter_no", "0001")
                        .put("mac", "00-00-00-00-00-00")
                        .put("ip", "127.0.0.1")
                        .build());
    }

    private static Answer sendText(Body message, UnaryOperator<String> change) {
        String text = Json.writeText(message);
        String changed = change.apply(text);
        assertThat(changed).isNotEqualTo(text);
        return await(hospital.send(message.textOr("msgid", ""), changed.getBytes(StandardCharsets.UTF_8)));
    }

    /** An authenticated message is refused in the national envelope, changes nothing, and is journaled. */
    private static void refused(String code, String zh, Supplier<Answer> send) {
        Map<String, String> before = WORLD.effects();
        long journaled =
                WORLD.count("select 1 from exchange where outcome = 'rejected' and ($1 = '' or code = $1)", code);

        Answer answer = send.get();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().textOr("infcode", "")).isEqualTo("-2");
        assertThat(answer.error()).startsWith("[" + code).contains(zh).hasSizeLessThanOrEqualTo(200);
        assertThat(answer.body().get("output")).isEqualTo(Value.Null.NULL);
        assertThat(WORLD.effects()).isEqualTo(before);
        assertThat(WORLD.count("select 1 from exchange where outcome = 'rejected' and ($1 = '' or code = $1)", code))
                .as("journaled")
                .isEqualTo(journaled + 1);
    }

    /** Who is not known is told so in JSON and leaves no trace in the store. */
    private static void unauthenticated(String code, String zh, String en, Supplier<Future<Answer>> send) {
        Map<String, String> before = WORLD.effects();
        long stored = WORLD.count("select 1 from exchange") + WORLD.count("select 1 from nonce");

        Answer answer = await(send.get());

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body().textOr("code", "")).isEqualTo(code);
        assertThat(answer.body().textOr("message", "")).contains(zh);
        assertThat(answer.body().textOr("message_en", "")).contains(en);
        assertThat(answer.body().textOr("who", "")).isEqualTo("his");
        assertThat(answer.body().textOr("done", "")).startsWith("未受理");
        assertThat(WORLD.effects()).isEqualTo(before);
        assertThat(WORLD.count("select 1 from exchange") + WORLD.count("select 1 from nonce"))
                .isEqualTo(stored);
    }

    private static String seconds(long off) {
        return Long.toString(System.currentTimeMillis() / 1000 + off);
    }

    private static String nonce() {
        return UUID.randomUUID().toString();
    }
}
