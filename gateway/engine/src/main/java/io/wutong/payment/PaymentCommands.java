package io.wutong.payment;

import io.wutong.cases.Case;
import io.wutong.envelope.Fault;
import io.wutong.exchange.BusinessKey;
import io.wutong.ledger.Books;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.spi.Fen;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PaymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The commits of the payment saga: pure decisions about orders, refunds and their books. */
public final class PaymentCommands {

    /** How long a patient may take to pay. */
    static final Duration ORDER_LIFE = Duration.ofMinutes(15);

    /** What the patient reads. */
    static final String DESCRIPTION = "医保结算个人支付";

    private PaymentCommands() {}

    /**
     * How long one may take whose code was scanned: to enter a password, with the clerk waiting. Channels take no shorter
     * expiry than a minute.
     */
    static final Duration SCANNED_LIFE = Duration.ofSeconds(90);

    /**
     * What is asked for when an order is opened.
     *
     * @param payer the scanned code; null when the patient scans ours
     * @param byCredit whether that is the number of a credit that the patient has signed with the channel
     * @param insured whether the channel takes the insurance's half too, inside its own app
     */
    public record Opening(
            String node,
            String setlId,
            String fixmedinsCode,
            String channel,
            String notifyUrl,
            String serial,
            Instant at,
            @Nullable String payer,
            boolean byCredit,
            boolean insured) {
        public String orderNo() {
            return node + serial;
        }

        public Opening withInsurance() {
            return new Opening(node, setlId, fixmedinsCode, channel, notifyUrl, serial, at, null, false, true);
        }

        public PayOrder.Method method() {
            if (insured) {
                return PayOrder.Method.IN_APP;
            }
            if (payer == null) {
                return PayOrder.Method.OUR_CODE;
            }
            return byCredit ? PayOrder.Method.BY_CREDIT : PayOrder.Method.PATIENT_CODE;
        }

        public Instant expiresAt() {
            return at.plus(payer == null ? ORDER_LIFE : SCANNED_LIFE);
        }

        /** Without the payer. */
        @Override
        public String toString() {
            return "Opening[" + setlId + " " + channel + "]";
        }
    }

    /** One open order for a settlement at a time; asked again, the open one is given. */
    static Command<PaymentOrder> open(Opening opening) {
        Key<Settlement> settlementKey = Settlement.key(opening.node(), opening.setlId());
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(settlementKey);
            }

            @Override
            public Needs more(Rows rows) {
                return orderOf(rows, settlementKey);
            }

            @Override
            public Decision<PaymentOrder> decide(Rows rows) {
                Settlement settlement = payable(rows, settlementKey, opening.fixmedinsCode());
                Optional<PaymentOrder> before = standing(rows, settlement);
                if (before.isPresent()) {
                    return Decision.nothing(before.get());
                }
                PaymentOrder order =
                        order(opening, settlement.setlId(), settlement.mdtrtId(), settlement.cashFen(), null);
                return Decision.of(order, List.of(order, settlement.withOrder(order.orderNo()), watch(order)));
            }
        };
    }

    /**
     * A new order, before its channel is asked.
     *
     * @param charge the charge that it belongs to; null for none
     */
    public static PaymentOrder order(
            Opening opening, String setlId, String mdtrtId, long fen, @Nullable String charge) {
        return new PaymentOrder(
                opening.node(),
                opening.orderNo(),
                setlId,
                mdtrtId,
                opening.fixmedinsCode(),
                opening.channel(),
                OrderState.CREATED,
                fen,
                DESCRIPTION,
                opening.notifyUrl(),
                opening.at(),
                opening.expiresAt(),
                null,
                null,
                null,
                opening.method(),
                opening.payer(),
                0,
                0,
                charge,
                opening.insured());
    }

    /**
     * Of a new order what the counter took for it, paid in the commit that makes it.
     *
     * @throws io.wutong.envelope.Refusal when that is another amount
     */
    public static List<Row> taken(PaymentOrder order, CounterReceipt receipt) {
        return Counter.before(order, receipt);
    }

    /** Sees to it that an order comes to its end. */
    public static Task watch(PaymentOrder order) {
        return Task.due(
                        order.node(),
                        Task.WATCH_ORDER,
                        order.orderNo(),
                        order.createdAt().plusSeconds(5))
                .of(order.channel());
    }

    /** Sees to it that what is paid after all, unheard of, goes back. */
    static Task recheck(PaymentOrder order, Instant at) {
        return Task.due(order.node(), Task.RECHECK_ORDER, order.orderNo(), at.plusSeconds(1))
                .of(order.channel());
    }

    /**
     * Held by a charge while it is under way, so that nothing else is collected for the same.
     *
     * @param of the institution and the person of a purchase, whose visit is not known before; else the visit
     * @param part what of it is settled, as a settlement's row says it
     */
    public static Key<BusinessKey> charging(String node, String of, String part) {
        return BusinessKey.key(node, "charge", part.isEmpty() ? of : of + "/" + part);
    }

    private static Key<BusinessKey> charging(Settlement settlement) {
        return charging(
                settlement.node(),
                settlement.part().startsWith("purchase/")
                        ? settlement.fixmedinsCode() + "/" + settlement.psnNo()
                        : settlement.mdtrtId(),
                settlement.part());
    }

    /** The order that a settlement has had, and the charge that may be under way. */
    static Needs orderOf(Rows rows, Key<Settlement> key) {
        return rows.one(key)
                .map(settlement -> {
                    Needs held = Needs.rows(charging(settlement));
                    String orderNo = settlement.orderNo();
                    return orderNo == null ? held : held.and(Needs.rows(PaymentOrder.key(settlement.node(), orderNo)));
                })
                .orElse(Needs.NONE);
    }

    /** A settlement of this institution that leaves something to the patient. */
    static Settlement payable(Rows rows, Key<Settlement> key, String fixmedinsCode) {
        String setlId = key.part(1);
        Settlement settlement = rows.one(key)
                .filter(s -> s.fixmedinsCode().equals(fixmedinsCode))
                .filter(s -> s.state() != SettlementState.NEGATIVE)
                .orElseThrow(() -> Fault.SETTLEMENT.refusal(setlId));
        if (settlement.state() == SettlementState.CANCELLED) {
            throw Fault.CANCELLED.refusal(setlId);
        }
        if (settlement.cashFen() <= 0) {
            throw Fault.NOTHINGDUE.refusal(setlId);
        }
        rows.one(charging(settlement))
                .filter(held -> held.state() == BusinessKey.State.UNDER_WAY)
                .ifPresent(held -> {
                    throw Fault.UNDERWAY.refusal(held.msgid());
                });
        return settlement;
    }

    /** The order that stands in the way of another one: open, paid or on its way back. */
    static Optional<PaymentOrder> standing(Rows rows, Settlement settlement) {
        return Optional.ofNullable(settlement.orderNo())
                .flatMap(no -> rows.one(PaymentOrder.key(settlement.node(), no)))
                .filter(order -> order.state() != OrderState.CLOSED && order.state() != OrderState.FAILED);
    }

    /** The channel has said how to pay. */
    static Command<PaymentOrder> prompted(PaymentOrder order, String prompt, String serial, Instant at) {
        return onOrder(order.node(), order.orderNo(), Needs.NONE, (current, rows, writes) -> {
            OrderState.Event event = OrderState.Event.PROMPTED;
            Optional<OrderState> next = OrderState.TABLE.next(current.state(), event);
            if (next.isEmpty()) {
                return current; // a notification was faster than our own answer
            }
            writes.add(Refunds.change(current, event, next.get(), serial, "channel", at));
            PaymentOrder after = current.prompted(next.get(), prompt);
            writes.add(after);
            return after;
        });
    }

    /**
     * The channel has refused. That ends only what it was asked about: an order that another try has opened meanwhile
     * stands.
     *
     * @param order as it stood when the channel was asked
     * @param again whether it was asked before, so that something may stand there all the same and is asked about
     */
    static Command<PaymentOrder> refused(PaymentOrder order, boolean again, String serial, Instant at) {
        return onOrder(order.node(), order.orderNo(), Needs.NONE, (current, rows, writes) -> {
            OrderState.Event event = OrderState.Event.REFUSED;
            Optional<OrderState> next = OrderState.TABLE.next(current.state(), event);
            if (next.isEmpty() || current.state() != order.state()) {
                return current;
            }
            writes.add(Refunds.change(current, event, next.get(), serial, "channel", at));
            PaymentOrder after = current.withState(next.get());
            writes.add(after);
            if (again) {
                writes.add(recheck(current, at));
            }
            return after;
        });
    }

    /**
     * The channel says that it was paid. Refused when order, amount or currency is another; a repetition changes
     * nothing; paid after closing, or for a settlement that was cancelled meanwhile, goes back by itself.
     */
    static Command<PaymentOrder> paid(String node, PaymentStatus status, String serial, String cause, Instant at) {
        Key<PaymentOrder> key = PaymentOrder.key(node, status.orderNo());
        return onOrder(node, status.orderNo(), settlementOf(key), (order, rows, writes) -> {
            requireSame(order, status);
            return paid(order, status.channelTransactionId(), "", rows, writes, serial, cause, at);
        });
    }

    static Function<Rows, Needs> settlementOf(Key<PaymentOrder> key) {
        return rows -> rows.one(key)
                .map(order -> Needs.rows(Settlement.key(order.node(), order.setlId())))
                .orElse(Needs.NONE);
    }

    /**
     * What being paid brings about.
     *
     * @param back why the money goes back at once, in Chinese; empty when it need not
     */
    static PaymentOrder paid(
            PaymentOrder order,
            @Nullable String channelNumber,
            String back,
            Rows rows,
            List<Row> writes,
            String serial,
            String cause,
            Instant at) {
        Optional<OrderState> next = OrderState.TABLE.next(order.state(), OrderState.Event.PAY);
        if (next.isEmpty()) {
            return order;
        }
        String node = order.node();
        PaymentOrder after = order.paid(next.get(), String.valueOf(channelNumber), at);
        writes.addAll(Books.of(node, order.orderNo(), order.setlId(), at)
                .debit("channel:" + order.channel(), order.amountFen())
                .credit("receivable:patient:" + order.mdtrtId(), order.amountFen())
                .close());
        if (next.get() == OrderState.REFUNDING) {
            // an operator hears of it now, and that it has gone back
            writes.add(Case.open(node, Case.LATE_PAYMENT, order.orderNo(), "paid_after_" + order.state(), at));
            PaymentOrder late = order.paid(order.state(), String.valueOf(channelNumber), at);
            writes.addAll(Refunds.refund(late, OrderState.Event.PAY, "订单关闭后支付，自动退款", serial, cause, at));
            return late.withState(OrderState.REFUNDING);
        }
        writes.add(Refunds.change(order, OrderState.Event.PAY, next.get(), serial, cause, at));
        boolean cancelled = rows.one(Settlement.key(node, order.setlId()))
                .filter(s -> s.state() == SettlementState.CANCELLED)
                .isPresent();
        if (cancelled || !back.isEmpty()) {
            writes.addAll(Refunds.refund(
                    after, OrderState.Event.REFUND, cancelled ? "结算已撤销，自动退款" : back, serial + "C", cause, at));
            return after.withState(OrderState.REFUNDING);
        }
        writes.add(after);
        return after;
    }

    /** The terminal, or an expiry, wants it closed. */
    static Command<PaymentOrder> close(String node, String orderNo, String serial, String cause, Instant at) {
        return onOrder(node, orderNo, Needs.NONE, (order, rows, writes) -> {
            if (order.state() == OrderState.CLOSING || order.state() == OrderState.CLOSED) {
                return order;
            }
            if (OrderState.TABLE.next(order.state(), OrderState.Event.CLOSE).isEmpty()) {
                throw Fault.ORDERSTATE.refusal(orderNo, order.state().zh());
            }
            writes.addAll(Refunds.close(order, serial, cause, at));
            return order.withState(OrderState.CLOSING);
        });
    }

    /** Its settlement was taken back, by a reversal that could not read the order. */
    static Command<PaymentOrder> undo(String node, String orderNo, String serial, Instant at) {
        return onOrder(node, orderNo, Needs.NONE, (order, rows, writes) -> {
            writes.addAll(Refunds.afterCancellation(order, serial, "reversal", at));
            return order;
        });
    }

    /** The channel has closed it. */
    static Command<PaymentOrder> closed(String node, String orderNo, String serial, Instant at) {
        return onOrder(node, orderNo, Needs.NONE, (order, rows, writes) -> {
            Optional<OrderState> next = OrderState.TABLE.next(order.state(), OrderState.Event.CLOSE_DONE);
            if (next.isEmpty()) {
                return order;
            }
            writes.add(order.withState(next.get()));
            writes.add(recheck(order, at));
            writes.add(Refunds.change(order, OrderState.Event.CLOSE_DONE, next.get(), serial, "channel", at));
            return order.withState(next.get());
        });
    }

    /** Refused unless the channel speaks of our order, our amount, our currency. */
    static void requireSame(PaymentOrder order, PaymentStatus status) {
        if (status.amountFen() != order.amountFen() || !status.currency().equals("CNY")) {
            throw Fault.SUM.refusal("支付金额 " + Fen.format(status.amountFen()) + " " + status.currency() + "≠订单金额 "
                    + Fen.format(order.amountFen()) + " CNY");
        }
    }

    interface OrderDecision {
        PaymentOrder decide(PaymentOrder order, Rows rows, List<Row> writes);
    }

    private static Command<PaymentOrder> onOrder(String node, String orderNo, Needs extra, OrderDecision decision) {
        return onOrder(node, orderNo, rows -> extra, decision);
    }

    static Command<PaymentOrder> onOrder(
            String node, String orderNo, Function<Rows, Needs> more, OrderDecision decision) {
        Key<PaymentOrder> key = PaymentOrder.key(node, orderNo);
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(key);
            }

            @Override
            public Needs more(Rows rows) {
                return more.apply(rows);
            }

            @Override
            public Decision<PaymentOrder> decide(Rows rows) {
                PaymentOrder order = rows.one(key).orElseThrow(() -> Fault.ORDER.refusal(orderNo));
                List<Row> writes = new ArrayList<>();
                PaymentOrder after = decision.decide(order, rows, writes);
                return Decision.of(after, writes);
            }
        };
    }
}
