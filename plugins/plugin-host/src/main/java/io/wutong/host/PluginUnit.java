package io.wutong.host;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One loaded plugin and the adapters that it has made: they come and go together. One that is switched off is unloaded,
 * and its adapters stand there, closed.
 */
final class PluginUnit {
    private static final Logger LOG = LoggerFactory.getLogger(PluginUnit.class);

    private final String id;
    private final String version;
    private final String title;
    private final PluginKind kind;
    private final String origin;
    private final @Nullable JarFacts facts;
    private final List<AdapterRuntime> runtimes = new ArrayList<>();
    private @Nullable LoadedPlugin plugin;

    PluginUnit(LoadedPlugin plugin) {
        this.plugin = plugin;
        this.id = plugin.id();
        this.version = plugin.version();
        this.title = String.valueOf(plugin.descriptor().title());
        this.kind = PluginKind.of(plugin.factory());
        this.origin = plugin.origin();
        this.facts = plugin.facts();
    }

    String id() {
        return id;
    }

    String version() {
        return version;
    }

    /** The verified jar; null when it comes from classes. */
    @Nullable
    JarFacts facts() {
        return facts;
    }

    boolean loaded() {
        return plugin != null;
    }

    LoadedPlugin plugin() {
        return Objects.requireNonNull(plugin, "unloaded");
    }

    List<AdapterRuntime> runtimes() {
        return runtimes;
    }

    PluginStatus status(String previous) {
        return new PluginStatus(
                id,
                version,
                title,
                kind,
                origin,
                facts == null ? "classes" : facts.vouchedBy(),
                loaded(),
                runtimes.stream().map(runtime -> runtime.spec().name()).toList(),
                previous);
    }

    /** Makes an adapter for each of the configured ones that name this plugin; a page in a loop, one after the other. */
    Future<Void> start(Vertx vertx, List<AdapterSpec> specs, Clock clock, HostEvents events) {
        Future<Void> started = Future.succeededFuture();
        for (AdapterSpec spec : specs) {
            if (spec.pluginId().equals(id)) {
                AdapterRuntime runtime = new AdapterRuntime(vertx, spec, plugin(), clock, events);
                started = started.compose(ignored -> runtime.start()).map(running -> {
                    runtimes.add(running);
                    return null;
                });
            }
        }
        return started;
    }

    /** Instead of {@link #start}: its adapters are there and take nothing, and the plugin is unloaded. */
    void park(Vertx vertx, List<AdapterSpec> specs, Clock clock, HostEvents events) {
        LoadedPlugin own = plugin();
        specs.stream()
                .filter(spec -> spec.pluginId().equals(id))
                .forEach(spec -> runtimes.add(new AdapterRuntime(vertx, spec, own, clock, events).parked()));
        park();
    }

    PluginKind kind() {
        return kind;
    }

    /** Lets what is under way end, then takes the adapters down. Goes on past failures. */
    Future<Void> stop(long drainMillisMax) {
        return stop(runtimes, drainMillisMax);
    }

    static Future<Void> stop(List<AdapterRuntime> runtimes, long drainMillisMax) {
        List<Future<Void>> stopping = new ArrayList<>();
        for (AdapterRuntime runtime : runtimes) {
            stopping.add(runtime.drain(drainMillisMax)
                    .compose(drained -> {
                        if (!drained) {
                            LOG.warn(
                                    "adapter {} was closed with calls under way",
                                    runtime.spec().name());
                        }
                        return runtime.stop();
                    })
                    .otherwise(failure -> {
                        LOG.warn("adapter {} failed to stop: {}", runtime.spec().name(), Factories.text(failure));
                        return null;
                    }));
        }
        return Future.join(stopping).mapEmpty();
    }

    /** Stops and unloads the plugin and forgets it; on the PF4J worker. The check must not refer to it either. */
    LeakCheck unload() {
        LeakCheck check = park();
        runtimes.clear();
        return check;
    }

    /** As {@link #unload}, with the closed adapters still there. */
    LeakCheck park() {
        LoadedPlugin unloading = plugin();
        plugin = null;
        LeakCheck check = new LeakCheck(unloading);
        try {
            unloading.unload();
        } catch (Throwable e) { // plugin code
            LOG.warn("plugin {} {} failed to stop: {}", id, version, Factories.text(e));
        }
        return check;
    }
}
