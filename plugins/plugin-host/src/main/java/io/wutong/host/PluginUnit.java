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

/** One loaded plugin and the adapters that it has made: they come and go together. */
final class PluginUnit {
    private static final Logger LOG = LoggerFactory.getLogger(PluginUnit.class);

    private final String id;
    private final String version;
    private final List<AdapterRuntime> runtimes = new ArrayList<>();
    private @Nullable LoadedPlugin plugin;

    PluginUnit(LoadedPlugin plugin) {
        this.plugin = plugin;
        this.id = plugin.id();
        this.version = plugin.version();
    }

    String id() {
        return id;
    }

    String version() {
        return version;
    }

    LoadedPlugin plugin() {
        return Objects.requireNonNull(plugin, "unloaded");
    }

    List<AdapterRuntime> runtimes() {
        return runtimes;
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

    /** Lets what is under way end, then takes the adapters down. Goes on past failures. */
    Future<Void> stop(long drainMillisMax) {
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
        LoadedPlugin unloading = plugin();
        plugin = null;
        runtimes.clear();
        LeakCheck check = new LeakCheck(unloading);
        try {
            unloading.unload();
        } catch (Throwable e) { // plugin code
            LOG.warn("plugin {} {} failed to stop: {}", id, version, Factories.text(e));
        }
        return check;
    }
}
