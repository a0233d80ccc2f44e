package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.reconcile.rules.Totals;
import io.wutong.sandbox.TerminalClient.Answer;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each channel misbehaves, the money does not: each order ends once, with its amount, and books, channel and settlement
 * say the same. Faults of a kind are put to many orders together, since what is waited for is the outbox.
 */
class PaymentFaultsIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.ONE);

    private static final String ORDERS = "/terminal/v1/orders";

    /** Bad answers that verify plays; all of them with -Pfull. */
    private static final int FAULTS_MAX = 8;

    /** So many at a time that no breaker trips: each bad answer falls on whichever call comes next. */
    private static final int FAULTS_TOGETHER = 4;

    private static TerminalClient terminal;
    private static Counterparts counterparts;

    @BeforeAll
    static void clients() {
        terminal = WORLD.world().terminal();
        counterparts = WORLD.world().counterparts();
        counterparts.weChat().billsEarly(true);
        counterparts.alipay().billsEarly(true);
    }

    @AfterEach
    void balanced() {
        assertThat(WORLD.unbalancedSets()).isZero();
    }

    /** All of them with -Pfull; most of the time goes by waiting, and the mends are the core's. */
    static Stream<FaultyChannel> channels() {
        return Boolean.getBoolean("wutong.full")
                ? Stream.of(FaultyChannel.values())
                : Stream.of(FaultyChannel.WECHATPAY);
    }

    /** A stay, and the order for what it leaves to the patient. */
    private record Case(Stay stay, String orderNo, String fault) {}

    // --------------------------------------------------------- our requests

    @ParameterizedTest
    @MethodSource("channels")
    void should_pay_and_refund_each_order_once_when_the_answers_are_bad(FaultyChannel channel) {
        Map<String, Long> before = WORLD.balances();
        List<String> faults = answerFaults(channel);
        for (int from = 0; from < faults.size(); from += FAULTS_TOGETHER) {
            payAndRefund(channel, faults.subList(from, Math.min(from + FAULTS_TOGETHER, faults.size())));
        }
        assertThat(WORLD.balances()).isEqualTo(before);
        agreesWithTheBill(channel);
    }

    /** As many orders as faults, paid and refunded. */
    private static void payAndRefund(FaultyChannel channel, List<String> faults) {
        List<Stay> stays = new ArrayList<>();
        faults.forEach(fault -> stays.add(Patient.JIANGNING.settled(WORLD.hospital())));

        faults.forEach(fault -> channel.failAnswer(counterparts, fault));
        List<Future<Answer>> asked = stays.stream()
                .map(stay -> terminal.post(ORDERS, order(stay, channel)))
                .toList();
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < stays.size(); i++) {
            Answer answer = await(asked.get(i));
            assertThat(answer.body().textOr("state", "")).as("never assumed").isIn("CREATED", "OPEN");
            cases.add(new Case(stays.get(i), answer.body().textOr("order_no", ""), "answer"));
        }
        cases.forEach(one -> ends(one, "OPEN"));
        cases.forEach(one -> await(channel.pay(counterparts, one.orderNo())));
        cases.forEach(one -> ends(one, "PAID"));
        cases.forEach(one -> bookedOnce(one, channel));

        faults.forEach(fault -> channel.failAnswer(counterparts, fault));
        cases.forEach(one -> Patient.ok(await(one.stay().cancel())));

        cases.forEach(one -> ends(one, "REFUNDED"));
        cases.forEach(
                one -> assertThat(WORLD.count("select 1 from ledger_entry where entry_set = $1", "R" + one.orderNo()))
                        .isEqualTo(2));
    }

    // --------------------------------------------------------- notifications

    @ParameterizedTest
    @MethodSource("channels")
    void should_book_once_when_notifications_are_repeated_or_come_right_at_last(FaultyChannel channel) {
        List<String> faults = new ArrayList<>(channel.mendedNotifications());
        faults.add("DUPLICATE");
        for (String fault : faults) {
            Case one = opened(channel, fault);
            channel.failNotification(counterparts, fault);
            assertThat(await(channel.pay(counterparts, one.orderNo())))
                    .as(fault)
                    .isTrue();
            ends(one, "PAID");
            bookedOnce(one, channel);
            assertThat(WORLD.count("select 1 from notification where order_no = $1", one.orderNo()))
                    .as(fault)
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("channels")
    void should_complete_by_asking_when_notifications_are_lost_or_never_right(FaultyChannel channel) {
        List<String> faults = new ArrayList<>(channel.wrongNotifications());
        faults.add("DROP");
        List<Case> cases = new ArrayList<>();
        for (String fault : faults) {
            Case one = opened(channel, fault);
            cases.add(one);
            channel.failNotification(counterparts, fault);
            assertThat(await(channel.pay(counterparts, one.orderNo())))
                    .as("acknowledged " + fault)
                    .isFalse();
        }
        for (Case one : cases) {
            ends(one, "PAID");
            assertThat(WORLD.text(
                            "select cause from state_change where subject = 'order' and id = $1 and to_state = 'PAID'",
                            one.orderNo()))
                    .as(one.fault())
                    .isEqualTo("query");
            bookedOnce(one, channel);
            String kept =
                    WORLD.text("select state || ' ' || content from notification where order_no = $1", one.orderNo());
            if (one.fault().equals("WRONG_AMOUNT")) {
                assertThat(kept)
                        .as("evidence, believed never")
                        .startsWith("REFUSED ")
                        .contains("≠订单金额");
            } else {
                assertThat(kept).as(one.fault()).doesNotStartWith("APPLIED").doesNotStartWith("STORED");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("channels")
    void should_be_paid_when_the_notification_is_faster_than_our_own_answer(FaultyChannel channel) {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        channel.failAnswer(counterparts, "HANG");

        Future<Answer> asked = terminal.post(ORDERS, order(stay, channel));
        String sql = "select order_no from payment_order where setl_id = $1";
        assertThat(WORLD.eventually(false, () -> WORLD.text(sql, stay.setlId()).isEmpty()))
                .isFalse();
        Case one = new Case(stay, WORLD.text(sql, stay.setlId()), "HANG");
        assertThat(WORLD.eventually(true, () -> paidAtChannel(channel, one.orderNo())))
                .isTrue();

        assertThat(await(asked).body().textOr("state", "")).isEqualTo("PAID");
        bookedOnce(one, channel);
    }

    @ParameterizedTest
    @MethodSource("channels")
    void should_end_refunded_when_payment_and_refund_are_told_in_the_wrong_order(FaultyChannel channel) {
        Map<String, Long> before = WORLD.balances();
        Case one = opened(channel, "reversed");
        channel.holdNotifications(counterparts);
        channel.pay(counterparts, one.orderNo());
        ends(one, "PAID");
        Patient.ok(await(one.stay().cancel()));
        ends(one, "REFUNDED");

        await(channel.releaseReversed(counterparts));

        ends(one, "REFUNDED");
        assertThat(WORLD.balances()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("channels")
    void should_store_nothing_and_answer_alike_when_a_callback_is_unsigned_or_its_account_unknown(
            FaultyChannel channel) {
        Map<String, String> before = WORLD.effects();
        long stored = WORLD.count("select 1 from notification");

        String unsigned = callback(channel.account());
        String unknown = callback("nobody");

        assertThat(unsigned).startsWith("HTTP/1.1 401 ");
        assertThat(unknown).isEqualTo(unsigned);
        assertThat(WORLD.effects()).isEqualTo(before);
        assertThat(WORLD.count("select 1 from notification")).isEqualTo(stored);
    }

    // ---------------------------------------------------------------- money back

    @ParameterizedTest
    @MethodSource("channels")
    void should_go_back_by_itself_with_an_alarm_when_paid_after_it_was_closed(FaultyChannel channel) {
        Stay stay = Patient.JIANGNING.settled(WORLD.hospital());
        Map<String, Long> unpaid = WORLD.balances();
        Case one = opened(stay, channel, "late");
        // UnionPay cannot close: its code dies with its time
        await(WORLD.care()
                .pool()
                .query("update payment_order set expires_at = now() where order_no = '" + one.orderNo() + "'")
                .execute());
        await(terminal.post(ORDERS + "/" + one.orderNo() + "/close", Body.EMPTY));
        ends(one, "CLOSED");
        channel.refundsWait(counterparts, true);
        try {
            assertThat(await(channel.payLate(counterparts, one.orderNo()))).isTrue();
            ends(one, "REFUNDING");
            assertThat(alarm(one)).isEqualTo("OPEN paid_after_CLOSED");
            assertThat(WORLD.eventually("PROCESSING", () -> refundState(one))).isEqualTo("PROCESSING");
            await(channel.settleRefund(counterparts, one.orderNo(), "R" + one.orderNo()));
        } finally {
            channel.refundsWait(counterparts, false);
        }
        ends(one, "REFUNDED");
        assertThat(alarm(one)).isEqualTo("CLOSED paid_after_CLOSED");
        assertThat(WORLD.balances()).isEqualTo(unpaid);
    }

    @ParameterizedTest
    @MethodSource("channels")
    void should_stand_where_it_stood_when_a_paid_stay_is_cancelled_and_its_refund_takes_long(FaultyChannel channel) {
        Map<String, Long> before = WORLD.balances();
        Case one = opened(Patient.HENGYANG.settled(WORLD.hospital()), channel, "slow");
        await(channel.pay(counterparts, one.orderNo()));
        ends(one, "PAID");
        channel.refundsWait(counterparts, true);
        try {
            Patient.ok(await(one.stay().cancel()));
            assertThat(WORLD.eventually("PROCESSING", () -> refundState(one))).isEqualTo("PROCESSING");
            ends(one, "REFUNDING");
            assertThat(WORLD.count("select 1 from ledger_entry where entry_set = $1", "R" + one.orderNo()))
                    .as("not before the money has gone")
                    .isZero();
            await(channel.settleRefund(counterparts, one.orderNo(), "R" + one.orderNo()));
        } finally {
            channel.refundsWait(counterparts, false);
        }
        ends(one, "REFUNDED");
        assertThat(WORLD.balances()).isEqualTo(before);
    }

    // ---------------------------------------------------------------- shared

    /** Together they are fewer than the calls that trip a breaker, which then lets each wait; all of them with -Pfull. */
    private static List<String> answerFaults(FaultyChannel channel) {
        List<String> all = channel.answerFaults();
        return Boolean.getBoolean("wutong.full") ? all : all.subList(0, Math.min(FAULTS_MAX, all.size()));
    }

    private static Body order(Stay stay, FaultyChannel channel) {
        return Body.builder()
                .put("setl_id", stay.setlId())
                .put("channel", channel.account())
                .build();
    }

    private static Case opened(FaultyChannel channel, String fault) {
        return opened(Patient.JIANGNING.settled(WORLD.hospital()), channel, fault);
    }

    private static Case opened(Stay stay, FaultyChannel channel, String fault) {
        Answer order = await(terminal.post(ORDERS, order(stay, channel)));
        // CREATED when the channel took its time
        assertThat(order.body().textOr("state", "")).as(fault).isIn("CREATED", "OPEN");
        Case opened = new Case(stay, order.body().textOr("order_no", ""), fault);
        ends(opened, "OPEN");
        return opened;
    }

    /** Until the simulator has the order, it cannot be paid. */
    private static boolean paidAtChannel(FaultyChannel channel, String orderNo) {
        try {
            return await(channel.pay(counterparts, orderNo));
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static void ends(Case one, String state) {
        String path = ORDERS + "/" + one.orderNo();
        assertThat(WORLD.eventually(
                        state, () -> await(terminal.get(path)).body().textOr("state", "")))
                .as(one.fault())
                .isEqualTo(state);
    }

    private static String refundState(Case one) {
        return WORLD.text("select state from refund where refund_no = $1", "R" + one.orderNo());
    }

    private static String alarm(Case one) {
        return WORLD.text(
                "select state || ' ' || cause from operator_case where kind = 'late_payment' and ref = $1",
                one.orderNo());
    }

    /** One debit of the channel and one credit of the patient, of the settlement's cash. */
    private static void bookedOnce(Case one, FaultyChannel channel) {
        assertThat(WORLD.text(
                        "select string_agg(account || ' ' || amount_fen, ', ' order by amount_fen desc) from ledger_entry"
                                + " where entry_set = $1",
                        one.orderNo()))
                .as(one.fault())
                .isEqualTo("channel:" + channel.account()
                        + WORLD.text(
                                "select ' ' || cash_fen || ', receivable:patient:' || mdtrt_id || ' ' || -cash_fen"
                                        + " from settlement where node = $1 and setl_id = $2",
                                World.CARE_AREA,
                                one.stay().setlId()));
    }

    /** The channel's own bill of today has what we have, and nothing else. */
    private static void agreesWithTheBill(FaultyChannel channel) {
        LocalDate day = LocalDate.ofInstant(
                Instant.now().plusSeconds(channel == FaultyChannel.UNIONPAY ? 3_600 : 0), ZoneOffset.ofHours(8));
        Outcome<Totals> outcome = await(WORLD.care().desk().compareDay(channel.account(), day));
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        Totals totals = ((Outcome.Succeeded<Totals>) outcome).answer();
        assertThat(totals.isEven()).as(totals.toString()).isTrue();
        assertThat(totals.equal()).isPositive();
    }

    private static String callback(String account) {
        try (TlsWire wire =
                TlsWire.to(WORLD.care().callbackPort(), WORLD.world().certificates())) {
            return wire.send("POST /callbacks/" + account
                            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"
                            + "Content-Length: 11\r\n\r\n{\"id\":\"1\"} ")
                    .readUntilClosed();
        }
    }
}
