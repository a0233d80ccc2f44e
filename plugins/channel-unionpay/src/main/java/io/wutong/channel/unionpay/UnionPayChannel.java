package io.wutong.channel.unionpay;

import io.vertx.core.Future;
import io.wutong.spi.Acknowledgement;
import io.wutong.spi.BillSink;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Download;
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
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One merchant at UnionPay: the patient scans our code, or we scan the patient's. Stateless. An answer's own
 * {@code respCode} is never the end of a payment: accepted means ask, and a query's {@code origRespCode} tells.
 *
 * <p>UnionPay closes no orders: our code dies at the {@code payTimeout} that it was made with.
 */
final class UnionPayChannel implements PaymentChannel {

    private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z]{8,40}");
    private static final Pattern PAYMENT_CODE = Pattern.compile("62\\d{14,18}");
    private static final long AMOUNT_FEN_MAX = 999_999_999_999L;
    private static final String NO_FILE = "98";

    private final Settings settings;
    private final PluginServices services;
    private final Messages messages;
    private final ApiClient client;
    private final Notifications notifications;

    UnionPayChannel(Settings settings, PluginServices services) {
        this.settings = settings;
        this.services = services;
        this.messages = new Messages(settings);
        this.client = new ApiClient(settings, services);
        this.notifications = new Notifications(settings);
    }

    @Override
    public Future<Outcome<PayPrompt>> pay(PayOrder order, CallContext context) {
        if (!NUMBER.matcher(order.orderNo()).matches()
                || order.amountFen() < 1
                || order.amountFen() > AMOUNT_FEN_MAX
                || order.notifyUrl().indexOf('?') >= 0) {
            return rejected("PARAM_ERROR", "订单号、金额或通知地址不符合银联要求");
        }
        return switch (order.method()) {
            case OUR_CODE -> ourCode(order, context);
            case PATIENT_CODE -> scanned(order, context);
            case BY_CREDIT -> rejected("NOT_SUPPORTED", "银联通道未接入先享后付");
            case IN_APP -> rejected("NOT_SUPPORTED", "银联通道不支持应用内支付,请扫码支付");
        };
    }

    private Future<Outcome<PayPrompt>> ourCode(PayOrder order, CallContext context) {
        return client.transaction(messages.ourCode(order), context)
                .map(answer -> read(answer, fields -> {
                    requireSame(fields, order.orderNo(), Messages.time(order.createdAt()));
                    String code = Messages.given(fields, "respCode");
                    return switch (ResponseCode.of(code)) {
                        case DONE ->
                            Outcome.succeeded(new PayPrompt(PayPrompt.Kind.CODE_URL, Messages.given(fields, "qrCode")));
                        case UNDER_WAY -> Outcome.pending("unionpay." + code);
                        default -> ResponseCode.refusal(code, context.attempt());
                    };
                }));
    }

    private Future<Outcome<PayPrompt>> scanned(PayOrder order, CallContext context) {
        String scanned = order.payer() == null ? "" : order.payer();
        if (!PAYMENT_CODE.matcher(scanned).matches()) {
            return rejected("PARAM_ERROR", "这不是银联付款码");
        }
        return client.transaction(messages.scanned(order, scanned), context)
                .map(answer -> read(answer, fields -> {
                    requireSame(fields, order.orderNo(), Messages.time(order.createdAt()));
                    String code = Messages.given(fields, "respCode");
                    return switch (ResponseCode.of(code)) {
                        case DONE, UNDER_WAY -> Outcome.succeeded(new PayPrompt(PayPrompt.Kind.NOTHING, ""));
                        default -> ResponseCode.refusal(code, context.attempt());
                    };
                }));
    }

    @Override
    public Future<Outcome<PaymentStatus>> query(PayOrder order, CallContext context) {
        return client.query(messages.query(order.orderNo(), order.createdAt()), context)
                .map(answer -> read(answer, fields -> {
                    requireSame(fields, order.orderNo(), Messages.time(order.createdAt()));
                    String own = Messages.given(fields, "respCode");
                    if (!own.equals("00")) {
                        return notFoundOrUnknown(own);
                    }
                    PaymentStatus.State state = switch (ResponseCode.of(Messages.given(fields, "origRespCode"))) {
                        case DONE -> PaymentStatus.State.PAID;
                        case REFUSED, OUR_ACCESS -> PaymentStatus.State.FAILED;
                        // of our own code nobody is charged until the patient does something: it may be asked for again
                        default ->
                            order.method() == PayOrder.Method.OUR_CODE
                                    ? PaymentStatus.State.UNPAID
                                    : PaymentStatus.State.PAYING;
                    };
                    return Outcome.succeeded(Messages.payment(fields, state));
                }));
    }

    private static <T> Outcome<T> notFoundOrUnknown(String code) {
        return ResponseCode.of(code) == ResponseCode.NOT_FOUND
                ? ResponseCode.refusal(code, 1)
                : Outcome.unknown("unionpay." + code);
    }

    /** Nothing to close: what is paid stays paid, and our code is dead after its time. */
    @Override
    public Future<Outcome<Void>> close(PayOrder order, CallContext context) {
        return query(order, context).map(outcome -> {
            if (outcome instanceof Outcome.Succeeded<PaymentStatus> known
                    && known.answer().state() == PaymentStatus.State.PAID) {
                return Outcome.rejected("PAID", "订单已支付,不能关闭");
            }
            boolean notPaid = outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.Rejected;
            if (!notPaid) {
                return outcome.map(never -> null);
            }
            return services.clock().instant().isBefore(order.expiresAt())
                    ? Outcome.pending("unionpay.until_expiry")
                    : done();
        });
    }

    @Override
    public Future<Outcome<Void>> reverse(PayOrder order, CallContext context) {
        return client.transaction(messages.reverse(order), context)
                .map(answer -> read(answer, fields -> {
                    requireSame(fields, order.orderNo(), Messages.time(order.createdAt()));
                    String code = Messages.given(fields, "respCode");
                    return switch (ResponseCode.of(code)) {
                        case DONE -> done();
                        case UNDER_WAY -> Outcome.pending("unionpay." + code);
                        default -> ResponseCode.refusal(code, context.attempt());
                    };
                }));
    }

    @Override
    public Future<Outcome<RefundStatus>> refund(RefundOrder refund, CallContext context) {
        if (!NUMBER.matcher(refund.refundNo()).matches()
                || refund.refundFen() < 1
                || refund.refundFen() > refund.totalFen()
                || refund.notifyUrl().indexOf('?') >= 0) {
            return rejected("PARAM_ERROR", "退款单号、金额或通知地址不符合银联要求");
        }
        if (!messages.cancels(refund)) {
            return back(refund, messages.refund(refund), context);
        }
        return query(refund.order(), context)
                .compose(found -> found instanceof Outcome.Succeeded<PaymentStatus> payment
                                && payment.answer().channelTransactionId() != null
                        ? back(
                                refund,
                                messages.cancel(
                                        refund, String.valueOf(payment.answer().channelTransactionId())),
                                context)
                        : Future.succeededFuture(found.flatMap(never -> Outcome.unknown("unionpay.not_paid"))));
    }

    /** Accepted is not refunded; sent before (12) is accepted too. */
    private Future<Outcome<RefundStatus>> back(RefundOrder refund, Map<String, String> request, CallContext context) {
        return client.transaction(request, context)
                .map(answer -> read(answer, fields -> {
                    requireSame(fields, refund.refundNo(), Messages.time(refund.createdAt()));
                    String code = Messages.given(fields, "respCode");
                    return switch (ResponseCode.of(code)) {
                        case DONE, UNDER_WAY ->
                            Outcome.succeeded(Messages.status(refund, RefundStatus.State.PROCESSING, null));
                        default -> ResponseCode.refusal(code, context.attempt());
                    };
                }));
    }

    @Override
    public Future<Outcome<RefundStatus>> queryRefund(RefundOrder refund, CallContext context) {
        return client.query(messages.query(refund.refundNo(), refund.createdAt()), context)
                .map(answer -> read(answer, fields -> {
                    requireSame(fields, refund.refundNo(), Messages.time(refund.createdAt()));
                    String own = Messages.given(fields, "respCode");
                    if (!own.equals("00")) {
                        return notFoundOrUnknown(own);
                    }
                    RefundStatus.State state = switch (ResponseCode.of(Messages.given(fields, "origRespCode"))) {
                        case DONE -> RefundStatus.State.REFUNDED;
                        case REFUSED, OUR_ACCESS -> RefundStatus.State.CLOSED;
                        default -> RefundStatus.State.PROCESSING;
                    };
                    return Outcome.succeeded(Messages.refund(refund, fields, state));
                }));
    }

    @Override
    public Future<Outcome<PaymentEvent>> verifyNotification(RawNotification raw) {
        return services.work(() -> notifications.open(raw)).otherwise(CallFailure::outcomeOf);
    }

    /** Only the status counts. */
    @Override
    public Acknowledgement acknowledge(boolean received) {
        return received
                ? new Acknowledgement(200, "text/plain", "ok")
                : new Acknowledgement(400, "text/plain", "failure");
    }

    /** The clearing day begins at 23:00 of the evening before. */
    @Override
    public int billLeadMinutes() {
        return 60;
    }

    /** The file is inside the signed answer; nothing of it is given out before all of it was read. */
    @Override
    public Future<Outcome<Long>> downloadBill(LocalDate day, BillSink lines, CallContext context) {
        return client.file(messages.file(day, services.clock().instant()), context)
                .compose(sent -> sent instanceof Outcome.Succeeded<Download> reply
                        ? services.work(() -> SignedFile.read(reply.answer()))
                                .compose(file -> give(file, reply.answer(), lines))
                                .otherwise(failure -> Outcome.unknown(
                                        failure instanceof BadAnswer bad ? bad.shortCause() : "answer_not_judged"))
                                .onComplete(done -> reply.answer().close())
                        : Future.succeededFuture(sent.map(never -> 0L)));
    }

    private Future<Outcome<Long>> give(SignedFile file, Download download, BillSink lines) {
        return services.work(() -> read(client.judge(file.fields(), file.digest()), fields -> {
                    String code = Messages.given(fields, "respCode");
                    if (code.equals(NO_FILE)) {
                        return Outcome.rejected(code, "银联没有此日的对账文件(尚未生成,或当日无交易)");
                    }
                    return code.equals("00") ? Outcome.succeeded(fields) : Outcome.unknown("unionpay." + code);
                }))
                .compose(known -> known instanceof Outcome.Succeeded
                        ? new BillFiles(services, answer -> new SettlementFile(file.content(answer), settings.merId()))
                                .give(download, lines)
                        : Future.succeededFuture(known.map(never -> 0L)));
    }

    /** An answer to another transaction, however well signed, says nothing about this one. */
    private static void requireSame(Map<String, String> fields, String number, String time) {
        Messages.same(fields, "orderId", number);
        Messages.same(fields, "txnTime", time);
    }

    private static <T> Outcome<T> read(
            Outcome<Map<String, String>> answer, Function<Map<String, String>, Outcome<T>> reader) {
        return answer.flatMap(fields -> {
            try {
                return reader.apply(fields);
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
