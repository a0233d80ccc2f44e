package io.wutong.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import io.wutong.app.Gateway;
import io.wutong.cases.Case;
import io.wutong.envelope.MessageHash;
import io.wutong.http.guard.HttpLimits;
import io.wutong.notice.ChoiceLink;
import io.wutong.notice.ChoiceLinks;
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
import io.wutong.topology.Areas;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a patient sees behind the link of an SMS. */
class PatientPagesTest {

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final Instant NOW = Instant.parse("2026-11-22T04:00:00Z");
    private static final Areas AREAS = Gateway.areas();

    private final Vertx vertx = Vertx.vertx();
    private final Map<Key<?>, Row> rows = new HashMap<>();

    /** Done once the store answers. */
    private Future<Void> store = Future.succeededFuture();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void should_take_one_choice_and_show_nobodys_name() throws Exception {
        Body facts = Body.builder()
                .put("psn_no", "P1")
                .put("asked", "insured")
                .put("home_area", "320115")
                .put("others", "430421 310101")
                .put("insuring", "430421")
                .put("deadline", NOW.plusSeconds(3_600).toString())
                .build();
        Case open = Case.open("320115", Case.INSURED_TWICE, "V1", "found", NOW);
        put(new Case(
                open.node(),
                open.kind(),
                open.ref(),
                open.state(),
                open.cause(),
                NOW,
                null,
                open.actor(),
                open.dueAt(),
                Json.writeText(facts),
                null,
                ""));
        put(new ChoiceLink(
                MessageHash.sha256Hex(TOKEN.getBytes(StandardCharsets.UTF_8)),
                "320115",
                "V1",
                NOW.plusSeconds(3_600),
                null));
        PatientPages pages = new PatientPages(links(), () -> AREAS, new PatientPages.Room(CLOCK));
        HttpServer server =
                await(vertx.createHttpServer().requestHandler(pages::handle).listen(0, "127.0.0.1"));
        HttpClient client = vertx.createHttpClient();

        String form = ask(client, server, HttpMethod.GET, TOKEN, "", 200);
        assertThat(form).contains("江宁", "衡阳", "value=\"430421\"").doesNotContain("P1", "V1", "310101");
        assertThat(ask(client, server, HttpMethod.POST, TOKEN, "area=", 422)).contains("没有选择");
        assertThat(ask(client, server, HttpMethod.POST, TOKEN, "area=430421", 200))
                .contains("已登记您的选择", "衡阳");
        assertThat(ask(client, server, HttpMethod.POST, TOKEN, "area=320115", 404))
                .contains("链接已失效");
        assertThat(ask(client, server, HttpMethod.GET, TOKEN, "", 404)).contains("链接已失效");
        assertThat(ask(client, server, HttpMethod.GET, "x", "", 404)).contains("链接已失效");
        ask(client, server, HttpMethod.PUT, TOKEN, "", 405);
    }

    @Test
    void should_leave_room_to_callbacks_when_links_are_flooded() throws Exception {
        int max = PatientPages.Room.IN_FLIGHT_MAX;
        assertThat(max).isLessThan(HttpLimits.small().inFlightMax());
        PatientPages.Room room = new PatientPages.Room(CLOCK);
        PatientPages pages = new PatientPages(links(), () -> AREAS, room);
        HttpServer server =
                await(vertx.createHttpServer().requestHandler(pages::handle).listen(0, "127.0.0.1"));
        HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(max + 1));

        Promise<Void> slow = Promise.promise();
        store = slow.future();
        List<Future<Integer>> asked = new ArrayList<>();
        for (int i = 0; i <= max; i++) {
            asked.add(status(client, server));
        }
        assertThat(await(Future.any(asked)).<Integer>list()).containsOnlyOnce(503);
        slow.complete();
        assertThat(await(Future.all(asked)).<Integer>list())
                .filteredOn(status -> status == 404)
                .hasSize(max);

        // each has given its place back; then the address has had its share of this second
        List<Integer> more = new ArrayList<>();
        for (int i = asked.size(); i < 102; i++) {
            more.add(await(status(client, server)));
        }
        assertThat(more).endsWith(404, 429, 429).doesNotContain(503);
    }

    /** All of it on one loop. */
    private Future<Integer> status(HttpClient client, HttpServer server) {
        return Future.future(answered ->
                vertx.runOnContext(go -> client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/p/" + TOKEN)
                        .compose(HttpClientRequest::send)
                        .compose(response -> response.body().map(response.statusCode()))
                        .onComplete(answered)));
    }

    private String ask(HttpClient client, HttpServer server, HttpMethod method, String token, String body, int status)
            throws Exception {
        return await(client.request(method, server.actualPort(), "127.0.0.1", "/p/" + token)
                .compose(request -> request.send(Buffer.buffer(body)))
                .compose(response -> {
                    assertThat(response.statusCode()).isEqualTo(status);
                    return response.body();
                })
                .map(Buffer::toString));
    }

    private void put(Row row) {
        rows.put(row.key(), row);
    }

    private ChoiceLinks links() {
        return new ChoiceLinks(
                CLOCK,
                NO_NUMBERS,
                new Store() {
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
                        try {
                            Decision<R> decision = command.decide(all);
                            decision.writes().forEach(PatientPagesTest.this::put);
                            return Future.succeededFuture(decision.result());
                        } catch (RuntimeException refused) {
                            return Future.failedFuture(refused);
                        }
                    }

                    @Override
                    public <R> Future<R> read(Needs needs, Function<Rows, R> reader) {
                        return store.map(there -> reader.apply(all));
                    }
                },
                URI.create("https://gateway.example/callbacks"));
    }

    private static final Clock CLOCK = new Clock() {
        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public long nanos() {
            return 0;
        }
    };

    private static final Random NO_NUMBERS = new Random() {
        @Override
        public String hex(int digits) {
            throw new IllegalStateException("no token may be made");
        }

        @Override
        public String serial(int digits) {
            throw new IllegalStateException("no number may be made");
        }
    };

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
