package io.wutong.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.wutong.host.Breaker;
import io.wutong.host.GuardReport;
import io.wutong.host.PluginHost;
import io.wutong.host.PluginHostConfig;
import io.wutong.payment.GiveBack;
import io.wutong.payment.Refund;
import io.wutong.port.Clock;
import io.wutong.reconcile.rules.Totals;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.Value;
import io.wutong.store.PgStore;
import io.wutong.store.catalogue.MappingQueue;
import io.wutong.store.claims.ClaimBook;
import io.wutong.store.journal.Journal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** An admin listener on a free port, before a store that nobody answers for: what reaches it is a 500. */
final class AdminUnderTest implements AutoCloseable {

    static final String TOKEN = "token-of-this-test";

    final Vertx vertx = Vertx.vertx();
    final AtomicReference<String> status = new AtomicReference<>("UP");
    final AdminListener listener;
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What came back. */
    record Answer(int status, Map<String, String> headers, Buffer bytes) {
        Body body() {
            return Json.read(bytes.getBytes());
        }

        String code() {
            return body().textOr("code", "");
        }
    }

    AdminUnderTest() throws Exception {
        Pool nobody = PgBuilder.pool()
                .connectingTo(new PgConnectOptions().setHost("127.0.0.1").setPort(1))
                .using(vertx)
                .build();
        listener = new AdminListener(
                vertx,
                new Noon(),
                new Journal(nobody),
                new MappingQueue(
                        nobody,
                        new PgStore(
                                vertx,
                                new PgConnectOptions().setHost("127.0.0.1").setPort(1)),
                        () -> {
                            throw new IllegalStateException("no directory");
                        }),
                new PluginHost(vertx, PluginHostConfig.ofClasses(List.of(), List.of())),
                "test",
                TOKEN,
                () -> "metric 1\n",
                () -> List.of(new GuardReport(
                        "adapter", "hunan", 3, 200, 17, new Breaker.Report(Breaker.State.OPEN, 0, 0, 1, 4_200))),
                () -> Future.succeededFuture(Body.of("status", Value.text(status.get()))),
                Future::succeededFuture,
                new MoneyDesk() {
                    @Override
                    public Future<Outcome<Totals>> compareDay(String channel, LocalDate day) {
                        return Future.failedFuture("no store");
                    }

                    @Override
                    public Future<Refund> giveBack(GiveBack ask) {
                        return Future.failedFuture("no store");
                    }
                },
                new ClaimBook(
                        nobody,
                        new PgStore(
                                vertx,
                                new PgConnectOptions().setHost("127.0.0.1").setPort(1))));
        server = await(listener.listen("127.0.0.1", 0));
    }

    Answer get(String path) throws Exception {
        return send(HttpMethod.GET, path, TOKEN);
    }

    /** @param token empty for none */
    Answer send(HttpMethod method, String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.actualPort() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method.name(), HttpRequest.BodyPublishers.noBody());
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
        return new Answer(response.statusCode(), headers, Buffer.buffer(response.body()));
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        await(vertx.close());
    }

    private static final class Noon implements Clock {
        @Override
        public Instant now() {
            return Instant.parse("2026-11-22T04:00:00Z");
        }

        @Override
        public long nanos() {
            return 0;
        }
    }
}
