package io.wutong.exchange;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.spi.CallContext;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.InsuranceOrders;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.InsuranceStatus.Part;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A wallet's orders of insurance and cash; the cash stands in the wallet, the order of refunds is written down. */
final class BothHalves implements InsuranceOrders {

    private final ChargeDesk.Wallet wallet;
    private final Map<String, InsuranceOrder> opened = new TreeMap<>();
    private final Map<String, Part> insurance = new TreeMap<>();
    private boolean answerLost;
    private boolean slow;
    private boolean answeredFirst;
    /** Authorisations that are over. */
    final Set<String> over = new HashSet<>();
    /** How often an order was to be opened. */
    int opens;
    /** As which try the last one came. */
    int lastAttempt;
    /** Says no to the next one, and keeps it all the same. */
    boolean refusesWhatItKeeps;

    private Promise<Outcome<PayPrompt>> promised = Promise.promise();

    /** How many were. */
    int opened() {
        return opened.size();
    }

    /** What went back, in its order: {@code insurance} or {@code cash}. */
    final List<String> wentBack = new ArrayList<>();

    BothHalves(ChargeDesk.Wallet wallet) {
        this.wallet = wallet;
    }

    /** The next order is opened, and nobody hears of it. */
    void loseAnswer() {
        answerLost = true;
    }

    /** The next order is opened, and its answer comes with {@link #answer}; whoever asks meanwhile is refused. */
    void openSlowly() {
        slow = true;
        promised = Promise.promise();
    }

    /** The first answer comes just before another try is refused. */
    void refuseOnceAnswered() {
        answeredFirst = true;
    }

    void answer() {
        slow = false;
        promised.complete(Outcome.succeeded(page()));
    }

    private static PayPrompt page() {
        return new PayPrompt(PayPrompt.Kind.APP_PARAMETERS, "{\"mixTradeNo\":\"1\"}");
    }

    /** The patients enter their passwords. */
    void payAll(boolean insurerPays, boolean walletPays) {
        if (walletPays) {
            wallet.payAll();
        }
        insurance.replaceAll((no, part) -> {
            PaymentStatus cash = wallet.orders.get(no);
            boolean open = part == Part.OPEN && cash.state() != PaymentStatus.State.CLOSED;
            return open ? insurerPays ? Part.PAID : Part.FAILED : part;
        });
    }

    /** The insurer takes its half of what was given up. */
    void payLate() {
        insurance.replaceAll((no, part) -> Part.PAID);
    }

    long keptFen() {
        return insurance.entrySet().stream()
                .filter(entry -> entry.getValue() == Part.PAID)
                .mapToLong(entry -> opened.get(entry.getKey()).amounts().insuranceFen())
                .sum();
    }

    @Override
    public Future<Outcome<PayPrompt>> open(InsuranceOrder order, CallContext context) {
        opens++;
        lastAttempt = context.attempt();
        if (!opened.containsKey(order.orderNo())
                && over.contains(order.authorised().payAuthNo())) {
            return Future.succeededFuture(Outcome.rejected(AUTHORISATION_OVER, "授权码已过期"));
        }
        InsuranceOrder before = opened.putIfAbsent(order.orderNo(), order);
        if (before == null) {
            insurance.put(order.orderNo(), Part.OPEN);
            wallet.orders.put(
                    order.orderNo(),
                    new PaymentStatus(
                            order.orderNo(),
                            PaymentStatus.State.UNPAID,
                            null,
                            order.amounts().payFen(),
                            "CNY",
                            null));
        } else if (!before.equals(order)) {
            return Future.succeededFuture(Outcome.rejected("CHANGED", "同一订单号内容不同"));
        }
        if (refusesWhatItKeeps) {
            refusesWhatItKeeps = false;
            return Future.succeededFuture(Outcome.rejected("BUSY", "系统繁忙"));
        }
        if (answerLost) {
            answerLost = false;
            return Future.succeededFuture(Outcome.unknown("timeout"));
        }
        if (slow) {
            if (before == null) {
                return promised.future();
            }
            if (answeredFirst) {
                answer();
            }
            return Future.succeededFuture(Outcome.rejected("ORDERED", "订单已下单"));
        }
        return Future.succeededFuture(Outcome.succeeded(page()));
    }

    @Override
    public Future<Outcome<InsuranceStatus>> query(InsuranceOrder order, CallContext context) {
        if (!opened.containsKey(order.orderNo())) {
            return Future.succeededFuture(Outcome.rejected("NONE", "无此订单"));
        }
        Part cash = switch (wallet.orders.get(order.orderNo()).state()) {
            case PAID -> Part.PAID;
            case CLOSED -> Part.FAILED;
            default -> Part.OPEN;
        };
        Part insured = insurance.get(order.orderNo());
        boolean failed = cash == Part.FAILED || insured == Part.FAILED;
        Part whole =
                failed ? Part.FAILED : insured == Part.REFUNDED ? Part.REFUNDED : cash == insured ? cash : Part.OPEN;
        return Future.succeededFuture(Outcome.succeeded(new InsuranceStatus(
                order.orderNo(),
                "MIX" + order.orderNo(),
                whole,
                cash,
                insured,
                InsuranceStatus.Amounts.of(order.amounts()))));
    }

    @Override
    public Future<Outcome<Void>> close(InsuranceOrder order, CallContext context) {
        PaymentStatus cash = wallet.orders.get(order.orderNo());
        if (cash == null || cash.state() == PaymentStatus.State.PAID) {
            return Future.succeededFuture(Outcome.rejected("PAID", "已支付或无此订单"));
        }
        wallet.orders.put(
                order.orderNo(),
                new PaymentStatus(order.orderNo(), PaymentStatus.State.CLOSED, null, cash.amountFen(), "CNY", null));
        return Future.succeededFuture(Outcome.succeeded(null));
    }

    @Override
    public Future<Outcome<Void>> insuranceRefunded(
            InsuranceOrder order, String channelOrderId, String refundNo, CallContext context) {
        if (!channelOrderId.equals("MIX" + order.orderNo())) {
            return Future.succeededFuture(Outcome.rejected("NONE", "无此混合订单"));
        }
        if (insurance.put(order.orderNo(), Part.REFUNDED) == Part.PAID) {
            wentBack.add("insurance");
        }
        return Future.succeededFuture(Outcome.succeeded(null));
    }

    @Override
    public Future<Outcome<RefundStatus>> refund(InsuranceOrder order, RefundOrder refund, CallContext context) {
        if (!wallet.refunds.containsKey(refund.refundNo())) {
            wentBack.add("cash");
        }
        return wallet.refund(refund, context);
    }

    @Override
    public Future<Outcome<RefundStatus>> queryRefund(InsuranceOrder order, RefundOrder refund, CallContext context) {
        return wallet.queryRefund(refund, context);
    }
}
