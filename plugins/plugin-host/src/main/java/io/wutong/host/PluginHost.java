package io.wutong.host;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.wutong.host.PluginRefusedException.Reason;
import io.wutong.spi.CredentialReader;
import io.wutong.spi.Notifier;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.RegionAdapter;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pf4j.ExtensionPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads plugins, makes the configured adapters and serves them.
 *
 * <ul>
 *   <li>start: stage → trust → facts → PF4J → doubles → capabilities and settings → adapters → snapshot. Anything that
 *       is not right refuses the whole start, with a {@link PluginRefusedException} that names the cure
 *   <li>serving: look-ups read one immutable {@link Snapshot}; every adapter is behind a guard
 *   <li>replacing: start new → swap → drain old → undeploy → stop → unload → leak check. A new one that does not start
 *       leaves the old one serving
 * </ul>
 *
 * Everything of PF4J happens on one worker thread; futures complete on the loop that made the host.
 */
public final class PluginHost {
    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);
    private static final AtomicLong HOSTS = new AtomicLong();

    private final Vertx vertx;
    private final Context home;
    private final PluginHostConfig config;
    private final WorkerExecutor pf4j;
    private final StallWatch stalls;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean changing = new AtomicBoolean();
    private @Nullable JarStage stage;
    private final Map<String, PluginUnit> units = new LinkedHashMap<>();
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    static {
        // a cached jar: connection would keep a replaced jar open for ever
        URLConnection.setDefaultUseCaches("jar", false);
    }

    public PluginHost(Vertx vertx, PluginHostConfig config) {
        this.vertx = vertx;
        this.home = OnLoop.loopOf(vertx);
        this.config = config;
        this.pf4j = vertx.createSharedWorkerExecutor("wutong-pf4j-" + HOSTS.incrementAndGet(), 1, 60, TimeUnit.SECONDS);
        this.stalls = new StallWatch(config.events());
    }

    /** Serves, or fails with a {@link PluginRefusedException} and leaves nothing running. Called once. */
    public Future<Void> start() {
        if (!started.compareAndSet(false, true)) {
            return Future.failedFuture(new IllegalStateException("started already"));
        }
        return onPf4j(this::loadAll)
                .compose(ignored -> startAdapters(List.copyOf(units.values()), config.adapters()))
                .compose(ignored -> onPf4j(this::serve))
                .recover(failure -> tearDown(1).transform(ignored -> Future.failedFuture(failure)));
    }

    private @Nullable Void serve() {
        swap();
        stalls.start();
        return null;
    }

    private @Nullable Void loadAll() throws IOException {
        JarStage own = new JarStage();
        stage = own;
        List<JarFacts> jars = new ArrayList<>();
        if (config.folder() != null) {
            for (Path jar : JarStage.jarsOf(config.folder())) {
                jars.add(own.take(jar, config.trust()));
            }
        }
        refuseTwoVersions(jars);
        for (JarFacts facts : jars) {
            add(PluginJar.start(facts, config.systemVersion()));
        }
        for (ExtensionPoint factory : config.factories()) {
            add(new ClassesPlugin(factory));
        }
        Map<String, LoadedPlugin> plugins = new LinkedHashMap<>();
        units.forEach((id, unit) -> plugins.put(id, unit.plugin()));
        SpecCheck.refuseDoubles(config.adapters(), plugins);
        for (AdapterSpec spec : config.adapters()) {
            SpecCheck.require(spec, SpecCheck.plugin(spec, plugins));
        }
        return null;
    }

    private void add(LoadedPlugin plugin) {
        LOG.info("plugin {} {} loaded from {}", plugin.id(), plugin.version(), plugin.origin());
        units.put(plugin.id(), new PluginUnit(plugin));
    }

    private static void refuseTwoVersions(List<JarFacts> jars) {
        Map<String, JarFacts> byId = new LinkedHashMap<>();
        for (JarFacts facts : jars) {
            JarFacts other = byId.putIfAbsent(facts.id(), facts);
            if (other != null) {
                String both = other.jar().getFileName() + " (" + other.version() + "), "
                        + facts.jar().getFileName() + " (" + facts.version() + ")";
                throw new PluginRefusedException(
                        Reason.TWO_VERSIONS,
                        facts.jar().getFileName().toString(),
                        "插件 " + facts.id() + " 有两个包:" + both + "。请只保留一个",
                        "plugin " + facts.id() + " is there twice: " + both + "; keep one of them");
            }
        }
    }

    private Future<Void> startAdapters(List<PluginUnit> starting, List<AdapterSpec> specs) {
        Future<Void> done = Future.succeededFuture();
        for (PluginUnit unit : starting) {
            done = done.compose(ignored -> unit.start(vertx, specs, config.clock(), config.events()));
        }
        return done;
    }

    /** What serves from now on is what stands in {@link #units}. */
    private void swap() {
        List<AdapterRuntime> runtimes = units.values().stream()
                .flatMap(unit -> unit.runtimes().stream())
                .toList();
        snapshot = Snapshot.of(vertx, runtimes, config.events());
        runtimes.forEach(stalls::watch);
    }

    /** The adapter that answers for exactly this area. */
    public Optional<Served<RegionAdapter>> regionAdapter(String area) {
        return Optional.ofNullable(snapshot.regionsByArea().get(area));
    }

    public List<Served<RegionAdapter>> regionAdapters() {
        return List.copyOf(snapshot.regionsByArea().values());
    }

    /** A payment channel by its configured name. */
    public Optional<Served<PaymentChannel>> paymentChannel(String name) {
        return Optional.ofNullable(snapshot.channelsByName().get(name));
    }

    public List<Served<PaymentChannel>> paymentChannels() {
        return List.copyOf(snapshot.channelsByName().values());
    }

    /** In the order of the configuration within a plugin. */
    public List<Served<CredentialReader>> credentialReaders() {
        return snapshot.readers();
    }

    public List<Served<Notifier>> notifiers() {
        return snapshot.notifiers();
    }

    /** How each adapter in service is doing. */
    public List<GuardReport> guards() {
        return snapshot.guards().entrySet().stream()
                .map(guard -> guard.getValue().report("adapter", guard.getKey()))
                .toList();
    }

    /** What is loaded: id → version. */
    public Future<Map<String, String>> plugins() {
        return onPf4j(() -> {
            Map<String, String> versions = new LinkedHashMap<>();
            units.forEach((id, unit) -> versions.put(id, unit.version()));
            return versions;
        });
    }

    /**
     * Replaces a loaded plugin by another jar of the same id. One at a time. Completes when the old one is gone, with
     * what it left behind; fails with the old one still serving.
     */
    public Future<LeakReport> replace(Path jar) {
        if (!changing.compareAndSet(false, true)) {
            return Future.failedFuture(new IllegalStateException("a replacement is under way"));
        }
        return onPf4j(() -> loadNew(jar))
                .compose(fresh -> fresh.start(vertx, config.adapters(), config.clock(), config.events())
                        .recover(failure -> discard(fresh).transform(ignored -> Future.failedFuture(failure)))
                        .compose(ignored -> onPf4j(() -> exchange(fresh))))
                .compose(this::retire)
                .onComplete(ignored -> changing.set(false));
    }

    private PluginUnit loadNew(Path jar) {
        JarStage own = stage;
        if (own == null || snapshot == Snapshot.EMPTY) {
            throw new IllegalStateException("not started");
        }
        JarFacts facts = own.take(jar, config.trust());
        if (!units.containsKey(facts.id())) {
            throw SpecCheck.unknown(facts.jar().getFileName().toString(), facts.id(), units.keySet());
        }
        PluginUnit fresh = new PluginUnit(PluginJar.start(facts, config.systemVersion()));
        try {
            for (AdapterSpec spec : config.adapters()) {
                if (spec.pluginId().equals(fresh.id())) {
                    SpecCheck.require(spec, fresh.plugin());
                }
            }
        } catch (PluginRefusedException e) {
            fresh.unload();
            throw e;
        }
        return fresh;
    }

    private Future<Void> discard(PluginUnit fresh) {
        return fresh.stop(1).compose(ignored -> onPf4j(fresh::unload)).mapEmpty();
    }

    private PluginUnit exchange(PluginUnit fresh) {
        PluginUnit old = units.put(fresh.id(), fresh);
        if (old == null) {
            throw new IllegalStateException("closed");
        }
        swap();
        LOG.info("plugin {} {} replaces {}", fresh.id(), fresh.version(), old.version());
        return old;
    }

    private Future<LeakReport> retire(PluginUnit old) {
        return stopped(old, config.drainMillisMax())
                .compose(ignored -> onPf4j(old::unload))
                .compose(check -> onPf4j(() -> check.run(config.garbage())))
                .onSuccess(this::report);
    }

    private Future<Void> stopped(PluginUnit unit, long drainMillisMax) {
        List<AdapterRuntime> runtimes = List.copyOf(unit.runtimes());
        return unit.stop(drainMillisMax).onComplete(ignored -> runtimes.forEach(stalls::forget));
    }

    private void report(LeakReport report) {
        config.events().unloaded(report);
        if (report.clean()) {
            LOG.info("plugin {} {} is gone", report.pluginId(), report.version());
        } else {
            LOG.warn(
                    "plugin {} {} left behind: class loader {}, threads {}",
                    report.pluginId(),
                    report.version(),
                    report.loaderCollected() ? "gone" : "still referred to",
                    report.threads());
        }
    }

    /** Lets what is under way end, then lets go of everything. Calling it again does nothing more. */
    public Future<Void> close() {
        return tearDown(config.drainMillisMax());
    }

    /** As {@link #close}, and says what each plugin left behind. */
    public Future<List<LeakReport>> closeAndCheck() {
        if (!closed.compareAndSet(false, true)) {
            return Future.failedFuture(new IllegalStateException("closed already"));
        }
        return stopAll(config.drainMillisMax())
                .compose(checks -> onPf4j(() -> checks.stream()
                        .map(check -> check.run(config.garbage()))
                        .toList()))
                .onSuccess(reports -> reports.forEach(this::report))
                .eventually(this::letGo);
    }

    private Future<Void> tearDown(long drainMillisMax) {
        return closed.compareAndSet(false, true)
                ? stopAll(drainMillisMax).transform(ignored -> letGo())
                : Future.succeededFuture();
    }

    private Future<List<LeakCheck>> stopAll(long drainMillisMax) {
        snapshot = Snapshot.EMPTY;
        return onPf4j(() -> List.copyOf(units.values()))
                .compose(all -> Future.join(
                        all.stream().map(unit -> stopped(unit, drainMillisMax)).toList()))
                .compose(ignored -> onPf4j(() -> {
                    List<LeakCheck> checks = Stream.of(units.values().toArray(PluginUnit[]::new))
                            .map(PluginUnit::unload)
                            .toList();
                    units.clear();
                    return checks;
                }));
    }

    private Future<Void> letGo() {
        stalls.close();
        return onPf4j(() -> {
                    JarStage own = stage;
                    if (own != null) {
                        own.close();
                    }
                    return null;
                })
                .transform(ignored -> pf4j.close());
    }

    /** In the host's own context: in an adapter's, the leak check would itself refer to the plugin. */
    private <T> Future<T> onPf4j(Callable<T> task) {
        OnLoop<T> result = OnLoop.of(home);
        home.runOnContext(ignored -> {
            try {
                pf4j.executeBlocking(task, true).onSuccess(result::complete).onFailure(result::fail);
            } catch (RejectedExecutionException e) {
                result.fail(new IllegalStateException("closed"));
            }
        });
        return result.future();
    }
}
