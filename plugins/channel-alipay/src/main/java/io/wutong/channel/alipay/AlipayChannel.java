package io.wutong.channel.alipay;

import io.vertx.core.Future;
import io.wutong.channel.alipay.Refusal.Operation;
import io.wutong.spi.Acknowledgement;
import io.wutong.spi.BillSink;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Download;
import io.wutong.spi.HttpCall;
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
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One merchant application at Alipay: the patient scans our code, or we scan the patient's. Stateless: the host keeps
 * orders, asks again and acts on events; here an order becomes a request and an answer an {@link Outcome}, the order's
 * own numbers and amounts compared on the way back.
 */
final class AlipayChannel implements PaymentChannel {

    private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z_]{1,64}");
    /** Prefix 25 to 30, 16 to 24 digits. */
    private static final Pattern PAYMENT_CODE = Pattern.compile("(?:2[5-9]|30)\\d{14,22}");

    private static final Pattern AGREEMENT = Pattern.compile("[0-9A-Za-z_-]{1,64}");
    private static final Pattern SUBJECT_FORBIDDEN = Pattern.compile("[/=&]");
    private static final int SUBJECT_LENGTH_MAX = 256;
    private static final int REASON_LENGTH_MAX = 256;
    private static final long AMOUNT_FEN_MAX = 10_000_000_000L;
    private static final String NO_BILL = "EMPTY_DATA_WITH_BILL_FILE";

    private final Settings settings;
    private final PluginServices services;
    private final Messages messages;
    private final ApiClient client;
    private final Notifications notifications;
    private final Optional<InsuranceOrders> insurance;

    AlipayChannel(Settings settings, PluginServices services) {
        this.settings = settings;
        this.services = services;
        this.messages = new Messages(settings.sellerId(), settings.storeId());
        this.client = new ApiClient(settings, services);
        this.notifications = new Notifications(settings, services.clock());
        this.insurance = settings.medical().map(medical -> new MedicalOrders(medical, messages, client, this));
    }

    /** Only where a city's contract has switched them on. */
    @Override
    public Optional<InsuranceOrders> insuranceOrders() {
        return insurance;
    }

    @Override
    public Future<Outcome<PayPrompt>> pay(PayOrder order, CallContext context) {
        if (!NUMBER.matcher(order.orderNo()).matches()
                || order.amountFen() < 1
                || order.amountFen() > AMOUNT_FEN_MAX
                || order.description().isEmpty()
                || order.description().length() > SUBJECT_LENGTH_MAX
                || SUBJECT_FORBIDDEN.matcher(order.description()).find()) {
            return rejected("PARAM_ERROR", "订单号、金额或商品描述不符合支付宝要求");
        }
        return switch (order.method()) {
            case OUR_CODE -> precreate(order, context);
            case PATIENT_CODE -> scanned(order, context);
            case BY_CREDIT -> byCredit(order, context);
            case IN_APP -> rejected("NOT_SUPPORTED", "支付宝通道不支持应用内支付,请扫码支付");
        };
    }

    private Future<Outcome<PayPrompt>> precreate(PayOrder order, CallContext context) {
        return client.call(Operation.PRECREATE, messages.precreate(order), order.notifyUrl(), context)
                .map(answer -> read(answer, body -> {
                    Messages.same(body, "out_trade_no", order.orderNo());
                    String code = Messages.given(body, "qr_code");
                    if (!code.startsWith("https://")) {
                        throw new BadAnswer("answer.qr_code");
                    }
                    return Outcome.succeeded(new PayPrompt(PayPrompt.Kind.CODE_URL, code));
                }));
    }

    /** Paid at once (10000) or after the patient's password (10003): either way a query tells. */
    private Future<Outcome<PayPrompt>> scanned(PayOrder order, CallContext context) {
        String code = order.payer() == null ? "" : order.payer();
        if (!PAYMENT_CODE.matcher(code).matches()) {
            return rejected("PARAM_ERROR", "这不是支付宝付款码");
        }
        return charged(order, messages.pay(order, code), context);
    }

    /** By an agreement that the patient has signed: the same call, without a code. */
    private Future<Outcome<PayPrompt>> byCredit(PayOrder order, CallContext context) {
        String agreement = order.payer() == null ? "" : order.payer();
        if (settings.creditProductCode().isEmpty()
                || !AGREEMENT.matcher(agreement).matches()) {
            return rejected("PARAM_ERROR", settings.creditProductCode().isEmpty() ? "本商户未开通先诊疗后付费" : "签约号不正确");
        }
        return charged(order, messages.byCredit(order, agreement, settings.creditProductCode()), context);
    }

    private Future<Outcome<PayPrompt>> charged(PayOrder order, Body content, CallContext context) {
        return client.call(Operation.PAY, content, order.notifyUrl(), context)
                .map(answer -> answer instanceof Outcome.Pending<Body> waiting
                                && waiting.hint().equals(Refusal.WAITING)
                        ? nothingToShow()
                        : read(answer, body -> {
                            Messages.same(body, "out_trade_no", order.orderNo());
                            if (Messages.fen(Messages.given(body, "total_amount"), "total_amount")
                                    != order.amountFen()) {
                                throw new BadAnswer("answer.amount");
                            }
                            return nothingToShow();
                        }));
    }

    private static Outcome<PayPrompt> nothingToShow() {
        return Outcome.succeeded(new PayPrompt(PayPrompt.Kind.NOTHING, ""));
    }

    @Override
    public Future<Outcome<PaymentStatus>> query(PayOrder order, CallContext context) {
        return client.call(Operation.QUERY, messages.number(order), "", context)
                .map(answer -> read(answer, body -> {
                    Messages.same(body, "out_trade_no", order.orderNo());
                    return Outcome.succeeded(messages.trade(body));
                }));
    }

    @Override
    public Future<Outcome<Void>> close(PayOrder order, CallContext context) {
        return client.call(Operation.CLOSE, messages.number(order), "", context)
                .map(answer -> read(answer, body -> {
                    Messages.same(body, "out_trade_no", order.orderNo());
                    return done();
                }));
    }

    /** Alipay closes what is unpaid and gives back what is paid; asked to call again, nothing is certain yet. */
    @Override
    public Future<Outcome<Void>> reverse(PayOrder order, CallContext context) {
        return client.call(Operation.CANCEL, messages.number(order), "", context)
                .map(answer -> read(answer, body -> {
                    Messages.same(body, "out_trade_no", order.orderNo());
                    return Messages.given(body, "retry_flag").equals("N")
                            ? done()
                            : Outcome.pending("alipay.cancel_again");
                }));
    }

    @Override
    public Future<Outcome<RefundStatus>> refund(RefundOrder refund, CallContext context) {
        if (!NUMBER.matcher(refund.refundNo()).matches()
                || refund.refundFen() < 1
                || refund.refundFen() > refund.totalFen()
                || refund.reason().length() > REASON_LENGTH_MAX) {
            return rejected("PARAM_ERROR", "退款单号、金额或原因不符合支付宝要求");
        }
        return client.call(Operation.REFUND, messages.refund(refund), "", context)
                .map(answer -> read(answer, body -> Outcome.succeeded(Messages.refunded(refund, body))));
    }

    @Override
    public Future<Outcome<RefundStatus>> queryRefund(RefundOrder refund, CallContext context) {
        return client.call(Operation.QUERY_REFUND, messages.queryRefund(refund), "", context)
                .map(answer -> read(
                        answer,
                        body -> Messages.refundQueried(refund, body)
                                .map(Outcome::succeeded)
                                .orElseGet(() -> Outcome.rejected("REFUND_NOT_EXIST", "支付宝没有成功的此笔退款,可用原退款单号重新提交"))));
    }

    @Override
    public Future<Outcome<PaymentEvent>> verifyNotification(RawNotification raw) {
        return services.work(() -> notifications.open(raw)).otherwise(CallFailure::outcomeOf);
    }

    /** Exactly {@code success}; anything else has Alipay send again. */
    @Override
    public Acknowledgement acknowledge(boolean received) {
        return received
                ? new Acknowledgement(200, "text/plain", "success")
                : new Acknowledgement(400, "text/plain", "failure");
    }

    /** The address dies after half a minute, so the file is fetched at once; nothing is given out before all of it held. */
    @Override
    public Future<Outcome<Long>> downloadBill(LocalDate day, BillSink lines, CallContext context) {
        Body asked = Body.builder()
                .put("bill_type", "trade")
                .put("bill_date", day.toString())
                .build();
        return client.call(Operation.BILL, asked, "", context).compose(answer -> {
            if (answer instanceof Outcome.Succeeded<Body> said
                    && said.answer().textOr("bill_file_code", "").equals(NO_BILL)) {
                return Future.succeededFuture(Outcome.succeeded(0L));
            }
            Outcome<String> url = read(answer, body -> Outcome.succeeded(billUrl(body)));
            return url instanceof Outcome.Succeeded<String> known
                    ? fetchBill(known.answer(), lines, context)
                    : Future.succeededFuture(url.map(never -> 0L));
        });
    }

    private String billUrl(Body answer) {
        String url = Messages.given(answer, "bill_download_url");
        // Alipay still writes http; what is fetched is the configured host all the same
        String secure = url.startsWith("http://dwbillcenter.") ? "https" + url.substring("http".length()) : url;
        if (!secure.startsWith(settings.billBaseUrl() + "/")) {
            throw new BadAnswer("answer.bill_download_url");
        }
        return secure;
    }

    private Future<Outcome<Long>> fetchBill(String url, BillSink lines, CallContext context) {
        return services.download(new HttpCall("GET", url, Map.of(), null, context.remainingMillis()))
                .map(Outcome::succeeded)
                .otherwise(CallFailure::outcomeOf)
                .compose(sent -> sent instanceof Outcome.Succeeded<Download> reply
                        ? new BillFiles(services, Bill::new).give(reply.answer(), lines)
                        : Future.succeededFuture(sent.map(never -> 0L)));
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

    private static <T> Future<Outcome<T>> rejected(String code, String message) {
        return Future.succeededFuture(Outcome.rejected(code, message));
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Outcome<Void> done() {
        return Outcome.succeeded(null);
    }
}
