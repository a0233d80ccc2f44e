package io.wutong.simulator.unionpay;

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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the merchant what succeeded, and nothing else: a signed form at the transaction's {@code backUrl}, repeated after
 * each delay until 200. Held ones go out last first.
 */
final class Teller {

    private static final long TRY_TIMEOUT_MILLIS = 5_000;

    private final UnionPayKeys keys;
    private final List<Long> delaysMillis;
    private final Vertx vertx;
    private final HttpClientAgent client;
    private final Deque<NotificationFault> faults = new ArrayDeque<>();
    private final Deque<Supplier<Future<Boolean>>> held = new ArrayDeque<>();
    private boolean holding;

    Teller(UnionPayKeys keys, List<Long> delaysMillis, Vertx vertx, HttpClientOptions options) {
        this.keys = keys;
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
    Future<Boolean> tell(Transaction transaction) {
        NotificationFault fault;
        synchronized (this) {
            fault = faults.poll();
        }
        String url = transaction.request.getOrDefault("backUrl", "");
        if (fault == NotificationFault.DROP || !url.startsWith("http")) {
            return Future.succeededFuture(false);
        }
        Map<String, String> facts = facts(transaction, fault);
        Supplier<Future<Boolean>> send = () -> {
            Future<Boolean> twin =
                    fault == NotificationFault.DUPLICATE ? attempt(url, facts, null, 0) : Future.succeededFuture(true);
            return attempt(url, facts, fault, 0).compose(first -> twin.map(second -> first && second));
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

    private static Map<String, String> facts(Transaction transaction, @Nullable NotificationFault fault) {
        Map<String, String> facts = Transactions.answer(transaction.request, "00", "成功[0000000]");
        Transactions.facts(facts, transaction);
        facts.put("reqReserved", transaction.request.getOrDefault("reqReserved", ""));
        facts.put("accNo", "6226********0048");
        if (fault == NotificationFault.WRONG_AMOUNT) {
            facts.put("txnAmt", Long.toString(transaction.fen + 1));
        } else if (fault == NotificationFault.OTHER_MERCHANT) {
            facts.put("merId", "777290058119999");
        } else if (fault == NotificationFault.OTHER_CURRENCY) {
            facts.put("currencyCode", "840");
        }
        return facts;
    }

    private Future<Boolean> attempt(
            String url, Map<String, String> facts, @Nullable NotificationFault fault, int tried) {
        return post(url, form(facts, tried == 0 ? fault : null)).otherwise(-1).compose(status -> {
            if (status == 200) {
                return Future.succeededFuture(true);
            }
            if (tried == delaysMillis.size()) {
                return Future.succeededFuture(false);
            }
            return vertx.timer(delaysMillis.get(tried), TimeUnit.MILLISECONDS)
                    .compose(fired -> attempt(url, facts, fault, tried + 1));
        });
    }

    private Future<Integer> post(String url, String form) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url)
                .setTimeout(TRY_TIMEOUT_MILLIS)
                .putHeader("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8");
        return client.request(options)
                .compose(request -> request.send(Buffer.buffer(form)))
                .map(HttpClientResponse::statusCode);
    }

    private String form(Map<String, String> facts, @Nullable NotificationFault fault) {
        Map<String, String> signed;
        if (fault == NotificationFault.HASHED_WITH_NOTHING) {
            signed = UnionPayKeys.hashWithNothing(facts);
        } else if (fault == NotificationFault.SIGNED_BY_A_MERCHANT) {
            signed = keys.sign(facts, UnionPayKeys.Signer.MERCHANT);
        } else {
            signed = new TreeMap<>(keys.sign(facts, UnionPayKeys.Signer.UNION_PAY));
            if (fault == NotificationFault.BAD_SIGNATURE) {
                signed.put("settleAmt", "1");
            }
        }
        StringBuilder form = new StringBuilder(fault == NotificationFault.REPEATED_NAME ? "txnAmt=1" : "");
        signed.forEach((name, value) -> form.append(form.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return form.toString();
    }
}
