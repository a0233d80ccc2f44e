package io.wutong.testkit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.wutong.spi.RawNotification;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where a channel's callbacks arrive: keeps each as it came over the wire, and acknowledges it. */
final class CallbackPost {

    private final String acknowledgement;
    private final Deque<RawNotification> callbacks = new ArrayDeque<>();
    private @Nullable HttpServer server;

    private CallbackPost(String acknowledgement) {
        this.acknowledgement = acknowledgement;
    }

    /** @param acknowledgement the body of our answer */
    static Future<CallbackPost> open(Vertx vertx, String acknowledgement) {
        CallbackPost post = new CallbackPost(acknowledgement);
        return vertx.createHttpServer()
                .requestHandler(post::take)
                .listen(0, "127.0.0.1")
                .map(listening -> {
                    post.server = listening;
                    return post;
                });
    }

    private void take(HttpServerRequest request) {
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        request.body().onSuccess(body -> {
            synchronized (callbacks) {
                callbacks.add(new RawNotification(headers, body));
            }
            request.response().end(acknowledgement);
        });
    }

    String url() {
        return "http://127.0.0.1:" + listening().actualPort() + "/callbacks/contract";
    }

    /** The latest one, which is not given again. */
    RawNotification last() {
        synchronized (callbacks) {
            return callbacks.removeLast();
        }
    }

    Future<Void> close() {
        return listening().close();
    }

    private HttpServer listening() {
        if (server == null) {
            throw new IllegalStateException("not open");
        }
        return server;
    }
}
