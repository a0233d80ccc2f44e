package io.wutong.simulator.alipay;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the merchant what happened: a signed form at the payment's address, for refunds too, repeated under the same
 * {@code notify_id} after each delay until the answer is exactly {@code success}. Held ones go out last first.
 */
final class Teller {

    private static final long TRY_TIMEOUT_MILLIS = 5_000;
    private static final Duration STALE = Duration.ofDays(3);

    private final Shop shop;
    private final AlipayKeys keys;
    private final Clock clock;
    private final List<Long> delaysMillis;
    private final Vertx vertx;
    private final HttpClientAgent client;
    private final Deque<NotificationFault> faults = new ArrayDeque<>();
    private final Deque<Supplier<Future<Boolean>>> held = new ArrayDeque<>();
    private boolean holding;

    Teller(Shop shop, AlipayKeys keys, Clock clock, List<Long> delaysMillis, Vertx vertx, HttpClientOptions options) {
        this.shop = shop;
        this.keys = keys;
        this.clock = clock;
        this.delaysMillis = List.copyOf(delaysMillis);
        this.vertx = vertx;
        this.client = vertx.createHttpClient(options);
    }

    synchronized void fail(NotificationFault fault) {
        faults.add(fault);
    }

    synchronized void hold() {
        holding = true;
    }

    Future<Void> releaseReversed() {
        Deque<Supplier<Future<Boolean>>> released;
        synchronized (this) {
            holding = false;
            released = new ArrayDeque<>(held);
            held.clear();
        }
        Future<Boolean> sent = Future.succeededFuture(true);
        while (!released.isEmpty()) {
            Supplier<Future<Boolean>> next = released.removeLast();
            sent = sent.compose(before -> next.get());
        }
        return sent.mapEmpty();
    }

    /** Whether the merchant acknowledged in the end. */
    Future<Boolean> tell(Trades.Happening happening) {
        NotificationFault fault;
        synchronized (this) {
            fault = faults.poll();
        }
        String url = happening.trade().notifyUrl;
        if (fault == NotificationFault.DROP || url.isEmpty()) {
            return Future.succeededFuture(false);
        }
        Map<String, String> fields = fields(happening, fault);
        Supplier<Future<Boolean>> send = () -> {
            Future<Boolean> twin =
                    fault == NotificationFault.DUPLICATE ? attempt(url, fields, null, 0) : Future.succeededFuture(true);
            return attempt(url, fields, fault, 0).compose(first -> twin.map(second -> first && second));
        };
        synchronized (this) {
            if (holding) {
                Promise<Boolean> promise = Promise.promise();
                held.add(() -> send.get().onComplete(promise));
                return promise.future();
            }
        }
        return send.get();
    }

    Future<Void> close() {
        return client.close();
    }

    private Future<Boolean> attempt(
            String url, Map<String, String> fields, @Nullable NotificationFault fault, int tried) {
        return post(url, form(fields, tried == 0 ? fault : null)).otherwise("").compose(answer -> {
            if (answer.equals("success")) {
                return Future.succeededFuture(true);
            }
            if (tried == delaysMillis.size()) {
                return Future.succeededFuture(false);
            }
            return vertx.timer(delaysMillis.get(tried), TimeUnit.MILLISECONDS)
                    .compose(fired -> attempt(url, fields, fault, tried + 1));
        });
    }

    private Future<String> post(String url, String form) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url)
                .setTimeout(TRY_TIMEOUT_MILLIS)
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        // one chain on the loop: a body that nobody has asked for yet is lost
        return client.request(options)
                .compose(request -> request.send(Buffer.buffer(form)).compose(HttpClientResponse::body))
                .map(body -> body.toString(StandardCharsets.UTF_8));
    }

    private Map<String, String> fields(Trades.Happening happening, @Nullable NotificationFault fault) {
        Trade trade = happening.trade();
        long fen = trade.totalFen + (fault == NotificationFault.WRONG_AMOUNT ? 1 : 0);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("notify_id", UUID.randomUUID().toString().replace("-", ""));
        fields.put("notify_type", "trade_status_sync");
        fields.put("charset", "utf-8");
        fields.put("version", "1.0");
        fields.put("app_id", fault == NotificationFault.OTHER_APPLICATION ? "2021000000009999" : shop.appId());
        fields.put("seller_id", fault == NotificationFault.OTHER_SELLER ? "2088000000009999" : shop.sellerId());
        fields.put("out_trade_no", trade.outTradeNo);
        fields.put("trade_no", trade.tradeNo);
        fields.put("trade_status", trade.status);
        fields.put("total_amount", Trades.yuan(fen));
        fields.put("receipt_amount", Trades.yuan(trade.totalFen));
        fields.put("buyer_pay_amount", Trades.yuan(trade.totalFen));
        fields.put("subject", trade.subject);
        fields.put("body", "");
        fields.put("gmt_create", Trades.time(trade.createdAt));
        fields.put("gmt_payment", Trades.time(trade.paidAt));
        fields.put(
                "fund_bill_list",
                "[{\"amount\":\"" + Trades.yuan(trade.totalFen) + "\",\"fundChannel\":\"ALIPAYACCOUNT\"}]");
        if (happening.refund() != null) {
            fields.put("refund_fee", Trades.yuan(trade.refundedFen()));
            fields.put("gmt_refund", Trades.time(happening.refund().at) + ".000");
            fields.put("out_biz_no", happening.refund().outRequestNo);
        }
        return fields;
    }

    private String form(Map<String, String> facts, @Nullable NotificationFault fault) {
        Map<String, String> fields = new LinkedHashMap<>(facts);
        fields.put(
                "notify_time",
                Trades.time(fault == NotificationFault.STALE ? clock.instant().minus(STALE) : clock.instant()));
        String signed = AlipayKeys.joined(fields) + (fault == NotificationFault.BAD_SIGNATURE ? "&more=1" : "");
        fields.put("sign_type", fault == NotificationFault.OTHER_ALGORITHM ? "RSA" : "RSA2");
        if (fault != NotificationFault.UNSIGNED) {
            fields.put("sign", keys.sign(signed));
        }
        StringBuilder form = new StringBuilder(fault == NotificationFault.REPEATED_NAME ? "total_amount=0.01" : "");
        fields.forEach((name, value) -> form.append(form.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return form.toString();
    }
}
