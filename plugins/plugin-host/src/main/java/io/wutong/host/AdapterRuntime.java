package io.wutong.host;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.wutong.host.PluginRefusedException.Reason;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Closeable;
import io.wutong.spi.Descriptor;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One configured adapter in a Vert.x deployment of its own: its code runs on one thread of its own with the plugin's
 * class loader, so that one that blocks holds up nobody else, and what it opened there is closed when it is undeployed.
 * After {@link #stop} nothing here refers to the plugin any more, whoever still holds a guard.
 */
final class AdapterRuntime implements Deployable {
    private static final Logger LOG = LoggerFactory.getLogger(AdapterRuntime.class);
    private static final long CREATE_MILLIS_MAX = 30_000;
    private static final long CLOSE_MILLIS_MAX = 10_000;
    /** Then a thread that the plugin still holds is interrupted. */
    private static final long INTERRUPT_MILLIS = 2_000;
    /** Then it is left behind. */
    private static final long STOP_MILLIS_MAX = CLOSE_MILLIS_MAX + INTERRUPT_MILLIS;

    private static final AtomicLong THREADS = new AtomicLong();

    private final Vertx vertx;
    private final AdapterSpec spec;
    private final PluginKind kind;
    private final Descriptor descriptor;
    private final Clock clock;
    private final CallGuard guard;
    private final Promise<Void> idle = Promise.promise();
    private final VisitLanes lanes;

    private volatile @Nullable LoadedPlugin plugin;
    private volatile @Nullable Context context;
    private volatile @Nullable Thread loop;
    private volatile @Nullable HostServices services;
    private volatile @Nullable Closeable adapter;
    private volatile @Nullable String deploymentId;
    private volatile boolean draining;

    AdapterRuntime(Vertx vertx, AdapterSpec spec, LoadedPlugin plugin, Clock clock, HostEvents events) {
        this.vertx = vertx;
        this.spec = spec;
        this.plugin = plugin;
        this.clock = clock;
        this.kind = PluginKind.of(plugin.factory());
        Descriptor own = plugin.descriptor();
        this.descriptor = new Descriptor(own.id(), own.title(), own.capabilities(), own.transactions(), own.limits());
        CallLimits calls = spec.calls();
        this.guard = new CallGuard(
                new CallLimits(Math.min(calls.inFlightMax(), own.limits().inFlightMax()), calls.breaker()),
                "adapter_full",
                System::nanoTime,
                (from, to) -> events.breaker("adapter", spec.name(), from, to));
        this.lanes = new VisitLanes(vertx);
    }

    AdapterSpec spec() {
        return spec;
    }

    PluginKind kind() {
        return kind;
    }

    /** Never started: every call is refused as that of an adapter that was closed. */
    AdapterRuntime parked() {
        draining = true;
        release();
        return this;
    }

    CallGuard guard() {
        return guard;
    }

    /** For use on the adapter's thread only. */
    VisitLanes lanes() {
        return lanes;
    }

    Descriptor descriptor() {
        return descriptor;
    }

    Future<AdapterRuntime> start() {
        ClassLoader loader = Objects.requireNonNull(plugin).loader();
        return vertx.deployVerticle(
                        this,
                        new DeploymentOptions()
                                .setThreadingModel(ThreadingModel.WORKER)
                                .setWorkerPoolName("wutong-adapter-" + spec.name() + "-" + THREADS.incrementAndGet())
                                .setWorkerPoolSize(1)
                                .setClassLoader(loader))
                .map(id -> {
                    deploymentId = id;
                    return this;
                });
    }

    @Override
    public Future<?> deploy(Context own) {
        LoadedPlugin from = Objects.requireNonNull(plugin);
        context = own;
        loop = Thread.currentThread();
        Promise<Void> created = Promise.promise();
        long timer = vertx.setTimer(CREATE_MILLIS_MAX, ignored -> created.tryFail(refused("timeout")));
        try {
            HostServices lent = new HostServices(vertx, spec, from.loader(), clock);
            services = lent;
            AdapterConfig config = new AdapterConfig(spec.name(), spec.area(), spec.settings());
            Future<? extends Closeable> creating = Factories.create(from.factory(), config, lent);
            if (creating == null) {
                created.tryFail(refused("null"));
            } else {
                offPluginStack(own, creating, made -> {
                    adapter = made.result();
                    if (made.succeeded() && adapter != null) {
                        created.tryComplete();
                    } else {
                        created.tryFail(refused(made.failed() ? Factories.text(made.cause()) : "null"));
                    }
                });
            }
        } catch (Throwable e) { // plugin code
            created.tryFail(refused(Factories.text(e)));
        }
        return created.future()
                .onComplete(ignored -> vertx.cancelTimer(timer))
                .recover(failure -> undeploy(own).transform(ignored -> Future.failedFuture(failure)));
    }

    private PluginRefusedException refused(String why) {
        Masker masker = new Masker(spec.secrets().values());
        return new PluginRefusedException(
                Reason.CREATE_FAILED,
                spec.name(),
                "适配器未能建立(" + masker.mask(why) + ")。请核对其配置与密钥",
                "the adapter could not be made (" + masker.mask(why) + "); check its configuration and secrets");
    }

    @Override
    public Future<?> undeploy(Context own) {
        Closeable closing = adapter;
        HostServices lent = services;
        release();
        return closed(own, closing).transform(ignored -> lent == null ? Future.succeededFuture() : lent.close());
    }

    private Future<Void> closed(Context own, @Nullable Closeable closing) {
        if (closing == null) {
            return Future.succeededFuture();
        }
        Promise<Void> done = Promise.promise();
        long timer = vertx.setTimer(CLOSE_MILLIS_MAX, ignored -> done.tryFail("timeout"));
        try {
            Future<Void> close = closing.close();
            if (close == null) {
                done.tryComplete();
            } else {
                offPluginStack(own, close, ended -> done.tryComplete());
            }
        } catch (Throwable e) { // plugin code
            LOG.warn("adapter {} failed to close: {}", spec.name(), Factories.text(e));
            done.tryComplete();
        }
        return done.future().onComplete(ignored -> vertx.cancelTimer(timer));
    }

    /**
     * Goes on after a plugin's future, but not inside the plugin's frames: a thread that Vert.x happened to start there
     * would keep the plugin's class loader for ever.
     */
    static <T> void offPluginStack(Context own, Future<T> future, Handler<AsyncResult<T>> next) {
        future.onComplete(done -> own.runOnContext(ignored -> next.handle(done)));
    }

    private void release() {
        adapter = null;
        services = null;
        context = null;
        plugin = null;
    }

    /**
     * From now on nothing is taken; completes when nothing is under way, or at the deadline, false. On the loop of the
     * caller: what follows must not run in the context of the adapter that it takes down.
     */
    Future<Boolean> drain(long millisMax) {
        draining = true;
        OnLoop<Boolean> drained = OnLoop.of(OnLoop.loopOf(vertx));
        long timer = vertx.setTimer(Math.max(1, millisMax), ignored -> drained.complete(false));
        idle.future().onComplete(ignored -> {
            vertx.cancelTimer(timer);
            drained.complete(true);
        });
        if (guard.inFlight() == 0) {
            idle.tryComplete();
        }
        return drained.future();
    }

    Future<Void> stop() {
        draining = true;
        String id = deploymentId;
        deploymentId = null;
        return id == null ? Future.succeededFuture() : undeployed(id);
    }

    /** Undeploying happens on the adapter's thread: one that the plugin holds is interrupted, and given up in the end. */
    private Future<Void> undeployed(String id) {
        OnLoop<Void> stopped = OnLoop.of(OnLoop.loopOf(vertx));
        Thread held = loop;
        long interrupt = vertx.setTimer(INTERRUPT_MILLIS, ignored -> {
            if (held != null) {
                held.interrupt();
            }
        });
        long giveUp = vertx.setTimer(
                STOP_MILLIS_MAX, ignored -> stopped.fail(new IllegalStateException("its thread does not come back")));
        vertx.undeploy(id).onComplete(done -> {
            vertx.cancelTimer(interrupt);
            vertx.cancelTimer(giveUp);
            if (done.succeeded()) {
                stopped.complete(null);
            } else {
                stopped.fail(done.cause());
            }
        });
        return stopped.future();
    }

    /** The adapter, when it takes calls. */
    @Nullable
    Closeable adapter() {
        return draining ? null : adapter;
    }

    @Nullable
    Context context() {
        return context;
    }

    /** Its thread. */
    @Nullable
    Thread loop() {
        return loop;
    }

    @Nullable
    LoadedPlugin plugin() {
        return plugin;
    }

    /** The adapter's masked log, or the host's when it is gone. */
    Logger log() {
        HostServices lent = services;
        return lent == null ? LOG : lent.log();
    }

    /** A call has ended; it is told whoever waits for the last one. */
    void left(int stillInFlight) {
        if (stillInFlight == 0 && draining) {
            idle.tryComplete();
        }
    }
}
