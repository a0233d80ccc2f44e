package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.simulator.mpay.MobilePayCentre;
import io.wutong.simulator.pool.Fault;
import io.wutong.spi.Body;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Fen;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * As {@link PaymentFaultsIT}, of orders that a channel takes with the insurance's half. The mobile-payment centre notifies
 * nobody and has no bill, so that what is left of the list for it are answers, lost, late, spoiled or of another order, on
 * each of its functions. With -Pfull.
 */
@EnabledIfSystemProperty(named = "wutong.full", matches = "true")
class InsuredFaultsIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.ONE);

    private static final String CHARGES = "/terminal/v1/charges";
    private static final String PATH = "/org/local/api/hos/";
    private static final String YUAN = "2000.00";

    /** Fewer than the calls that trip the breaker; each falls on one function of the centre's. */
    private static final List<Fault> FAULTS = List.of(
            Fault.HANG,
            Fault.SLOW,
            Fault.RESET_AFTER_READ,
            Fault.TRUNCATE,
            Fault.HTTP_500,
            Fault.GARBAGE,
            Fault.DUPLICATE_ANSWER,
            Fault.LOSE_ANSWER_AFTER_EFFECT);

    /** So many orders meet so many faults: an order is late by about one of them, and no breaker trips. */
    private static final int TOGETHER = 3;

    /** Of WeChat's and Alipay's orders of both halves, each from the simulator's own list. */
    private enum Wallet {
        WECHATPAY(io.wutong.simulator.wechat.AnswerFault.values().length) {
            @Override
            void fail(int at) {
                WORLD.world()
                        .counterparts()
                        .weChat()
                        .failNextAnswer(io.wutong.simulator.wechat.AnswerFault.values()[at]);
            }

            @Override
            void pay(String orderNo) {
                await(WORLD.world().counterparts().weChat().payMixed(orderNo));
            }

            @Override
            void takenBack(String orderNo) {}
        },
        ALIPAY(io.wutong.simulator.alipay.AnswerFault.values().length) {
            @Override
            void fail(int at) {
                WORLD.world()
                        .counterparts()
                        .alipay()
                        .failNextAnswer(io.wutong.simulator.alipay.AnswerFault.values()[at]);
            }

            @Override
            void pay(String orderNo) {
                await(WORLD.world().counterparts().alipay().payBoth(orderNo));
            }

            @Override
            void takenBack(String orderNo) {
                WORLD.world().counterparts().alipay().insurerTookBack(orderNo);
            }
        };

        final int faults;

        Wallet(int faults) {
            this.faults = faults;
        }

        abstract void fail(int at);

        abstract void pay(String orderNo);

        /** The insurer has its half again. */
        abstract void takenBack(String orderNo);

        String account() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Case(Outpatient patient, Body charge, String serial) {
        String orderNo() {
            return charge.textOr("order_no", "");
        }
    }

    @AfterEach
    void balanced() {
        assertThat(WORLD.unbalancedSets()).isZero();
    }

    @Test
    void should_settle_once_what_was_paid_when_the_answers_to_upload_and_order_are_bad() {
        Map<String, Long> before = WORLD.balances();
        all("uldFeeInfo", FAULTS.subList(0, 4));
        all("pay_order", FAULTS.subList(4, 8));
        List<Case> cases = opened(4);
        cases.forEach(one -> centre().pay(one.serial()));
        cases.forEach(one -> ends(one, "BOTH"));
        givenBack(cases, before);
    }

    @Test
    void should_settle_once_what_was_paid_when_the_other_functions_answer_badly() {
        Map<String, Long> before = WORLD.balances();
        all("uldFeeInfo", FAULTS.subList(4, 8));
        all("pay_order", FAULTS.subList(0, 4));
        List<Case> cases = opened(4);
        all("query_order_info", FAULTS);
        cases.forEach(one -> centre().pay(one.serial()));
        cases.forEach(one -> ends(one, "BOTH"));
        all("refund_Order", FAULTS);
        givenBack(cases, before);
    }

    @Test
    void should_believe_no_answer_that_another_signs_or_that_tells_of_another_order_or_amount() {
        Map<String, Long> before = WORLD.balances();
        List<Case> cases = opened(1);
        centre().misstate("medOrgOrd", "U999");
        centre().misstate("feeSumamt", "1.00");
        centre().misstate("ordStas", "99");
        assertThat(WORLD.eventually(
                        true,
                        () -> WORLD.count(
                                        "select 1 from task where kind = 'watch_order' and ref = $1 and attempts >= 3",
                                        cases.get(0).orderNo())
                                > 0))
                .as("asked three times, or more")
                .isTrue();
        assertThat(WORLD.text("select state from charge where msgid = $1", msgid(cases.get(0))))
                .isEqualTo("PAYING");
        centre().signWrongly();
        centre().pay(cases.get(0).serial());
        ends(cases.get(0), "BOTH");
        givenBack(cases, before);
    }

    @Test
    void should_end_with_neither_when_the_centre_takes_the_cash_and_the_insurer_pays_nothing() {
        Map<String, Long> before = WORLD.balances();
        Case one = opened(1).get(0);
        centre().misbehave(PATH + "refund_Order", Fault.LOSE_ANSWER_AFTER_EFFECT);
        centre().payCashAlone(one.serial());
        ends(one, "NEITHER");
        refunded(one);
        assertThat(WORLD.balances()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Wallet.class)
    void should_settle_once_and_give_both_back_when_a_wallet_answers_badly(Wallet wallet) {
        Map<String, Long> before = WORLD.balances();
        for (int from = 0; from < wallet.faults; from += TOGETHER) {
            int to = Math.min(from + TOGETHER, wallet.faults);
            for (int at = from; at < to; at++) {
                wallet.fail(at);
            }
            List<Case> cases = opened(TOGETHER, wallet.account());
            cases.forEach(one -> wallet.pay(one.orderNo()));
            cases.forEach(one -> ends(one, "BOTH"));
            for (int at = from; at < to; at++) {
                wallet.fail(at);
            }
            cancelled(cases);
            cases.forEach(one -> wallet.takenBack(one.orderNo()));
            cases.forEach(InsuredFaultsIT::refunded);
        }
        assertThat(WORLD.balances()).isEqualTo(before);
    }

    // ------------------------------------------------------------------ means

    /** Our own client may have let go of its connection while a fault was waited for: what was not sent is sent again. */
    private static <T> T asked(Supplier<Future<T>> call) {
        try {
            return await(call.get());
        } catch (CallFailure failure) {
            if (failure.sent()) {
                throw failure;
            }
            return await(call.get());
        }
    }

    private static MobilePayCentre centre() {
        return WORLD.world().counterparts().mobilePayCentre();
    }

    private static void all(String function, List<Fault> faults) {
        faults.forEach(fault -> centre().misbehave(PATH + function, fault));
    }

    /** Charges that are placed and, in the end, open at the centre. */
    private static List<Case> opened(int many) {
        return opened(many, "mpay");
    }

    private static List<Case> opened(int many, String channel) {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            cases.add(placed(channel));
        }
        cases.forEach(one -> assertThat(WORLD.eventually(
                        "OPEN", () -> WORLD.text("select state from payment_order where order_no = $1", one.orderNo())))
                .isEqualTo("OPEN"));
        return cases;
    }

    private static Case placed(String channel) {
        Outpatient patient = new Outpatient(WORLD.hospital(), "320115", "320115190001010003", "张示例");
        Patient.ok(asked(() -> patient.who()));
        Patient.ok(asked(() -> patient.register()));
        Patient.ok(asked(() -> patient.upload("003311000010000", YUAN)));
        Patient.ok(asked(() -> patient.trial(YUAN)));
        Body insurance = OnlineInsurance.authorised().with("details", OnlineInsurance.details(patient, YUAN));
        if (channel.equals("alipay")) {
            insurance = insurance.with("payer_id", Value.text("2088000000000009"));
        }
        String serial = insurance.textOr("serial_no", "");
        centre().pays(serial, Fen.parse("medfee", YUAN) - Fen.parse("cash", patient.cashYuan()), 0);
        Body charge = patient.charge(YUAN, channel).with("insurance", insurance);
        TerminalClient.Answer answer = asked(() -> WORLD.world().terminal().post(CHARGES, charge));
        assertThat(answer.status()).isEqualTo(201);
        return new Case(patient, answer.body(), serial);
    }

    private static String msgid(Case one) {
        return one.charge().textOr("msgid", "");
    }

    private static void ends(Case one, String state) {
        assertThat(WORLD.eventually(state, () -> WORLD.text("select state from charge where msgid = $1", msgid(one))))
                .isEqualTo(state);
    }

    private static void refunded(Case one) {
        assertThat(WORLD.eventually(
                        "REFUNDED",
                        () -> WORLD.text("select state from payment_order where order_no = $1", one.orderNo())))
                .isEqualTo("REFUNDED");
    }

    private static void cancelled(List<Case> cases) {
        for (Case one : cases) {
            Body found = asked(() -> WORLD.world().terminal().get(CHARGES + "/" + msgid(one)))
                    .body();
            Patient.ok(asked(() -> one.patient().cancel(found.textOr("setl_id", ""))));
        }
    }

    private static void givenBack(List<Case> cases, Map<String, Long> before) {
        cancelled(cases);
        for (Case one : cases) {
            refunded(one);
            assertThat(centre().state(one.serial())).as("both halves").isEqualTo("7");
        }
        assertThat(WORLD.balances()).isEqualTo(before);
    }
}
