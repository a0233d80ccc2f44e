package io.wutong.host;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.internal.VertxInternal;
import io.wutong.host.PluginRefusedException.Reason;
import io.wutong.spi.CredentialReader;
import io.wutong.spi.Notifier;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.RegionAdapter;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
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
 *   <li>configured anew: new adapters start → swap → those they replace drain → undeploy
 *   <li>switched off: drain → undeploy → stop → unload; its adapters stay and refuse
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
    private @Nullable PluginShelf shelf;
    private final Map<String, PluginUnit> units = new LinkedHashMap<>();
    private volatile List<AdapterSpec> adapters;
    private volatile Snapshot snapshot = Snapshot.EMPTY;

    static {
        // a cached jar: connection would keep a replaced jar open for ever
        URLConnection.setDefaultUseCaches("jar", false);
    }

    public PluginHost(Vertx vertx, PluginHostConfig config) {
        this.vertx = vertx;
        this.home = OnLoop.loopOf(vertx);
        this.config = config;
        this.adapters = config.adapters();
        this.pf4j = vertx.createSharedWorkerExecutor("wutong-pf4j-" + HOSTS.incrementAndGet(), 1, 60, TimeUnit.SECONDS);
        this.stalls = new StallWatch(config.events());
    }

    /** Serves, or fails with a {@link PluginRefusedException} and leaves nothing running. Called once. */
    public Future<Void> start() {
        if (!started.compareAndSet(false, true)) {
            return Future.failedFuture(new IllegalStateException("started already"));
        }
        startLoops();
        return onPf4j(this::loadAll)
                .compose(ignored -> startAdapters(List.copyOf(units.values()), adapters))
                .compose(ignored -> onPf4j(this::serve))
                .recover(failure -> tearDown(1).transform(ignored -> Future.failedFuture(failure)));
    }

    /** All of them, now: one that starts while a plugin's code is on the stack keeps that plugin's class loader for ever. */
    private void startLoops() {
        ((VertxInternal) vertx).nettyEventLoopGroup().forEach(loop -> loop.execute(() -> {}));
    }

    private @Nullable Void serve() throws IOException {
        shelf().served();
        swap();
        stalls.start();
        return null;
    }

    private PluginShelf shelf() {
        PluginShelf own = shelf;
        if (own == null || closed.get()) {
            throw new IllegalStateException("not started, or closed");
        }
        return own;
    }

    private @Nullable Void loadAll() throws IOException {
        PluginShelf own = PluginShelf.open(config);
        shelf = own;
        if (config.folder() != null) {
            for (JarFacts facts : own.pick(config.folder())) {
                add(PluginJar.start(facts, config.systemVersion()));
            }
        }
        for (ExtensionPoint factory : config.factories()) {
            add(new ClassesPlugin(factory));
        }
        Map<String, LoadedPlugin> plugins = new LinkedHashMap<>();
        units.forEach((id, unit) -> plugins.put(id, unit.plugin()));
        SpecCheck.refuseDoubles(
                adapters, spec -> PluginKind.of(SpecCheck.plugin(spec, plugins).factory()));
        for (AdapterSpec spec : adapters) {
            SpecCheck.require(spec, SpecCheck.plugin(spec, plugins));
        }
        for (PluginUnit unit : units.values()) {
            if (own.ledger().disabled(unit.id())) {
                LOG.warn("plugin {} {} is switched off", unit.id(), unit.version());
                unit.park(vertx, adapters, config.clock(), config.events());
            }
        }
        return null;
    }

    /** What is served, as the configuration said it when it was read last. */
    public List<AdapterSpec> adapters() {
        return adapters;
    }

    private void add(LoadedPlugin plugin) {
        LOG.info("plugin {} {} loaded from {}", plugin.id(), plugin.version(), plugin.origin());
        units.put(plugin.id(), new PluginUnit(plugin));
    }

    private Future<Void> startAdapters(List<PluginUnit> starting, List<AdapterSpec> specs) {
        Future<Void> done = Future.succeededFuture();
        for (PluginUnit unit : starting.stream().filter(PluginUnit::loaded).toList()) {
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

    /** The adapter that answers for exactly this area; of several the first. */
    public Optional<Served<RegionAdapter>> regionAdapter(String area) {
        return regionAdapters(area).stream().findFirst();
    }

    /** All that answer for exactly this area, each for other visits, in the order of the configuration. */
    public List<Served<RegionAdapter>> regionAdapters(String area) {
        return snapshot.regionsByArea().getOrDefault(area, List.of());
    }

    public List<Served<RegionAdapter>> regionAdapters() {
        return snapshot.regionsByArea().values().stream().flatMap(List::stream).toList();
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

    /** Each plugin as it stands. */
    public Future<List<PluginStatus>> list() {
        return onPf4j(() -> {
            PluginLedger ledger = shelf().ledger();
            return units.values().stream()
                    .map(unit -> unit.status(ledger.previousVersion(unit.id())))
                    .toList();
        });
    }

    /**
     * Replaces a loaded plugin by another jar of the same id, of the same version or a higher one. One change at a
     * time. Completes when the old one is gone, with what it left behind; fails with the old one still serving.
     */
    public Future<LeakReport> replace(Path jar) {
        return alone(() -> replacement(() -> shelf().fresh(jar)));
    }

    /** Returns to the jar before the running one; a second time, to this one again. As {@link #replace}. */
    public Future<LeakReport> rollback(String id) {
        return alone(() -> replacement(() -> shelf().previous(unit(id).id())));
    }

    private Future<LeakReport> replacement(Callable<JarFacts> jar) {
        return onPf4j(() -> loadNew(jar.call())).compose(fresh -> {
            Future<PluginUnit> served = unitOf(fresh).loaded()
                    ? fresh.start(vertx, adapters, config.clock(), config.events())
                            .compose(ignored -> onPf4j(() -> exchange(fresh, true)))
                    : onPf4j(() -> {
                        fresh.park(vertx, adapters, config.clock(), config.events());
                        return exchange(fresh, true);
                    });
            return served.recover(failure -> discard(fresh).transform(ignored -> Future.failedFuture(failure)))
                    .compose(this::retire);
        });
    }

    /** Takes a plugin out: calls under way end, later ones are refused before they are sent, also after a restart. */
    public Future<LeakReport> disable(String id) {
        return alone(() -> onPf4j(() -> {
                    PluginUnit unit = unit(id);
                    if (!unit.loaded()) {
                        throw state(id, "已停用", "it is switched off already");
                    }
                    if (unit.facts() == null) {
                        throw state(id, "不是由插件包装载的", "it was not loaded from a jar");
                    }
                    shelf().ledger().disable(id, true);
                    LOG.warn("plugin {} {} is being switched off", id, unit.version());
                    return unit;
                })
                .compose(unit -> stopped(unit, config.drainMillisMax())
                        .compose(ignored -> onPf4j(() -> {
                            LeakCheck check = unit.park();
                            swap();
                            return check;
                        })))
                .compose(this::checked));
    }

    /** Loads a plugin that was switched off and serves it; fails with everything as it was. */
    public Future<Void> enable(String id) {
        return alone(() -> onPf4j(() -> {
                    PluginUnit unit = unit(id);
                    JarFacts facts = unit.facts();
                    if (unit.loaded() || facts == null) {
                        throw state(id, "已在运行", "it serves already");
                    }
                    return loadNew(facts);
                })
                .compose(fresh -> fresh.start(vertx, adapters, config.clock(), config.events())
                        .compose(ignored -> onPf4j(() -> {
                            shelf().ledger().disable(id, false);
                            return exchange(fresh, false);
                        }))
                        .recover(failure -> discard(fresh).transform(ignored -> Future.failedFuture(failure)))
                        .<Void>mapEmpty()));
    }

    /**
     * Reads the configured adapters again and serves them, and plugins of the folder that they name and that did not run.
     * Those that are as they were are not touched; new ones start, take over, and those before them end what is under way.
     * Fails with everything as it was.
     */
    public Future<AdapterChanges> configure() {
        return alone(() -> onPf4j(() -> config.again().call())
                .compose(next -> onPf4j(() -> change(next)))
                .compose(change -> change.start(vertx, config.clock(), config.events())
                        .compose(ignored -> onPf4j(() -> exchange(change)))
                        .recover(failure -> givenUp(change).transform(ignored -> Future.failedFuture(failure)))
                        .compose(left -> stopped(left, config.drainMillisMax()))
                        .map(ignored -> change.told())));
    }

    private AdapterChange change(List<AdapterSpec> next) {
        Set<String> missing = new HashSet<>();
        next.forEach(spec -> missing.add(spec.pluginId()));
        missing.removeAll(units.keySet());
        List<PluginUnit> fresh = new ArrayList<>();
        try {
            if (config.folder() != null) {
                for (JarFacts facts : shelf().pick(config.folder(), missing)) {
                    fresh.add(new PluginUnit(PluginJar.start(facts, config.systemVersion())));
                }
            }
            Map<String, PluginUnit> all = new LinkedHashMap<>(units);
            fresh.forEach(unit -> all.put(unit.id(), unit));
            return new AdapterChange(next, all, fresh);
        } catch (PluginRefusedException e) {
            fresh.forEach(PluginUnit::unload);
            throw e;
        }
    }

    private List<AdapterRuntime> exchange(AdapterChange change) throws IOException {
        change.fresh().forEach(unit -> units.put(unit.id(), unit));
        shelf().served();
        List<AdapterRuntime> left = change.exchange();
        adapters = change.next();
        swap();
        LOG.info("adapters configured anew: {}", change.told());
        return left;
    }

    private Future<Void> givenUp(AdapterChange change) {
        return stopped(change.made(), 1)
                .compose(ignored -> onPf4j(() -> {
                    change.fresh().forEach(PluginUnit::unload);
                    return null;
                }));
    }

    private <T> Future<T> alone(Supplier<Future<T>> change) {
        if (!changing.compareAndSet(false, true)) {
            return Future.failedFuture(
                    state("*", "另一项插件变更正在进行,请稍后再试", "another change of plugins is under way; try again"));
        }
        return change.get().onComplete(ignored -> changing.set(false));
    }

    private static PluginRefusedException state(String id, String chinese, String english) {
        return new PluginRefusedException(Reason.NOT_NOW, id, chinese, english);
    }

    private PluginUnit unit(String id) {
        shelf();
        PluginUnit unit = units.get(id);
        if (unit == null) {
            throw SpecCheck.unknown(id, id, units.keySet());
        }
        return unit;
    }

    private PluginUnit unitOf(PluginUnit fresh) {
        return Objects.requireNonNull(units.get(fresh.id()), "closed");
    }

    private PluginUnit loadNew(JarFacts facts) {
        shelf();
        if (!units.containsKey(facts.id())) {
            throw SpecCheck.unknown(facts.jar().getFileName().toString(), facts.id(), units.keySet());
        }
        PluginUnit fresh = new PluginUnit(PluginJar.start(facts, config.systemVersion()));
        try {
            for (AdapterSpec spec : adapters) {
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
        return fresh.loaded()
                ? fresh.stop(1).compose(ignored -> onPf4j(fresh::unload)).mapEmpty()
                : Future.succeededFuture();
    }

    /** @param anew a jar in the place of another, which is kept for {@link #rollback} */
    private PluginUnit exchange(PluginUnit fresh, boolean anew) throws IOException {
        PluginUnit old = unitOf(fresh);
        JarFacts before = old.facts();
        JarFacts after = fresh.facts();
        if (before == null || after == null) {
            throw state(fresh.id(), "不是由插件包装载的", "it was not loaded from a jar");
        }
        if (anew) {
            shelf().ledger().serves(after, before);
        }
        units.put(fresh.id(), fresh);
        swap();
        LOG.info("plugin {} {} replaces {}", fresh.id(), fresh.version(), old.version());
        return old;
    }

    private Future<LeakReport> retire(PluginUnit old) {
        return old.loaded()
                ? stopped(old, config.drainMillisMax())
                        .compose(ignored -> onPf4j(old::unload))
                        .compose(this::checked)
                : Future.succeededFuture(new LeakReport(old.id(), old.version(), true, List.of()));
    }

    private Future<LeakReport> checked(LeakCheck check) {
        return onPf4j(() -> check.run(config.garbage())).onSuccess(this::report);
    }

    private Future<Void> stopped(PluginUnit unit, long drainMillisMax) {
        return stopped(List.copyOf(unit.runtimes()), drainMillisMax);
    }

    private Future<Void> stopped(List<AdapterRuntime> runtimes, long drainMillisMax) {
        return PluginUnit.stop(runtimes, drainMillisMax).onComplete(ignored -> runtimes.forEach(stalls::forget));
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
                            .filter(PluginUnit::loaded)
                            .map(PluginUnit::unload)
                            .toList();
                    units.clear();
                    return checks;
                }));
    }

    private Future<Void> letGo() {
        stalls.close();
        return onPf4j(() -> {
                    PluginShelf own = shelf;
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
