package io.wutong.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Download;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostServicesTest {
    private static final AdapterSpec SPEC = AdapterSpec.of("hunan", "region-test", "430000");

    private Vertx vertx;
    private HostServices services;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        services = HostServices.open(vertx, SPEC);
    }

    @AfterEach
    void close() throws Exception {
        await(services.close());
        await(vertx.close());
    }

    @Test
    void should_read_status_headers_and_body_when_the_server_answers() throws Exception {
        String base = serve(request -> request.body()
                .onSuccess(body -> request.response()
                        .setStatusCode(418)
                        .putHeader("X-Echo", request.getHeader("X-In"))
                        .end(body.appendString(request.uri()))));
        HttpReply reply = await(services.http(
                new HttpCall("POST", base + "/a%20b?c=d", Map.of("X-In", "1"), Buffer.buffer("text"), 5_000)));
        assertThat(reply.status()).isEqualTo(418);
        assertThat(reply.header("x-echo")).contains("1");
        assertThat(reply.body().toString()).isEqualTo("text/a%20b?c=d");
    }

    @Test
    void should_not_follow_when_the_server_redirects() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        String base = serve(request -> {
            seen.incrementAndGet();
            request.response()
                    .setStatusCode(302)
                    .putHeader("Location", "/elsewhere")
                    .end();
        });
        assertThat(await(services.http(get(base, 5_000))).status()).isEqualTo(302);
        assertThat(seen).hasValue(1);
    }

    @Test
    void should_not_send_when_nobody_listens() {
        allow("localhost:1");
        assertFailure(services.http(get("http://localhost:1", 5_000)), false, "connect_refused");
    }

    @Test
    void should_not_send_when_the_host_is_unknown() throws Exception {
        await(services.close());
        await(vertx.close());
        // a name server that is not there: no packet leaves this machine
        vertx = Vertx.vertx(new VertxOptions()
                .setAddressResolverOptions(new AddressResolverOptions()
                        .setServers(List.of("127.0.0.1:1"))
                        .setMaxQueries(1)
                        .setQueryTimeout(200)));
        allow("no-such-host.invalid:80");
        assertFailure(services.http(get("http://no-such-host.invalid", 5_000)), false, "unknown_host");
    }

    @Test
    void should_not_send_when_the_host_is_not_allowed() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        String base = serve(request -> {
            seen.incrementAndGet();
            request.response().end();
        });
        allow("localhost:1");
        assertFailure(services.http(get(base, 5_000)), false, "host_not_allowed");
        assertThat(seen).hasValue(0);
    }

    @Test
    void should_not_send_when_the_uri_or_a_header_is_no_http() throws Exception {
        String base = serve(request -> request.response().end());
        for (String uri : List.of("ftp://localhost/", "http://u:p@localhost/", "http:///x", "not a uri", "")) {
            assertFailure(services.http(get(uri, 5_000)), false, "bad_uri");
        }
        HttpCall split = new HttpCall("GET", base, Map.of("X", "a\r\nY: b"), null, 5_000);
        assertFailure(services.http(split), false, "bad_request");
    }

    @Test
    void should_not_send_when_the_handshake_fails() throws Exception {
        NetServer plain = await(vertx.createNetServer()
                .connectHandler(socket -> socket.handler(ignored -> socket.end(Buffer.buffer("no tls here"))))
                .listen(0));
        allow("localhost:" + plain.actualPort());
        assertFailure(services.http(get("https://localhost:" + plain.actualPort(), 5_000)), false, "tls_handshake");
    }

    @Test
    void should_not_send_when_the_handshake_hangs() throws Exception {
        NetServer silent = await(vertx.createNetServer()
                .connectHandler(socket -> socket.handler(ignored -> {}))
                .listen(0));
        allow("localhost:" + silent.actualPort());
        assertFailure(services.http(get("https://localhost:" + silent.actualPort(), 200)), false, "timeout_connect");
        await(services.close()); // with its connection half open
    }

    @Test
    void should_count_as_sent_when_the_answer_does_not_come_in_time() throws Exception {
        String base = serve(request -> {});
        assertFailure(services.http(get(base, 200)), true, "timeout_read");
    }

    @Test
    void should_count_as_sent_when_the_body_stalls() throws Exception {
        String base = serve(request -> request.response().setChunked(true).write("half"));
        assertFailure(services.http(get(base, 300)), true, "timeout_read");
    }

    @Test
    void should_count_as_sent_when_the_connection_closes_before_the_answer() throws Exception {
        String base = serveRaw(NetSocket::close);
        assertFailure(services.http(get(base, 5_000)), true, "closed");
    }

    @Test
    void should_count_as_sent_when_the_body_is_broken_off() throws Exception {
        String base =
                serveRaw(socket -> socket.end(Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")));
        assertFailure(services.http(get(base, 5_000)), true, "closed");
    }

    @Test
    void should_count_as_sent_when_the_answer_is_no_http() throws Exception {
        String base = serveRaw(socket -> socket.end(Buffer.buffer("\u0001garbage\r\n\r\n")));
        assertFailure(services.http(get(base, 5_000)), true, "bad_answer");
    }

    @Test
    void should_count_as_sent_when_the_connection_is_reset_after_the_request() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            Thread resetting = new Thread(() -> {
                try (var socket = server.accept()) {
                    assertThat(socket.getInputStream().read()).isPositive();
                    socket.setSoLinger(true, 0);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            resetting.start();
            allow("localhost:" + server.getLocalPort());
            CallFailure failure = failureOf(services.http(get("http://localhost:" + server.getLocalPort(), 5_000)));
            resetting.join();
            assertThat(failure.sent()).isTrue();
            assertThat(failure.shortCause()).isIn("reset", "closed");
        }
    }

    @Test
    void should_stop_reading_when_the_answer_is_too_long() throws Exception {
        String declared = serve(request -> request.response().end(Buffer.buffer(new byte[2_000])));
        services = HostServices.open(
                vertx,
                SPEC.withLimits(ServiceLimits.DEFAULT.withAnswerBytesMax(1_000)).withAllowedHosts(hostOf(declared)));
        assertFailure(services.http(get(declared, 5_000)), true, "answer_too_long");
        String chunked = serve(request -> {
            request.response().setChunked(true);
            request.response().write(Buffer.buffer(new byte[800]));
            request.response().write(Buffer.buffer(new byte[800]));
        });
        services = HostServices.open(
                vertx,
                SPEC.withLimits(ServiceLimits.DEFAULT.withAnswerBytesMax(1_000)).withAllowedHosts(hostOf(chunked)));
        assertFailure(services.http(get(chunked, 5_000)), true, "answer_too_long");
    }

    @Test
    void should_keep_a_long_answer_in_a_file_until_it_is_closed() throws Exception {
        byte[] part = new byte[100_000];
        new Random(1).nextBytes(part);
        String target = serve(request -> {
            HttpServerResponse response = request.response().setChunked(true);
            for (int i = 0; i < 60; i++) {
                response.write(Buffer.buffer(part));
            }
            response.end();
        });
        Download file = services.download(get(target, 10_000)).await(10, TimeUnit.SECONDS);
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.length())
                .as("more than an answer in memory may have")
                .isEqualTo(6_000_000)
                .isGreaterThan(ServiceLimits.DEFAULT.answerBytesMax());
        try (InputStream in = file.open()) {
            assertThat(in.readNBytes(part.length)).isEqualTo(part);
        }
        assertThat(services.held()).isEqualTo(1);
        file.close();
        assertThat(services.held()).isZero();
        Download left = services.download(get(target, 10_000)).await(10, TimeUnit.SECONDS);
        services.close().await(10, TimeUnit.SECONDS);
        assertThat(services.held()).isZero();
        long until = System.nanoTime() + 5_000_000_000L;
        while (left.length() > 0 && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(left::open).as("gone with its adapter").isInstanceOf(IOException.class);
    }

    @Test
    void should_leave_no_file_when_a_download_breaks_off() throws Exception {
        String target = serve(request -> request.connection().close());
        CallFailure failure = failureOf(services.download(get(target, 5_000)));
        assertThat(failure.sent()).isTrue();
        assertThat(services.held()).isZero();
    }

    @Test
    void should_refuse_early_and_recover_when_the_pool_is_full() throws Exception {
        Promise<Void> release = Promise.promise();
        Promise<Void> first = Promise.promise();
        String base = serve(request -> {
            first.tryComplete();
            release.future().onComplete(ignored -> request.response().end("ok"));
        });
        services = HostServices.open(
                vertx, SPEC.withLimits(ServiceLimits.DEFAULT.withHttp(1, 1)).withAllowedHosts(hostOf(base)));
        Future<HttpReply> holding = services.http(get(base, 5_000));
        await(first.future());
        Future<HttpReply> waiting = services.http(get(base, 200));
        assertFailure(services.http(get(base, 5_000)), false, "pool_full");
        assertFailure(waiting, false, "timeout_connect");
        release.complete();
        assertThat(await(holding).status()).isEqualTo(200);
        assertThat(await(services.http(get(base, 5_000))).status()).isEqualTo(200);
    }

    @Test
    void should_not_take_a_second_answer_for_the_next_call_when_a_server_answers_twice() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        String base = serveRaw(socket -> {
            String one = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + calls.incrementAndGet();
            socket.write(one + one);
        });
        assertThat(await(services.http(get(base, 5_000))).body().toString()).isEqualTo("1");
        assertThat(await(services.http(get(base, 5_000))).body().toString()).isEqualTo("2");
    }

    @Test
    void should_complete_on_the_callers_loop_when_called_from_one() throws Exception {
        String base = serve(request -> request.response().end());
        Context context = vertx.getOrCreateContext();
        CompletableFuture<List<Boolean>> same = new CompletableFuture<>();
        context.runOnContext(ignored -> services.http(get(base, 5_000))
                .map(reply -> onLoop(context))
                .compose(http -> services.work(() -> "x")
                        .map(x -> onLoop(context))
                        .compose(work -> services.delay(1).map(x -> List.of(http, work, onLoop(context)))))
                .onComplete(done -> same.complete(done.result())));
        assertThat(same.get(10, TimeUnit.SECONDS)).containsExactly(true, true, true);
    }

    @Test
    void should_run_work_on_its_own_thread_with_the_plugins_loader() throws Exception {
        ClassLoader loader = new ClassLoader() {};
        HostServices own = new HostServices(vertx, SPEC, loader, java.time.Clock.systemUTC());
        assertThat(await(own.work(() -> Thread.currentThread().getContextClassLoader())))
                .isSameAs(loader);
        assertThat(await(own.work(() -> Thread.currentThread().getName()))).contains("wutong-plugin-hunan");
        assertThat(own.clock().getZone()).isEqualTo(HostServices.CHINA);
        await(own.close());
    }

    @Test
    void should_refuse_work_when_the_queue_is_full() throws Exception {
        services = HostServices.open(vertx, SPEC.withLimits(ServiceLimits.DEFAULT.withWorker(1, 2)));
        CountDownLatch release = new CountDownLatch(1);
        List<Future<Boolean>> accepted = IntStream.range(0, 3)
                .mapToObj(i -> services.work(() -> release.await(10, TimeUnit.SECONDS)))
                .toList();
        assertFailure(services.work(() -> true), false, "worker_full");
        release.countDown();
        assertThat(await(Future.join(accepted)).list()).containsOnly(true);
        assertThat(await(services.work(() -> true))).isTrue();
    }

    @Test
    void should_hand_on_the_tasks_own_failure() {
        assertThatThrownBy(() -> await(services.work(() -> {
                    throw new AssertionError("its own");
                })))
                .hasRootCauseMessage("its own");
    }

    @Test
    void should_end_everything_when_closed() throws Exception {
        Promise<Void> arrived = Promise.promise();
        String base = serve(request -> arrived.tryComplete());
        Future<HttpReply> call = services.http(get(base, 60_000));
        Future<Void> delay = services.delay(60_000);
        CountDownLatch never = new CountDownLatch(1);
        Future<Boolean> work = services.work(() -> never.await(60, TimeUnit.SECONDS));
        await(arrived.future());
        Future<Void> closed = services.close();
        never.countDown();
        await(closed);
        assertFailure(call, true, "adapter_closed");
        assertFailure(work, true, "adapter_closed");
        assertThat(delay.isComplete()).isFalse();
        assertThat(services.held()).isZero();
        assertFailure(services.http(get(base, 1_000)), false, "adapter_closed");
        assertFailure(services.work(() -> true), false, "adapter_closed");
        assertThat(services.delay(1).isComplete()).isFalse();
    }

    @Test
    void should_show_no_secret_in_any_text() {
        AdapterSpec spec = SPEC.withSecrets(Map.of("password", Secret.of("hunter2-hunter2")));
        HostServices own = HostServices.open(vertx, spec);
        assertThat(own.secret("password").text()).isEqualTo("hunter2-hunter2");
        assertThat(spec + " " + own + " " + own.secret("password")).doesNotContain("hunter2");
        assertThatThrownBy(() -> own.secret("other"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
    }

    private static boolean onLoop(Context context) {
        return Vertx.currentContext() == context && Context.isOnEventLoopThread();
    }

    private void allow(String host) {
        services = HostServices.open(vertx, SPEC.withAllowedHosts(host));
    }

    private String serve(Consumer<HttpServerRequest> handler) throws Exception {
        HttpServer server =
                await(vertx.createHttpServer().requestHandler(handler::accept).listen(0));
        allow("localhost:" + server.actualPort());
        return "http://localhost:" + server.actualPort();
    }

    /** Answers with raw bytes as soon as a request has come. */
    private String serveRaw(Consumer<NetSocket> handler) throws Exception {
        NetServer server = await(vertx.createNetServer()
                .connectHandler(socket -> socket.handler(ignored -> handler.accept(socket)))
                .listen(0));
        allow("localhost:" + server.actualPort());
        return "http://localhost:" + server.actualPort();
    }

    private static String hostOf(String base) {
        return base.substring("http://".length());
    }

    private static HttpCall get(String uri, long timeoutMillis) {
        return new HttpCall("GET", uri, Map.of(), null, timeoutMillis);
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static CallFailure failureOf(Future<?> future) {
        try {
            await(future);
        } catch (Exception e) {
            assertThat(e.getCause()).isInstanceOf(CallFailure.class);
            return (CallFailure) e.getCause();
        }
        throw new AssertionError("succeeded");
    }

    private static void assertFailure(Future<?> future, boolean sent, String cause) {
        CallFailure failure = failureOf(future);
        assertThat(failure.shortCause()).isEqualTo(cause);
        assertThat(failure.sent()).isEqualTo(sent);
    }
}
