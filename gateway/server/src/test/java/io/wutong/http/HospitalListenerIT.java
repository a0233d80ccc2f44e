package io.wutong.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.wutong.app.Gateway;
import io.wutong.benefit.Policies;
import io.wutong.envelope.FieldTables;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.Admission;
import io.wutong.exchange.Directory;
import io.wutong.exchange.Exchanges;
import io.wutong.exchange.Handlers;
import io.wutong.exchange.Ports;
import io.wutong.http.auth.TifSignature;
import io.wutong.observe.ExchangeEvents;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.HomeAdapters;
import io.wutong.port.Needs;
import io.wutong.port.Random;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.spi.CallFailure;
import io.wutong.topology.Level;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import io.wutong.transport.VertxTimers;
import io.wutong.work.LeaseKeeper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Something of ours that breaks costs the message that met it and nothing else. */
class HospitalListenerIT {

    private static final String HOSPITAL = "H32110200001";
    private static final String TOKEN = "token-of-a-test";
    private static final int SECONDS_MAX = 30;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void should_answer_each_message_and_keep_no_place_when_numbers_have_run_out() throws Exception {
        HttpServer server = await(Future.future(listening -> vertx.runOnContext(go -> vertx.createHttpServer()
                .requestHandler(listener()::handle)
                .listen(0, "127.0.0.1")
                .onComplete(listening))));
        HttpClient client = vertx.createHttpClient();
        List<Integer> statuses = new ArrayList<>();
        int morePlacesThanThereAre = 70;
        for (int i = 0; i < morePlacesThanThereAre; i++) {
            statuses.add(await(Future.future(sent ->
                    vertx.runOnContext(go -> send(client, server.actualPort()).onComplete(sent)))));
        }
        assertThat(statuses).hasSize(morePlacesThanThereAre).containsOnly(500);
    }

    private static Future<Integer> send(HttpClient client, int port) {
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        String nonce = UUID.randomUUID().toString();
        return client.request(HttpMethod.POST, port, "127.0.0.1", HospitalListener.PATH)
                .compose(request -> request.putHeader(TifSignature.PAASID, "his")
                        .putHeader(TifSignature.TIMESTAMP, timestamp)
                        .putHeader(TifSignature.NONCE, nonce)
                        .putHeader(TifSignature.SIGNATURE, TifSignature.sign(timestamp, TOKEN, nonce))
                        .send(Buffer.buffer(
                                "{\"infno\":\"9001\",\"fixmedins_code\":\"" + HOSPITAL + "\",\"input\":{}}")))
                .map(response -> response.statusCode());
    }

    private HospitalListener listener() {
        Topology topology = Topology.of(
                Gateway.areas(),
                List.of(
                        new Node("321102", "京口区", Level.COUNTY, "321102", null, null),
                        new Node(HOSPITAL, "示范医院", Level.INSTITUTION, "321102", "321102", null)));
        Directory directory = new Directory(topology, Map.of(), Policies.NONE, Map.of());
        Clock clock = new Clock() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }
        };
        Exchanges exchanges = new Exchanges(
                new Ports(
                        clock,
                        new VertxTimers(vertx),
                        OUT_OF_NUMBERS,
                        NO_STORE,
                        (peer, body, millis) -> Future.failedFuture(new CallFailure(false, "no_peer")),
                        HomeAdapters.NONE,
                        new LeaseKeeper(clock, NO_STORE, () -> Future.failedFuture("no store"), "test"),
                        ExchangeEvents.NONE),
                new Handlers(Map.of(), Map.of(), Set.of()),
                new Admission(Transaction.Table.load(), () -> FieldTables.load(List.of()), clock),
                () -> directory);
        return new HospitalListener(
                vertx,
                clock,
                OUT_OF_NUMBERS,
                exchanges,
                new Refused(clock, OUT_OF_NUMBERS, NO_STORE),
                List.of(new Account("his", TOKEN, Set.of(HOSPITAL), null)));
    }

    private static final Random OUT_OF_NUMBERS = new Random() {
        @Override
        public String hex(int digits) {
            return "0".repeat(digits);
        }

        @Override
        public String serial(int digits) {
            throw new IllegalStateException("no block of numbers");
        }
    };

    private static final Store NO_STORE = new Store() {
        @Override
        public <R> Future<R> commit(Command<R> command) {
            return Future.failedFuture(new IllegalStateException("nothing may be stored"));
        }

        @Override
        public <R> Future<R> read(Needs needs, Function<Rows, R> reader) {
            return Future.failedFuture(new IllegalStateException("nothing may be read"));
        }
    };

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
    }
}
