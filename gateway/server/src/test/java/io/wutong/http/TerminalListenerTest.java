package io.wutong.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.wutong.host.PluginHost;
import io.wutong.host.PluginHostConfig;
import io.wutong.http.auth.TerminalSignature;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Random;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.terminal.LockTerminal;
import io.wutong.terminal.TerminalState;
import io.wutong.transport.VertxTimers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A terminal that is heard of, scans on its open connection, and is locked out. */
class TerminalListenerTest {

    private static final byte[] KEY = "key-of-a-test-terminal".getBytes(StandardCharsets.UTF_8);
    private static final String HEARTBEATS = "/terminal/v1/heartbeats";

    private final Vertx vertx = Vertx.vertx();
    private final Rowing store = new Rowing();
    private final WindowQuota lookUps = WindowQuota.lookUps(NOON);
    private HttpServer server;
    private HttpClient client;
    /** Kept: Vert.x closes a client that nobody refers to, and its sockets. */
    private WebSocketClient sockets;

    @BeforeEach
    void listen() throws Exception {
        TerminalListener listener = new TerminalListener(
                CLOCK,
                new VertxTimers(vertx),
                RANDOM,
                store,
                null,
                null,
                null,
                null,
                null,
                new TerminalEvents(vertx),
                new PluginHost(vertx, PluginHostConfig.ofClasses(List.of(), List.of())),
                lookUps,
                List.of(new Terminal("T1", KEY, "H32110200001")));
        server = await(vertx.createHttpServer().requestHandler(listener::handle).listen(0, "127.0.0.1"));
        client = vertx.createHttpClient();
        sockets = vertx.createWebSocketClient();
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void should_keep_when_a_terminal_was_heard_of_and_take_nothing_once_it_is_locked_out() throws Exception {
        assertThat(post(HEARTBEATS)).contains("200 ", "heartbeat");
        assertThat(state().seenAt()).isNotNull();
        assertThat(state().locked()).isFalse();

        await(store.commit(new LockTerminal("T1", true, "李", "被盗", Instant.now())));
        assertThat(post(HEARTBEATS)).contains("403 ", "TRM-LOCK-001");
        assertThat(post("/terminal/v1/scans")).contains("403 ", "TRM-LOCK-001");

        await(store.commit(new LockTerminal("T1", false, "李", "已找回", Instant.now())));
        assertThat(post(HEARTBEATS)).contains("200 ");
        assertThat(state().why()).isEqualTo("已找回");
    }

    @Test
    void should_show_no_form_when_the_look_ups_of_the_hour_are_used_up() throws Exception {
        for (int i = 0; i < 600; i++) {
            lookUps.take("T1");
        }
        assertThat(send(HttpMethod.GET, "/terminal/v1/referrals/M1", "")).contains("429 ");
        assertThat(post("/terminal/v1/referrals")).contains("429 ");
        assertThat(post(HEARTBEATS)).contains("200 ");
    }

    @Test
    void should_answer_on_the_open_connection_until_it_is_locked_out() throws Exception {
        String path = "/terminal/v1/events";
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(server.actualPort())
                .setURI(path);
        sign("GET", path, "").forEach(options::addHeader);
        Promise<Body> beat = Promise.promise();
        Promise<Body> scan = Promise.promise();
        Promise<Short> ended = Promise.promise();
        WebSocket socket = await(sockets.connect(options));
        socket.textMessageHandler(text -> {
            Body said = Json.read(text);
            (said.has("scan") ? scan : beat).tryComplete(said);
        });
        socket.closeHandler(closed -> ended.tryComplete(socket.closeStatusCode()));

        await(socket.writeTextMessage("{\"id\":\"1\"}"));
        assertThat(await(beat.future()).textOr("id", "")).isEqualTo("1");
        await(socket.writeTextMessage("{\"id\":\"2\",\"scan\":{\"text\":\"hello\"}}"));
        Body answer = await(scan.future());
        assertThat(answer.textOr("id", "")).isEqualTo("2");
        assertThat(answer.body("scan").textOr("code", "")).isEqualTo("CRD-001");

        await(store.commit(new LockTerminal("T1", true, "李", "被盗", Instant.now())));
        await(socket.writeTextMessage("{\"id\":\"3\",\"scan\":{\"text\":\"hello\"}}"));
        assertThat(await(ended.future())).isEqualTo((short) 1008);
    }

    // ------------------------------------------------------------------------------------------- means

    private TerminalState state() {
        return (TerminalState) store.rows.get(TerminalState.key("T1"));
    }

    private String post(String path) throws Exception {
        return send(HttpMethod.POST, path, "{}");
    }

    private String send(HttpMethod method, String path, String body) throws Exception {
        return await(client.request(method, server.actualPort(), "127.0.0.1", path)
                .compose(request -> {
                    sign(method.name(), path, body).forEach(request::putHeader);
                    return request.send(body);
                })
                .compose(response -> response.body().map(said -> response.statusCode() + " " + said)));
    }

    private static Map<String, String> sign(String method, String path, String body) {
        String time = Long.toString(Instant.now().getEpochSecond());
        String nonce = UUID.randomUUID().toString();
        return Map.of(
                TerminalSignature.TERMINAL,
                "T1",
                TerminalSignature.TIMESTAMP,
                time,
                TerminalSignature.NONCE,
                nonce,
                TerminalSignature.SIGNATURE,
                TerminalSignature.sign(KEY, time, nonce, method, path, body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Rows in memory; the last one counts. */
    private static final class Rowing implements Store {
        private final Map<Key<?>, Row> rows = new ConcurrentHashMap<>();

        private final Rows all = new Rows() {
            @Override
            @SuppressWarnings("unchecked") // rows are kept by their own keys
            public <T extends Row> Optional<T> one(Key<T> key) {
                return Optional.ofNullable((T) rows.get(key));
            }

            @Override
            public <T extends Row> List<T> all(Key<T> prefix) {
                return List.of();
            }
        };

        @Override
        public <R> Future<R> commit(Command<R> command) {
            Decision<R> decision = command.decide(all);
            decision.writes().forEach(row -> rows.put(row.key(), row));
            return Future.succeededFuture(decision.result());
        }

        @Override
        public <R> Future<R> read(Needs needs, Function<Rows, R> reader) {
            return Future.succeededFuture(reader.apply(all));
        }
    }

    private static final Clock CLOCK = new Clock() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    /** Of the quota: it begins no new hour within a test. */
    private static final Clock NOON = new Clock() {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanos() {
            return 0;
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

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
