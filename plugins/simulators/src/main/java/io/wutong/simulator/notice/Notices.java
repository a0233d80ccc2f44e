package io.wutong.simulator.notice;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends notices to merchants: each again after each delay until the merchant has taken it, then gives up. Held ones go out
 * last first when they are released. What a notice says and what counts as taken is the channel's.
 *
 * @param <F> the channel's faults of a notice
 */
public abstract class Notices<F extends Enum<F>> {

    private static final long TRY_TIMEOUT_MILLIS = 5_000;

    private final List<Long> delaysMillis;
    private final Vertx vertx;
    private final HttpClientAgent client;
    private final Deque<F> faults = new ArrayDeque<>();
    private final Deque<Supplier<Future<Boolean>>> held = new ArrayDeque<>();
    private boolean holding;

    protected Notices(List<Long> delaysMillis, Vertx vertx, HttpClientOptions options) {
        this.delaysMillis = List.copyOf(delaysMillis);
        this.vertx = vertx;
        this.client = vertx.createHttpClient(options);
    }

    /** One try: the whole request made, signed as of now. */
    @FunctionalInterface
    public interface Making<F> {
        /** @param fault of the first try; none on the later ones */
        Sent make(@Nullable F fault);
    }

    /** What goes over the wire. */
    public record Sent(Map<String, String> headers, String body) {}

    /** A form in UTF-8; a fault may put something before it. */
    protected static String form(String before, Map<String, String> fields) {
        StringBuilder form = new StringBuilder(before);
        fields.forEach((name, value) -> form.append(form.length() == 0 ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return form.toString();
    }

    /** Whether the merchant has taken it. */
    protected abstract boolean taken(int status, String answer);

    public final synchronized void fail(F fault) {
        faults.add(fault);
    }

    public final synchronized void hold() {
        holding = true;
    }

    /** The last first, each when the one before it has come to its end. */
    public final Future<Void> releaseReversed() {
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

    public final Future<Void> close() {
        return client.close();
    }

    /** The fault that falls on the next notice. */
    protected final synchronized @Nullable F nextFault() {
        return faults.poll();
    }

    /**
     * Whether the merchant has taken it in the end.
     *
     * @param twice whether it goes out a second time at the same moment
     */
    protected final Future<Boolean> tell(String url, @Nullable F fault, boolean twice, Making<F> making) {
        Supplier<Future<Boolean>> send = () -> {
            Future<Boolean> twin = twice ? attempt(url, making, null, 0) : Future.succeededFuture(true);
            return attempt(url, making, fault, 0).compose(first -> twin.map(second -> first && second));
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

    private Future<Boolean> attempt(String url, Making<F> making, @Nullable F fault, int tried) {
        return post(url, making.make(fault)).otherwise(false).compose(taken -> {
            if (taken) {
                return Future.succeededFuture(true);
            }
            if (tried == delaysMillis.size()) {
                return Future.succeededFuture(false);
            }
            return vertx.timer(delaysMillis.get(tried), TimeUnit.MILLISECONDS)
                    .compose(fired -> attempt(url, making, null, tried + 1));
        });
    }

    private Future<Boolean> post(String url, Sent sent) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url)
                .setTimeout(TRY_TIMEOUT_MILLIS);
        sent.headers().forEach(options::putHeader);
        // one chain on the loop: a body that nobody has asked for yet is lost
        return client.request(options)
                .compose(request -> request.send(Buffer.buffer(sent.body()))
                        .compose(response -> response.body()
                                .map(body -> taken(response.statusCode(), body.toString(StandardCharsets.UTF_8)))));
    }
}
