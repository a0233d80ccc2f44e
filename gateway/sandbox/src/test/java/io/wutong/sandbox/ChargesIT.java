package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import java.util.Map;
import org.junit.jupiter.api.Test;
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
