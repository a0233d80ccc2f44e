package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.simulator.alipay.Telephone;
import io.wutong.simulator.mpay.MobilePayCentre;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An outpatient pays once at the window, on a real database and a process that is restarted on the way. */
class ChargesIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.ONE);

    private static final String CHARGES = "/terminal/v1/charges";
    private static final String YUAN = "2000.00";

    @Test
    void should_settle_once_it_is_paid_and_give_all_back_when_it_is_cancelled() {
        Map<String, Long> before = WORLD.balances();
        Outpatient patient = shown();
        Body asked = patient.charge(YUAN, "wechatpay");
        Body charge = place(asked);
        assertThat(charge.textOr("state", "")).isEqualTo("PAYING");
        assertThat(charge.textOr("expected", "")).isEqualTo(patient.cashYuan());
        assertThat(place(asked).textOr("order_no", "")).isEqualTo(charge.textOr("order_no", ""));

        await(WORLD.world().counterparts().weChat().pay(charge.body("order").textOr("code_url", "")));
        ends(charge, "BOTH");
        Body done = found(charge);
        assertThat(done.textOr("receipt", "")).contains("医保已结算").contains("已支付");
        String setlId = done.textOr("setl_id", "");
        assertThat(WORLD.text("select order_no from settlement where setl_id = $1 and order_no is not null", setlId))
                .isEqualTo(done.textOr("order_no", ""));

        Patient.ok(await(patient.cancel(setlId)));
        refunded(done.textOr("order_no", ""));
        assertThat(WORLD.balances()).isEqualTo(before);
        assertThat(WORLD.unbalancedSets()).isZero();
    }

    @Test
    void should_end_with_both_when_the_process_ends_before_it_hears_that_it_was_paid() {
        Outpatient patient = shown();
        Body charge = place(patient.charge(YUAN, "wechatpay"));
        String code = charge.body("order").textOr("code_url", "");
        restart(() -> WORLD.world().counterparts().weChat().pay(code).otherwiseEmpty());

        ends(charge, "BOTH");
        assertThat(WORLD.count("select 1 from settlement where msgid = $1 and state = 'STANDING'", msgid(charge)))
                .as("at the place of care and at home, once each")
                .isEqualTo(2);
    }

    @Test
    void should_end_with_neither_when_what_was_paid_is_refused_after_a_restart() {
        Outpatient patient = shown();
        Body charge = place(patient.charge(YUAN, "wechatpay"));
        Patient.ok(await(patient.settle(YUAN))); // the clerk has settled it all the same
        String code = charge.body("order").textOr("code_url", "");
        restart(() -> WORLD.world().counterparts().weChat().pay(code).otherwiseEmpty());

        ends(charge, "NEITHER");
        Body done = found(charge);
        assertThat(done.textOr("cause", "")).contains("SET-DUP-001");
        assertThat(done.textOr("receipt", "")).contains("原路退回");
        refunded(done.textOr("order_no", ""));
        assertThat(WORLD.count("select 1 from settlement where msgid = $1", msgid(charge)))
                .isZero();
    }

    // ------------------------------------------------------------------ both halves in one order of WeChat's

    @Test
    void should_take_the_insurance_back_before_the_cash_when_what_wechat_took_together_is_cancelled() {
        Map<String, Long> before = WORLD.balances();
        Outpatient patient = shown();
        Body charge = place(patient.charge(YUAN, "wechatpay").with("insurance", OnlineInsurance.authorised()));
        String orderNo = charge.textOr("order_no", "");
        assertThat(insured(orderNo)).isEqualTo("OPEN");

        assertThat(await(WORLD.world().counterparts().weChat().payMixed(orderNo)))
                .as("WeChat's notification is taken")
                .isTrue();
        ends(charge, "BOTH");
        assertThat(insured(orderNo)).isEqualTo("PAID");

        Patient.ok(await(patient.cancel(found(charge).textOr("setl_id", ""))));
        refunded(orderNo);
        assertThat(insured(orderNo)).isEqualTo("RETURNED");
        assertThat(WORLD.world().counterparts().weChat().insuranceRefundsTold()).contains("R" + orderNo);
        assertThat(WORLD.balances()).isEqualTo(before);
    }

    @Test
    void should_end_with_neither_when_wechat_takes_the_cash_and_the_insurer_pays_nothing() {
        Outpatient patient = shown();
        Body charge = place(patient.charge(YUAN, "wechatpay").with("insurance", OnlineInsurance.authorised()));
        String orderNo = charge.textOr("order_no", "");
        WORLD.world().counterparts().weChat().payCashAlone(orderNo); // of which WeChat says nothing
        ends(charge, "NEITHER");
        refunded(orderNo);
        assertThat(found(charge).textOr("receipt", "")).contains("医保支付未成功").contains("原路退回");
        assertThat(WORLD.count("select 1 from settlement where msgid = $1", msgid(charge)))
                .isZero();
    }

    /** The demonstration plays it in verify. */
    @Test
    @EnabledIfSystemProperty(named = "wutong.full", matches = "true")
    void should_settle_what_the_mobile_payment_centre_took_and_give_both_back_when_it_is_cancelled() {
        Map<String, Long> before = WORLD.balances();
        Outpatient patient = shown();
        Body insurance = OnlineInsurance.authorised().with("details", OnlineInsurance.details(patient, YUAN));
        String serial = insurance.textOr("serial_no", "");
        MobilePayCentre centre = WORLD.world().counterparts().mobilePayCentre();
        centre.pays(serial, Fen.parse("medfee", YUAN) - Fen.parse("cash", patient.cashYuan()), 0);

        Body charge = place(patient.charge(YUAN, "mpay").with("insurance", insurance));
        String orderNo = charge.textOr("order_no", "");
        assertThat(WORLD.eventually(
                        "OPEN", () -> WORLD.text("select state from payment_order where order_no = $1", orderNo)))
                .isEqualTo("OPEN");
        centre.pay(serial); // and tells nothing
        ends(charge, "BOTH");

        Patient.ok(await(patient.cancel(found(charge).textOr("setl_id", ""))));
        refunded(orderNo);
        assertThat(centre.state(serial)).as("all given back").isEqualTo("7");
        assertThat(WORLD.balances()).isEqualTo(before);
    }

    /** The demonstration plays it in verify. */
    @Test
    @EnabledIfSystemProperty(named = "wutong.full", matches = "true")
    void should_give_back_the_cash_once_alipay_says_that_the_insurer_has_its_half_again() {
        Map<String, Long> before = WORLD.balances();
        Outpatient patient = shown();
        Body insurance = OnlineInsurance.authorised().with("payer_id", Value.text("2088000000000009"));
        Body charge = place(patient.charge(YUAN, "alipay").with("insurance", insurance));
        String orderNo = charge.textOr("order_no", "");
        assertThat(charge.body("order").textOr("code_url", ""))
                .as("Alipay's page, where both are paid")
                .contains("https://render.alipay.com/");

        assertThat(await(WORLD.world().counterparts().alipay().payBoth(orderNo)))
                .as("Alipay's notification of the cash is taken")
                .isTrue();
        ends(charge, "BOTH");
        assertThat(insured(orderNo)).isEqualTo("PAID");

        Patient.ok(await(patient.cancel(found(charge).textOr("setl_id", ""))));
        assertThat(WORLD.eventually("RETURNING", () -> insured(orderNo))).isEqualTo("RETURNING");
        assertThat(WORLD.text("select state from refund where order_no = $1", orderNo))
                .as("not before the insurer has its half")
                .isEqualTo("DUE");
        WORLD.world().counterparts().alipay().insurerTookBack(orderNo);
        refunded(orderNo);
        assertThat(WORLD.balances()).isEqualTo(before);
    }

    // ------------------------------------------------------------------ without a channel's order of our making

    @Test
    void should_settle_at_once_what_the_counter_has_taken_and_wait_for_it_to_hand_back_what_is_cancelled() {
        Map<String, Long> before = WORLD.balances();
        Outpatient patient = shown();
        Body charge = place(patient.charge(YUAN, "counter")
                .with("means", Value.text("CASH"))
                .with("amount", Value.text(patient.cashYuan()))
                .with("receipt_no", Value.text("SJ" + patient.mdtrtId())));
        ends(charge, "BOTH");

        Patient.ok(await(patient.cancel(found(charge).textOr("setl_id", ""))));
        String orderNo = charge.textOr("order_no", "");
        String refund = "/terminal/v1/orders/" + orderNo + "/handed-over";
        assertThat(await(WORLD.world().terminal().post(refund, Body.of("receipt_no", Value.text("TK1"))))
                        .status())
                .isLessThan(300);
        refunded(orderNo);
        assertThat(WORLD.balances()).isEqualTo(before);
    }

    @Test
    void should_settle_a_purchase_at_a_pharmacy_once_it_is_paid_and_give_it_back_with_2103() {
        Map<String, Long> before = WORLD.balances();
        Outpatient patient = new Outpatient(WORLD.hospital(), "320115", "320115190001010003", "张示例");
        Patient.ok(await(patient.who()));
        String psnNo = patient.psnNo();
        HospitalClient.Answer tried = Patient.ok(await(WORLD.hospital().call("2101", "320115", purchase(psnNo))));
        Body message = WORLD.hospital().message("2102", "320115", purchase(psnNo));
        Body charge = place(Body.builder()
                .put("presettled_msgid", tried.msgid())
                .put("channel", "wechatpay")
                .put("message", Json.writeText(message))
                .build());
        await(WORLD.world().counterparts().weChat().pay(charge.body("order").textOr("code_url", "")));
        ends(charge, "BOTH");

        Body done = found(charge);
        Patient.ok(await(WORLD.hospital().call("2103", "320115", Json.read("""
                        {"data":{"psn_no":"%s","setl_id":"%s","mdtrt_id":"%s"}}""".formatted(
                        psnNo, done.textOr("setl_id", ""), done.textOr("mdtrt_id", ""))))));
        refunded(done.textOr("order_no", ""));
        assertThat(WORLD.balances()).isEqualTo(before);
    }

    private static Body purchase(String psnNo) {
        return Json.read("""
                {"druginfo":{"psn_no":"%s","mdtrt_cert_type":"02","mdtrt_cert_no":"320115190001010003",
                "begntime":"2026-10-30 15:00:00","medfee_sumamt":900.00,"insutype":"390","acct_used_flag":"0",
                "med_type":"41"},
                "drugdetail":[{"feedetl_sn":"1","fee_ocur_time":"2026-10-30 15:00:00",
                "med_list_codg":"XA01ABA075A002010100483","medins_list_codg":"S1","det_item_fee_sumamt":900.00,"cnt":1,
                "pric":900.00}]}""".formatted(psnNo));
    }

    @Test
    void should_settle_and_pay_by_the_credit_that_the_patient_has_signed() {
        Map<String, Long> before = WORLD.balances();
        Outpatient patient = shown();
        String agreement = WORLD.world().counterparts().alipay().agreement(Telephone.PAYS);
        Body charge = place(patient.charge(YUAN, "alipay").with("credit", Value.text(agreement)));
        ends(charge, "BOTH");

        Patient.ok(await(patient.cancel(found(charge).textOr("setl_id", ""))));
        refunded(charge.textOr("order_no", ""));
        assertThat(WORLD.balances()).isEqualTo(before);
    }

    private static String insured(String orderNo) {
        return WORLD.text("select state from insured_order where order_no = $1", orderNo);
    }

    // ------------------------------------------------------------------ means

    /** Registered, billed, and shown what is left to pay. */
    private static Outpatient shown() {
        Outpatient patient = new Outpatient(WORLD.hospital(), "320115", "320115190001010003", "张示例");
        Patient.ok(await(patient.who()));
        Patient.ok(await(patient.register()));
        Patient.ok(await(patient.upload("003311000010000", YUAN)));
        Patient.ok(await(patient.trial(YUAN)));
        return patient;
    }

    private static Body place(Body asked) {
        TerminalClient.Answer answer = await(WORLD.world().terminal().post(CHARGES, asked));
        assertThat(answer.body().textOr("message", "")).isEmpty();
        assertThat(answer.status()).isEqualTo(201);
        return answer.body();
    }

    private static Body found(Body charge) {
        return await(WORLD.world().terminal().get(CHARGES + "/" + msgid(charge)))
                .body();
    }

    private static String msgid(Body charge) {
        return charge.textOr("msgid", "");
    }

    private static void restart(java.util.function.Supplier<Future<?>> meanwhile) {
        await(WORLD.world().restart(World.CARE_AREA, meanwhile));
    }

    private static void ends(Body charge, String state) {
        assertThat(WORLD.eventually(
                        state, () -> WORLD.text("select state from charge where msgid = $1", msgid(charge))))
                .isEqualTo(state);
    }

    private static void refunded(String orderNo) {
        assertThat(WORLD.eventually(
                        "REFUNDED", () -> WORLD.text("select state from payment_order where order_no = $1", orderNo)))
                .isEqualTo("REFUNDED");
    }
}
