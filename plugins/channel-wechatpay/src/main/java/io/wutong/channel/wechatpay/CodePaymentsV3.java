package io.wutong.channel.wechatpay;

import io.vertx.core.Future;
import io.wutong.channel.wechatpay.ApiClient.Answer;
import io.wutong.channel.wechatpay.ApiClient.Answered;
import io.wutong.channel.wechatpay.ApiClient.Refused;
import io.wutong.channel.wechatpay.Refusal.Operation;
import io.wutong.spi.CallContext;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.PluginServices;
import io.wutong.support.BadAnswer;
import java.time.Duration;

/**
 * Payment by the patient's code in version 3, which WeChat documents and does not open to every merchant: it is used where
 * the configuration says so. Everything else about such an order, query and refund, is version 3's own.
 *
 * <pre>
 *  pay:     a transaction in whatever state, USERPAYING  ─► Succeeded(NOTHING): a query tells
 *           a refusal of the code or the payer           ─► Rejected; of the code itself on the first try only
 *           5xx, anything else                           ─► Unknown
 *  reverse: not before 15 s ─► Pending; 2xx ─► Succeeded; USERPAYING ─► Pending
 * </pre>
 */
final class CodePaymentsV3 implements ScannedCodes {

    private static final String TRANSACTIONS = "/v3/pay/transactions/";
    private static final Duration REVERSE_AFTER = Duration.ofSeconds(15);

    private final Settings settings;
    private final PluginServices services;
    private final Messages messages;
    private final ApiClient client;

    CodePaymentsV3(Settings settings, PluginServices services, Messages messages, ApiClient client) {
        this.settings = settings;
        this.services = services;
        this.messages = messages;
        this.client = client;
    }

    @Override
    public Future<Outcome<PayPrompt>> pay(PayOrder order, CallContext context) {
        String code = order.payer() == null ? "" : order.payer();
        if (!CODE.matcher(code).matches()) {
            return Future.succeededFuture(Outcome.rejected("PARAM_ERROR", "这不是微信付款码"));
        }
        return client.exchange("POST", TRANSACTIONS + "codepay", messages.codeOrder(order, code, settings), context)
                .map(answer -> answer.flatMap(authentic -> {
                    if (authentic instanceof Refused refused) {
                        return refused.refusal().is("USERPAYING")
                                ? nothingToShow()
                                : refused.refusal().outcome(Operation.PAY_BY_CODE, context.attempt());
                    }
                    return read(() -> {
                        PaymentStatus status = messages.transaction(((Answered) authentic).body());
                        same(order.orderNo(), status);
                        if (status.state() == PaymentStatus.State.PAID && status.amountFen() != order.amountFen()) {
                            throw new BadAnswer("answer.amount");
                        }
                        return nothingToShow();
                    });
                }));
    }

    @Override
    public Future<Outcome<PaymentStatus>> query(PayOrder order, CallContext context) {
        String path = TRANSACTIONS + "out-trade-no/" + order.orderNo() + "?mchid=" + settings.mchid();
        return client.exchange("GET", path, null, context)
                .map(answer -> answer.flatMap(authentic -> authentic instanceof Refused refused
                        ? refused.refusal().outcome(Operation.QUERY, context.attempt())
                        : read(() -> {
                            PaymentStatus status = messages.transaction(((Answered) authentic).body());
                            same(order.orderNo(), status);
                            return Outcome.succeeded(status);
                        })));
    }

    @Override
    public Future<Outcome<Void>> reverse(PayOrder order, CallContext context) {
        if (services.clock().instant().isBefore(order.createdAt().plus(REVERSE_AFTER))) {
            return Future.succeededFuture(Outcome.pending("wechat.reverse_too_early"));
        }
        String path = TRANSACTIONS + "out-trade-no/" + order.orderNo() + "/reverse";
        return client.exchange("POST", path, messages.reverse(), context).map(CodePaymentsV3::reversed);
    }

    private static Outcome<Void> reversed(Outcome<Answer> answer) {
        return answer.flatMap(authentic -> {
            if (!(authentic instanceof Refused refused)) {
                return done();
            }
            return refused.refusal().is("USERPAYING")
                    ? Outcome.pending("wechat.reverse_again")
                    : refused.refusal().outcome(Operation.REVERSE, 1);
        });
    }

    private static void same(String orderNo, PaymentStatus status) {
        if (!status.orderNo().equals(orderNo)) {
            throw new BadAnswer("answer.out_trade_no");
        }
    }

    private interface Reading<T> {
        Outcome<T> read();
    }

    private static <T> Outcome<T> read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (BadAnswer e) {
            return Outcome.unknown(e.shortCause());
        }
    }

    private static Outcome<PayPrompt> nothingToShow() {
        return Outcome.succeeded(new PayPrompt(PayPrompt.Kind.NOTHING, ""));
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Outcome<Void> done() {
        return Outcome.succeeded(null);
    }
}
