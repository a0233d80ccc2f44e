package io.wutong.channel.alipay;

import io.vertx.core.Future;
import io.wutong.channel.alipay.Refusal.Operation;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.InsuranceOrders;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.InsuranceStatus.Part;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import io.wutong.support.BadAnswer;
import java.util.function.Function;

/**
 * Orders of both halves at Alipay, where a city has them.
 *
 * <pre>
 *  open:  cash part? ─ trade.create ─▶ trade_no ─▶ medical.payment.createandpay ─▶ the page where both are paid
 *         refused at a later try ─▶ ask: none there ─▶ refused, else unknown
 *  query: medical.payment.query      close: trade.close      cash back: trade.refund
 *  insurance back: the insurer does it and tells Alipay; it is asked whether that is so
 * </pre>
 */
final class MedicalOrders implements InsuranceOrders {

    private final MedicalSettings settings;
    private final Messages messages;
    private final MedicalMessages medical;
    private final ApiClient client;
    private final PaymentChannel cash;

    /** @param cash takes the cash part, which is an ordinary trade under the same number */
    MedicalOrders(MedicalSettings settings, Messages messages, ApiClient client, PaymentChannel cash) {
        this.settings = settings;
        this.messages = messages;
        this.medical = new MedicalMessages(settings);
        this.client = client;
        this.cash = cash;
    }

    @Override
    public Future<Outcome<PayPrompt>> open(InsuranceOrder order, CallContext context) {
        String wrong = MedicalMessages.wrong(order);
        if (!wrong.isEmpty()) {
            return Future.succeededFuture(Outcome.rejected("PARAM_ERROR", wrong));
        }
        return then(tradeNo(order, context), tradeNo -> make(order, tradeNo, context));
    }

    /** The cash part's trade; the same order again is the same trade. */
    private Future<Outcome<String>> tradeNo(InsuranceOrder order, CallContext context) {
        if (order.amounts().payFen() == 0) {
            return Future.succeededFuture(Outcome.succeeded(""));
        }
        return client.call(Operation.CREATE, medical.create(order, messages), order.notifyUrl(), context)
                .map(answer -> read(answer, body -> {
                    Messages.same(body, "out_trade_no", order.orderNo());
                    return Outcome.succeeded(Messages.given(body, "trade_no"));
                }));
    }

    private Future<Outcome<PayPrompt>> make(InsuranceOrder order, String tradeNo, CallContext context) {
        return client.call(Operation.MEDICAL, medical.createAndPay(order, tradeNo), "", context)
                .map(answer -> read(answer, body -> {
                    String code = Messages.given(body, "result_code");
                    if (settings.successCodes().contains(code)) {
                        return Outcome.succeeded(new PayPrompt(
                                PayPrompt.Kind.APP_PARAMETERS,
                                MedicalMessages.page(order, body.body("data"), tradeNo)));
                    }
                    return notDone(settings, code, body);
                }))
                .compose(said -> said instanceof Outcome.Rejected && context.attempt() > 1
                        // it may be our own earlier try that stands in the way
                        ? query(order, context)
                                .map(known -> known instanceof Outcome.Rejected
                                        ? said
                                        : Outcome.unknown("alipay.refused_again"))
                        : Future.succeededFuture(said));
    }

    /** A code that nobody has told us the meaning of may stand for an order that was kept. */
    static Outcome<PayPrompt> notDone(MedicalSettings settings, String code, Body body) {
        return settings.refusedCodes().contains(code)
                ? Outcome.rejected(code, body.textOr("error_message", "支付宝未受理医保订单"))
                : Outcome.unknown("alipay.result_code");
    }

    @Override
    public Future<Outcome<InsuranceStatus>> query(InsuranceOrder order, CallContext context) {
        return client.call(
                        Operation.MEDICAL_QUERY, MedicalMessages.number(order).build(), "", context)
                .map(answer -> read(answer, body -> {
                    String code = Messages.given(body, "result_code");
                    if (settings.absentCodes().contains(code)) {
                        return Outcome.rejected("ORDERNOTEXIST", "支付宝没有此医保订单");
                    }
                    return settings.successCodes().contains(code)
                            ? Outcome.succeeded(medical.status(order, body.body("result_data")))
                            : Outcome.unknown("alipay.result_code");
                }));
    }

    /** Without its cash part an order cannot be paid any more; without one it ends at its time. */
    @Override
    public Future<Outcome<Void>> close(InsuranceOrder order, CallContext context) {
        if (order.amounts().payFen() == 0) {
            return Future.succeededFuture(Outcome.pending("没有自费部分,等待支付宝订单到期"));
        }
        return cash.close(MedicalMessages.cash(order), context)
                .compose(closed -> closed instanceof Outcome.Rejected
                        ? cash.query(MedicalMessages.cash(order), context)
                                .map(known -> closedBefore(known) ? done() : closed)
                        : Future.succeededFuture(closed));
    }

    private static boolean closedBefore(Outcome<PaymentStatus> known) {
        return known instanceof Outcome.Succeeded<PaymentStatus> trade
                && trade.answer().state() == PaymentStatus.State.CLOSED;
    }

    /** Alipay cannot be told: the insurer takes its half back, and Alipay learns of it from the insurer. */
    @Override
    public Future<Outcome<Void>> insuranceRefunded(
            InsuranceOrder order, String channelOrderId, String refundNo, CallContext context) {
        if (!settings.awaitsInsurer()) {
            return Future.succeededFuture(done());
        }
        return query(order, context)
                .map(known -> known.flatMap(
                        status -> status.insurance() == Part.REFUNDED ? done() : Outcome.pending("等待支付宝确认医保部分已退")));
    }

    @Override
    public Future<Outcome<RefundStatus>> refund(InsuranceOrder order, RefundOrder refund, CallContext context) {
        return cash.refund(refund, context);
    }

    @Override
    public Future<Outcome<RefundStatus>> queryRefund(InsuranceOrder order, RefundOrder refund, CallContext context) {
        return cash.queryRefund(refund, context);
    }

    private static <T> Outcome<T> read(Outcome<Body> answer, Function<Body, Outcome<T>> reader) {
        return answer.flatMap(body -> {
            try {
                return reader.apply(body);
            } catch (BadAnswer e) {
                return Outcome.unknown(e.shortCause());
            }
        });
    }

    private static <T, R> Future<Outcome<R>> then(Future<Outcome<T>> first, Function<T, Future<Outcome<R>>> next) {
        return first.compose(outcome -> outcome instanceof Outcome.Succeeded<T> succeeded
                ? next.apply(succeeded.answer())
                : Future.succeededFuture(outcome.flatMap(never -> Outcome.unknown("never"))));
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Outcome<Void> done() {
        return Outcome.succeeded(null);
    }
}
