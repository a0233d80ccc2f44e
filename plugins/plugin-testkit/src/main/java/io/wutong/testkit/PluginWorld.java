package io.wutong.testkit;

import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.host.HostEvents;
import io.wutong.host.LeakReport;
import io.wutong.host.PluginHost;
import io.wutong.host.PluginHostConfig;
import io.wutong.spi.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.pf4j.ExtensionPoint;

/**
 * A plugin in a real host, before a system that behaves with a {@link Front} in between. Closing it looks
 * for what the plugin left, and for secrets in the log, and fails on any.
 */
public final class PluginWorld<S extends Simulator> implements AutoCloseable {
    private final Vertx vertx;
    private final S simulator;
    private final Front server;
    private final AdapterSpec spec;
    private final PluginHost host;
    private final LogCapture log = new LogCapture();
    private final Packaging packaging;
    private final Queue<String> stalls = new ConcurrentLinkedQueue<>();

    PluginWorld(
            Vertx vertx,
            S simulator,
            Front server,
            AdapterSpec spec,
            ExtensionPoint factory,
            String pluginId,
            Packaging packaging) {
        this.vertx = vertx;
        this.simulator = simulator;
        this.server = server;
        this.spec = spec;
        this.packaging = packaging;
        PluginHostConfig config = packaging == Packaging.CLASSES
                ? PluginHostConfig.ofClasses(List.of(factory), List.of(spec))
                : PluginHostConfig.ofFolder(folderWith(jarOf(pluginId)), List.of(spec));
        this.host = new PluginHost(
                vertx,
                config.withEvents(new Events()).withGarbage(new Garbage()).withDrainMillisMax(2_000));
        Calls.await(host.start());
    }

    /** {@code target/{artifactId}-{version}.jar}; a test fails when it has not been packed. */
    static Path jarOf(String pluginId) {
        String version = System.getProperty("wutong.version");
        if (version == null) {
            throw new AssertionError("run by failsafe after packaging (mvn verify): wutong.version is not set");
        }
        Path jar = Path.of("target", pluginId + "-" + version + ".jar");
        if (!Files.isRegularFile(jar)) {
            throw new AssertionError("not packed: " + jar.toAbsolutePath());
        }
        return jar;
    }

    private static Path folderWith(Path jar) {
        try {
            Path folder = Files.createTempDirectory("wutong-contract-");
            Files.copy(jar, folder.resolve(jar.getFileName()));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Vertx vertx() {
        return vertx;
    }

    /** The system that behaves. */
    public S simulator() {
        return simulator;
    }

    /** What stands before it. */
    public Front server() {
        return server;
    }

    public AdapterSpec spec() {
        return spec;
    }

    /** All that was logged since it opened. */
    List<String> logged() {
        return log.lines();
    }

    public PluginHost host() {
        return host;
    }

    /** When its adapters held their event loop for more than 200 ms: for how long, and the stack as it was logged. */
    List<String> stalls() {
        return stalls.isEmpty()
                ? List.of()
                : Stream.concat(
                                stalls.stream(),
                                log.lines().stream().filter(line -> line.contains("has held its event loop")))
                        .toList();
    }

    @Override
    public void close() {
        // classes of the test's own loader are never unloaded, so only a jar can be checked for what it leaves
        List<LeakReport> reports = packaging == Packaging.JAR
                ? Calls.await(host.closeAndCheck())
                : Calls.await(host.close().map(List.<LeakReport>of()));
        for (LeakReport report : reports) {
            if (!report.clean()) {
                throw new AssertionError("the plugin left something behind: " + report);
            }
        }
        Waiting.until("the plugin's connections are closed", () -> server.connections() == 0);
        Calls.await(server.close());
        Calls.await(simulator.close());
        log.close();
        String texts = String.join("\n", log.lines()) + spec;
        for (Secret secret : spec.secrets().values()) {
            if (texts.contains(secret.text())) {
                throw new AssertionError("a secret stands in the log or in a toString");
            }
        }
    }

    private final class Events implements HostEvents {
        @Override
        public void stalled(String adapter, Duration atLeast) {
            stalls.add(adapter + " for " + atLeast);
        }
    }
}
