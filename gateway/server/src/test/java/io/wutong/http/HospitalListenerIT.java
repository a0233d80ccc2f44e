package io.wutong.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.wutong.app.Gateway;
import io.wutong.benefit.Policies;
import io.wutong.coverage.Institution;
import io.wutong.envelope.FieldTables;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.Admission;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Directory;
import io.wutong.exchange.Exchanges;
import io.wutong.exchange.Handlers;
import io.wutong.exchange.Message;
import io.wutong.exchange.Ports;
import io.wutong.exchange.Step;
import io.wutong.http.auth.TifSignature;
import io.wutong.observe.ExchangeEvents;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.HomeAdapters;
import io.wutong.port.Key;
import io.wutong.port.Link;
import io.wutong.port.Needs;
import io.wutong.port.Random;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.reference.CodeList;
import io.wutong.reference.Published;
import io.wutong.reference.ReferenceData;
import io.wutong.spi.CallFailure;
import io.wutong.topology.Level;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import io.wutong.transport.VertxTimers;
import io.wutong.work.LeaseKeeper;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");

    private final Vertx vertx = Vertx.vertx();
    /** Commands that wait for the store. */
    private Directory directory = new Directory(
            Topology.of(
                    Gateway.areas(),
                    List.of(
                            new Node("100000", "国家", Level.NATION, "100000", null, "nation"),
                            new Node("321102", "京口区", Level.COUNTY, "321102", "100000", null),
                            new Node(HOSPITAL, "示范医院", Level.INSTITUTION, "321102", "321102", null))),
            Map.of(HOSPITAL, new Institution(HOSPITAL, "示范医院", "321102", "3", "3", "1")),
            Policies.NONE,
            Map.of());

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

    @Test
    void should_answer_503_at_once_with_the_seconds_to_wait_when_the_way_is_cut_off() throws Exception {
        HttpServer server = await(Future.future(listening -> vertx.runOnContext(go -> vertx.createHttpServer()
                .requestHandler(cutOff()::handle)
                .listen(0, "127.0.0.1")
                .onComplete(listening))));
        HttpClient client = vertx.createHttpClient();
        String msgid = HOSPITAL + DAY.format(LocalDate.now(Clock.ZONE)) + "0900000001";
        String message = """
                {"infno":"%s","msgid":"%s","mdtrtarea_admvs":"321102","insuplc_admdvs":"430102","recer_sys_code":"YBXT",\
                "infver":"V1.0","opter_type":"1","opter":"01","opter_name":"经办","inf_time":"2026-10-30 09:00:00",\
                "fixmedins_code":"%s","fixmedins_name":"医院","input":{"data":{}}}""";
        for (String infno : List.of("2001", "WT01")) {
            String text = message.formatted(infno, msgid, HOSPITAL);
            HttpClientResponse response = await(Future.future(sent -> vertx.runOnContext(
                    go -> request(client, server.actualPort(), text).onComplete(sent))));
            String body = await(response.body()).toString();
            if (infno.equals("2001")) {
                assertThat(response.statusCode()).as(body).isEqualTo(503);
                assertThat(response.getHeader("retry-after")).isEqualTo("7");
                assertThat(body).contains("NET-OPEN-001", "7秒后");
            } else { // our own, which no hospital may send
                assertThat(body).contains("MSG-INFNO-001");
            }
        }
    }

    @Test
    void should_answer_with_the_file_itself_when_a_code_list_is_downloaded() throws Exception {
        CodeList list = CodeList.read("code\tname\nA\t甲\n").after(CodeList.none(), "20260101000000");
        Map<String, CareSide> care = new HashMap<>();
        ReferenceData.handlers(care);
        directory = directory.with(new Published(Map.of("320000", Map.of("1301", list)), Map.of()));
        HospitalListener listener = listener(
                NUMBERS,
                EMPTY_STORE,
                (peer, body, millis) -> Future.failedFuture(new CallFailure(false, "no_peer")),
                new Handlers(care, Map.of(), Set.of()));
        HttpServer server = await(Future.future(listening -> vertx.runOnContext(go -> vertx.createHttpServer()
                .requestHandler(listener::handle)
                .listen(0, "127.0.0.1")
                .onComplete(listening))));
        HttpClient client = vertx.createHttpClient();
        String message = """
                {"infno":"%s","msgid":"%s","mdtrtarea_admvs":"321102","insuplc_admdvs":"","recer_sys_code":"YBXT",\
                "infver":"V1.0","opter_type":"1","opter":"01","opter_name":"经办","inf_time":"2026-10-30 09:00:00",\
                "fixmedins_code":"%s","fixmedins_name":"医院","input":%s}""";
        String msgid = HOSPITAL + DAY.format(LocalDate.now(Clock.ZONE)) + "0900000001";
        String offer = message.formatted("1301", msgid, HOSPITAL, "{\"data\":{\"ver\":\"0\"}}");
        HttpClientResponse offered = await(Future.future(sent -> vertx.runOnContext(
                go -> request(client, server.actualPort(), offer).onComplete(sent))));
        String number =
                await(offered.body()).toJsonObject().getJsonObject("output").getString("file_qury_no");
        for (String asked : List.of(number, number.replaceFirst("....$", "0000"))) {
            String fetch = message.formatted(
                    "9102",
                    msgid,
                    HOSPITAL,
                    "{\"fsDownloadIn\":{\"file_qury_no\":\"" + asked + "\",\"filename\":\"plc\"}}");
            HttpClientResponse fetched = await(Future.future(sent -> vertx.runOnContext(
                    go -> request(client, server.actualPort(), fetch).onComplete(sent))));
            String body = await(fetched.body()).toString();
            if (asked.equals(number)) {
                assertThat(fetched.getHeader("content-type")).isEqualTo("application/octet-stream");
                assertThat(body).isEqualTo("A\t甲\t1\t20260101000000\n");
            } else {
                assertThat(body).contains("REF-FILE-001");
            }
        }
    }

    @Test
    void should_serve_one_file_at_a_time_when_an_institution_downloads() throws Exception {
        CodeList list = CodeList.read("code\tname\nA\t甲\n").after(CodeList.none(), "20260101000000");
        Map<String, CareSide> care = new HashMap<>();
        ReferenceData.handlers(care);
        directory = directory.with(new Published(Map.of("320000", Map.of("1301", list)), Map.of()));
        Promise<Void> slow = Promise.promise();
        HospitalListener listener = listener(
                NUMBERS,
                after(slow.future()),
                (peer, body, millis) -> Future.failedFuture(new CallFailure(false, "no_peer")),
                new Handlers(care, Map.of(), Set.of()));
        HttpServer server = await(Future.future(listening -> vertx.runOnContext(go -> vertx.createHttpServer()
                .requestHandler(listener::handle)
                .listen(0, "127.0.0.1")
                .onComplete(listening))));
        HttpClient client = vertx.createHttpClient();
        String fetch = """
                {"infno":"9102","msgid":"%s","mdtrtarea_admvs":"321102","insuplc_admdvs":"","recer_sys_code":"YBXT",\
                "infver":"V1.0","opter_type":"1","opter":"01","opter_name":"经办","inf_time":"2026-10-30 09:00:00",\
                "fixmedins_code":"%s","fixmedins_name":"医院","input":{"fsDownloadIn":{"file_qury_no":"1301",\
                "filename":"plc"}}}""".formatted(HOSPITAL + DAY.format(LocalDate.now(Clock.ZONE)) + "0900000001", HOSPITAL);
        List<Future<Integer>> asked = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            asked.add(status(client, server, fetch));
        }
        assertThat(await(Future.any(asked)).<Integer>list()).containsOnlyOnce(503);
        slow.complete();
        assertThat(await(Future.all(asked)).<Integer>list()).containsExactlyInAnyOrder(200, 503);
        assertThat(await(status(client, server, fetch))).isEqualTo(200);
    }

    private Future<Integer> status(HttpClient client, HttpServer server, String message) {
        return Future.future(answered -> vertx.runOnContext(go -> request(client, server.actualPort(), message)
                .map(HttpClientResponse::statusCode)
                .onComplete(answered)));
    }

    /** As {@link #EMPTY_STORE}, once it answers. */
    private static Store after(Future<Void> answers) {
        return new Store() {
            @Override
            public <R> Future<R> commit(Command<R> command) {
                return answers.compose(there -> EMPTY_STORE.commit(command));
            }

            @Override
            public <R> Future<R> read(Needs needs, Function<Rows, R> reader) {
                return answers.compose(there -> EMPTY_STORE.read(needs, reader));
            }
        };
    }

    private static Future<HttpClientResponse> request(HttpClient client, int port, String message) {
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        String nonce = UUID.randomUUID().toString();
        return client.request(HttpMethod.POST, port, "127.0.0.1", HospitalListener.PATH)
                .compose(request -> request.putHeader(TifSignature.PAASID, "his")
                        .putHeader(TifSignature.TIMESTAMP, timestamp)
                        .putHeader(TifSignature.NONCE, nonce)
                        .putHeader(TifSignature.SIGNATURE, TifSignature.sign(timestamp, TOKEN, nonce))
                        .send(Buffer.buffer(message))
                        .compose(response -> response.body().map(response)));
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
        return listener(
                OUT_OF_NUMBERS,
                NO_STORE,
                (peer, body, millis) -> Future.failedFuture(new CallFailure(false, "no_peer")),
                new Handlers(Map.of(), Map.of(), Set.of()));
    }

    /** Before a process that is cut off; nothing has been stored yet, and nothing may be sent. */
    private HospitalListener cutOff() {
        Link link = new Link() {
            @Override
            public Future<byte[]> send(String peer, byte[] body, long timeoutMillis) {
                throw new IllegalStateException("nothing may be sent");
            }

            @Override
            public Optional<String> refusal(String peer) {
                return Optional.of("breaker_open.7");
            }
        };
        CareSide forwards = new CareSide() {
            @Override
            public Needs needs(Message message) {
                return Needs.NONE;
            }

            @Override
            public Step before(Message message, Rows rows) {
                return Step.forward(message.arrival().destination(), null, List.of());
            }
        };
        return listener(NUMBERS, EMPTY_STORE, link, new Handlers(Map.of("2001", forwards), Map.of(), Set.of()));
    }

    private HospitalListener listener(Random numbers, Store store, Link link, Handlers handlers) {
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
                        numbers,
                        store,
                        link,
                        HomeAdapters.NONE,
                        new LeaseKeeper(clock, store, () -> Future.failedFuture("no store"), "test"),
                        ExchangeEvents.NONE),
                handlers,
                new Admission(Transaction.Table.load(), () -> FieldTables.load(List.of()), clock),
                () -> directory);
        return new HospitalListener(
                vertx,
                clock,
                numbers,
                exchanges,
                new Refused(clock, numbers, store),
                List.of(new Account("his", TOKEN, Set.of(HOSPITAL), null)));
    }

    private static final Random NUMBERS = new Random() {
        @Override
        public String hex(int digits) {
            return "0".repeat(digits);
        }

        @Override
        public String serial(int digits) {
            return "1".repeat(digits);
        }
    };

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

    /** Nothing stands in it, and what is written is forgotten. */
    private static final Store EMPTY_STORE = new Store() {
        private final Rows none = new Rows() {
            @Override
            public <T extends Row> Optional<T> one(Key<T> key) {
                return Optional.empty();
            }

            @Override
            public <T extends Row> List<T> all(Key<T> prefix) {
                return List.of();
            }
        };

        @Override
        public <R> Future<R> commit(Command<R> command) {
            return Future.succeededFuture(command.decide(none).result());
        }

        @Override
        public <R> Future<R> read(Needs needs, Function<Rows, R> reader) {
            return Future.succeededFuture(reader.apply(none));
        }
    };

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
    }
}
