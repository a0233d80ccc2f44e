package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.reconcile.rules.Totals;
import io.wutong.sandbox.TerminalClient.Answer;
import io.wutong.simulator.alipay.AlipaySimulator;
import io.wutong.simulator.alipay.AnswerFault;
import io.wutong.simulator.alipay.NotificationFault;
import io.wutong.simulator.alipay.Telephone;
import io.wutong.simulator.unionpay.FileFault;
import io.wutong.simulator.unionpay.UnionPaySimulator;
import io.wutong.simulator.wechat.WeChatPaySimulator;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each channel in the whole world: paid, refunded, by our code and by the patient's, and the books stand as before. */
class ChannelsIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.ONE);

    private static final String ORDERS = "/terminal/v1/orders";

    private static TerminalClient terminal;
    private static AlipaySimulator alipay;
    private static UnionPaySimulator unionPay;

    @BeforeAll
    static void clients() {
        terminal = WORLD.world().terminal();
        alipay = WORLD.world().counterparts().alipay();
        unionPay = WORLD.world().counterparts().unionPay();
    }

    @AfterEach
    void balanced() {
        assertThat(WORLD.unbalancedSets()).isZero();
    }

    // --------------------------------------------------------------- our code

    @ParameterizedTest
    @ValueSource(strings = {"wechatpay", "alipay", "unionpay"})
    void should_stand_where_it_stood_when_a_stay_is_paid_cancelled_and_refunded(String channel) {
        Map<String, Long> before = WORLD.balances();
        Stay stay = Patient.HENGYANG.settled(WORLD.hospital());
        Body order = opened(stay, channel, "");
        assertThat(order.textOr("state", "")).isEqualTo("OPEN");

        assertThat(await(pay(channel, order.textOr("code_url", "")))).isTrue();
        ends(order, "PAID");
        assertThat(WORLD.count(
                        "select 1 from ledger_entry where entry_set = $1 and account = $2",
                        order.textOr("order_no", ""),
                        "channel:" + channel))
                .isEqualTo(1);

        Patient.ok(await(stay.cancel()));
        ends(order, "REFUNDED");
        assertThat(WORLD.balances()).isEqualTo(before);
    }

    private static Future<Boolean> pay(String channel, String code) {
        return switch (channel) {
            case "alipay" -> alipay.pay(code);
            case "unionpay" -> unionPay.pay(code);
            default -> WORLD.world().counterparts().weChat().pay(code);
        };
    }

    // ------------------------------------------------------- the patient's code

    @Test
    void should_be_paid_at_once_when_the_patients_code_is_scanned() {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        String code = alipay.paymentCode(Telephone.PAYS);
        Body order = opened(stay, "", code);
        assertThat(order.textOr("channel", "")).isEqualTo("alipay");
        assertThat(order.textOr("state", "")).isEqualTo("PAID");
        assertThat(WORLD.count("select 1 from payment_order where payer is not null"))
                .as("no longer needed")
                .isZero();

        Stay other = Patient.JIANGNING.settled(WORLD.hospital());
        Body second = opened(other, "", unionPay.paymentCode(io.wutong.simulator.unionpay.Telephone.PAYS));
        assertThat(second.textOr("channel", "")).isEqualTo("unionpay");
        assertThat(second.textOr("state", "")).isEqualTo("PAID");
    }

    @Test
    void should_be_paid_by_asking_when_wechat_tells_no_one_of_a_scanned_code() {
        WeChatPaySimulator weChat = WORLD.world().counterparts().weChat();
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Body order = opened(stay, "", weChat.paymentCode(io.wutong.simulator.wechat.Telephone.ASKS_PASSWORD));
        assertThat(order.textOr("channel", "")).isEqualTo("wechatpay");
        assertThat(order.textOr("state", "")).isEqualTo("OPEN");
        weChat.enterPassword(order.textOr("order_no", ""));
        ends(order, "PAID");
    }

    @Test
    void should_wait_and_be_paid_when_the_patient_enters_the_password() {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Body order = opened(stay, "", alipay.paymentCode(Telephone.ASKS_PASSWORD));
        assertThat(order.textOr("state", "")).isEqualTo("OPEN");
        assertThat(await(alipay.enterPassword(order.textOr("order_no", "")))).isTrue();
        ends(order, "PAID");
    }

    @Test
    void should_fail_and_open_anew_when_the_bank_refuses() {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Body order = opened(stay, "", unionPay.paymentCode(io.wutong.simulator.unionpay.Telephone.ASKS_PASSWORD));
        unionPay.refusePassword(order.textOr("order_no", ""));
        ends(order, "FAILED");
        Body next = opened(stay, "", alipay.paymentCode(Telephone.PAYS));
        assertThat(next.textOr("state", "")).isEqualTo("PAID");
    }

    @Test
    void should_undo_what_was_scanned_when_the_clerk_closes_it_and_the_channel_asks_to_be_called_again() {
        Map<String, Long> before = WORLD.balances();
        Stay stay = Patient.HENGYANG.settled(WORLD.hospital());
        Body order = opened(stay, "", alipay.paymentCode(Telephone.ASKS_PASSWORD));
        alipay.cancelsAskAgain(2);
        await(terminal.post(ORDERS + "/" + order.textOr("order_no", "") + "/close", Body.EMPTY));
        ends(order, "CLOSED");
        Patient.ok(await(stay.cancel()));
        assertThat(WORLD.balances()).isEqualTo(before);
    }

    @Test
    void should_be_paid_once_when_the_answer_to_a_scanned_payment_is_lost() {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        alipay.failNextAnswer(AnswerFault.RESET_AFTER_EFFECT);
        Body order = opened(stay, "", alipay.paymentCode(Telephone.PAYS));
        ends(order, "PAID");
        assertThat(WORLD.count("select 1 from ledger_entry where entry_set = $1", order.textOr("order_no", "")))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "ano1234567890123456789012345, PAY-CODE-002, 医保电子凭证",
        "4241234567890123456789012345, PAY-CODE-002, 医保电子凭证",
        "320115190001010003, PAY-CODE-001, 不是付款码"
    })
    void should_say_what_to_show_instead_when_it_is_no_payment_code(String code, String error, String hint) {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Answer refused = await(terminal.post(ORDERS, asked(stay, "", code)));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().textOr("code", "")).isEqualTo(error);
        assertThat(refused.body().textOr("message", "")).contains(hint);
        assertThat(refused.body().textOr("who", "")).isEqualTo("patient");
    }

    @Test
    void should_refuse_when_the_named_channel_does_not_collect_by_this_code() {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Answer refused = await(terminal.post(ORDERS, asked(stay, "unionpay", alipay.paymentCode(Telephone.PAYS))));
        assertThat(refused.body().textOr("code", "")).isEqualTo("PAY-CODE-003");
    }

    // --------------------------------------------------------------- the counter

    @ParameterizedTest
    @ValueSource(strings = {"CASH", "CARD"})
    void should_take_at_the_counter_and_hand_back_when_the_stay_is_cancelled(String means) {
        Map<String, Long> before = WORLD.balances();
        Stay stay = Patient.HENGYANG.settled(WORLD.hospital());
        String due = WORLD.text(
                "select (cash_fen / 100.0)::numeric(12, 2)::text from settlement where setl_id = $1", stay.setlId());

        Answer wrong = await(terminal.post(ORDERS, counter(stay, means, "0.01", "T1")));
        assertThat(wrong.status()).isEqualTo(422);
        Answer taken = await(terminal.post(ORDERS, counter(stay, means, due, "T1")));
        assertThat(taken.status()).as(taken.body().textOr("message", "")).isEqualTo(201);
        assertThat(taken.body().textOr("state", "")).isEqualTo("PAID");
        String orderNo = taken.body().textOr("order_no", "");
        Answer again = await(terminal.post(ORDERS, counter(stay, means, due, "T1")));
        assertThat(again.body().textOr("order_no", "")).isEqualTo(orderNo);
        assertThat(await(terminal.post(ORDERS, counter(stay, means, due, "T2"))).status())
                .as("paid twice")
                .isEqualTo(409);
        String channel = "channel:counter:" + means.toLowerCase(Locale.ROOT);
        assertThat(WORLD.count("select 1 from ledger_entry where entry_set = $1 and account = $2", orderNo, channel))
                .isEqualTo(1);

        Patient.ok(await(stay.cancel()));
        ends(taken.body(), "REFUNDING");
        String open = "select 1 from operator_case where kind = 'hand_over' and ref = $1 and state = 'OPEN'";
        assertThat(WORLD.count(open, "R" + orderNo))
                .as("somebody must hand it over")
                .isEqualTo(1);
        Body receipt = Body.builder().put("receipt_no", "T3").build();
        for (int i = 0; i < 2; i++) {
            Answer handed = await(terminal.post(ORDERS + "/" + orderNo + "/handed-over", receipt));
            assertThat(handed.body().textOr("state", "")).isEqualTo("REFUNDED");
        }
        assertThat(WORLD.count(open, "R" + orderNo)).isZero();
        assertThat(WORLD.balances()).isEqualTo(before);
    }

    private static Body counter(Stay stay, String means, String amount, String receipt) {
        return Body.builder()
                .put("setl_id", stay.setlId())
                .put("channel", "counter")
                .put("means", means)
                .put("amount", amount)
                .put("receipt_no", receipt)
                .build();
    }

    @Test
    void should_take_nothing_back_at_the_counter_when_a_channel_was_paid() {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Body order = opened(stay, "alipay", "");
        Body receipt = Body.builder().put("receipt_no", "T4").build();
        Answer refused = await(terminal.post(ORDERS + "/" + order.textOr("order_no", "") + "/handed-over", receipt));
        assertThat(refused.status()).isEqualTo(404);
    }

    // ------------------------------------------------------------------ the bill

    @ParameterizedTest
    @CsvSource({"wechatpay, 0", "alipay, 0", "unionpay, 60"})
    void should_agree_with_the_channels_bill_when_the_day_is_compared(String channel, int leadMinutes) {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Body order = opened(stay, channel, "");
        await(pay(channel, order.textOr("code_url", "")));
        ends(order, "PAID");

        Totals totals = compared(channel, leadMinutes);

        assertThat(totals.equal()).isPositive();
        assertThat(totals.different() + totals.repeated() + totals.onlyHere()).isZero();
        assertThat(WORLD.count("select 1 from task where kind = 'reconcile' and ref like $1", channel + "/%"))
                .isEqualTo(1);
    }

    @Test
    void should_leave_a_task_when_money_came_that_we_know_nothing_of() {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Body order = opened(stay, "alipay", "");
        String orderNo = order.textOr("order_no", "");
        await(terminal.post(ORDERS + "/" + orderNo + "/close", Body.EMPTY));
        ends(order, "CLOSED");
        alipay.failNextNotification(NotificationFault.DROP);
        await(alipay.payLate(orderNo));

        assertThat(compared("alipay", 0).onlyThere()).isPositive();

        assertThat(WORLD.text(
                        "select last_error from task where kind = 'repair' and ref like $1", "alipay/%/P" + orderNo))
                .contains("仅对方有", "退回患者");
    }

    @ParameterizedTest
    @CsvSource({"MISSING_ROW, 1, 0", "EXTRA_ROW, 0, 1"})
    void should_find_it_when_unionpays_file_lacks_a_line_or_has_it_twice(FileFault fault, long lacks, long twice) {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Body order = opened(stay, "unionpay", "");
        await(pay("unionpay", order.textOr("code_url", "")));
        ends(order, "PAID");
        unionPay.failNextFile(fault);

        Totals totals = compared("unionpay", 60);

        assertThat(totals.onlyHere()).isEqualTo(lacks);
        assertThat(totals.repeated()).isEqualTo(twice);
        Totals again = compared("unionpay", 60);
        assertThat(again.onlyHere() + again.repeated()).as("the right file").isZero();
    }

    private static Totals compared(String channel, int leadMinutes) {
        WORLD.world().counterparts().weChat().billsEarly(true);
        alipay.billsEarly(true);
        LocalDate day = LocalDate.ofInstant(Instant.now().plusSeconds(60L * leadMinutes), ZoneOffset.ofHours(8));
        Outcome<Totals> outcome = await(WORLD.care().desk().compareDay(channel, day));
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Totals>) outcome).answer();
    }

    // ---------------------------------------------------------------- shared

    private static Body asked(Stay stay, String channel, String code) {
        return Body.builder()
                .put("setl_id", stay.setlId())
                .putIfGiven("channel", channel)
                .putIfGiven("payment_code", code)
                .build();
    }

    private static Body opened(Stay stay, String channel, String code) {
        Answer order = await(terminal.post(ORDERS, asked(stay, channel, code)));
        assertThat(order.status()).as(order.body().textOr("message", "")).isEqualTo(201);
        return order.body();
    }

    private static void ends(Body order, String state) {
        String path = ORDERS + "/" + order.textOr("order_no", "");
        assertThat(WORLD.eventually(
                        state, () -> await(terminal.get(path)).body().textOr("state", "")))
                .isEqualTo(state);
    }
}
