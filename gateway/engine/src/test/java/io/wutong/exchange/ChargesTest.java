package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.charge.Charge;
import io.wutong.charge.ChargeState;
import io.wutong.charge.Charges;
import io.wutong.charge.Sequence;
import io.wutong.coverage.Person;
import io.wutong.exchange.World.Message1;
import io.wutong.ledger.Entry;
import io.wutong.ledger.EntrySet;
import io.wutong.payment.OrderState;
import io.wutong.payment.PaymentOrder;
import io.wutong.payment.Task;
import io.wutong.port.Row;
import io.wutong.port.StoreException;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.spi.Body;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Insurance and cash in one tap: whatever is refused, differs or breaks, the end is both or neither. */
class ChargesTest {

    private static final String HOME = World.PROVINCE_HOME;

    private ChargeDesk desk;
    private String visit = "";
    private Message1 settlement;
    private String shown = "";

    // ------------------------------------------------------------------ the ways

    /** What happens to a charge, by name. */
    private enum Way {
        PAID_AND_SETTLED(Sequence.PAY_FIRST, ChargeState.BOTH),
        ANOTHER_AMOUNT(Sequence.PAY_FIRST, ChargeState.NEITHER),
        REFUSED_BY_THE_HOME(Sequence.PAY_FIRST, ChargeState.NEITHER),
        NOT_PAID(Sequence.PAY_FIRST, ChargeState.NEITHER),
        SETTLED_AND_PAID(Sequence.SETTLE_FIRST, ChargeState.BOTH),
        SETTLED_AND_NOT_PAID(Sequence.SETTLE_FIRST, ChargeState.NEITHER),
        /** The home's legacy system never gets what is to cancel the settlement. */
        CANCELLATION_LOST_AND_NOT_PAID(Sequence.SETTLE_FIRST, ChargeState.NEITHER),
        SETTLED_AND_OWED(Sequence.SETTLE_AND_OWE, ChargeState.OWING),
        ANSWER_LOST(Sequence.PAY_FIRST, ChargeState.BOTH),
        OUTPATIENT(Sequence.PAY_FIRST, ChargeState.BOTH),
        OUTPATIENT_ANOTHER_AMOUNT(Sequence.PAY_FIRST, ChargeState.NEITHER),
        TREATED_FIRST_AND_PAID_BY_CREDIT(Sequence.SETTLE_AND_OWE, ChargeState.BOTH),
        TREATED_FIRST_AND_CREDIT_REFUSED(Sequence.SETTLE_AND_OWE, ChargeState.OWING),
        OUTPATIENT_AT_THE_COUNTER(Sequence.PAY_FIRST, ChargeState.BOTH),
        OUTPATIENT_AT_THE_COUNTER_REFUSED_BY_THE_HOME(Sequence.PAY_FIRST, ChargeState.NEITHER),
        PHARMACY(Sequence.PAY_FIRST, ChargeState.BOTH),
        PHARMACY_ANOTHER_AMOUNT(Sequence.PAY_FIRST, ChargeState.NEITHER),
        PHARMACY_REFUSED_BY_THE_HOME(Sequence.PAY_FIRST, ChargeState.NEITHER),
        OUTPATIENT_INSURED(Sequence.PAY_FIRST, ChargeState.BOTH),
        OUTPATIENT_INSURED_ANSWER_OF_CHANNEL_LOST(Sequence.PAY_FIRST, ChargeState.BOTH),
        OUTPATIENT_INSURED_ANOTHER_AMOUNT(Sequence.PAY_FIRST, ChargeState.NEITHER),
        OUTPATIENT_INSURED_REFUSED_BY_THE_HOME(Sequence.PAY_FIRST, ChargeState.NEITHER),
        OUTPATIENT_INSURED_CASH_ALONE(Sequence.PAY_FIRST, ChargeState.NEITHER),
        OUTPATIENT_INSURED_WITHOUT_CASH(Sequence.PAY_FIRST, ChargeState.NEITHER),
        OUTPATIENT_INSURED_NOT_PAID(Sequence.PAY_FIRST, ChargeState.NEITHER);

        final Sequence sequence;
        final ChargeState end;

        /** The channel takes both halves in one order. */
        boolean insured() {
            return name().contains("INSURED");
        }

        boolean atTheCounter() {
            return name().contains("COUNTER");
        }

        Way(Sequence sequence, ChargeState end) {
            this.sequence = sequence;
            this.end = end;
        }
    }

    private void open(Way way) {
        World world = way == Way.ANSWER_LOST ? World.ofTwo() : World.ofOne();
        desk = new ChargeDesk(world, way.sequence);
        String home = switch (way) {
            case ANSWER_LOST -> World.FAR_HOME;
            case CANCELLATION_LOST_AND_NOT_PAID -> World.LEGACY_HOME;
            default -> HOME;
        };
        boolean outpatient = way.name().startsWith("OUTPATIENT");
        boolean pharmacy = way.name().startsWith("PHARMACY");
        visit = outpatient ? desk.outpatient(home, "M1", "10000.00") : pharmacy ? "" : world.stay(home, "Z1");
        Message1 question = outpatient
                ? desk.batch("2206", home, visit, "10000.00")
                : pharmacy
                        ? desk.purchase("2101", home, "10000.00")
                        : world.settlement("2303", home, visit, "10000.00");
        Body tried = World.output(World.must(world.send(question))).body("setlinfo");
        desk.counterFen = way.atTheCounter() ? tried.fen("psn_cash_pay").orElseThrow() : null;
        desk.credit = way.name().contains("CREDIT") ? way.name().endsWith("REFUSED") ? "ENDED" : "CREDIT1" : null;
        shown = question.msgid();
        settlement = outpatient
                ? desk.batch("2207", home, visit, "10000.00")
                : pharmacy
                        ? desk.purchase("2102", home, "10000.00")
                        : world.settlement("2304", home, visit, "10000.00");
        if (way.name().endsWith("ANOTHER_AMOUNT")) {
            // another visit of the same person is settled meanwhile, and brings the next layer within reach
            String other = desk.outpatient(home, "M2", "100000.00");
            World.must(world.send(desk.batch("2207", home, other, "100000.00")));
        } else if (way.name().endsWith("REFUSED_BY_THE_HOME")) {
            world.care().store.remove(Person.key(home, World.PERSON));
        }
    }

    /** The patient and the network do what the way says, until the charge has ended. */
    private void play(Way way) {
        if (way == Way.CANCELLATION_LOST_AND_NOT_PAID) {
            desk.world.legacy.moods.addAll(List.of(LegacySystem.Mood.WELL, LegacySystem.Mood.LOST));
        }
        if (way == Way.OUTPATIENT_INSURED_ANSWER_OF_CHANNEL_LOST) {
            desk.wallet.insured.loseAnswer();
        }
        place(way);
        if (way == Way.ANSWER_LOST) {
            desk.world.weather.add(World.Weather.LOSES_ANSWER);
        }
        for (int round = 0; round < 200; round++) {
            if (!desk.placed(settlement.msgid())) {
                place(way); // the terminal was not told, and asks again
            } else if (desk.charge(settlement.msgid()).state().ended() && !insuranceGoesBack()) {
                return;
            }
            if (way.name().endsWith("NOT_PAID") || way == Way.SETTLED_AND_OWED) {
                desk.closeAll();
            } else if (way == Way.OUTPATIENT_INSURED_WITHOUT_CASH) {
                desk.wallet.insured.payAll(true, false);
                desk.wallet.closeAll();
            } else if (way.insured()) {
                desk.wallet.insured.payAll(way != Way.OUTPATIENT_INSURED_CASH_ALONE, true);
            } else {
                desk.wallet.payAll();
            }
            desk.handOver();
            desk.background(10);
        }
    }

    /** A task of its own, which may come again when the charge has ended. */
    private boolean insuranceGoesBack() {
        return desk.world.care().store.all(Task.class).stream()
                .anyMatch(task -> task.kind().equals(Task.RETURN_INSURANCE)
                        && task.state().equals(Task.DUE));
    }

    private Future<Charges.View> place(Way way) {
        Future<Charges.View> placed = desk.place(settlement, shown, way.insured());
        desk.world.heap.runFor(2_000);
        return placed;
    }

    // ------------------------------------------------------------------ ends

    @ParameterizedTest
    @EnumSource(Way.class)
    void should_end_with_both_or_neither_when_it_goes_its_way(Way way) {
        open(way);
        play(way);
        assertThat(desk.charge(settlement.msgid()).state()).isEqualTo(way.end);
        agrees(way);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void should_end_the_same_when_the_process_dies_after_any_commit(Way way) {
        int commits = dying(way, Integer.MAX_VALUE, true);
        assertThat(commits).isGreaterThan(3);
        for (int at = 1; at <= commits; at++) {
            dying(way, at, true);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void should_end_the_same_when_the_process_dies_with_any_commit_lost(Way way) {
        int commits = dying(way, Integer.MAX_VALUE, false);
        for (int at = 1; at <= commits; at++) {
            dying(way, at, false);
        }
    }

    /** Plays a way to its end and dies at one commit; how many of its own commits there were. */
    private int dying(Way way, int at, boolean stands) {
        open(way);
        int[] seen = new int[1];
        Supplier<Boolean> now = () -> ++seen[0] == at;
        desk.world.care().store.fail(StoreException.Kind.NOT_DONE, stands, writes -> {
            if (background(writes) || !now.get()) {
                return false;
            }
            desk.world.heap.after(0, desk::crash);
            return true;
        });
        play(way);
        assertThat(desk.charge(settlement.msgid()).state())
                .as("%s dying at commit %s, which stands: %s", way, at, stands)
                .isEqualTo(way.end);
        agrees(way);
        return seen[0];
    }

    private static boolean background(List<Row> writes) {
        return writes.isEmpty()
                || writes.stream()
                        .allMatch(row -> row instanceof io.wutong.work.Lease || row instanceof io.wutong.work.Worker);
    }

    /** Channel, order and settlement say the same. */
    private void agrees(Way way) {
        MemoryStore store = desk.world.care().store;
        Charge charge = desk.charge(settlement.msgid());
        visit = charge.mdtrtId();
        List<Settlement> standing = store.all(Settlement.class).stream()
                .filter(row -> row.node().equals("321100") && row.mdtrtId().equals(visit))
                .filter(row -> row.state() == SettlementState.STANDING)
                .toList();
        long receivable = store.all(EntrySet.class).stream()
                .flatMap(set -> set.entries().stream())
                .filter(entry -> entry.account().equals("receivable:patient:" + visit)
                        || entry.account().equals("receivable:patient:"))
                .mapToLong(Entry::amountFen)
                .sum();
        switch (way.end) {
            case BOTH -> {
                assertThat(standing).hasSize(1);
                assertThat(standing.get(0).msgid()).isEqualTo(settlement.msgid());
                assertThat(desk.keptFen()).isEqualTo(standing.get(0).cashFen());
                assertThat(accounts(store))
                        .as("of a visit that nobody knew yet")
                        .doesNotContain("receivable:patient:");
                PaymentOrder order = store.one(PaymentOrder.key(
                                "321100", String.valueOf(standing.get(0).orderNo())))
                        .orElseThrow();
                assertThat(order.state()).isEqualTo(OrderState.PAID);
                assertThat(order.setlId()).isEqualTo(charge.setlId());
                assertThat(order.insured()).isEqualTo(way.insured());
                assertThat(desk.wallet.insured.keptFen())
                        .isEqualTo(
                                way.insured()
                                        ? standing.get(0).fundSumFen()
                                                + standing.get(0).acctFen()
                                        : 0);
                assertThat(receivable).isZero();
            }
            case NEITHER -> {
                assertThat(standing).isEmpty();
                assertThat(desk.keptFen()).isZero();
                assertThat(charge.cause()).isNotEmpty();
                assertThat(desk.wallet.insured.keptFen()).isZero();
                assertThat(desk.wallet.insured.wentBack)
                        .as("the insurance goes back before the cash")
                        .isSortedAccordingTo(Comparator.reverseOrder());
                assertThat(receivable).isZero();
            }
            default -> {
                assertThat(standing).hasSize(1);
                assertThat(desk.wallet.keptFen()).isZero();
                assertThat(receivable).isEqualTo(standing.get(0).cashFen());
            }
        }
    }

    /** Those with something in them. */
    private static Set<String> accounts(MemoryStore store) {
        return store.all(EntrySet.class).stream()
                .flatMap(set -> set.entries().stream())
                .collect(Collectors.groupingBy(Entry::account, Collectors.summingLong(Entry::amountFen)))
                .entrySet()
                .stream()
                .filter(account -> account.getValue() != 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Test
    void should_say_what_the_patient_must_pay_now_when_PRE_STALE_001_the_amount_has_changed() {
        open(Way.ANOTHER_AMOUNT);
        play(Way.ANOTHER_AMOUNT);
        Charge charge = desk.charge(settlement.msgid());
        assertThat(charge.settledFen()).isNotNull().isNotEqualTo(charge.expectedFen());
        assertThat(charge.cause())
                .startsWith("[PRE-STALE-001] 结算后个人应付")
                .contains("与预结算")
                .contains("不符");
        assertThat(desk.told).containsSubsequence("SETTLING", "CANCELLING", "RETURNING", "NEITHER");
    }

    @Test
    void should_open_one_order_once_when_the_channel_takes_its_time() {
        open(Way.OUTPATIENT_INSURED);
        desk.wallet.insured.openSlowly();
        place(Way.OUTPATIENT_INSURED);
        desk.background(3); // the charge's own task comes, and the terminal asks once more
        place(Way.OUTPATIENT_INSURED);
        assertThat(desk.wallet.insured.opens).isEqualTo(1);

        desk.wallet.insured.answer();
        play(Way.OUTPATIENT_INSURED);
        assertThat(desk.charge(settlement.msgid()).state()).isEqualTo(ChargeState.BOTH);
        agrees(Way.OUTPATIENT_INSURED);
    }

    @Test
    void should_end_with_both_when_another_try_is_refused_what_the_first_has_opened_late() {
        open(Way.OUTPATIENT_INSURED);
        desk.wallet.insured.openSlowly();
        place(Way.OUTPATIENT_INSURED);
        desk.wallet.insured.refuseOnceAnswered();
        desk.background(10); // the order's own task asks, and is refused after the first try was answered
        play(Way.OUTPATIENT_INSURED);
        assertThat(desk.charge(settlement.msgid()).state()).isEqualTo(ChargeState.BOTH);
        agrees(Way.OUTPATIENT_INSURED);
    }

    @Test
    void should_take_the_insurance_back_when_only_the_insurer_pays_after_the_order_was_closed() {
        open(Way.OUTPATIENT_INSURED);
        place(Way.OUTPATIENT_INSURED);
        for (int round = 0;
                round < 200 && !desk.charge(settlement.msgid()).state().ended();
                round++) {
            desk.closeAll();
            desk.background(10);
        }
        assertThat(desk.charge(settlement.msgid()).state()).isEqualTo(ChargeState.NEITHER);

        desk.wallet.insured.payLate();
        desk.background(150);
        assertThat(desk.wallet.insured.wentBack).containsExactly("insurance");
        assertThat(desk.keptFen()).isZero();
        agrees(Way.NOT_PAID);
    }

    @Test
    void should_give_both_halves_back_when_an_order_that_was_refused_at_once_is_paid_all_the_same() {
        open(Way.OUTPATIENT_INSURED);
        desk.wallet.insured.refusesWhatItKeeps = true;
        place(Way.OUTPATIENT_INSURED);
        desk.background(10);
        assertThat(desk.charge(settlement.msgid()).state()).isEqualTo(ChargeState.NEITHER);

        desk.wallet.insured.payAll(true, true);
        desk.background(150);
        assertThat(desk.wallet.insured.wentBack).containsExactly("insurance", "cash");
        assertThat(desk.keptFen()).isZero();
        agrees(Way.NOT_PAID);
    }

    @Test
    void should_give_back_in_the_same_instant_what_was_paid_for_a_settlement_that_could_not_be_sent() {
        open(Way.ANSWER_LOST);
        place(Way.PAID_AND_SETTLED);
        for (int i = 0; i < 100; i++) {
            desk.world.weather.add(World.Weather.REFUSES);
        }
        desk.wallet.payAll();
        while (!desk.told.contains("SETTLING")) {
            desk.background(1);
        }
        desk.background(1);
        assertThat(desk.told).as("within a second").containsSubsequence("SETTLING", "RETURNING");
        desk.background(5);
        assertThat(desk.charge(settlement.msgid()).state()).isEqualTo(ChargeState.NEITHER);
        assertThat(desk.charge(settlement.msgid()).cause()).contains("未结算");
        desk.world.weather.clear();
        desk.background(120); // whoever sends the message again is refused
        agrees(Way.NOT_PAID);
    }
}
