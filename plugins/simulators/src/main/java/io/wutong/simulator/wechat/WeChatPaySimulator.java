package io.wutong.simulator.wechat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.wutong.simulator.Simulator;
import io.wutong.simulator.pki.Authority;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * WeChat Pay with one merchant. Version 3: Native and JSAPI order, payment by the patient's code and its reversal, query, close, refund, refund query, the bill of a
 * day. Version 2 ({@link CodeDesk}): payment by the patient's code, query, reversal. And the patient's telephone.
 *
 * <pre>
 *  request ─► Accept, User-Agent? ─► signature, age, nonce? ─► the books ─► signed answer
 *                    no: 400              no: 401, unsigned
 *  pay(codeUrl) ─► paid in the books ─► signed, encrypted notification, repeated until 2xx
 *  refund accepted ─► settled at once, unless told to wait ─► notification
 * </pre>
 *
 * Faults are one-shot and apply to the next answer or notification, in the order in which they were asked for.
 */
public final class WeChatPaySimulator implements Simulator {

    private static final List<Long> DELAYS_MILLIS = List.of(50L, 100L, 200L, 400L, 800L, 1_600L);
    private static final String TRANSACTIONS = "/v3/pay/transactions/";
    private static final String BY_NUMBER = TRANSACTIONS + "out-trade-no/";
    private static final String REFUNDS = "/v3/refund/domestic/refunds";

    private static final String MIXED = "/v3/med-ins/orders/out-trade-no/";
    private static final String TRADE_BILL = "/v3/bill/tradebill";
    private static final String BILL_FILE = "/v3/billdownload/file";

    private final Merchant merchant;
    private final Clock clock;
    private final List<Long> delaysMillis;
    private final HttpClientOptions clientOptions;
    private final SimulatorKeys keys;
    private final RequestGuard guard;
    private final Orders orders;
    private final Bills bills;
    private volatile @Nullable Function<String, Reply> longBill;
    private final CodeDesk codes;
    private final MedicalDesk medical;
    private final Deque<AnswerFault> answerFaults = new ArrayDeque<>();
    private final AtomicInteger certificateDownloads = new AtomicInteger();
    private volatile boolean refundsWait;
    private @Nullable Notifier notifier;
    private @Nullable HttpServer server;
    private @Nullable HttpServer secureServer;

    public WeChatPaySimulator() {
        this(Merchant.SAMPLE, new SimulatorKeys(), Clock.systemUTC(), DELAYS_MILLIS, new HttpClientOptions());
    }

    /**
     * @param keys new ones take about half a second to make
     * @param delaysMillis before each repetition of a notification; as many repetitions as there are delays
     * @param clientOptions of the client that sends notifications, for instance whom it trusts
     */
    public WeChatPaySimulator(
            Merchant merchant,
            SimulatorKeys keys,
            Clock clock,
            List<Long> delaysMillis,
            HttpClientOptions clientOptions) {
        this.merchant = merchant;
        this.keys = keys;
        this.clock = clock;
        this.delaysMillis = List.copyOf(delaysMillis);
        this.clientOptions = clientOptions;
        this.guard = new RequestGuard(merchant, keys, clock);
        this.orders = new Orders(merchant, clock);
        this.bills = new Bills(merchant, keys);
        this.codes = new CodeDesk(merchant, orders, clock);
        this.medical = new MedicalDesk(merchant, keys, orders);
    }

    @Override
    public Future<Integer> start(Vertx vertx) {
        notifier = new Notifier(merchant, keys, clock, delaysMillis, vertx, clientOptions);
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

    /** The part that wants the merchant's TLS certificate, on a port of its own; says which. */
    public Future<Integer> startSecure(Vertx vertx, SecureFront front) {
        return vertx.createHttpServer(front.serverOptions())
                .requestHandler(request -> request.body()
                        .onSuccess(body -> answerV2(request, body.toString(StandardCharsets.UTF_8), true))
                        .onFailure(failure -> request.connection().close()))
                .listen(0, "127.0.0.1")
                .map(started -> {
                    secureServer = started;
                    return started.actualPort();
                });
    }

    @Override
    public Future<Void> stop() {
        Future<Void> plain = server == null ? Future.succeededFuture() : server.close();
        Future<Void> closed =
                plain.eventually(() -> secureServer == null ? Future.succeededFuture() : secureServer.close());
        return closed.eventually(() -> notifier == null ? Future.succeededFuture() : notifier.close());
    }

    public Merchant merchant() {
        return merchant;
    }

    /** What the merchant signs with: PEM, PKCS#8. */
    public String merchantPrivateKeyPem() {
        return keys.merchantPrivatePem();
    }

    public String merchantPublicKeyPem() {
        return keys.merchantPublicPem();
    }

    /** What the simulator's signatures are checked with: PEM. */
    public String platformPublicKeyPem() {
        return keys.platformPublicPem();
    }

    /** The patient scans the code and pays. Whether the notification was acknowledged in the end. */
    public Future<Boolean> pay(String codeUrl) {
        return notifier().notify(orders.pay(orders.byCode(codeUrl), false));
    }

    /** As {@link #pay}, by our number. */
    public Future<Boolean> payByOrder(String outTradeNo) {
        return notifier().notify(orders.pay(orders.byNumber(outTradeNo), false));
    }

    /** The patient was faster than the closing, or the expiry: the money came all the same. */
    public Future<Boolean> payLate(String outTradeNo) {
        return notifier().notify(orders.pay(orders.byNumber(outTradeNo), true));
    }

    /** The patient pays both halves with one password. Whether the notification was acknowledged in the end. */
    public Future<Boolean> payMixed(String outTradeNo) {
        return notifier().notify(medical.pay(outTradeNo, false));
    }

    /** The cash is taken, the insurer's part fails: WeChat tells nobody. */
    public void payCashAlone(String outTradeNo) {
        medical.pay(outTradeNo, true);
    }

    /** Numbers of refunds of which the merchant has said that the insurer has done its part. */
    public List<String> insuranceRefundsTold() {
        return medical.refundsTold();
    }

    /** The payment code on a telephone; works once. */
    public String paymentCode(Telephone telephone) {
        return codes.newCode(telephone);
    }

    /** Version 2 tells no one: the merchant must ask. */
    public void enterPassword(String outTradeNo) {
        codes.enterPassword(outTradeNo);
    }

    public void refusePassword(String outTradeNo) {
        codes.refusePassword(outTradeNo);
    }

    /** The next reversals answer {@code recall=Y}. */
    public void reversalsAskAgain(int times) {
        codes.reversalsAskAgain(times);
    }

    /** Accepted refunds stay {@code PROCESSING} until {@link #settleRefund}. */
    public void refundsWait(boolean wait) {
        refundsWait = wait;
    }

    /** @param state {@code SUCCESS}, {@code ABNORMAL} or {@code CLOSED} */
    public Future<Boolean> settleRefund(String outRefundNo, String state) {
        return notifier().notify(orders.settle(outRefundNo, state));
    }

    public void failNextAnswer(AnswerFault fault) {
        synchronized (answerFaults) {
            answerFaults.add(fault);
        }
    }

    /** Whether an answer is still to go wrong. */
    public boolean failsNextAnswer() {
        synchronized (answerFaults) {
            return !answerFaults.isEmpty();
        }
    }

    public void failNextNotification(NotificationFault fault) {
        notifier().fail(fault);
    }

    public void failNextBill(BillFault fault) {
        bills.fail(fault);
    }

    /**
     * Makes a bill of this many payments of one yuan, to orders {@code LONG} and eight digits, which is every day's from
     * now on.
     *
     * @param file where it is kept
     */
    public void longBills(int rows, String date, Path file) {
        String sha1 = bills.makeLong(rows, date, file);
        longBill = base -> bills.offerLong(file, sha1, base);
    }

    /** Bills of a day that is not over: a demonstration cannot wait until tomorrow. */
    public void billsEarly(boolean early) {
        orders.billsEarly(early);
    }

    /** Keeps notifications back until {@link #releaseNotificationsReversed}. */
    public void holdNotifications() {
        notifier().hold();
    }

    /** Sends what was held, the last first, one after the other. */
    public Future<Void> releaseNotificationsReversed() {
        return notifier().releaseReversed();
    }

    private void answerV2(HttpServerRequest request, String body, boolean secure) {
        AnswerFault fault;
        synchronized (answerFaults) {
            fault = answerFaults.poll();
        }
        if (fault == AnswerFault.HTTP_500) {
            request.response().setStatusCode(500).end();
            return;
        }
        String answer = codes.answer(request.path(), body, secure);
        if (fault == AnswerFault.HANG) {
            return;
        }
        if (fault == AnswerFault.RESET_AFTER_EFFECT) {
            request.connection().close();
            return;
        }
        String sent = switch (fault == null ? AnswerFault.STALE : fault) {
            case UNSIGNED -> answer.replaceFirst("<sign>.*</sign>", "");
            case WRONGLY_SIGNED -> answer.replace("OK]]", "OK!]]");
            case BROKEN -> answer.substring(0, answer.length() / 2);
            default -> answer;
        };
        request.response().putHeader("Content-Type", "text/xml; charset=utf-8").end(Buffer.buffer(sent));
    }

    private void answer(HttpServerRequest request, String body) {
        if (request.path().startsWith("/pay/") || request.path().startsWith("/secapi/")) {
            answerV2(request, body, false);
            return;
        }
        if (!"application/json".equals(request.getHeader("Accept")) || request.getHeader("User-Agent") == null) {
            send(request, Reply.error(400, "PARAM_ERROR", "Http头缺少Accept或User-Agent"), null, true);
            return;
        }
        Optional<String> problem = guard.problem(
                request.getHeader("Authorization"), request.method().name(), request.uri(), body);
        if (problem.isPresent()) {
            send(request, Reply.error(401, "SIGN_ERROR", problem.get()), null, false);
            return;
        }
        AnswerFault fault;
        synchronized (answerFaults) {
            fault = answerFaults.poll();
        }
        if (request.path().equals(BILL_FILE)) {
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
        } else if (fault == AnswerFault.HTTP_500) {
            send(request, Reply.error(500, "SYSTEM_ERROR", "系统异常,请稍后重试"), null, true);
        } else if (fault == AnswerFault.FREQUENCY_LIMITED) {
            send(request, Reply.error(429, "FREQUENCY_LIMITED", "频率超限"), null, true);
        } else {
            Reply reply = handle(request, body);
            send(request, reply, fault, true);
            List<String> accepted = orders.takeAccepted();
            if (!refundsWait) {
                accepted.forEach(outRefundNo -> settleRefund(outRefundNo, "SUCCESS"));
            }
        }
    }

    private Reply handle(HttpServerRequest request, String body) {
        String path = request.path();
        boolean get = HttpMethod.GET.equals(request.method());
        boolean post = HttpMethod.POST.equals(request.method());
        if (post && path.equals(TRANSACTIONS + "native")) {
            return orders.nativeOrder(body);
        }
        if (post && path.equals(TRANSACTIONS + "jsapi")) {
            return orders.jsapiOrder(body);
        }
        if (post && path.equals(TRANSACTIONS + "codepay")) {
            return codes.payV3(body);
        }
        if (post && path.equals("/v3/med-ins/orders")) {
            return medical.create(body);
        }
        if (get && path.startsWith(MIXED)) {
            return medical.query(path.substring(MIXED.length()));
        }
        if (post && path.equals("/v3/med-ins/refunds/notify")) {
            return medical.refunded(String.valueOf(request.getParam("mix_trade_no")), body);
        }
        if (post && path.startsWith(BY_NUMBER) && path.endsWith("/reverse")) {
            return codes.reverseV3(path.substring(BY_NUMBER.length(), path.length() - "/reverse".length()), body);
        }
        if (post && path.startsWith(BY_NUMBER) && path.endsWith("/close")) {
            return orders.close(path.substring(BY_NUMBER.length(), path.length() - "/close".length()), body);
        }
        if (get && path.startsWith(BY_NUMBER)) {
            return merchant.mchid().equals(request.getParam("mchid"))
                    ? orders.query(path.substring(BY_NUMBER.length()))
                    : Reply.badParameter("mchid");
        }
        if (post && path.equals(REFUNDS)) {
            return orders.refund(body);
        }
        if (get && path.startsWith(REFUNDS + "/")) {
            return orders.queryRefund(path.substring(REFUNDS.length() + 1));
        }
        if (get && path.equals("/v3/certificates")) {
            return certificates();
        }
        if (get && path.equals(TRADE_BILL)) {
            String base = "http://" + request.authority();
            String date = String.valueOf(request.getParam("bill_date"));
            Function<String, Reply> madeLong = longBill;
            return madeLong == null ? orders.bill(bills, date, base) : madeLong.apply(base);
        }
        return Reply.error(404, "RESOURCE_NOT_EXISTS", "无此接口");
    }

    private Reply certificates() {
        List<SimulatorKeys.Issued> published = keys.certificates();
        if (published.isEmpty()) {
            return Reply.error(404, "RESOURCE_NOT_EXISTS", "商户使用微信支付公钥");
        }
        certificateDownloads.incrementAndGet();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode data = answer.putArray("data");
        for (SimulatorKeys.Issued issued : published) {
            String nonce = keys.nonce(12);
            String pem = Authority.pem(issued.certificate());
            data.addObject()
                    .put("serial_no", issued.serial())
                    .putObject("encrypt_certificate")
                    .put("algorithm", "AEAD_AES_256_GCM")
                    .put("nonce", nonce)
                    .put("associated_data", "certificate")
                    .put("ciphertext", keys.encrypt(merchant.apiV3Key(), nonce, "certificate", pem));
        }
        return new Reply(200, answer.toString());
    }

    /** How often certificates were downloaded. */
    public int certificateDownloads() {
        return certificateDownloads.get();
    }

    private void send(HttpServerRequest request, Reply reply, @Nullable AnswerFault fault, boolean signed) {
        if (fault == AnswerFault.HANG) {
            return;
        }
        if (fault == AnswerFault.RESET_AFTER_EFFECT) {
            request.connection().close();
            return;
        }
        Reply sent = fault == AnswerFault.HTTP_500_AFTER_EFFECT
                ? Reply.error(500, "SYSTEM_ERROR", "系统异常,请稍后重试")
                : fault == AnswerFault.BROKEN
                        ? new Reply(
                                reply.status(),
                                reply.body().substring(0, reply.body().length() / 2))
                        : fault == AnswerFault.EMPTY ? new Reply(200, "") : reply;
        HttpServerResponse response = request.response().setStatusCode(sent.status());
        response.putHeader("Request-ID", UUID.randomUUID() + "-0");
        response.putHeader("Content-Type", "application/json; charset=utf-8");
        if (signed && fault != AnswerFault.UNSIGNED) {
            notifier().headers(sent.body(), notificationFault(fault)).forEach((name, value) -> {
                if (name.startsWith("Wechatpay-")) {
                    response.putHeader(name, value);
                }
            });
        }
        response.end(Buffer.buffer(sent.body()));
    }

    private static @Nullable NotificationFault notificationFault(@Nullable AnswerFault fault) {
        if (fault == AnswerFault.WRONGLY_SIGNED) {
            return NotificationFault.BAD_SIGNATURE;
        }
        if (fault == AnswerFault.UNKNOWN_SERIAL) {
            return NotificationFault.UNKNOWN_SERIAL;
        }
        return fault == AnswerFault.STALE ? NotificationFault.STALE : null;
    }

    private Notifier notifier() {
        return Objects.requireNonNull(notifier, "not started");
    }
}
