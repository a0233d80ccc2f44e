package io.wutong.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.envelope.Refusal;
import io.wutong.ledger.Entry;
import io.wutong.ledger.EntrySet;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.PayOrder;
import io.wutong.spi.RefundStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes back of an order of 100.00, one commit after the other. */
class RefundCommandsTest {

    private static final Instant AT = Instant.parse("2026-10-30T01:00:00Z");
    private static final String NODE = "321100";
    private static final String ORDER = "321100O1";

    private final Map<Key<?>, Row> rows = new HashMap<>();

    @BeforeEach
    void paid() {
        put(order(OrderState.PAID));
    }

    @Test
    void should_go_back_in_parts_until_nothing_is_left() {
        give("1", 30_00);
        assertThat(order().state()).isEqualTo(OrderState.PAID);
        gone("R" + ORDER + "P1", 30_00);
        assertThat(order().state()).as("part of it").isEqualTo(OrderState.PAID);
        give("2", 70_00);
        assertThat(order().state()).isEqualTo(OrderState.REFUNDING);
        gone("R" + ORDER + "P2", 70_00);
        assertThat(order().state()).isEqualTo(OrderState.REFUNDED);
        assertThat(balance("channel:wechat")).isEqualTo(-100_00);
        assertThat(balance("receivable:patient:M1")).isEqualTo(100_00);
    }

    @Test
    void should_promise_no_more_than_was_paid_even_while_nothing_has_gone() {
        give("1", 60_00);
        assertThatThrownBy(() -> give("2", 40_01)).isInstanceOf(Refusal.class).hasMessageContaining("40.00");
        give("2", 40_00);
        assertThatThrownBy(() -> give("3", 1)).isInstanceOf(Refusal.class);
        assertThat(order().givingBackFen()).isEqualTo(100_00);
    }

    @Test
    void should_give_the_rest_when_the_settlement_is_cancelled_after_a_part_went_back() {
        give("1", 30_00);
        Refunds.afterCancellation(order(), "00000000000009", "2305", AT).forEach(this::put);
        assertThat(rows.get(Refund.key(NODE, "R" + ORDER)))
                .isInstanceOfSatisfying(
                        Refund.class, rest -> assertThat(rest.refundFen()).isEqualTo(70_00));
        gone("R" + ORDER, 70_00);
        assertThat(order().state()).as("a part is still under way").isEqualTo(OrderState.REFUNDING);
        gone("R" + ORDER + "P1", 30_00);
        assertThat(order().state()).isEqualTo(OrderState.REFUNDED);
    }

    @Test
    void should_be_the_same_refund_when_asked_again_and_refused_with_another_amount() {
        Refund first = give("1", 30_00);
        assertThat(give("1", 30_00)).isEqualTo(first);
        assertThat(order().givingBackFen()).isEqualTo(30_00);
        assertThatThrownBy(() -> give("1", 31_00)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void should_refuse_what_is_no_amount(long fen) {
        assertThatThrownBy(() -> give("1", fen)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = OrderState.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PAID"})
    void should_refuse_when_it_is_not_paid(OrderState state) {
        put(order(state));
        assertThatThrownBy(() -> give("1", 1)).isInstanceOf(Refusal.class);
    }

    @Test
    void should_write_no_books_and_open_a_case_when_the_channel_only_accepts_and_then_refuses() {
        give("1", 30_00);
        told("R" + ORDER + "P1", 30_00, RefundStatus.State.PROCESSING);
        assertThat(rows.values()).as("accepted is not refunded").noneMatch(EntrySet.class::isInstance);
        told("R" + ORDER + "P1", 30_00, RefundStatus.State.ABNORMAL);
        assertThat(stuck().state()).isEqualTo(CaseState.OPEN);
        assertThat(order().leftFen()).as("still owed").isEqualTo(70_00);
        gone("R" + ORDER + "P1", 30_00);
        assertThat(stuck().state()).isNotEqualTo(CaseState.OPEN);
    }

    @Test
    void should_count_once_when_the_channel_tells_twice() {
        give("1", 30_00);
        gone("R" + ORDER + "P1", 30_00);
        gone("R" + ORDER + "P1", 30_00);
        assertThat(order().givenBackFen()).isEqualTo(30_00);
        assertThat(balance("channel:wechat")).isEqualTo(-30_00);
    }

    @Test
    void should_refuse_a_refund_of_another_order_or_amount() {
        give("1", 30_00);
        assertThatThrownBy(() -> gone("R" + ORDER + "P1", 30_01)).isInstanceOf(Refusal.class);
        RefundStatus other =
                new RefundStatus("R" + ORDER + "P1", "321100O2", RefundStatus.State.REFUNDED, "1", 30_00, 100_00);
        assertThatThrownBy(() -> commit(RefundCommands.refunded(NODE, other, "1", "test", AT)))
                .isInstanceOf(Refusal.class);
    }

    private Refund give(String request, long fen) {
        return commit(RefundCommands.give(
                new GiveBack(ORDER, request, fen, "test", "zhang.san"), "0000000000000" + request, AT));
    }

    private void gone(String refundNo, long fen) {
        told(refundNo, fen, RefundStatus.State.REFUNDED);
    }

    private void told(String refundNo, long fen, RefundStatus.State state) {
        commit(RefundCommands.refunded(
                NODE, new RefundStatus(refundNo, ORDER, state, "1", fen, 100_00), "1" + fen, "test", AT));
    }

    private Case stuck() {
        return (Case) rows.get(Case.key(NODE, Case.TASK, "refund/R" + ORDER + "P1"));
    }

    private PaymentOrder order() {
        return (PaymentOrder) rows.get(PaymentOrder.key(NODE, ORDER));
    }

    private long balance(String account) {
        return rows.values().stream()
                .filter(EntrySet.class::isInstance)
                .flatMap(row -> ((EntrySet) row).entries().stream())
                .filter(entry -> entry.account().equals(account))
                .mapToLong(Entry::amountFen)
                .sum();
    }

    private void put(Row row) {
        rows.put(row.key(), row);
    }

    private <R> R commit(Command<R> command) {
        Decision<R> decision = command.decide(new Rows() {
            @Override
            public <T extends Row> Optional<T> one(Key<T> key) {
                return Optional.ofNullable(rows.get(key)).map(key.type()::cast);
            }

            @Override
            public <T extends Row> List<T> all(Key<T> prefix) {
                return List.of();
            }
        });
        decision.writes().forEach(this::put);
        return decision.result();
    }

    private static PaymentOrder order(OrderState state) {
        return new PaymentOrder(
                NODE,
                ORDER,
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
}
