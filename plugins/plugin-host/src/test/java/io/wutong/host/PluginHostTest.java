package io.wutong.host;

import static io.wutong.host.HostServicesTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Outcome;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.spi.VisitMemory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real jar in the real loader: serving, guarding, replacing, leaving. */
class PluginHostTest {
    static final Body SETTINGS = Body.builder().put("greeting", "你好").build();
    static final AdapterSpec SPEC =
            AdapterSpec.of("hunan", "region-example", "430000").withSettings(SETTINGS);

    private static final long ENDED_MILLIS_MAX = 5_000;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Recorder events = new Recorder();
    private PluginHost host;

    @AfterEach
    void close() throws Exception {
        if (host != null) {
            await(host.close());
        }
        await(vertx.close());
    }

    @Test
    void should_serve_an_adapter_from_its_jar() throws Exception {
        TestJar.example().writeTo(folder);
        RegionAdapter adapter = start().regionAdapter("430000").orElseThrow().adapter();
        Outcome<Body> outcome = await(adapter.call(request(), context(5_000)));
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Succeeded.class, succeeded -> {
            Body answer = (Body) succeeded.answer();
            assertThat(answer.text("greeting")).contains("你好");
            assertThat(answer.text("loader")).contains("io.wutong.host.PluginJar$OwnLoader");
        });
        assertThat(host.regionAdapter("440000")).isEmpty();
        assertThat(host.regionAdapter("430000").orElseThrow().descriptor().transactions())
                .containsExactly("2304");
        assertThat(events.calls).containsExactly("hunan call succeeded");
    }

    @Test
    void should_start_all_loops_before_any_plugin_can() throws Exception {
        TestJar.example().writeTo(folder);
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        start();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(
                        thread -> !before.contains(thread) && thread.getName().startsWith("vert.x-eventloop-thread"))
                .hasSizeGreaterThanOrEqualTo(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE);
    }

    @Test
    void should_leave_nothing_when_loaded_and_unloaded_five_times() throws Exception {
        TestJar.example().writeTo(folder);
        for (int round = 0; round < 5; round++) {
            start();
            await(adapter().call(request(), context(5_000)));
            List<LeakReport> reports = await(host.closeAndCheck());
            assertThat(reports).singleElement().satisfies(report -> {
                assertThat(report.clean()).as(report.toString()).isTrue();
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throw new StackOverflowError();                                   | unknown plugin_error.StackOverflowError",
                "return null;                                                      | unknown plugin_error.null_future",
                "return Future.succeededFuture(null);                              | unknown plugin_error.null_outcome",
                "return Future.failedFuture(new IllegalStateException(\"x\"));     | unknown plugin_error.IllegalStateException",
                "return Future.failedFuture(new CallFailure(true, \"reset\"));     | unknown reset",
                "return Future.failedFuture(new CallFailure(false, \"pool_full\")); | not_sent pool_full",
                "return Future.succeededFuture(Outcome.pending(\"queued\"));       | pending queued",
                "return io.vertx.core.Promise.<Outcome<Body>>promise().future();   | unknown timeout_adapter",
                "while (System.nanoTime() < context.deadlineNanos() + 300_000_000L) { } return null; | unknown timeout_adapter"
            })
    void should_end_in_an_outcome_whatever_the_plugin_does(String body, String expected) throws Exception {
        TestJar.example().calling(body).writeTo(folder);
        start();
        boolean endless = expected.endsWith("timeout_adapter");
        Outcome<Body> outcome = await(adapter().call(request(), context(endless ? 200 : 10_000)));
        assertThat(outcome.label() + " " + cause(outcome)).isEqualTo(expected);
        assertThat(events.calls.poll(5, TimeUnit.SECONDS)).isEqualTo("hunan call " + outcome.label());
        assertThat(events.calls).isEmpty();
    }

    @Test
    void should_complete_once_and_on_the_callers_loop_when_the_plugin_answers_late() throws Exception {
        TestJar.example()
                .calling("return services.delay(300).map(x -> Outcome.succeeded(answer()));")
                .writeTo(folder);
        start();
        Context caller = vertx.getOrCreateContext();
        Promise<Boolean> same = Promise.promise();
        caller.runOnContext(ignored -> adapter()
                .call(request(), context(5_000))
                .onComplete(done ->
                        same.complete(Vertx.currentContext() == caller && done.result() instanceof Outcome.Succeeded)));
        assertThat(await(same.future())).isTrue();
        assertThat(await(adapter().call(request(), context(50)))).isEqualTo(Outcome.unknown("timeout_adapter"));
        assertThat(await(adapter().call(request(), context(0)))).isEqualTo(Outcome.notSent("timeout_adapter"));
        // behind the late answer on the same loop
        await(adapter().call(request(), context(5_000)));
        assertThat(events.calls)
                .containsExactly(
                        "hunan call succeeded", "hunan call unknown", "hunan call not_sent", "hunan call succeeded");
    }

    @Test
    void should_refuse_early_when_too_many_calls_are_under_way() throws Exception {
        TestJar.example()
                .calling("return services.delay(400).map(x -> Outcome.succeeded(answer()));")
                .writeTo(folder);
        start();
        List<Future<Outcome<Body>>> taken =
                List.of(adapter().call(request(), context(5_000)), adapter().call(request(), context(5_000)));
        assertThat(await(adapter().call(request(), context(5_000)))).isEqualTo(Outcome.notSent("adapter_full"));
        assertThat(await(Future.join(taken)).<Outcome<Body>>list()).allMatch(Outcome.Succeeded.class::isInstance);
        assertThat(await(adapter().call(request(), context(5_000)))).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void should_report_the_adapter_when_it_holds_its_loop() throws Exception {
        TestJar.example()
                .calling("long end = System.nanoTime() + 600_000_000L; while (System.nanoTime() < end) { }"
                        + " return Future.succeededFuture(Outcome.succeeded(answer()));")
                .writeTo(folder);
        start();
        await(adapter().call(request(), context(5_000)));
        assertThat(events.stalls.poll(5, TimeUnit.SECONDS)).isEqualTo("hunan");
    }

    @Test
    void should_serve_the_new_one_and_forget_the_old_one_when_replaced() throws Exception {
        TestJar.example().writeTo(folder);
        start();
        RegionAdapter old = adapter();
        assertThat(version(await(old.call(request(), context(5_000))))).isEqualTo("1.0.0");
        Path newer = TestJar.example().version("1.1.0").writeTo(folder); // over the old file
        LeakReport report = await(host.replace(newer));
        assertThat(report.clean()).as(report.toString()).isTrue();
        assertThat(report.version()).isEqualTo("1.0.0");
        assertThat(events.reports).containsExactly(report);
        assertThat(version(await(adapter().call(request(), context(5_000))))).isEqualTo("1.1.0");
        assertThat(await(old.call(request(), context(5_000)))).isEqualTo(Outcome.notSent("adapter_closed"));
        assertThat(await(host.plugins())).containsEntry("region-example", "1.1.0");
        assertThat(vertx.deploymentIDs()).hasSize(1);
    }

    @Test
    void should_let_calls_under_way_end_when_replaced() throws Exception {
        TestJar.example()
                .calling("return services.delay(500).map(x -> Outcome.succeeded(answer()));")
                .writeTo(folder);
        start();
        Future<Outcome<Body>> underWay = adapter().call(request(), context(5_000));
        LeakReport report =
                await(host.replace(TestJar.example().version("1.1.0").writeTo(folder)));
        assertThat(version(await(underWay))).isEqualTo("1.0.0");
        assertThat(report.clean()).as(report.toString()).isTrue();
    }

    @Test
    void should_close_at_the_deadline_when_calls_do_not_end() throws Exception {
        TestJar.example()
                .calling("return services.delay(60_000).map(x -> null);")
                .writeTo(folder);
        host = new PluginHost(
                vertx,
                PluginHostConfig.ofFolder(folder, List.of(SPEC))
                        .withEvents(events)
                        .withDrainMillisMax(100));
        await(host.start());
        Future<Outcome<Body>> underWay = adapter().call(request(), context(1_500));
        await(host.replace(TestJar.example().version("1.1.0").writeTo(folder)));
        assertThat(await(underWay)).isEqualTo(Outcome.unknown("timeout_adapter"));
    }

    @Test
    void should_keep_the_old_one_serving_when_the_new_one_does_not_start() throws Exception {
        TestJar.example().writeTo(folder);
        start();
        List<TestJar> broken = List.of(
                TestJar.example().creating("if (true) throw new IllegalStateException();"),
                TestJar.example().manifest("Plugin-Requires", ">=9.0.0"),
                TestJar.example().without("example/ExampleFactory.java"),
                TestJar.example().entry("org/slf4j/Logger.class", new byte[1]),
                TestJar.example()
                        .entry(
                                JarFacts.SCHEMA,
                                "{\"type\":\"object\",\"required\":[\"other\"]}".getBytes(StandardCharsets.UTF_8)),
                TestJar.example().id("region-unknown"));
        for (TestJar jar : broken) {
            Path newer = jar.version("1.1.0").writeTo(folder);
            assertThatThrownBy(() -> await(host.replace(newer))).hasCauseInstanceOf(PluginRefusedException.class);
            assertThat(version(await(adapter().call(request(), context(5_000)))))
                    .isEqualTo("1.0.0");
            assertThat(vertx.deploymentIDs()).hasSize(1);
        }
        LeakReport report =
                await(host.replace(TestJar.example().version("1.2.0").writeTo(folder)));
        assertThat(report.clean()).as(report.toString()).isTrue();
        assertThat(version(await(adapter().call(request(), context(5_000))))).isEqualTo("1.2.0");
    }

    @Test
    void should_name_what_was_left_behind_when_a_plugin_leaks_a_thread() throws Exception {
        TestJar.example()
                .creating("Thread leaked = new Thread(() -> { try { Thread.sleep(60_000); }"
                        + " catch (InterruptedException e) { } }, \"left-behind\");"
                        + " leaked.setDaemon(true); leaked.start();")
                .writeTo(folder);
        start();
        LeakReport report = await(host.closeAndCheck()).get(0);
        assertThat(report.clean()).isFalse();
        assertThat(report.loaderCollected()).isFalse();
        assertThat(report.threads()).containsExactly("left-behind");
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("left-behind"))
                .forEach(Thread::interrupt);
    }

    @Test
    void should_be_closed_and_cleaned_up_when_the_host_closes() throws Exception {
        TestJar.example().writeTo(folder);
        start();
        RegionAdapter held = adapter();
        await(host.close());
        await(host.close());
        assertThat(await(held.call(request(), context(5_000)))).isEqualTo(Outcome.notSent("adapter_closed"));
        assertThat(host.regionAdapters()).isEmpty();
        assertThat(vertx.deploymentIDs()).isEmpty();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("wutong-pf4j") || thread.getName().startsWith("wutong-plugin")) {
                // a pool that is shut down tells nobody when its last thread has ended
                thread.join(ENDED_MILLIS_MAX);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    private static String version(Outcome<Body> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Body>) outcome).answer().textOr("version", "");
    }

    private static String cause(Outcome<Body> outcome) {
        return outcome instanceof Outcome.Unknown<Body> unknown
                ? unknown.cause()
                : outcome instanceof Outcome.NotSent<Body> notSent
                        ? notSent.cause()
                        : ((Outcome.Pending<Body>) outcome).hint();
    }

    PluginHost start() throws Exception {
        return start(SPEC);
    }

    private PluginHost start(AdapterSpec... specs) throws Exception {
        host = new PluginHost(
                vertx, PluginHostConfig.ofFolder(folder, List.of(specs)).withEvents(events));
        await(host.start());
        return host;
    }

    private RegionAdapter adapter() {
        return host.regionAdapter("430000").orElseThrow().adapter();
    }

    static Request request() {
        return new Request(
                "2304", "H43010200001202601010101010001", "321102", "430102", "H32110200001", "op", Body.EMPTY, null);
    }

    static CallContext context(long millis) {
        return new CallContext(
                "0123456789abcdef0123456789abcdef",
                "H43010200001202601010101010001",
                "321102",
                "430000",
                1,
                System.nanoTime() + millis * 1_000_000,
                VisitMemory.NONE);
    }

    static final class Recorder implements HostEvents {
        final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        final BlockingQueue<String> breakers = new LinkedBlockingQueue<>();
        final BlockingQueue<String> stalls = new LinkedBlockingQueue<>();
        final BlockingQueue<LeakReport> reports = new LinkedBlockingQueue<>();

        @Override
        public void called(String adapter, String operation, String outcome, Duration took) {
            calls.add(adapter + " " + operation + " " + outcome);
        }

        @Override
        public void stalled(String adapter, Duration atLeast) {
            stalls.add(adapter);
        }

        @Override
        public void breaker(String kind, String name, Breaker.State from, Breaker.State to) {
            breakers.add(kind + " " + name + " " + from + " " + to);
        }

        @Override
        public void unloaded(LeakReport report) {
            reports.add(report);
        }
    }
}
