package io.wutong.simulator.alipay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.wutong.simulator.Simulator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Alipay's gateway with one application: precreate, payment by the patient's code, query, close, cancel, refund, refund
 * query, the bill of a day, and the patient's telephone.
 *
 * <pre>
 *  form ─► names once, our application, age, signature? ─► decrypt ─► the books ─► signed answer
 *              no: 40002, unsigned
 *  paid or refunded ─► signed notification, repeated until "success"
 * </pre>
 *
 * Faults are one-shot and apply to the next answer, notification or bill, in the order in which they were asked for.
 */
public final class AlipaySimulator implements Simulator {

    private static final List<Long> DELAYS_MILLIS = List.of(50L, 100L, 200L, 400L, 800L, 1_600L);
    private static final ObjectMapper JSON = new ObjectMapper();
    public static final String PATH = "/gateway.do";

    private final Shop shop;
    private final AlipayKeys keys;
    private final Clock clock;
    private final List<Long> delaysMillis;
    private final HttpClientOptions clientOptions;
    private final RequestGuard guard;
    private final Trades trades;
    private final MedicalDesk medical;
    private final BillMaker bills;
    private final Deque<AnswerFault> answerFaults = new ArrayDeque<>();
    private final boolean certificates;
    private @Nullable Teller teller;
    private @Nullable HttpServer server;

    /**
     * @param certificates whether the application is in certificate mode: requests must name them, answers do
     * @param delaysMillis before each repetition of a notification
     * @param clientOptions of the client that sends notifications, for instance whom it trusts
     */
    public AlipaySimulator(
            Shop shop,
            AlipayKeys keys,
            boolean certificates,
            Clock clock,
            List<Long> delaysMillis,
            HttpClientOptions clientOptions) {
        this.shop = shop;
        this.keys = keys;
        this.certificates = certificates;
        this.clock = clock;
        this.delaysMillis = List.copyOf(delaysMillis);
        this.clientOptions = clientOptions;
        this.guard = new RequestGuard(shop, keys, clock);
        this.trades = new Trades(shop, clock);
        this.medical = new MedicalDesk(trades, clock);
        this.bills = new BillMaker(shop, clock);
    }

    /** In key mode, on the machine's clock. */
    public AlipaySimulator(HttpClientOptions clientOptions) {
        this(Shop.SAMPLE, new AlipayKeys(Clock.systemUTC()), false, Clock.systemUTC(), DELAYS_MILLIS, clientOptions);
    }

    @Override
    public Future<Integer> start(Vertx vertx) {
        teller = new Teller(shop, keys, clock, delaysMillis, vertx, clientOptions);
        return vertx.createHttpServer()
                .requestHandler(request -> request.body()
                        .onSuccess(body -> answer(request, body.toString(StandardCharsets.UTF_8)))
                        .onFailure(failure -> request.connection().close()))
                .listen(0, "127.0.0.1")
                .map(started -> {
                    server = started;
                    return started.actualPort();
                });
    }

    @Override
    public Future<Void> stop() {
        Future<Void> closed = server == null ? Future.succeededFuture() : server.close();
        return closed.eventually(() -> teller == null ? Future.succeededFuture() : teller.close());
    }

    public Shop shop() {
        return shop;
    }

    public AlipayKeys keys() {
        return keys;
    }

    /** The patient scans our code and pays. Whether the notification was acknowledged in the end. */
    public Future<Boolean> pay(String qrCode) {
        return payByOrder(trades.numberOf(qrCode));
    }

    public Future<Boolean> payByOrder(String outTradeNo) {
        trades.payByOrder(outTradeNo, false);
        return tell();
    }

    /** The patient was faster than the closing, or the expiry: the money came all the same. */
    public Future<Boolean> payLate(String outTradeNo) {
        trades.payByOrder(outTradeNo, true);
        return tell();
    }

    /** The patient pays both halves on Alipay's page; of the cash Alipay tells. */
    public Future<Boolean> payBoth(String outTradeNo) {
        medical.pay(outTradeNo, true);
        return tell();
    }

    /** The patient's cash is taken and the insurer pays nothing. */
    public Future<Boolean> payCashAlone(String outTradeNo) {
        medical.pay(outTradeNo, false);
        return tell();
    }

    /** The insurer has taken back its half, if it has paid it. */
    public void insurerTookBack(String outTradeNo) {
        medical.insurerTookBack(outTradeNo);
    }

    /** {@code medical_pay_status}. */
    public String insurance(String outTradeNo) {
        return medical.insurance(outTradeNo);
    }

    /** The patient scans our code and looks. */
    public void scan(String outTradeNo) {
        trades.scan(outTradeNo);
    }

    /** A patient signs that he pays later; the agreement's number. */
    public String agreement(Telephone telephone) {
        return trades.newAgreement(telephone);
    }

    /** The payment code on a telephone; works once. */
    public String paymentCode(Telephone telephone) {
        return trades.newCode(telephone);
    }

    public Future<Boolean> enterPassword(String outTradeNo) {
        return payByOrder(outTradeNo);
    }

    public void refusePassword(String outTradeNo) {
        trades.refusePassword(outTradeNo);
    }

    /** The next cancellations answer {@code retry_flag=Y}. */
    public void cancelsAskAgain(int times) {
        trades.cancelsAskAgain(times);
    }

    /** Accepted refunds move no money until {@link #settleRefund}. */
    public void refundsWait(boolean wait) {
        trades.refundsWait(wait);
    }

    public Future<Boolean> settleRefund(String outTradeNo, String outRequestNo) {
        trades.settleRefund(outTradeNo, outRequestNo);
        return tell();
    }

    public void failNextAnswer(AnswerFault fault) {
        synchronized (answerFaults) {
            answerFaults.add(fault);
        }
    }

    public void failNextNotification(NotificationFault fault) {
        teller().fail(fault);
    }

    public void failNextBill(BillFault fault) {
        bills.fail(fault);
    }

    /**
     * From now on each day's bill is this one: so many payments of one yuan, to orders {@code LONG} and eight digits.
     *
     * @param file takes the archive
     */
    public void longBills(int rows, String date, Path file) {
        bills.makeLong(rows, date, file);
    }

    /** Bills of a day that is not over: a demonstration cannot wait until tomorrow. */
    public void billsEarly(boolean early) {
        bills.early(early);
    }

    /** Keeps notifications back until {@link #releaseNotificationsReversed}. */
    public void holdNotifications() {
        teller().hold();
    }

    /** Sends what was held, the last first, one after the other. */
    public Future<Void> releaseNotificationsReversed() {
        return teller().releaseReversed();
    }

    private Future<Boolean> tell() {
        List<Future<Boolean>> told = new ArrayList<>();
        trades.takeHappened().forEach(happening -> told.add(teller().tell(happening)));
        return Future.all(told).map(all -> told.stream().allMatch(Future::result));
    }

    private void answer(HttpServerRequest request, String body) {
        if (request.path().equals("/downloadBillFile.resource")) {
            String token = String.valueOf(request.getParam("token"));
            Path longFile = bills.takeLong(token);
            if (longFile != null) {
                request.response().sendFile(longFile.toString());
                return;
            }
            byte[] file = bills.take(token);
            request.response()
                    .setStatusCode(file == null ? 404 : 200)
                    .end(Buffer.buffer(file == null ? new byte[0] : file));
            return;
        }
        Map<String, String> form = RequestGuard.form(body);
        if (!HttpMethod.POST.equals(request.method()) || !request.path().equals(PATH) || form.isEmpty()) {
            request.response().setStatusCode(404).end();
            return;
        }
        Optional<String> problem = guard.problem(form, certificates);
        if (problem.isPresent()) {
            ObjectNode error = Trades.code("40002", "Invalid Arguments").put("sub_code", problem.get());
            request.response().end("{\"error_response\":" + error + "}");
            return;
        }
        AnswerFault fault;
        synchronized (answerFaults) {
            fault = answerFaults.poll();
        }
        if (fault == AnswerFault.HTTP_500) {
            request.response().setStatusCode(500).end();
            return;
        }
        ObjectNode node = fault == AnswerFault.BUSY ? busy() : handle(request, form);
        send(request, form, fault == AnswerFault.BUSY_AFTER_EFFECT ? busy() : node, fault);
        tell();
    }

    private static ObjectNode busy() {
        return Trades.code("20000", "Service Currently Unavailable").put("sub_code", "ACQ.SYSTEM_ERROR");
    }

    private ObjectNode handle(HttpServerRequest request, Map<String, String> form) {
        String content = form.getOrDefault("biz_content", "");
        if ("AES".equals(form.get("encrypt_type"))) {
            content = AlipayKeys.open(shop.contentKey(), content);
        }
        String notifyUrl = form.getOrDefault("notify_url", "");
        return switch (form.getOrDefault("method", "")) {
            case "alipay.trade.precreate" -> trades.precreate(content, notifyUrl);
            case "alipay.trade.create" -> trades.create(content, notifyUrl);
            case "alipay.commerce.medical.payment.createandpay" -> medical.createAndPay(content);
            case "alipay.commerce.medical.payment.query" -> medical.query(content);
            case "alipay.trade.pay" -> trades.pay(content, notifyUrl);
            case "alipay.trade.query" -> trades.query(content);
            case "alipay.trade.close" -> trades.close(content);
            case "alipay.trade.cancel" -> trades.cancel(content);
            case "alipay.trade.refund" -> trades.refund(content);
            case "alipay.trade.fastpay.refund.query" -> trades.queryRefund(content);
            case "alipay.data.dataservice.bill.downloadurl.query" ->
                bills.offer(
                        trades.all(),
                        field(content, "bill_type"),
                        field(content, "bill_date"),
                        "http://" + request.authority());
            default -> Trades.code("40002", "Invalid Arguments").put("sub_code", "isv.invalid-method");
        };
    }

    private static String field(String content, String name) {
        try {
            JsonNode node = JSON.readTree(content);
            return node.path(name).asText();
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private void send(
            HttpServerRequest request, Map<String, String> form, ObjectNode node, @Nullable AnswerFault fault) {
        if (fault == AnswerFault.HANG) {
            return;
        }
        if (fault == AnswerFault.RESET_AFTER_EFFECT) {
            request.connection().close();
            return;
        }
        String name = form.getOrDefault("method", "").replace('.', '_') + "_response";
        String text = "AES".equals(form.get("encrypt_type"))
                ? '"' + AlipayKeys.seal(shop.contentKey(), node.toString()) + '"'
                : node.toString();
        String signature = keys.sign(fault == AnswerFault.WRONGLY_SIGNED ? text + " " : text);
        String sent = fault == AnswerFault.ESCAPED_SLASHES ? text.replace("/", "\\/") : text;
        String number = fault == AnswerFault.UNKNOWN_CERTIFICATE ? "0".repeat(32) : keys.alipayNumber();
        boolean named = certificates || fault == AnswerFault.UNKNOWN_CERTIFICATE;
        String answer = "{\"" + name + "\":" + sent + (named ? ",\"alipay_cert_sn\":\"" + number + '"' : "")
                + (fault == AnswerFault.UNSIGNED ? "" : ",\"sign\":\"" + signature + '"') + "}";
        request.response().putHeader("Content-Type", "text/html;charset=utf-8").end(cut(answer, fault));
    }

    private static String cut(String answer, @Nullable AnswerFault fault) {
        return fault == AnswerFault.EMPTY
                ? ""
                : fault == AnswerFault.BROKEN ? answer.substring(0, answer.length() / 2) : answer;
    }

    private Teller teller() {
        return Objects.requireNonNull(teller, "not started");
    }
}
