package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.payment.CounterReceipt;
import io.wutong.payment.CounterReceipt.Means;
import io.wutong.payment.Deposit;
import io.wutong.payment.Deposits;
import io.wutong.payment.PaymentOrder;
import io.wutong.payment.Payments;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a patient leaves at the counter for a stay, and what becomes of it at the end. */
class DepositTest extends OutpatientWorld {

    private static final String CARE = "321100";
    private static final String HOME = World.PROVINCE_HOME;

    private final Deposits deposits = new Deposits(world.heap, world.care().session);
    private final Payments payments = new Payments(
            world.heap,
            new World.Numbers(7),
            world.care().session,
            name -> Optional.empty(),
            order -> {},
            "https://gateway.example/callbacks");
    private final String stay = world.stay(HOME, "Z1");

    @Test
    void should_take_what_is_missing_when_the_share_is_more_than_the_deposits() {
        take("R1", 2_000_00);
        take("R1", 2_000_00);
        take("R2", 1_000_00);
        assertThat(failed(deposits.take(CARE, stay, World.HOSPITAL, cash("R1", 1))))
                .contains("R1");
        assertThat(balances()).containsEntry(CARE + " deposit:" + stay, -3_000_00L);

        String setlId = settle();
        // 10,000.00 less 65% of 9,200.00 is 4,020.00 for the patient
        assertThat(failed(payments.take(CARE, setlId, World.HOSPITAL, cash("C1", 4_020_00))))
                .contains("4020.00", "预缴金 3000.00");
        PaymentOrder order = end(payments.take(CARE, setlId, World.HOSPITAL, cash("C1", 1_020_00)));
        assertThat(order.amountFen()).isEqualTo(4_020_00);
        assertThat(end(payments.take(CARE, setlId, World.HOSPITAL, cash("C1", 1_020_00))))
                .isEqualTo(order);
        assertThat(states()).containsOnly(Deposit.State.NETTED);
        assertThat(balances())
                .doesNotContainKey(CARE + " deposit:" + stay)
                .doesNotContainKey(CARE + " receivable:patient:" + stay)
                .containsEntry(CARE + " channel:counter:cash", 4_020_00L);
        assertThat(failed(deposits.returned(CARE, stay, World.HOSPITAL, "R1", "B1")))
                .contains("已冲抵");
        assertThat(failed(deposits.take(CARE, stay, World.HOSPITAL, cash("R3", 100))))
                .contains(stay, "不能办理预缴金");
    }

    @Test
    void should_hand_back_the_rest_once_when_the_deposits_are_more_than_the_share() {
        take("R1", 5_000_00);
        String setlId = settle();
        end(payments.take(CARE, setlId, World.HOSPITAL, cash("C1", 0)));
        end(payments.take(CARE, setlId, World.HOSPITAL, cash("C1", 0)));
        Deposit rest = list().stream()
                .filter(one -> one.state() == Deposit.State.HELD)
                .findFirst()
                .orElseThrow();
        assertThat(rest.fen()).isEqualTo(980_00);
        assertThat(balances()).containsEntry(CARE + " deposit:" + stay, -980_00L);

        end(deposits.returned(CARE, stay, World.HOSPITAL, rest.receiptNo(), "B1"));
        end(deposits.returned(CARE, stay, World.HOSPITAL, rest.receiptNo(), "B1"));
        assertThat(failed(deposits.returned(CARE, stay, World.HOSPITAL, rest.receiptNo(), "B2")))
                .contains("已退");
        assertThat(balances())
                .doesNotContainKey(CARE + " deposit:" + stay)
                .containsEntry(CARE + " channel:counter:cash", 4_020_00L);
        assertThat(total(world.care())).isZero();
    }

    @Test
    void should_refuse_when_the_stay_is_anothers_or_nothing_is_left_there() {
        assertThat(failed(deposits.take(CARE, stay, World.OTHER_HOSPITAL, cash("R1", 100))))
                .contains(stay);
        assertThat(failed(deposits.take(CARE, stay, World.HOSPITAL, cash("REST:1", 100))))
                .contains("receipt_no");
        assertThat(failed(deposits.take(CARE, stay, World.HOSPITAL, cash("R1", 0))))
                .contains("大于0");
        assertThat(failed(deposits.list(CARE, stay, World.OTHER_HOSPITAL))).contains(stay);
        assertThat(failed(deposits.returned(CARE, stay, World.HOSPITAL, "R9", "B1")))
                .contains("R9");
    }

    // ------------------------------------------------------------------------------------------- means

    private String settle() {
        return setlId(settled(world.settlement("2304", HOME, stay, "10000.00")));
    }

    private void take(String receipt, long fen) {
        end(deposits.take(CARE, stay, World.HOSPITAL, cash(receipt, fen)));
    }

    private static CounterReceipt cash(String number, long fen) {
        return new CounterReceipt(Means.CASH, fen, number);
    }

    private List<Deposit> list() {
        return end(deposits.list(CARE, stay, World.HOSPITAL));
    }

    private List<Deposit.State> states() {
        return list().stream().map(Deposit::state).toList();
    }

    private <T> T end(Future<T> future) {
        world.heap.run();
        if (!future.succeeded()) {
            throw new AssertionError(future.cause());
        }
        return future.result();
    }

    private String failed(Future<?> future) {
        world.heap.run();
        assertThat(future.failed()).isTrue();
        return String.valueOf(future.cause().getMessage());
    }
}
