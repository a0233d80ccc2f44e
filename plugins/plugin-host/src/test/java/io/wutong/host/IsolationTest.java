package io.wutong.host;

import static io.wutong.host.HostServicesTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Capability;
import io.wutong.spi.Care;
import io.wutong.spi.Descriptor;
import io.wutong.spi.HttpCall;
import io.wutong.spi.Limits;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * One adapter does what no adapter should, beside one that behaves, on a single event loop: the other's calls neither
 * fail nor wait, and the bad one is cut off. What would last for minutes waits for a latch that the test opens.
 */
class IsolationTest {

    /** What the bad adapter does with a call. */
    private interface Misdeed {
        @SuppressWarnings("NullAway") // it may answer anything
        Future<Outcome<Body>> call(Request request, PluginServices services);
    }

    private record Named(String name, String expected, Misdeed misdeed) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final int CALLS_MIN = 4;
    private static final long GOOD_MILLIS_MAX = 1_000;
    private static final CallLimits QUICK =
            new CallLimits(200, new BreakerLimits(10_000, CALLS_MIN, 50, 60_000, 60_000));
    private static final ServiceLimits FEW =
            ServiceLimits.DEFAULT.withWorker(2, 4).withLogLinesPerSecond(20);

    private static volatile CountDownLatch released = new CountDownLatch(1);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final PluginHostTest.Recorder events = new PluginHostTest.Recorder();
    private PluginHost host;

    @AfterEach
    void close() throws Exception {
        released.countDown();
        await(host.close());
        await(vertx.close());
        released = new CountDownLatch(1);
    }

    static Stream<Named> misdeeds() {
        return Stream.of(
                new Named("sleeps on its thread", "unknown timeout_adapter", (request, services) -> {
                    waitForTheEnd();
                    return Future.succeededFuture(Outcome.succeeded(Body.EMPTY));
                }),
                new Named(
                        "never completes",
                        "unknown timeout_adapter",
                        (request, services) -> Promise.<Outcome<Body>>promise().future()),
                new Named("throws an error", "unknown plugin_error.StackOverflowError", (request, services) -> {
                    throw new StackOverflowError();
                }),
                new Named("throws no exception at all", "unknown plugin_error.Throwable", (request, services) -> {
                    throw IsolationTest.<RuntimeException>any(new Throwable("x"));
                }),
                new Named(
                        "fails with what cannot be printed",
                        "unknown plugin_error.IsolationTest$Unprintable",
                        (request, services) -> Future.failedFuture(new Unprintable())),
                new Named("answers no future", "unknown plugin_error.null_future", (request, services) -> null),
                new Named(
                        "answers no outcome",
                        "unknown plugin_error.null_outcome",
                        (request, services) -> Future.succeededFuture(null)),
                new Named(
                        "answers nothing",
                        "unknown plugin_error.null_answer",
                        (request, services) -> Future.succeededFuture(Outcome.succeeded(null))),
                new Named(
                        "answers about another person",
                        "unknown answer_person",
                        (request, services) -> Future.succeededFuture(
                                Outcome.succeeded(Body.of("setlinfo", Body.of("psn_no", Value.text("P0000002")))))),
                new Named(
                        "answers about another visit",
                        "unknown answer_visit",
                        (request, services) -> Future.succeededFuture(
                                Outcome.succeeded(Body.of("setlinfo", Body.of("mdtrt_id", Value.text("V2")))))),
                new Named(
                        "changes its input",
                        "unknown plugin_error.UnsupportedOperationException",
                        (request, services) -> {
                            request.input().fields().put("medfee_sumamt", Value.text("1.00"));
                            return Future.succeededFuture(Outcome.succeeded(Body.EMPTY));
                        }),
                new Named("blocks every worker it was lent", "not_sent worker_full", (request, services) -> {
                    for (int i = 0; i < 10; i++) {
                        services.work(IsolationTest::waitForTheEnd);
                    }
                    return services.work(() -> Outcome.succeeded(Body.EMPTY));
                }),
                new Named("floods its log and fails", "not_sent gone", (request, services) -> {
                    for (int i = 0; i < 20_000; i++) {
                        services.log().info("line {}", i);
                    }
                    return Future.succeededFuture(Outcome.notSent("gone"));
                }));
    }

    @ParameterizedTest
    @MethodSource("misdeeds")
    void should_cut_off_the_bad_one_and_hold_up_nobody_else(Named named) throws Exception {
        start(named.misdeed());
        Body before = request(1).input();
        Request asked = request(1);
        List<Future<Outcome<Body>>> bad = new ArrayList<>();
        List<Long> goodMillis = new ArrayList<>();
        for (int i = 0; i < CALLS_MIN; i++) {
            bad.add(bad().call(i == 0 ? asked : request(i + 1), PluginHostTest.context(400)));
            goodMillis.add(goodCall());
        }
        List<String> ends = await(Future.join(bad)).<Outcome<Body>>list().stream()
                .map(IsolationTest::text)
                .toList();
        assertThat(ends).allMatch(named.expected()::equals);
        assertThat(goodMillis).allMatch(millis -> millis < GOOD_MILLIS_MAX);
        assertThat(asked.input()).isEqualTo(before);

        assertThat(await(bad().call(request(99), PluginHostTest.context(5_000))))
                .isEqualTo(Outcome.notSent("breaker_open.60"));
        assertThat(await(bad().query(new Reference(request(1), 1), PluginHostTest.context(5_000))))
                .isEqualTo(Outcome.notSent("breaker_open.60"));
        assertThat(goodCall()).isLessThan(GOOD_MILLIS_MAX);
        assertThat(states()).containsExactly("bad OPEN 0", "good CLOSED 0");
        assertThat(events.breakers).containsExactly("adapter bad CLOSED OPEN");
    }

    @Test
    void should_end_once_when_it_completes_twice() throws Exception {
        AtomicInteger refusedTwice = new AtomicInteger();
        start((request, services) -> {
            Promise<Outcome<Body>> promise = Promise.promise();
            promise.complete(Outcome.succeeded(Body.EMPTY));
            services.work(() -> {
                if (!promise.tryComplete(Outcome.rejected("NO", "后来又说不行"))) {
                    refusedTwice.incrementAndGet();
                }
                return null;
            });
            return promise.future();
        });
        for (int i = 0; i < 2 * CALLS_MIN; i++) {
            assertThat(await(bad().call(request(i), PluginHostTest.context(5_000))))
                    .isInstanceOf(Outcome.Succeeded.class);
        }
        assertThat(states()).containsExactly("bad CLOSED 0", "good CLOSED 0");
        assertThat(events.calls).hasSize(2 * CALLS_MIN);
    }

    @Test
    void should_stay_connected_when_its_failures_tell_nothing_of_the_other_side() throws Exception {
        start((request, services) -> Future.succeededFuture(Outcome.notSent("earlier_unresolved")));
        for (int i = 0; i < 2 * CALLS_MIN; i++) {
            assertThat(await(bad().call(request(1), PluginHostTest.context(5_000))))
                    .isEqualTo(Outcome.notSent("earlier_unresolved"));
        }
        assertThat(states()).containsExactly("bad CLOSED 0", "good CLOSED 0");
    }

    @Test
    void should_stay_connected_when_it_refuses() throws Exception {
        start((request, services) -> Future.succeededFuture(Outcome.rejected("NO", "本地系统不予受理")));
        for (int i = 0; i < 2 * CALLS_MIN; i++) {
            assertThat(await(bad().call(request(1), PluginHostTest.context(5_000))))
                    .isInstanceOf(Outcome.Rejected.class);
        }
        assertThat(states()).containsExactly("bad CLOSED 0", "good CLOSED 0");
    }

    @Test
    void should_keep_no_more_lines_than_allowed_when_it_floods_its_log() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("wutong.plugin.bad");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        logger.setAdditive(false);
        try {
            start((request, services) -> {
                for (int i = 0; i < 20_000; i++) {
                    services.log().warn("line {}", i);
                }
                return Future.succeededFuture(Outcome.succeeded(Body.EMPTY));
            });
            long start = System.nanoTime();
            await(bad().call(request(1), PluginHostTest.context(20_000)));
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + 1;
            assertThat(lines.list).hasSizeLessThanOrEqualTo((int) ((seconds + 1) * FEW.logLinesPerSecond()));
        } finally {
            logger.detachAppender(lines);
            logger.setAdditive(true);
        }
    }

    @Test
    void should_ask_about_a_visit_when_an_earlier_call_of_it_never_ended() throws Exception {
        start((request, services) -> Promise.<Outcome<Body>>promise().future());
        Request hung = request(1);
        assertThat(await(bad().call(hung, PluginHostTest.context(200)))).isEqualTo(Outcome.unknown("timeout_adapter"));
        assertThat(await(bad().query(new Reference(hung, 1), PluginHostTest.context(10_000))))
                .isEqualTo(Outcome.rejected("NONE", "无此记录"));
    }

    @Test
    void should_not_call_when_its_time_is_over_before_its_turn() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        start((request, services) -> {
            calls.incrementAndGet();
            return Promise.<Outcome<Body>>promise().future();
        });
        Request one = request(1);
        Future<Outcome<Body>> first = bad().call(one, PluginHostTest.context(600));
        Future<Outcome<Body>> behind = bad().call(one, PluginHostTest.context(200));
        assertThat(await(behind)).isEqualTo(Outcome.unknown("timeout_adapter"));
        assertThat(await(first)).isEqualTo(Outcome.unknown("timeout_adapter"));
        // its turn comes after both
        assertThat(await(bad().query(new Reference(one, 1), PluginHostTest.context(10_000))))
                .isInstanceOf(Outcome.Rejected.class);
        assertThat(calls).hasValue(1);
    }

    @Test
    void should_reach_its_own_hosts_only_and_follow_no_redirect() throws Exception {
        AtomicInteger elsewhere = new AtomicInteger();
        HttpServer other = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    elsewhere.incrementAndGet();
                    request.response().end();
                })
                .listen(0));
        HttpServer own = await(vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(302)
                        .putHeader("Location", "http://localhost:" + other.actualPort() + "/")
                        .end())
                .listen(0));
        start(
                (request, services) -> services.http(
                                new HttpCall("GET", request.input().textOr("url", ""), Map.of(), null, 5_000))
                        .map(reply ->
                                Outcome.succeeded(Body.of("status", new Value.Num(Integer.toString(reply.status()))))),
                "localhost:" + own.actualPort());
        for (String url : List.of(
                "http://localhost:" + other.actualPort(),
                "http://127.0.0.1:" + own.actualPort(),
                "http://localhost.:" + own.actualPort(),
                "http://localhost")) {
            for (int i = 0; i < CALLS_MIN; i++) { // or the breaker cuts it off for what it asks for
                assertThat(text(await(bad().call(
                                        toUrl("http://localhost:" + own.actualPort()), PluginHostTest.context(5_000)))))
                        .isEqualTo("succeeded {\"status\":302}");
            }
            assertThat(text(await(bad().call(toUrl(url), PluginHostTest.context(5_000)))))
                    .as(url)
                    .isEqualTo("not_sent host_not_allowed");
        }
        assertThat(text(await(bad().call(
                                toUrl("http://localhost:" + own.actualPort() + "@127.0.0.1:" + other.actualPort()
                                        + "/"),
                                PluginHostTest.context(5_000)))))
                .startsWith("not_sent");
        assertThat(elsewhere).hasValue(0);
    }

    // ---------------------------------------------------------------- stage

    private void start(Misdeed misdeed, String... hosts) throws Exception {
        host = new PluginHost(
                vertx,
                PluginHostConfig.ofClasses(
                                List.of(
                                        new Factory("region-bad", misdeed),
                                        new Factory(
                                                "region-good",
                                                (request, services) ->
                                                        services.work(() -> Outcome.succeeded(request.input())))),
                                List.of(
                                        AdapterSpec.of("bad", "region-bad", "430000")
                                                .withAllowedHosts(hosts)
                                                .withLimits(FEW)
                                                .withCalls(QUICK),
                                        AdapterSpec.of("good", "region-good", "440000")
                                                .withLimits(FEW)
                                                .withCalls(QUICK)))
                        .withEvents(events)
                        .withDrainMillisMax(500));
        await(host.start());
    }

    private RegionAdapter bad() {
        return host.regionAdapter("430000").orElseThrow().adapter();
    }

    private long goodCall() throws Exception {
        long start = System.nanoTime();
        Outcome<Body> outcome = await(
                host.regionAdapter("440000").orElseThrow().adapter().call(request(1), PluginHostTest.context(5_000)));
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private List<String> states() {
        return host.guards().stream()
                .map(guard -> guard.name() + " " + guard.breaker().state() + " " + guard.inFlight())
                .toList();
    }

    /** Each of a visit of its own. */
    private static Request request(int visit) {
        Request plain = PluginHostTest.request();
        return new Request(
                plain.infno(),
                plain.msgid(),
                plain.careArea(),
                plain.homeArea(),
                plain.fixmedinsCode(),
                plain.opter(),
                Body.of("medfee_sumamt", Value.text("100.00")),
                new Care(
                        "V" + (visit == 2 ? 1_000 : visit),
                        "H32110200001",
                        "示范医院",
                        "321102",
                        "3",
                        "P0000001",
                        "310",
                        "21",
                        "ZY" + visit,
                        "2026-10-12 08:00:00",
                        null,
                        null,
                        null,
                        false,
                        false,
                        null,
                        null,
                        10_000,
                        0,
                        0,
                        0,
                        10_000,
                        List.of()));
    }

    private static Request toUrl(String url) {
        Request plain = PluginHostTest.request();
        return new Request(
                plain.infno(),
                plain.msgid(),
                plain.careArea(),
                plain.homeArea(),
                plain.fixmedinsCode(),
                plain.opter(),
                Body.of("url", Value.text(url)),
                null);
    }

    private static String text(Outcome<Body> outcome) {
        if (outcome instanceof Outcome.Unknown<Body> unknown) {
            return "unknown " + unknown.cause();
        }
        return outcome instanceof Outcome.NotSent<Body> notSent
                ? "not_sent " + notSent.cause()
                : outcome instanceof Outcome.Succeeded<Body> done
                        ? "succeeded " + io.wutong.spi.Json.writeText(done.answer())
                        : outcome.label();
    }

    private static boolean waitForTheEnd() {
        try {
            return released.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T any(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** Its own text is broken too. */
    private static final class Unprintable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException();
        }
    }

    private record Factory(String id, Misdeed misdeed) implements RegionAdapterFactory {
        @Override
        public Descriptor descriptor() {
            return new Descriptor(id, "隔离测试", EnumSet.of(Capability.SETTLE), Set.of("2304"), new Limits(200, 100));
        }

        @Override
        public Future<RegionAdapter> create(AdapterConfig config, PluginServices services) {
            return Future.succeededFuture(new RegionAdapter() {
                @Override
                public Future<Outcome<Body>> call(Request request, CallContext context) {
                    return misdeed.call(request, services);
                }

                @Override
                public Future<Outcome<Body>> query(Reference reference, CallContext context) {
                    return Future.succeededFuture(Outcome.rejected("NONE", "无此记录"));
                }

                @Override
                public Future<Outcome<Body>> reverse(Reference reference, CallContext context) {
                    return Future.succeededFuture(Outcome.succeeded(Body.EMPTY));
                }
            });
        }
    }
}
