package io.wutong.channel.wechatpay;

import io.vertx.core.Future;
import io.wutong.channel.wechatpay.ApiClient.Answer;
import io.wutong.channel.wechatpay.ApiClient.Answered;
import io.wutong.channel.wechatpay.ApiClient.Refused;
import io.wutong.channel.wechatpay.Refusal.Operation;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.InsuranceOrders;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PluginServices;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import io.wutong.support.BadAnswer;
import java.security.PublicKey;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * WeChat's medical-insurance orders, version 2.0.
 *
 * <pre>
 *  open, first try: cash part? ─ jsapi ─▶ prepay_id ─▶ POST med-ins/orders ─▶ mix_trade_no for the page
 *  open, later try: ask; there is one ─▶ its number; none ─▶ as above
 *  query ─▶ three states, every amount compared with what was asked
 * </pre>
 */
final class MedicalOrders implements InsuranceOrders {

    private static final String ORDERS = "/v3/med-ins/orders";
    private static final Pattern ORDER_NO = Pattern.compile("[0-9A-Za-z_-]{6,32}");

    private static final String AUTHORISATION_INVALID = "AUTHNOINVALID";

    private final Settings settings;
    private final PluginServices services;
    private final Messages messages;
    private final MedicalMessages medical;
    private final ApiClient client;
    private final PaymentChannel cash;

    /** @param cash takes the cash part, which is an ordinary order under the same number */
    MedicalOrders(
            Settings settings,
            PluginServices services,
            Messages messages,
            MedicalMessages medical,
            ApiClient client,
            PaymentChannel cash) {
        this.cash = cash;
        this.settings = settings;
        this.services = services;
        this.messages = messages;
        this.medical = medical;
        this.client = client;
    }

    /** The key that the person is encrypted with, which our requests name anyway. */
    private @Nullable PublicKey key() {
        return settings.platformKeyId().map(settings.platformKeys()::get).orElse(null);
    }

    @Override
    public Future<Outcome<PayPrompt>> open(InsuranceOrder order, CallContext context) {
        String wrong = ORDER_NO.matcher(order.orderNo()).matches() ? MedicalMessages.wrong(order) : "订单号不符合微信支付要求";
        if (!wrong.isEmpty()) {
            return rejected("PARAM_ERROR", wrong);
        }
        if (settings.medicalCityId().isEmpty() || key() == null) {
            return rejected("NOT_CONFIGURED", "医保支付须配置 medicalCityId 与微信支付公钥");
        }
        Future<Outcome<PayPrompt>> opened = context.attempt() <= 1
                ? make(order, context)
                : query(order, context).compose(known -> {
                    if (known instanceof Outcome.Succeeded<InsuranceStatus> found) {
                        return prepaid(order, context)
                                .compose(prepay -> page(prepay, found.answer().channelOrderId()));
                    }
                    return known instanceof Outcome.Rejected
                            ? make(order, context)
                            : Future.succeededFuture(known.map(never -> new PayPrompt(PayPrompt.Kind.NOTHING, "")));
                });
        return opened.map(MedicalOrders::authorisationOver);
    }

    /** What the gateway knows the case by: the same order may come again with another authorisation. */
    private static Outcome<PayPrompt> authorisationOver(Outcome<PayPrompt> opened) {
        return opened instanceof Outcome.Rejected<PayPrompt> rejected
                        && rejected.code().endsWith(AUTHORISATION_INVALID)
                ? Outcome.rejected(AUTHORISATION_OVER, rejected.message())
                : opened;
    }

    private Future<Outcome<PayPrompt>> make(InsuranceOrder order, CallContext context) {
        return prepaid(order, context).compose(prepay -> {
            if (!(prepay instanceof Outcome.Succeeded<String> known)) {
                return Future.succeededFuture(prepay.map(never -> new PayPrompt(PayPrompt.Kind.NOTHING, "")));
            }
            PublicKey key = key();
            if (key == null) {
                return Future.succeededFuture(Outcome.notSent("not_encrypted"));
            }
            return services.work(() -> Outcome.succeeded(medical.order(order, known.answer(), key)))
                    .otherwise(failure -> Outcome.notSent("not_encrypted"))
                    .compose(body -> body instanceof Outcome.Succeeded<Body> made
                            ? client.exchange("POST", ORDERS, made.answer(), context)
                                    .map(answer -> read(Operation.MEDICAL, context, answer, said -> {
                                        InsuranceStatus status = medical.status(said);
                                        same(order, status);
                                        return status.channelOrderId();
                                    }))
                            : Future.succeededFuture(body.map(never -> "")))
                    .compose(number -> number instanceof Outcome.Succeeded<String> mixed
                            ? page(prepay, mixed.answer())
                            : Future.succeededFuture(number.map(never -> new PayPrompt(PayPrompt.Kind.NOTHING, ""))));
        });
    }

    /** The cash part's order, under the same number; the same again gives the same. */
    private Future<Outcome<String>> prepaid(InsuranceOrder order, CallContext context) {
        if (order.amounts().payFen() == 0) {
            return Future.succeededFuture(Outcome.succeeded(""));
        }
        return client.exchange(
                        "POST",
                        "/v3/pay/transactions/jsapi",
                        messages.jsapiOrder(cashOrder(order), order.payer().id()),
                        context)
                .map(answer -> read(Operation.PAY, context, answer, body -> Messages.given(body, "prepay_id")));
    }

    private static PayOrder cashOrder(InsuranceOrder order) {
        return new PayOrder(
                order.orderNo(),
                order.amounts().payFen(),
                order.description(),
                PayOrder.Method.IN_APP,
                order.createdAt(),
                order.expiresAt(),
                order.notifyUrl(),
                order.payer().id());
    }

    /** What the page hands to {@code requestMedicalInsurancePay}; the mixed number is not in the signature. */
    private Future<Outcome<PayPrompt>> page(Outcome<String> prepay, String mixTradeNo) {
        if (!(prepay instanceof Outcome.Succeeded<String> known)) {
            return Future.succeededFuture(prepay.map(never -> new PayPrompt(PayPrompt.Kind.NOTHING, "")));
        }
        return services.work(() -> {
                    Body page = known.answer().isEmpty()
                            ? Body.builder().put("appId", settings.appid()).build()
                            : Json.read(client.appParameters(known.answer()));
                    return Outcome.succeeded(new PayPrompt(
                            PayPrompt.Kind.APP_PARAMETERS,
                            Json.writeText(Body.builder()
                                    .putAll(page)
                                    .put("mixTradeNo", mixTradeNo)
                                    .build())));
                })
                .otherwise(failure -> Outcome.unknown("not_signed"));
    }

    @Override
    public Future<Outcome<InsuranceStatus>> query(InsuranceOrder order, CallContext context) {
        if (!ORDER_NO.matcher(order.orderNo()).matches()) {
            return rejected("ORDERNOTEXIST", "微信支付没有此订单");
        }
        return client.exchange("GET", ORDERS + "/out-trade-no/" + order.orderNo(), null, context)
                .map(answer -> read(Operation.MEDICAL_QUERY, context, answer, body -> {
                    InsuranceStatus status = medical.status(body);
                    same(order, status);
                    return status;
                }));
    }

    /** There is no call for both: without its cash part an order cannot be paid any more. */
    @Override
    public Future<Outcome<Void>> close(InsuranceOrder order, CallContext context) {
        return order.amounts().payFen() == 0
                ? Future.succeededFuture(Outcome.pending("没有自费部分，等待微信支付订单到期"))
                : cash.close(cashOrder(order), context);
    }

    @Override
    public Future<Outcome<RefundStatus>> refund(InsuranceOrder order, RefundOrder refund, CallContext context) {
        return cash.refund(refund, context);
    }

    @Override
    public Future<Outcome<RefundStatus>> queryRefund(InsuranceOrder order, RefundOrder refund, CallContext context) {
        return cash.queryRefund(refund, context);
    }

    @Override
    public Future<Outcome<Void>> insuranceRefunded(
            InsuranceOrder order, String channelOrderId, String refundNo, CallContext context) {
        if (!channelOrderId.matches("[0-9A-Za-z]{1,64}") || order.amounts().insuranceFen() == 0) {
            return rejected("PARAM_ERROR", "没有可退的医保部分");
        }
        return client.exchange(
                        "POST",
                        "/v3/med-ins/refunds/notify?mix_trade_no=" + channelOrderId,
                        medical.refunded(order, refundNo, services.clock().instant()),
                        context)
                .map(answer ->
                        read(Operation.MEDICAL, context, answer, body -> body).flatMap(body -> done()));
    }

    /** Ours, and the amounts that we asked for. */
    private static void same(InsuranceOrder order, InsuranceStatus status) {
        if (!status.orderNo().equals(order.orderNo())) {
            throw new BadAnswer("answer.out_trade_no");
        }
        if (!status.amounts().equals(InsuranceStatus.Amounts.of(order.amounts()))) {
            throw new BadAnswer("answer.amount");
        }
    }

    Optional<InsuranceOrders> whenConfigured() {
        return settings.medicalCityId().isEmpty() ? Optional.empty() : Optional.of(this);
    }

    private static <T> Outcome<T> read(
            Operation operation, CallContext context, Outcome<Answer> answer, Function<Body, T> reader) {
        return answer.flatMap(authentic -> {
            if (authentic instanceof Refused refused) {
                return refused.refusal().outcome(operation, context.attempt());
            }
            try {
                return Outcome.succeeded(reader.apply(((Answered) authentic).body()));
            } catch (BadAnswer e) {
                return Outcome.unknown(e.shortCause());
            }
        });
    }

    private static <T> Future<Outcome<T>> rejected(String code, String message) {
        return Future.succeededFuture(Outcome.rejected(code, message));
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Outcome<Void> done() {
        return Outcome.succeeded(null);
    }
}
