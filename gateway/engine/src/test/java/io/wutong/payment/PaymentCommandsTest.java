package io.wutong.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.envelope.Refusal;
import io.wutong.ledger.Entry;
import io.wutong.ledger.EntrySet;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PaymentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Money that arrives is booked once, and goes back when nothing is due. */
class PaymentCommandsTest {

    private static final Instant AT = Instant.parse("2026-10-30T01:00:00Z");

    @ParameterizedTest
    @EnumSource(OrderState.class)
    void should_book_money_that_arrives_once_in_whatever_state_the_order_is(OrderState state) {
        Decision<PaymentOrder> decision = decide(paid(100_00), order(state));
        boolean arrivedBefore =
                state == OrderState.PAID || state == OrderState.REFUNDING || state == OrderState.REFUNDED;
        List<Entry> entries = decision.writes().stream()
                .filter(EntrySet.class::isInstance)
                .flatMap(row -> ((EntrySet) row).entries().stream())
                .toList();
        assertThat(entries).hasSize(arrivedBefore ? 0 : 2);
        assertThat(entries.stream().mapToLong(Entry::amountFen).sum()).isZero();
        boolean over = state == OrderState.CLOSED || state == OrderState.FAILED;
        assertThat(decision.writes().stream().anyMatch(Refund.class::isInstance))
                .isEqualTo(over);
        assertThat(decision.result().state())
                .isEqualTo(arrivedBefore ? state : over ? OrderState.REFUNDING : OrderState.PAID);
    }

    @Test
    void should_refuse_another_amount() {
        assertThatThrownBy(() -> decide(paid(99_99), order(OrderState.OPEN))).isInstanceOf(Refusal.class);
    }

    private static Command<PaymentOrder> paid(long fen) {
        PaymentStatus status = new PaymentStatus("321100O1", PaymentStatus.State.PAID, "T1", fen, "CNY", null);
        return PaymentCommands.paid("321100", status, "00000000000001", "event:1", AT);
    }

    private static PaymentOrder order(OrderState state) {
        return new PaymentOrder(
                "321100",
                "321100O1",
                "S1",
                "M1",
                "H1",
                "wechat",
                state,
                100_00,
                "d",
                "u",
                AT,
                AT,
                null,
                null,
                null,
                PayOrder.Method.OUR_CODE,
                null,
                0,
                0);
    }

    private static <R> Decision<R> decide(Command<R> command, Row... rows) {
        return command.decide(new Rows() {
            @Override
            public <T extends Row> Optional<T> one(Key<T> key) {
                for (Row row : rows) {
                    if (row.key().equals(key)) {
                        return Optional.of(key.type().cast(row));
                    }
                }
                return Optional.empty();
            }

            @Override
            public <T extends Row> List<T> all(Key<T> prefix) {
                return List.of();
            }
        });
    }
}
