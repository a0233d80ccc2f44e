package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.wutong.http.Terminal;
import io.wutong.http.auth.TerminalSignature;
import io.wutong.sandbox.TerminalClient.Answer;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a terminal at a window gets: who shows a credential, orders and their end, and what it may not. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TerminalIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.ONE);

    private static final String OTHER = "H32110200002";
    private static final String SCANS = "/terminal/v1/scans";
    private static final String ORDERS = "/terminal/v1/orders";
    private static final String REFERRALS = "/terminal/v1/referrals";

    private static TerminalClient terminal;

    @BeforeAll
    static void terminal() {
        terminal = WORLD.world().terminal();
    }

    // ----------------------------------------------------------------- scans

    @Test
    void should_say_who_it_is_when_a_card_is_read() {
        Answer answer = scan("320115|320115190001010003|A12345678|320115D1560000050000000000000001|张示例|"
                + "00814E43238660320115|3.00|20200101|20300101|000000000000|DEV0001|");

        known(answer, "SOCIAL_SECURITY_CARD", "张*例", "320115********0003", "320115");
    }

    @Test
    void should_say_who_it_is_when_an_identity_number_is_scanned() {
        known(scan("320115190001010003"), "ID_NUMBER", "张*例", "320115********0003", "320115");
    }

    @Test
    void should_say_who_it_is_when_an_e_voucher_is_shown() {
        Answer answer = scan(WORLD.world().counterparts().hunanVoucher());

        known(answer, "E_VOUCHER", "李*范", "430421********0029", "430421");
        assertThat(answer.body().bodies("coverages").get(0).textOr("area_name", ""))
                .isEqualTo("湖南省衡阳市衡阳县");
    }

    @Test
    void should_ask_for_a_fresh_code_when_an_e_voucher_is_shown_twice() {
        String code = WORLD.world().counterparts().hunanVoucher();
        scan(code);

        Answer again = scan(code);

        assertThat(again.body().get("success")).isEqualTo(new Value.Bool(false));
        assertThat(again.body().textOr("code", "")).isEqualTo("E_VOUCHER_REFUSED");
        assertThat(again.body().textOr("message", "")).contains("请刷新二维码后重扫");
    }

    @ParameterizedTest
    @CsvSource({"134567890123456789, 微信付款码", "280123456789012345, 支付宝付款码", "320115190001010004, 身份证号校验不通过"})
    void should_say_what_to_show_instead_when_it_is_no_credential(String text, String hint) {
        Answer answer = scan(text);

        assertThat(answer.body().get("success")).isEqualTo(new Value.Bool(false));
        assertThat(answer.body().textOr("message", "")).contains(hint);
        assertThat(answer.body().textOr("next", "")).isEqualTo("show_other");
    }

    @Test
    void should_refuse_when_nobody_can_read_the_text() {
        Answer answer = scan("hello");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().textOr("code", "")).isEqualTo("CRD-001");
        assertThat(answer.body().textOr("message", "")).contains("无法识别的凭证");
        assertThat(answer.body().textOr("message_en", "")).contains("not recognised");
        assertThat(answer.body().textOr("who", "")).isEqualTo("patient");
    }

    @Test
    void should_never_use_an_id_that_the_his_may_use() {
        String ofTheHis = "select 1 from exchange where infno = '1101' and msgid ~ '[0-9]{18}$'";
        String ofTerminals = "select 1 from exchange where infno = '1101' and msgid ~ '[A-Z][0-9A-Z]{3}$'";
        long his = WORLD.count(ofTheHis);
        long terminals = WORLD.count(ofTerminals);

        scan("320115190001010003");

        assertThat(WORLD.count(ofTerminals)).isEqualTo(terminals + 1);
        assertThat(WORLD.count(ofTheHis)).isEqualTo(his);
    }

    // ---------------------------------------------------------------- orders

    @Test
    void should_tell_by_event_when_an_order_is_paid() {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Promise<Body> paid = Promise.promise();
        WebSocket socket = await(terminal.listen(event -> {
            if (event.textOr("setl_id", "").equals(stay.setlId())
                    && event.textOr("state", "").equals("PAID")) {
                paid.tryComplete(event);
            }
        }));

        Answer order = await(terminal.post(ORDERS, order(stay)));
        assertThat(order.status()).isEqualTo(201);
        assertThat(order.body().textOr("state_zh", "")).isEqualTo("待支付");
        await(WORLD.world().counterparts().weChat().pay(order.body().textOr("code_url", "")));

        Body event = await(paid.future());
        assertThat(event.textOr("order_no", "")).isEqualTo(order.body().textOr("order_no", "-"));
        assertThat(event.textOr("amount", "")).isEqualTo(order.body().textOr("amount", "-"));
        await(socket.close());
    }

    @Test
    void should_give_the_open_order_when_it_is_asked_for_again() {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());

        Answer first = await(terminal.post(ORDERS, order(stay)));
        Answer second = await(terminal.post(ORDERS, order(stay)));

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(WORLD.count("select 1 from payment_order where setl_id = $1", stay.setlId()))
                .isEqualTo(1);
    }

    @Test
    void should_end_closed_and_open_anew_when_an_order_is_closed() {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        String orderNo = opened(stay);

        Answer closing = await(terminal.post(ORDERS + "/" + orderNo + "/close", Body.EMPTY));
        assertThat(closing.status()).isEqualTo(202);

        assertThat(WORLD.eventually("CLOSED", () -> state(orderNo))).isEqualTo("CLOSED");
        assertThat(opened(stay)).isNotEqualTo(orderNo);
    }

    @Test
    void should_not_show_an_order_to_another_institutions_terminal() {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        TerminalClient stranger = WORLD.world().terminal(OTHER);
        Answer none = await(stranger.post(ORDERS, order(stay)));
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.body().textOr("code", "")).isEqualTo("SET-NONE-001");
        String orderNo = opened(stay);
        Map<String, String> before = WORLD.effects();

        Answer seen = await(stranger.get(ORDERS + "/" + orderNo));
        Answer closed = await(stranger.post(ORDERS + "/" + orderNo + "/close", Body.EMPTY));

        for (Answer answer : new Answer[] {seen, closed}) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body().textOr("code", "")).isEqualTo("PAY-NONE-001");
        }
        assertThat(WORLD.effects()).isEqualTo(before);
    }

    @Test
    void should_refuse_when_the_channel_or_the_settlement_is_unknown() {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Map<String, String> before = WORLD.effects();

        Answer channel = await(terminal.post(
                ORDERS,
                Body.builder()
                        .put("setl_id", stay.setlId())
                        .put("channel", "nopay")
                        .build()));
        Answer settlement = await(terminal.post(
                ORDERS,
                Body.builder()
                        .put("setl_id", "nothing")
                        .put("channel", "wechatpay")
                        .build()));
        Answer nothing = await(terminal.post(ORDERS, Body.EMPTY));

        assertThat(channel.body().textOr("code", "")).isEqualTo("PAY-CHN-001");
        assertThat(settlement.body().textOr("code", "")).isEqualTo("SET-NONE-001");
        assertThat(nothing.status()).isEqualTo(422);
        assertThat(nothing.body().textOr("code", "")).isEqualTo("MSG-FIELD-001");
        assertThat(WORLD.effects()).isEqualTo(before);
    }

    // ------------------------------------------------------------- referrals

    @Test
    void should_file_once_and_tell_the_patient_once_when_identity_card_and_slip_are_shown() {
        String certno = "320115190001010062";
        await(WORLD.world()
                .gateway("320115")
                .imports()
                .persons("320115", List.of("""
                {"baseinfo":{"psn_no":"32011500000000000016","psn_cert_type":"01","certno":"%s","psn_name":"秦示例",\
                "tel":"13800000000"},"insuinfo":[{"balc":0.00,"insutype":"390","psn_type":"1501","psn_insu_stas":"1",\
                "psn_insu_date":"2008-04-25","insuplc_admdvs":"320115"}]}""".formatted(certno)), Instant.now()));
        Stay stay = new Stay(WORLD.hospital(), "320115", certno, "秦示例");
        await(stay.who());
        await(stay.admit());

        Answer form = await(terminal.get(REFERRALS + "/" + stay.mdtrtId()));
        assertThat(form.status()).isEqualTo(200);
        assertThat(Json.writeText(form.body().get("left"))).isEqualTo("[\"reflin_medins_no\",\"refl_rea\"]");
        assertThat(form.body().body("form").textOr("psn_no", "")).isEqualTo(stay.psnNo());
        assertThat(form.body().body("form").textOr("diag_code", "")).isEqualTo("C95.000");
        assertThat(await(WORLD.world().terminal(OTHER).get(REFERRALS + "/" + stay.mdtrtId()))
                        .status())
                .as("another hospital's patient")
                .isEqualTo(404);

        Answer filed = await(terminal.post(REFERRALS, slip(stay, certno)));
        Answer again = await(terminal.post(REFERRALS, slip(stay, certno)));
        Answer stranger = await(terminal.post(REFERRALS, slip(stay, "320115190001010003")));

        assertThat(filed.body().textOr("outcome", "")).isEqualTo("succeeded");
        assertThat(again.body()).isEqualTo(filed.body());
        assertThat(stranger.body().textOr("code", "")).isEqualTo("VIS-PSN-001");
        String ofHis = "select 1 from filing where psn_no = $1";
        assertThat(WORLD.count(ofHis, stay.psnNo())).isEqualTo(1);
        assertThat(WORLD.count("select 1 from notice where notice_id like 'REFERRAL-%'"))
                .isEqualTo(1);
        assertThat(WORLD.text(
                        "select recipient from notice where notice_id = $1",
                        "REFERRAL-" + filed.body().textOr("trt_dcla_detl_sn", "")))
                .isEqualTo("13800000000");
    }

    private static Body slip(Stay stay, String certno) {
        return Body.builder()
                .put("mdtrt_id", stay.mdtrtId())
                .put("certno", certno)
                .put("slip_no", "ZZ0001")
                .put("reflin_medins_no", OTHER)
                .put("refl_rea", "本院无条件救治")
                .build();
    }

    // ------------------------------------------------------------------- who

    @Test
    void should_refuse_when_the_key_is_wrong() {
        TerminalClient thief = new TerminalClient(
                WORLD.vertx(),
                WORLD.world().certificates().authorityFile(),
                WORLD.care().hospitalPort(),
                "T0001",
                "0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        long nonces = WORLD.count("select 1 from nonce");

        Answer answer = await(thief.post(SCANS, Body.of("text", Value.text("320115190001010003"))));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body().textOr("code", "")).isEqualTo("AUTH-ACC-001");
        assertThat(WORLD.count("select 1 from nonce")).isEqualTo(nonces);
    }

    @Test
    void should_refuse_when_a_request_is_replayed_or_altered() {
        Terminal key = WORLD.world().terminalOf(World.HOSPITAL);
        String body = Json.writeText(Body.of("text", Value.text("320115190001010003")));
        String timestamp = Long.toString(System.currentTimeMillis() / 1000);
        String nonce = UUID.randomUUID().toString();
        String signature = TerminalSignature.sign(
                key.key(), timestamp, nonce, "POST", SCANS, body.getBytes(StandardCharsets.UTF_8));
        String headers = TerminalSignature.TERMINAL + ": " + key.id() + "\r\n" + TerminalSignature.TIMESTAMP + ": "
                + timestamp + "\r\n" + TerminalSignature.NONCE + ": " + nonce + "\r\n" + TerminalSignature.SIGNATURE
                + ": " + signature + "\r\n";

        assertThat(raw(headers, body.replace("0003", "0004")))
                .startsWith("HTTP/1.1 401 ")
                .contains("AUTH-ACC-001");
        assertThat(raw(headers, body)).startsWith("HTTP/1.1 200 ");
        assertThat(raw(headers, body)).startsWith("HTTP/1.1 401 ").contains("AUTH-NONCE-001", "请求随机数已使用");
    }

    /** Last: it leaves that terminal no look-ups for the rest of the hour. */
    @Test
    @Order(Integer.MAX_VALUE)
    void should_stop_looking_up_when_a_terminal_asks_too_often() {
        TerminalClient busy = WORLD.world().terminal(OTHER);

        var answers =
                IntStream.range(0, 700)
                        .mapToObj(i -> busy.post(SCANS, Body.of("text", Value.text("hello"))))
                        .toList()
                        .stream()
                        .map(WorldExtension::await)
                        .toList();

        assertThat(answers).filteredOn(answer -> answer.status() == 422).hasSizeLessThanOrEqualTo(600);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 422)
                .isNotEmpty()
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(429);
                    assertThat(answer.body().textOr("code", "")).isEqualTo("TRM-LIMIT-001");
                });
        // the other terminal is not held up
        assertThat(scan("320115190001010003").status()).isEqualTo(200);
    }

    // ---------------------------------------------------------------- shared

    private static Answer scan(String text) {
        return await(terminal.post(SCANS, Body.of("text", Value.text(text))));
    }

    private static void known(Answer answer, String kind, String name, String certno, String area) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().textOr("message", "")).isEmpty();
        assertThat(answer.body().textOr("credential", "")).isEqualTo(kind);
        assertThat(answer.body().textOr("psn_name", "")).isEqualTo(name);
        assertThat(answer.body().textOr("certno", "")).isEqualTo(certno);
        assertThat(answer.body().bodies("coverages"))
                .singleElement()
                .satisfies(row -> assertThat(row.textOr("area", "")).isEqualTo(area));
        assertThat(answer.body().textOr("next", "")).isEqualTo("register");
    }

    private static Body order(Stay stay) {
        return Body.builder()
                .put("setl_id", stay.setlId())
                .put("channel", "wechatpay")
                .build();
    }

    private static String opened(Stay stay) {
        Answer order = await(terminal.post(ORDERS, order(stay)));
        assertThat(order.status()).isEqualTo(201);
        return order.body().textOr("order_no", "");
    }

    private static String state(String orderNo) {
        return await(terminal.get(ORDERS + "/" + orderNo)).body().textOr("state", "");
    }

    private static String raw(String headers, String body) {
        try (TlsWire wire =
                TlsWire.to(WORLD.care().hospitalPort(), WORLD.world().certificates())) {
            return wire.send("POST " + SCANS + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers
                            + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                    .readUntilClosed();
        }
    }
}
