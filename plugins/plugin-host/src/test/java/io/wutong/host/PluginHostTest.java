package io.wutong.host;

import static io.wutong.host.HostServicesTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Outcome;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.spi.VisitMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real jar in the real loader: serving, guarding, replacing, leaving. */
class PluginHostTest {
    static final Body SETTINGS = Body.builder().put("greeting", "你好").build();
    static final AdapterSpec SPEC =
            AdapterSpec.of("hunan", "region-example", "430000").withSettings(SETTINGS);

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
                new VisitMemory() {
                    @Override
                    public Future<Optional<String>> recall() {
                        return Future.succeededFuture(Optional.empty());
                    }

                    @Override
                    public Future<Void> remember(String text) {
                        return Future.succeededFuture();
                    }
                });
    }

    static final class Recorder implements HostEvents {
        final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
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
        public void unloaded(LeakReport report) {
            reports.add(report);
        }
    }
}
