package io.wutong.payment;

import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.InsuranceStatus.Part;
import io.wutong.state.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The commits about orders that a channel takes together with the insurance's half: each sees to both halves. */
final class InsuredCommands {

    private InsuredCommands() {}

    /**
     * What the channel says of both halves.
     *
     * <pre>
     *   both paid ─▶ paid        cash alone ─▶ paid and on its way back        insurance alone ─▶ failed, taken back
     *   neither, for good ─▶ failed                                            still open ─▶ nothing
     * </pre>
     */
    static Command<PaymentOrder> seen(
            PaymentOrder seen, InsuranceStatus status, String serial, String cause, Instant at) {
        Key<InsuredOrder> key = InsuredOrder.key(seen);
        Function<Rows, Needs> more = PaymentCommands.settlementOf(seen.key());
        return PaymentCommands.onOrder(
                seen.node(), seen.orderNo(), rows -> more.apply(rows).and(Needs.rows(key)), (order, rows, writes) -> {
                    InsuredOrder insured = rows.one(key).orElseThrow();
                    insured.requireSame(status);
                    if (status.paid()) {
                        writes.addAll(insurance(insured, InsuredState.Event.PAY, status, serial, cause, at));
                        return PaymentCommands.paid(
                                order, status.channelOrderId(), "", rows, writes, serial, cause, at);
                    }
                    if (status.cashAlone()) {
                        writes.addAll(insurance(insured, InsuredState.Event.NOT_PAID, status, serial, cause, at));
                        return PaymentCommands.paid(
                                order, status.channelOrderId(), "医保支付未成功，自动退款", rows, writes, serial, cause, at);
                    }
                    if (status.whole() == Part.OPEN || status.cash() == Part.PAID) {
                        return order;
                    }
                    return withoutCash(order, insured, status, writes, serial, cause, at);
                });
    }

    private static PaymentOrder withoutCash(
            PaymentOrder order,
            InsuredOrder insured,
            InsuranceStatus status,
            List<Row> writes,
            String serial,
            String cause,
            Instant at) {
        boolean insurancePaid = status.insurance() == Part.PAID;
        // what the insurer pays after the order was given up goes back like what it paid before
        boolean late = insured.state() == InsuredState.UNPAID && insurancePaid;
        if (insured.state() != InsuredState.OPEN && !late) {
            return order;
        }
        if (insurancePaid) {
            InsuredOrder paid = insured.in(InsuredState.PAID, status.channelOrderId());
            writes.addAll(insurance(paid, InsuredState.Event.RETURN, status, serial, cause, at));
            writes.add(Task.atOnce(order.node(), Task.RETURN_INSURANCE, order.orderNo())
                    .of(order.channel()));
        } else {
            writes.addAll(insurance(insured, InsuredState.Event.NOT_PAID, status, serial, cause, at));
        }
        OrderState.Event event =
                order.state() == OrderState.CLOSING ? OrderState.Event.CLOSE_DONE : OrderState.Event.REFUSED;
        Optional<OrderState> next = OrderState.TABLE.next(order.state(), event);
        if (next.isEmpty()) {
            return order;
        }
        PaymentOrder after = order.withState(next.get());
        writes.add(after);
        writes.add(Refunds.change(order, event, next.get(), serial, cause, at));
        return after;
    }

    /** AUTH-TTL-001: the channel has opened nothing, because the authorisation is over; the order waits for another. */
    static Command<Boolean> authorisationOver(Key<InsuredOrder> key) {
        return onRow(
                key,
                insured -> insured.state() == InsuredState.OPEN && !insured.authorisationOver()
                        ? Optional.of(insured.withAuthorisationOver())
                        : Optional.empty());
    }

    /** The patient has authorised it anew: the same order goes out with that. Whether it does. */
    static Command<Boolean> authorised(Key<InsuredOrder> key, Body said) {
        return onRow(
                key,
                insured -> insured.authorisationOver() && insured.isAnother(said)
                        ? Optional.of(insured.authorisedAnew(said))
                        : Optional.empty());
    }

    private static Command<Boolean> onRow(
            Key<InsuredOrder> key, Function<InsuredOrder, Optional<InsuredOrder>> change) {
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(key);
            }

            @Override
            public Decision<Boolean> decide(Rows rows) {
                return rows.one(key)
                        .flatMap(change)
                        .map(after -> Decision.of(true, List.<Row>of(after)))
                        .orElseGet(() -> Decision.nothing(false));
            }
        };
    }

    /** The patient has given it up, and the channel says that it cannot be paid any more. */
    static Command<PaymentOrder> closed(PaymentOrder seen, String serial, Instant at) {
        Key<InsuredOrder> key = InsuredOrder.key(seen);
        return PaymentCommands.onOrder(seen.node(), seen.orderNo(), rows -> Needs.rows(key), (order, rows, writes) -> {
            Optional<OrderState> next = OrderState.TABLE.next(order.state(), OrderState.Event.CLOSE_DONE);
            if (next.isEmpty()) {
                return order;
            }
            writes.add(order.withState(next.get()));
            writes.add(PaymentCommands.recheck(order, at));
            writes.add(Refunds.change(order, OrderState.Event.CLOSE_DONE, next.get(), serial, "channel", at));
            rows.one(key)
                    .ifPresent(insured ->
                            writes.addAll(change(insured, InsuredState.Event.NOT_PAID, null, serial, "channel", at)));
            return order.withState(next.get());
        });
    }

    /** The insurance's half is to be taken back, or has been. */
    static Command<InsuredOrder> back(
            Key<InsuredOrder> key, InsuredState.Event event, String serial, String cause, Instant at) {
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(key);
            }

            @Override
            public Decision<InsuredOrder> decide(Rows rows) {
                InsuredOrder insured = rows.one(key).orElseThrow();
                List<Row> writes = change(insured, event, null, serial, cause, at);
                return writes.isEmpty() ? Decision.nothing(insured) : Decision.of((InsuredOrder) writes.get(0), writes);
            }
        };
    }

    private static List<Row> insurance(
            InsuredOrder insured,
            InsuredState.Event event,
            InsuranceStatus status,
            String serial,
            String cause,
            Instant at) {
        return change(insured, event, status.channelOrderId(), serial, cause, at);
    }

    /** The row and its change; nothing where the table has no such way. */
    private static List<Row> change(
            InsuredOrder insured,
            InsuredState.Event event,
            @Nullable String channelNumber,
            String serial,
            String cause,
            Instant at) {
        Optional<InsuredState> next = InsuredState.TABLE.next(insured.state(), event);
        List<Row> writes = new ArrayList<>();
        next.ifPresent(state -> {
            writes.add(insured.in(state, channelNumber));
            writes.add(new StateChange(
                    insured.node(),
                    "insured_order",
                    insured.orderNo(),
                    serial + "." + event.ordinal(),
                    insured.state().name(),
                    event.name(),
                    state.name(),
                    cause,
                    at));
        });
        return writes;
    }
}
