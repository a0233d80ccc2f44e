package io.wutong.channel.wechatpay;

import io.vertx.core.Future;
import io.wutong.channel.wechatpay.ApiClient.Answer;
import io.wutong.channel.wechatpay.ApiClient.Answered;
import io.wutong.channel.wechatpay.ApiClient.Refused;
import io.wutong.channel.wechatpay.Refusal.Operation;
import io.wutong.spi.Acknowledgement;
import io.wutong.spi.BillSink;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Download;
import io.wutong.spi.InsuranceOrders;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.PluginServices;
import io.wutong.spi.RawNotification;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import io.wutong.support.BadAnswer;
import io.wutong.support.BillFiles;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One merchant account at WeChat Pay: the patient scans our code (Native), pays on a page inside WeChat (JSAPI), or shows
 * a code that we scan ({@link ScannedCodes}). Stateless: the host keeps orders, asks again
 * and acts on events; here an order becomes a request and an answer an {@link Outcome}, the order's own numbers and
 * amounts compared on the way back.
 */
final class WeChatPayChannel implements PaymentChannel {

    private static final String TRANSACTIONS = "/v3/pay/transactions/";
    private static final String REFUNDS = "/v3/refund/domestic/refunds";
    /** A subset of what WeChat allows: these need no percent-encoding in a path. */
    private static final Pattern ORDER_NO = Pattern.compile("[0-9A-Za-z_-]{6,32}");

    private static final Pattern REFUND_NO = Pattern.compile("[0-9A-Za-z_-]{1,64}");
    private static final Pattern OPENID = Pattern.compile("[0-9A-Za-z_-]{1,128}");
    private static final int DESCRIPTION_LENGTH_MAX = 127;
    private static final int REASON_LENGTH_MAX = 80;
    private static final int NOTIFY_URL_LENGTH_MAX = 255;

    private final Settings settings;
    private final PluginServices services;
    private final Messages messages;
    private final ApiClient client;
    private final Notifications notifications;
    private final ScannedCodes codes;
    private final MedicalOrders medicalOrders;
    private final Certificates certificates;

    WeChatPayChannel(Settings settings, PluginServices services) {
        this.settings = settings;
        this.services = services;
        this.messages = new Messages(settings.mchid(), settings.appid());
        PlatformKeys keys = new PlatformKeys(settings.platformKeys());
        Sealed sealed = new Sealed(settings.apiV3Key().bytes(), settings.formerApiV3Key(), services.clock());
        SignatureVerifier verifier =
                new SignatureVerifier(keys, services.clock(), settings.notificationAgeSecondsMax());
        MedicalMessages medical =
                new MedicalMessages(settings.appid(), settings.medicalCityId(), settings.medicalDoubleUnderscore());
        this.certificates = new Certificates(settings, keys, sealed, services);
        this.client = new ApiClient(settings, services, verifier, certificates);
        this.notifications = new Notifications(verifier, sealed, messages, medical);
        this.medicalOrders = new MedicalOrders(settings, services, messages, medical, client, this);
        this.codes = settings.codeByVersion3()
                ? new CodePaymentsV3(settings, services, messages, client)
                : new CodePayments(settings, services);
    }

    @Override
    public Future<Outcome<PayPrompt>> pay(PayOrder order, CallContext context) {
        if (!ORDER_NO.matcher(order.orderNo()).matches()
                || order.amountFen() < 1
                || order.description().isEmpty()
                || order.description().length() > DESCRIPTION_LENGTH_MAX
                || !isNotifyUrl(order.notifyUrl())) {
            return rejected("PARAM_ERROR", "订单号、金额、商品描述或通知地址不符合微信支付要求");
        }
        return switch (order.method()) {
            case OUR_CODE -> nativeOrder(order, context);
            case IN_APP -> inApp(order, context);
            case PATIENT_CODE -> codes.pay(order, context);
            case BY_CREDIT -> rejected("NOT_SUPPORTED", "微信支付通道未接入先享后付");
        };
    }

    private Future<Outcome<PayPrompt>> nativeOrder(PayOrder order, CallContext context) {
        return client.exchange("POST", TRANSACTIONS + "native", messages.nativeOrder(order), context)
                .map(answer -> read(
                        Operation.PAY,
                        context,
                        answer,
                        body -> new PayPrompt(PayPrompt.Kind.CODE_URL, messages.codeUrl(body))));
    }

    /** What the page in WeChat is given is signed anew each time; the order behind it is the same. */
    private Future<Outcome<PayPrompt>> inApp(PayOrder order, CallContext context) {
        String openid = order.payer() == null ? "" : order.payer();
        if (!OPENID.matcher(openid).matches()) {
            return rejected("PARAM_ERROR", "缺少付款人的 openid");
        }
        return client.exchange("POST", TRANSACTIONS + "jsapi", messages.jsapiOrder(order, openid), context)
                .map(answer -> read(Operation.PAY, context, answer, body -> Messages.given(body, "prepay_id")))
                .compose(prepaid -> prepaid instanceof Outcome.Succeeded<String> known
                        ? services.work(() -> Outcome.succeeded(new PayPrompt(
                                        PayPrompt.Kind.APP_PARAMETERS, client.appParameters(known.answer()))))
                                .otherwise(failure -> Outcome.unknown("not_signed"))
                        : Future.succeededFuture(prepaid.map(never -> new PayPrompt(PayPrompt.Kind.NOTHING, ""))));
    }

    @Override
    public Future<Outcome<PaymentStatus>> query(PayOrder order, CallContext context) {
        String orderNo = order.orderNo();
        if (!ORDER_NO.matcher(orderNo).matches()) {
            return rejected("ORDERNOTEXIST", "微信支付没有此订单");
        }
        if (order.method() == PayOrder.Method.PATIENT_CODE) {
            return codes.query(order, context);
        }
        String path = TRANSACTIONS + "out-trade-no/" + orderNo + "?mchid=" + settings.mchid();
        return client.exchange("GET", path, null, context)
                .map(answer -> read(Operation.QUERY, context, answer, body -> {
                    Messages.same(body, "out_trade_no", orderNo);
                    return messages.transaction(body);
                }));
    }

    @Override
    public Future<Outcome<Void>> close(PayOrder order, CallContext context) {
        String orderNo = order.orderNo();
        if (order.method() == PayOrder.Method.PATIENT_CODE) {
            return rejected("NOT_SUPPORTED", "付款码订单不能关闭,只能撤销");
        }
        if (!ORDER_NO.matcher(orderNo).matches()) {
            return rejected("ORDERNOTEXIST", "微信支付没有此订单");
        }
        String path = TRANSACTIONS + "out-trade-no/" + orderNo + "/close";
        return client.exchange("POST", path, messages.close(), context).map(answer -> {
            boolean closedBefore = answer instanceof Outcome.Succeeded<Answer> succeeded
                    && succeeded.answer() instanceof Refused refused
                    && refused.refusal().status() < 500
                    && refused.refusal().is("ORDERCLOSED");
            return closedBefore
                    ? done()
                    : read(Operation.CLOSE, context, answer, body -> body).flatMap(body -> done());
        });
    }

    @Override
    public Future<Outcome<Void>> reverse(PayOrder order, CallContext context) {
        return order.method() == PayOrder.Method.PATIENT_CODE
                ? codes.reverse(order, context)
                : rejected("NOT_SUPPORTED", "扫码支付订单不支持撤销,未支付请关闭订单,已支付请退款");
    }

    @Override
    public Future<Outcome<RefundStatus>> refund(RefundOrder refund, CallContext context) {
        if (!REFUND_NO.matcher(refund.refundNo()).matches()
                || !ORDER_NO.matcher(refund.orderNo()).matches()
                || refund.refundFen() < 1
                || refund.refundFen() > refund.totalFen()
                || refund.reason().length() > REASON_LENGTH_MAX
                || !isNotifyUrl(refund.notifyUrl())) {
            return rejected("PARAM_ERROR", "退款单号、金额、原因或通知地址不符合微信支付要求");
        }
        return client.exchange("POST", REFUNDS, messages.refund(refund), context)
                .map(answer -> read(Operation.REFUND, context, answer, body -> {
                    RefundStatus status = messages.refund(body, "status");
                    Messages.same(body, "out_refund_no", refund.refundNo());
                    Messages.same(body, "out_trade_no", refund.orderNo());
                    if (status.refundFen() != refund.refundFen() || status.totalFen() != refund.totalFen()) {
                        throw new BadAnswer("answer.amount");
                    }
                    return status;
                }));
    }

    @Override
    public Future<Outcome<RefundStatus>> queryRefund(RefundOrder refund, CallContext context) {
        String refundNo = refund.refundNo();
        if (!REFUND_NO.matcher(refundNo).matches()) {
            return rejected("RESOURCENOTEXISTS", "微信支付没有此单号");
        }
        return client.exchange("GET", REFUNDS + "/" + refundNo, null, context)
                .map(answer -> read(Operation.QUERY_REFUND, context, answer, body -> {
                    Messages.same(body, "out_refund_no", refundNo);
                    return messages.refund(body, "status");
                }));
    }

    @Override
    public Optional<InsuranceOrders> insuranceOrders() {
        return medicalOrders.whenConfigured();
    }

    @Override
    public Future<Outcome<PaymentEvent>> verifyNotification(RawNotification raw) {
        return services.work(() -> notifications.open(raw))
                .compose(outcome -> outcome instanceof Outcome.Rejected<PaymentEvent> rejected
                                && rejected.code().equals(SignatureVerifier.UNKNOWN_SERIAL)
                        ? certificates
                                .refresh(client, settings.timeoutMillis())
                                .compose(done -> services.work(() -> notifications.open(raw)))
                        : Future.succeededFuture(outcome))
                .otherwise(CallFailure::outcomeOf);
    }

    /** WeChat counts any 2xx as received and repeats anything else. */
    @Override
    public Acknowledgement acknowledge(boolean received) {
        return received
                ? new Acknowledgement(200, "application/json", "")
                : new Acknowledgement(401, "application/json", "{\"code\":\"FAIL\",\"message\":\"失败\"}");
    }

    /** Nothing is given out before the whole file has been checked. */
    @Override
    public Future<Outcome<Long>> downloadBill(LocalDate day, BillSink lines, CallContext context) {
        String path = "/v3/bill/tradebill?bill_date=" + day + "&bill_type=ALL&tar_type=GZIP";
        return client.exchange("GET", path, null, context).compose(answer -> {
            boolean empty = answer instanceof Outcome.Succeeded<Answer> succeeded
                    && succeeded.answer() instanceof Refused refused
                    && refused.refusal().is("NOSTATEMENTEXIST");
            return empty
                    ? Future.succeededFuture(Outcome.succeeded(0L))
                    : fetchBill(read(Operation.BILL, context, answer, this::billFile), lines, context);
        });
    }

    private Future<Outcome<Long>> fetchBill(Outcome<BillFile> offered, BillSink lines, CallContext context) {
        if (!(offered instanceof Outcome.Succeeded<BillFile> file)) {
            return Future.succeededFuture(offered.map(never -> 0L));
        }
        BillFiles bill =
                new BillFiles(services, packed -> new Bill(packed, file.answer().sha1()));
        return client.download(file.answer().path(), context)
                .compose(sent -> sent instanceof Outcome.Succeeded<Download> reply
                        ? bill.give(reply.answer(), lines)
                        : Future.succeededFuture(sent.map(never -> 0L)));
    }

    /** Where the file lies, which must be where we asked, and the hash that WeChat signed. */
    private BillFile billFile(Body answer) {
        Messages.same(answer, "hash_type", "SHA1");
        String url = Messages.given(answer, "download_url");
        if (!url.startsWith(settings.baseUrl() + "/")) {
            throw new BadAnswer("answer.download_url");
        }
        return new BillFile(url.substring(settings.baseUrl().length()), Messages.given(answer, "hash_value"));
    }

    private record BillFile(String path, String sha1) {}

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

    /** WeChat takes no query in it. */
    private static boolean isNotifyUrl(String url) {
        return url.length() <= NOTIFY_URL_LENGTH_MAX
                && url.indexOf('?') < 0
                && (url.startsWith("https://") || url.startsWith("http://"));
    }

    private static <T> Future<Outcome<T>> rejected(String code, String message) {
        return Future.succeededFuture(Outcome.rejected(code, message));
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Outcome<Void> done() {
        return Outcome.succeeded(null);
    }
}
