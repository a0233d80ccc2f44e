package io.wutong.simulator.wechat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Clock;
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
 * Tells the merchant what happened: encrypts once, signs anew for every try, repeats after each delay of its schedule
 * until a 2xx, then gives up. Held notifications go out in the opposite order when they are released.
 */
final class Notifier {

    private static final long TRY_TIMEOUT_MILLIS = 5_000;
    private static final long STALE_SECONDS = 600;

    private final Merchant merchant;
    private final SimulatorKeys keys;
    private final Clock clock;
    private final List<Long> delaysMillis;
    private final Vertx vertx;
    private final HttpClientAgent client;
    private final Deque<NotificationFault> faults = new ArrayDeque<>();
    private final Deque<Supplier<Future<Boolean>>> held = new ArrayDeque<>();
    private boolean holding;

    Notifier(
            Merchant merchant,
            SimulatorKeys keys,
            Clock clock,
            List<Long> delaysMillis,
            Vertx vertx,
            HttpClientOptions options) {
        this.merchant = merchant;
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

    /** The last first, each when the one before it has come to its end. */
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
    Future<Boolean> notify(Orders.Event event) {
        NotificationFault fault;
        synchronized (this) {
            fault = faults.poll();
        }
        if (fault == NotificationFault.DROP || event.notifyUrl().isEmpty()) {
            return Future.succeededFuture(false);
        }
        String body = envelope(event, fault);
        Supplier<Future<Boolean>> send = () -> {
            Future<Boolean> twin =
                    fault == NotificationFault.DUPLICATE ? attempt(event, body, null, 0) : Future.succeededFuture(true);
            return attempt(event, body, fault, 0).compose(first -> twin.map(second -> first && second));
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

    private Future<Boolean> attempt(Orders.Event event, String body, @Nullable NotificationFault fault, int tried) {
        return post(event.notifyUrl(), body, tried == 0 ? fault : null)
                .otherwise(-1)
                .compose(status -> {
                    if (status / 100 == 2) {
                        return Future.succeededFuture(true);
                    }
                    if (tried == delaysMillis.size()) {
                        return Future.succeededFuture(false);
                    }
                    return vertx.timer(delaysMillis.get(tried), TimeUnit.MILLISECONDS)
                            .compose(fired -> attempt(event, body, fault, tried + 1));
                });
    }

    private Future<Integer> post(String url, String body, @Nullable NotificationFault fault) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url)
                .setTimeout(TRY_TIMEOUT_MILLIS);
        headers(body, fault).forEach(options::putHeader);
        return client.request(options)
                .compose(request -> request.send(Buffer.buffer(body)))
                .map(HttpClientResponse::statusCode);
    }

    /** The headers of a signed message. */
    Map<String, String> headers(String body, @Nullable NotificationFault fault) {
        long timestamp = clock.instant().getEpochSecond() - (fault == NotificationFault.STALE ? STALE_SECONDS : 0);
        String nonce = keys.nonce(32);
        String serial = keys.signingSerial();
        String signed = fault == NotificationFault.BAD_SIGNATURE ? body + " " : body;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Wechatpay-Timestamp", Long.toString(timestamp));
        headers.put("Wechatpay-Nonce", nonce);
        headers.put(
                "Wechatpay-Serial",
                fault == NotificationFault.UNKNOWN_SERIAL
                        ? "PUB_KEY_ID_0000"
                        : serial == null ? merchant.platformKeyId() : serial);
        headers.put("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
        if (fault == NotificationFault.SIGNTEST) {
            headers.put("Wechatpay-Signature", "WECHATPAY/SIGNTEST/" + keys.nonce(338));
        } else if (fault != NotificationFault.UNSIGNED) {
            headers.put("Wechatpay-Signature", keys.sign(timestamp + "\n" + nonce + "\n" + signed + "\n"));
        }
        return headers;
    }

    private String envelope(Orders.Event event, @Nullable NotificationFault fault) {
        ObjectNode inner = event.inner();
        if (fault == NotificationFault.WRONG_AMOUNT) {
            ObjectNode amount = (ObjectNode) inner.get("amount");
            amount.put("total", amount.get("total").longValue() + 1);
        } else if (fault == NotificationFault.OTHER_MERCHANT) {
            inner.put("mchid", "1900009999");
        }
        String nonce = keys.nonce(12);
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.put("id", UUID.randomUUID().toString());
        envelope.put("create_time", clock.instant().toString());
        envelope.put("resource_type", "encrypt-resource");
        envelope.put("event_type", event.type());
        envelope.put("summary", event.summary());
        envelope.putObject("resource")
                .put("original_type", event.originalType())
                .put("algorithm", "AEAD_AES_256_GCM")
                .put("ciphertext", keys.encrypt(merchant.apiV3Key(), nonce, event.originalType(), inner.toString()))
                .put("associated_data", event.originalType())
                .put("nonce", nonce);
        return envelope.toString();
    }
}
