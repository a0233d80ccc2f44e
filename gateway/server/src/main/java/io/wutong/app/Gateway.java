package io.wutong.app;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.wutong.benefit.Policies;
import io.wutong.cases.Case;
import io.wutong.coverage.CertHash;
import io.wutong.coverage.DecideFiling;
import io.wutong.coverage.HomeFiling;
import io.wutong.cure.ChooseCoverage;
import io.wutong.envelope.Csv;
import io.wutong.envelope.Fault;
import io.wutong.envelope.FieldTables;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.Directory;
import io.wutong.handlers.HandlerTable;
import io.wutong.host.AdapterSpec;
import io.wutong.host.CallGuard;
import io.wutong.host.GuardReport;
import io.wutong.host.PluginHost;
import io.wutong.host.PluginHostConfig;
import io.wutong.http.AdminListener;
import io.wutong.http.MoneyDesk;
import io.wutong.http.PatientPages;
import io.wutong.http.WindowQuota;
import io.wutong.http.guard.Admission;
import io.wutong.http.guard.HttpLimits;
import io.wutong.payment.GiveBack;
import io.wutong.payment.Refund;
import io.wutong.plugin.HostedPlugins;
import io.wutong.port.Clock;
import io.wutong.reconcile.rules.Totals;
import io.wutong.spi.Outcome;
import io.wutong.store.Migrations;
import io.wutong.store.PgStore;
import io.wutong.store.catalogue.MappingQueue;
import io.wutong.store.claims.ClaimBook;
import io.wutong.store.imports.DirectoryLoader;
import io.wutong.store.imports.Imports;
import io.wutong.store.journal.Journal;
import io.wutong.topology.Area;
import io.wutong.topology.Areas;
import io.wutong.topology.Topology;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of Wutong, put together: the only place besides the sandbox that builds objects.
 *
 * <pre>
 *   migrate ─▶ load directory ─▶ plugins ─▶ one loop per core, each with its listeners ─▶ admin
 * </pre>
 *
 * <p>{@link #close} goes the other way and goes on past failures.
 */
public final class Gateway {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final long RELOAD_EVERY_MILLIS = 2_000;
    private static final long CERTIFICATES_EVERY_MILLIS = 3_600_000;

    private final Vertx vertx;
    private final AppConfig config;
    private final Pool pool;
    private final PgStore imports;
    private final Areas areas;
    private final CertHash hash;
    private final DirectoryLoader loader;
    private final PluginHost plugins;
    private final Metrics metrics;
    private final Readiness readiness;
    private final CertificateWatch certificates;
    private final SortedMap<String, CallGuard> peerGuards = new TreeMap<>();
    private final Loop.ListenerPorts ports = new Loop.ListenerPorts();
    private final List<String> deployments = new ArrayList<>();
    private volatile Directory directory;
    private String stamp = "";
    private long certificateTimer = -1;
    private int adminPort;
    private String adminToken = "";
    private HttpServer[] admin = {};

    private Gateway(
            Vertx vertx,
            AppConfig config,
            Clock clock,
            Pool pool,
            Topology topology,
            PluginHost plugins,
            Metrics metrics) {
        this.vertx = vertx;
        this.config = config;
        this.pool = pool;
        this.areas = topology.areas();
        this.hash = new Hmac(config.indexKey());
        this.imports = new PgStore(vertx, config.database());
        this.directory = new Directory(topology, Map.of(), Policies.NONE, Map.of());
        this.loader = new DirectoryLoader(pool, topology);
        this.plugins = plugins;
        this.metrics = metrics;
        config.peers()
                .forEach(peer -> peerGuards.put(
                        peer.name(),
                        new CallGuard(
                                peer.calls(),
                                "peer_full",
                                System::nanoTime,
                                (from, to) -> metrics.breaker("peer", peer.name(), from, to))));
        this.readiness = new Readiness(vertx, pool, plugins, config);
        this.certificates = new CertificateWatch(clock::now, new HeldCertificates(config, plugins::adapters));
    }

    /** All areas: the tree of {@code api-spec} and its overlay. */
    public static Areas areas() {
        List<Area> all = new ArrayList<>(Areas.parseCsv(Csv.lines("areas.csv")));
        all.addAll(Areas.parseCsv(Csv.lines("areas-overlay.csv")));
        return Areas.of(all);
    }

    /**
     * Starts a process; fails with a message that says what to mend.
     *
     * @param clock the wall clock
     * @param adapters reads on demand those that the configuration names by then
     */
    public static Future<Gateway> start(
            Vertx vertx, AppConfig config, Clock clock, Callable<List<AdapterSpec>> adapters) {
        return start(vertx, config, Seams.of(clock), adapters);
    }

    /** As above, with more of the sandbox's own. */
    public static Future<Gateway> start(Vertx vertx, AppConfig config, Seams seams) {
        return start(vertx, config, seams, config::adapters);
    }

    private static Future<Gateway> start(
            Vertx vertx, AppConfig config, Seams seams, Callable<List<AdapterSpec>> adapters) {
        Topology topology = Topology.of(areas(), config.nodes());
        Pool pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(4).setMaxWaitQueueSize(100))
                .connectingTo(config.database())
                .using(vertx)
                .build();
        Metrics metrics = new Metrics(config.process());
        PluginHost plugins = new PluginHost(
                vertx,
                PluginHostConfig.ofFolder(config.pluginDir(), config.adapters())
                        .withAgain(adapters)
                        .withTrust(config.pluginTrust())
                        .withDecisions(config.dataDir().resolve("plugins"))
                        .withEvents(metrics));
        Gateway gateway = new Gateway(vertx, config, seams.clock(), pool, topology, plugins, metrics);
        return Migrations.run(vertx, config.database())
                .compose(done -> gateway.reload())
                .compose(done -> plugins.start())
                .compose(done -> gateway.openLoops(seams))
                .compose(done -> gateway.openAdmin(seams.clock()))
                .compose(done -> gateway.watchCertificates())
                .map(gateway)
                .recover(failure -> gateway.close().transform(done -> Future.failedFuture(failure)));
    }

    private Admission door(String listener, HttpLimits limits) {
        Admission door = new Admission(limits);
        metrics.door(listener, door);
        return door;
    }

    private Future<?> openLoops(Seams seams) {
        Clock clock = seams.clock();
        Shared shared = new Shared(
                config,
                clock,
                seams.around(),
                Transaction.Table.load(),
                FieldTables.load(Csv.rows("transactions.csv").stream()
                        .map(row -> row.getOrDefault("infno", ""))
                        .toList()),
                HandlerTable.of(hash),
                new HostedPlugins(plugins, areas),
                plugins,
                this::directory,
                peerGuards,
                metrics,
                certificates::shown,
                door("hospital", HttpLimits.standard()),
                door("peer", HttpLimits.standard()),
                door("callbacks", HttpLimits.small()),
                WindowQuota.lookUps(clock),
                WindowQuota.callbacks(clock),
                new PatientPages.Room(clock),
                HttpLimits.standard());
        int loops = config.loops() > 0 ? config.loops() : Runtime.getRuntime().availableProcessors();
        AtomicBoolean first = new AtomicBoolean(true);
        return vertx.deployVerticle(
                        () -> new Loop(shared, first.getAndSet(false), ports),
                        new DeploymentOptions().setInstances(loops))
                .onSuccess(deployments::add)
                .onSuccess(id -> vertx.setPeriodic(
                        RELOAD_EVERY_MILLIS,
                        tick -> loader.stamp().onSuccess(now -> {
                            if (!now.equals(stamp)) {
                                reload();
                            }
                        })));
    }

    private Future<?> openAdmin(Clock clock) {
        return AdminToken.of(vertx, config.dataDir()).compose(token -> {
            adminToken = token;
            return new AdminListener(
                            vertx,
                            clock,
                            new Journal(pool),
                            mappings(),
                            plugins,
                            config.process(),
                            token,
                            () -> metrics.scrape(guards(), certificates.endings()),
                            this::guards,
                            readiness::check,
                            this::reload,
                            desk(),
                            new ClaimBook(pool, imports))
                    .listen(config.admin().host(), config.admin().port())
                    .onSuccess(server -> {
                        admin = new HttpServer[] {server};
                        adminPort = server.actualPort();
                    });
        });
    }

    /** At the start, and then each hour. */
    private Future<?> watchCertificates() {
        certificateTimer =
                vertx.setPeriodic(CERTIFICATES_EVERY_MILLIS, tick -> vertx.executeBlocking(certificates::look));
        return vertx.executeBlocking(certificates::look);
    }

    /** How each adapter and each peer is doing. */
    public List<GuardReport> guards() {
        List<GuardReport> all = new ArrayList<>(plugins.guards());
        peerGuards.forEach((name, guard) -> all.add(guard.report("peer", name)));
        return all;
    }

    /** Reads the documents again; what is under way keeps what it began with. A broken one leaves what is in force. */
    public Future<Void> reload() {
        Future<Directory> read = loader.stamp()
                .compose(now -> loader.load().onSuccess(loaded -> {
                    directory = loaded;
                    stamp = now;
                }));
        // what was put aside may be known by now
        read.onSuccess(loaded -> mappings()
                .splitAgain(Instant.now())
                .onFailure(failure -> LOG.warn("未能重新切分费用明细 / lines put aside were not split again", failure)));
        read.onFailure(failure -> LOG.error("资料未更新，原版本继续有效 / documents not reloaded", failure));
        return read.compose(loaded -> Future.succeededFuture());
    }

    /** The mapping queue of this process's store. */
    public MappingQueue mappings() {
        return new MappingQueue(pool, imports, this::directory);
    }

    /** Loads files into this process's store. */
    public Imports imports() {
        return new Imports(pool, imports, areas, hash);
    }

    /** A patient's word at the sandbox's window: which of his coverages stays. */
    public Future<Case> choose(String home, String mdtrtId, String area, String by) {
        return imports.commit(new ChooseCoverage(Case.key(home, Case.INSURED_TWICE, mdtrtId), area, by, Instant.now()));
    }

    /** The word of the responsible level at the sandbox's desk: whether a filing that waits for it holds. */
    public Future<HomeFiling> decide(String home, String sn, boolean approve, String by) {
        return imports.commit(new DecideFiling(Case.key(home, Case.APPROVAL, sn), approve, by, "cases", Instant.now()));
    }

    /** What an operator may have done about the patients' money; refuses until the loops run. */
    public MoneyDesk desk() {
        return new MoneyDesk() {
            @Override
            public Future<Outcome<Totals>> compareDay(String channel, LocalDate day) {
                MoneyDesk open = ports.desk;
                return open == null
                        ? Future.succeededFuture(Outcome.notSent("not_started"))
                        : open.compareDay(channel, day);
            }

            @Override
            public Future<Refund> giveBack(GiveBack ask) {
                MoneyDesk open = ports.desk;
                return open == null ? Future.failedFuture(Fault.BUSY.refusal()) : open.giveBack(ask);
            }
        };
    }

    /** The plugins of this process. */
    public PluginHost plugins() {
        return plugins;
    }

    public Directory directory() {
        return directory;
    }

    public Pool pool() {
        return pool;
    }

    public int hospitalPort() {
        return ports.hospital;
    }

    public int peerPort() {
        return ports.peer;
    }

    public int callbackPort() {
        return ports.callbacks;
    }

    public int adminPort() {
        return adminPort;
    }

    public String adminToken() {
        return adminToken;
    }

    /** Drains and lets go of everything, past failures. */
    public Future<Void> close() {
        List<Future<?>> closed = new ArrayList<>();
        vertx.cancelTimer(certificateTimer);
        deployments.forEach(id -> closed.add(vertx.undeploy(id)));
        for (HttpServer server : admin) {
            closed.add(server.close());
        }
        return Future.join(closed)
                .otherwiseEmpty()
                .compose(done -> readiness.close().otherwiseEmpty())
                .compose(done -> plugins.close().otherwiseEmpty())
                .compose(done -> imports.close().otherwiseEmpty())
                .compose(done -> pool.close().otherwiseEmpty());
    }
}
