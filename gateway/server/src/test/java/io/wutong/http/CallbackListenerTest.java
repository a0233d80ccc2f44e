package io.wutong.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.wutong.payment.Payments;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Needs;
import io.wutong.port.Random;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.spi.Acknowledgement;
import io.wutong.spi.Outcome;
import io.wutong.spi.PaymentChannel;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A flood of callbacks costs no signatures. */
class CallbackListenerTest {

    private static final int PER_SECOND = 200;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger verified = new AtomicInteger();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T04:00:00Z"));
    private HttpServer server;
    private HttpClient client;

    @BeforeEach
    void listen() throws Exception {
        Payments payments = new Payments(
                clock(),
                RANDOM,
                NO_STORE,
                name -> name.equals("known") ? Optional.of(channel()) : Optional.empty(),
                order -> {},
                "http://localhost/callbacks");
        CallbackListener listener = new CallbackListener(payments, WindowQuota.callbacks(clock()));
        server = await(vertx.createHttpServer().requestHandler(listener::handle).listen(0, "127.0.0.1"));
        client = vertx.createHttpClient();
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @ParameterizedTest
    @CsvSource({"known, 200", "unknown, 0"})
    void should_verify_no_more_than_so_many_in_a_second(String account, int verifications) throws Exception {
        assertThat(flood(account, PER_SECOND)).containsOnly(401);
        assertThat(flood(account, 20)).containsOnly(503);
        assertThat(verified).as("only those that were let in").hasValue(verifications);
        now.updateAndGet(before -> before.plusSeconds(1));
        assertThat(flood(account, 1)).containsOnly(401);
    }

    private List<Integer> flood(String account, int times) throws Exception {
        List<Future<Integer>> sent = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            sent.add(status(account));
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> one : sent) {
            statuses.add(await(one));
        }
        return statuses;
    }

    /** All of it on one loop: a body that is asked for on another thread may have gone by. */
    private Future<Integer> status(String account) {
        return Future.future(answered -> vertx.runOnContext(
                go -> client.request(HttpMethod.POST, server.actualPort(), "127.0.0.1", "/callbacks/" + account)
                        .compose(request -> request.send(Buffer.buffer("{}")))
                        .compose(response -> response.body().map(response.statusCode()))
                        .onComplete(answered)));
    }

    private PaymentChannel channel() {
        return (PaymentChannel) Proxy.newProxyInstance(
                PaymentChannel.class.getClassLoader(), new Class<?>[] {PaymentChannel.class}, (self, method, args) -> {
                    if (method.getName().equals("acknowledge")) {
                        return new Acknowledgement(500, "text/plain", "");
                    }
                    verified.incrementAndGet();
                    return Future.succeededFuture(Outcome.rejected("signature.wrong", "签名不符"));
                });
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant now() {
                return now.get();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }
        };
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static final Store NO_STORE = new Store() {
        @Override
        public <R> Future<R> commit(Command<R> command) {
            return Future.failedFuture("nothing is stored");
        }

        @Override
        public <R> Future<R> read(Needs needs, Function<Rows, R> reader) {
            return Future.failedFuture("nothing is read");
        }
    };

    private static final Random RANDOM = new Random() {
        @Override
        public String hex(int digits) {
            return "0".repeat(digits);
        }

        @Override
        public String serial(int digits) {
            return "1".repeat(digits);
        }
    };
}
