package io.wutong.simulator.unionpay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.wutong.simulator.Simulator;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * UnionPay with one merchant: consumption by the patient's code and by our code, query, cancellation, refund, reversal,
 * the settlement file of a clearing day, and the patient's telephone.
 *
 * <pre>
 *  form ─► names once, 5.1.0 and method 01, our merchant, its certificate and signature? ─► the books ─► signed answer
 *              no: 11, signed
 *  paid, cancelled or refunded ─► signed notification, repeated until 200; failures are never told
 * </pre>
 *
 * Faults are one-shot and apply to the next answer, notification or file, in the order in which they were asked for.
 */
public final class UnionPaySimulator implements Simulator {

    public static final String MER_ID = "777290058110048";
    private static final List<Long> DELAYS_MILLIS = List.of(50L, 100L, 200L, 400L);

    private final UnionPayKeys keys;
    private final Clock clock;
    private final List<Long> delaysMillis;
    private final HttpClientOptions clientOptions;
    private final Transactions transactions;
    private final FileMaker files = new FileMaker();
    private final Deque<AnswerFault> answerFaults = new ArrayDeque<>();
    private volatile @Nullable LongFile longFile;
    private @Nullable Vertx running;
    private @Nullable Teller teller;
    private @Nullable HttpServer server;

    /**
     * @param delaysMillis before each repetition of a notification
     * @param clientOptions of the client that sends notifications, for instance whom it trusts
     */
    public UnionPaySimulator(UnionPayKeys keys, Clock clock, List<Long> delaysMillis, HttpClientOptions clientOptions) {
        this.keys = keys;
        this.clock = clock;
        this.delaysMillis = List.copyOf(delaysMillis);
        this.clientOptions = clientOptions;
        this.transactions = new Transactions(clock);
    }

    /** On the machine's clock. */
    public UnionPaySimulator(HttpClientOptions clientOptions) {
        this(new UnionPayKeys(Clock.systemUTC()), Clock.systemUTC(), DELAYS_MILLIS, clientOptions);
    }

    @Override
    public Future<Integer> start(Vertx vertx) {
        running = vertx;
        teller = new Teller(keys, delaysMillis, vertx, clientOptions);
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

    public UnionPayKeys keys() {
        return keys;
    }

    /** The patient scans our code and pays. Whether the notification was acknowledged in the end. */
    public Future<Boolean> pay(String qrCode) {
        transactions.payByCode(qrCode);
        return tell();
    }

    public Future<Boolean> payByOrder(String orderId) {
        transactions.pay(orderId);
        return tell();
    }

    /** As {@link #payByOrder}, when the code's time is over: a payment that was under way comes through. */
    public Future<Boolean> payLate(String orderId) {
        transactions.payLate(orderId);
        return tell();
    }

    /** The payment code on a telephone; works once. */
    public String paymentCode(Telephone telephone) {
        return transactions.newCode(telephone);
    }

    public Future<Boolean> enterPassword(String orderId) {
        return payByOrder(orderId);
    }

    public void refusePassword(String orderId) {
        transactions.refusePassword(orderId);
    }

    /** Accepted refunds stay under way until {@link #settleRefund}. */
    public void refundsWait(boolean wait) {
        transactions.refundsWait(wait);
    }

    /** @param state {@code 00}, or another code for a refund that failed */
    public Future<Boolean> settleRefund(String orderId, String state) {
        transactions.settleRefund(orderId, state);
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

    public void failNextFile(FileFault fault) {
        files.fail(fault);
    }

    /**
     * From now on each day's file is this one: so many payments of one yuan, to orders {@code LONG} and eight digits.
     *
     * @param day as month and day
     * @param file takes the packed file
     */
    public void longFiles(int rows, String day, Path file) {
        longFile = LongFile.make(rows, MER_ID, day, file);
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
        transactions.takeToTell().forEach(transaction -> told.add(teller().tell(transaction)));
        return Future.all(told).map(all -> told.stream().allMatch(Future::result));
    }

    private void answer(HttpServerRequest request, String body) {
        Map<String, String> form = form(body);
        if (!HttpMethod.POST.equals(request.method()) || form.isEmpty()) {
            request.response().setStatusCode(400).end();
            return;
        }
        if (!isMerchants(form)) {
            send(request, Transactions.answer(form, "11", "验证签名失败"), null);
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
        LongFile made = longFile;
        if (made != null && "76".equals(form.get("txnType"))) {
            sendLong(request, made, Transactions.answer(form, "00", "成功"));
            return;
        }
        Map<String, String> answer = handle(request, form);
        if (fault == AnswerFault.STATE_UNKNOWN) {
            answer = Transactions.answer(form, "04", "交易状态未明,请查询");
        }
        send(request, answer, fault);
        tell();
    }

    private boolean isMerchants(Map<String, String> form) {
        return "5.1.0".equals(form.get("version"))
                && "01".equals(form.get("signMethod"))
                && "UTF-8".equals(form.get("encoding"))
                && MER_ID.equals(form.get("merId"))
                && keys.merchantCertId().equals(form.get("certId"))
                && form.values().stream().noneMatch(value -> value.isEmpty() || !value.equals(value.trim()))
                && keys.merchantSigned(form);
    }

    private Map<String, String> handle(HttpServerRequest request, Map<String, String> form) {
        String type = form.getOrDefault("txnType", "");
        boolean right = switch (request.path()) {
            case "/gateway/api/queryTrans.do" -> type.equals("00");
            case "/gateway/api/backTransReq.do" -> !type.equals("00") && !type.equals("76");
            default -> type.equals("76");
        };
        if (!right) {
            return Transactions.answer(form, "10", "交易与地址不符");
        }
        if (!type.equals("76")) {
            return transactions.handle(form);
        }
        Map<String, String> answer = Transactions.answer(form, "00", "成功");
        files.answer(answer, transactions.done(), MER_ID, form.getOrDefault("settleDate", ""));
        return answer;
    }

    private void send(HttpServerRequest request, Map<String, String> answer, @Nullable AnswerFault fault) {
        if (fault == AnswerFault.HANG) {
            return;
        }
        if (fault == AnswerFault.RESET_AFTER_EFFECT) {
            request.connection().close();
            return;
        }
        String text = fault == AnswerFault.EMPTY ? "" : text(signed(answer, fault));
        request.response()
                .putHeader("Content-Type", "text/html;charset=UTF-8")
                .end(Buffer.buffer(fault == AnswerFault.BROKEN ? text.substring(0, text.length() / 2) : text));
    }

    private void sendLong(HttpServerRequest request, LongFile made, Map<String, String> answer) {
        Objects.requireNonNull(running, "not started")
                .executeBlocking(() -> {
                    Path whole = Files.createTempFile("wutong-unionpay-answer", "");
                    made.answer(answer, keys, whole);
                    return whole;
                })
                .onSuccess(whole -> request.response()
                        .sendFile(whole.toString())
                        .onComplete(sent -> whole.toFile().delete()))
                .onFailure(failure -> request.connection().close());
    }

    private Map<String, String> signed(Map<String, String> answer, @Nullable AnswerFault fault) {
        if (fault == AnswerFault.UNSIGNED) {
            return answer;
        }
        if (fault == AnswerFault.HASHED_WITH_NOTHING) {
            return UnionPayKeys.hashWithNothing(answer);
        }
        UnionPayKeys.Signer signer = fault == AnswerFault.SIGNED_BY_A_MERCHANT
                ? UnionPayKeys.Signer.MERCHANT
                : fault == AnswerFault.OTHER_AUTHORITY
                        ? UnionPayKeys.Signer.FORGED
                        : fault == AnswerFault.EXPIRED_CERTIFICATE
                                ? UnionPayKeys.Signer.EXPIRED
                                : UnionPayKeys.Signer.UNION_PAY;
        Map<String, String> signed = new TreeMap<>(keys.sign(answer, signer));
        if (fault == AnswerFault.WRONGLY_SIGNED) {
            signed.put("respMsg", "别的话");
        }
        return signed;
    }

    /** Fields as they are, not URL-encoded. */
    private static String text(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new TreeMap<>();
        for (String field : body.split("&")) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                return Map.of();
            }
            String value = URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8);
            if (form.put(field.substring(0, equals), value) != null) {
                return Map.of();
            }
        }
        return form;
    }

    private Teller teller() {
        return Objects.requireNonNull(teller, "not started");
    }
}
