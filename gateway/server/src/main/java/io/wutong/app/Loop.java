package io.wutong.app;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.wutong.app.AppConfig.Listener;
import io.wutong.app.AppConfig.Tls;
import io.wutong.cases.CaseSweep;
import io.wutong.charge.Charges;
import io.wutong.coverage.ReferralForm;
import io.wutong.cure.Asking;
import io.wutong.cure.CureSweep;
import io.wutong.cure.Cures;
import io.wutong.cure.StaySweep;
import io.wutong.exchange.Admission;
import io.wutong.exchange.Exchanges;
import io.wutong.exchange.OurMessages;
import io.wutong.exchange.Ports;
import io.wutong.exchange.Resolution;
import io.wutong.http.CallbackListener;
import io.wutong.http.HospitalListener;
import io.wutong.http.MoneyDesk;
import io.wutong.http.PatientPages;
import io.wutong.http.PeerListener;
import io.wutong.http.Refused;
import io.wutong.http.TerminalCharges;
import io.wutong.http.TerminalDeposits;
import io.wutong.http.TerminalEvents;
import io.wutong.http.TerminalListener;
import io.wutong.http.guard.HardenedHttp;
import io.wutong.http.guard.HttpLimits;
import io.wutong.notice.ChoiceLinks;
import io.wutong.notice.NoticeSweep;
import io.wutong.payment.Deposits;
import io.wutong.payment.GiveBack;
import io.wutong.payment.PaymentTasks;
import io.wutong.payment.Payments;
import io.wutong.payment.Refund;
import io.wutong.port.Link;
import io.wutong.reconcile.ChannelReconciliation;
import io.wutong.reconcile.HomeReconciliation;
import io.wutong.reconcile.rules.Totals;
import io.wutong.settlement.SideSweep;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Outcome;
import io.wutong.store.PgStore;
import io.wutong.store.reconcile.HomeDays;
import io.wutong.store.reconcile.OurDays;
import io.wutong.transport.GuardedLink;
import io.wutong.transport.HttpLink;
import io.wutong.transport.Peer;
import io.wutong.transport.VertxTimers;
import io.wutong.work.LeaseKeeper;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop's share of a process: its own store connection, its own exchange, and its ear at each listener. All
 * objects of a loop are made here.
 */
final class Loop extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final int DRAIN_SECONDS = 20;
    /** Commands that may wait for the store, about half a second's: what comes then would be answered late. */
    private static final int STORE_WAITING_MAX = 512;

    private static final long BACKGROUND_EVERY_MILLIS = 500;
    private static final long SIDES_EVERY_MILLIS = 2_000;
    private static final long CURES_EVERY_MILLIS = 500;
    private static final long SWEEP_EVERY_MILLIS = 60_000;
    private static final long BILLS_EVERY_MILLIS = 600_000;
    /** Twice the window to either side, and the hour by which they are stored. */
    private static final long NONCE_SECONDS_KEPT = 3_600 + 4 * 300;

    private static final long WORKER_SECONDS_KEPT = 7 * 86_400;

    /** Any free port, the same for every loop: Vert.x gives one port to all servers that ask for the same of these. */
    private static final int HOSPITAL = -1;

    private static final int PEER = -2;
    private static final int CALLBACKS = -3;

    private final Shared shared;
    private final boolean sweeps;
    private final ListenerPorts ports;
    /** How each listener leaves. */
    private final List<Supplier<Future<Void>>> listeners = new ArrayList<>();

    private @Nullable PgStore store;
    private @Nullable HttpLink link;
    private @Nullable LeaseKeeper keeper;
    private final List<Long> timers = new ArrayList<>();

    /** Where the listeners really listen, told by the first loop. */
    static final class ListenerPorts {
        volatile int hospital;
        volatile int peer;
        volatile int callbacks;
        /** Works on this loop, whoever asks. */
        volatile @Nullable MoneyDesk desk;
    }

    /** @param sweeps one loop of a process drops what is old */
    Loop(Shared shared, boolean sweeps, ListenerPorts ports) {
        this.shared = shared;
        this.sweeps = sweeps;
        this.ports = ports;
    }

    @Override
    public Future<?> start() {
        PgStore pg = new PgStore(vertx, shared.config().database());
        store = pg;
        LeaseKeeper leases =
                new LeaseKeeper(shared.clock(), pg, pg, shared.config().process());
        keeper = leases;
        return Future.all(Serials.open(pg.pool()), leases.turn())
                .compose(opened -> open(pg, opened.resultAt(0), leases));
    }

    private Future<?> open(PgStore pg, Serials serials, LeaseKeeper leases) {
        AppConfig config = shared.config();
        VertxTimers vertxTimers = new VertxTimers(vertx);
        Ports world = shared.around()
                .apply(new Ports(
                        shared.clock(),
                        vertxTimers,
                        serials,
                        pg,
                        link(config),
                        shared.plugins(),
                        leases,
                        shared.events()));
        Exchanges exchanges = new Exchanges(
                world,
                shared.handlers(),
                new Admission(shared.transactions(), shared::fields, shared.clock()),
                shared.directory());
        TerminalEvents terminalEvents = new TerminalEvents(vertx);
        Charges[] charging = new Charges[1];
        Payments payments = new Payments(
                shared.clock(),
                serials,
                world.store(),
                shared.plugins().channels(),
                order -> {
                    terminalEvents.changed(order);
                    charging[0].changed(order);
                },
                config.callbackBase());
        Charges charges = new Charges(
                shared.clock(), serials, world.store(), exchanges, payments, config.charges(), terminalEvents);
        charging[0] = charges;
        Refused refused = new Refused(shared.clock(), serials, pg);
        HospitalListener hospital =
                new HospitalListener(vertx, shared.clock(), serials, exchanges, refused, config.accounts());
        TerminalListener terminal = new TerminalListener(
                shared.clock(),
                vertxTimers,
                serials,
                pg,
                exchanges,
                payments,
                new TerminalCharges(charges, hospital::signed),
                new TerminalDeposits(new Deposits(shared.clock(), world.store())),
                new ReferralForm(shared.clock(), world.store(), new OurMessages(world, exchanges), shared.directory()),
                terminalEvents,
                shared.pluginHost(),
                shared.lookUps(),
                config.terminals());
        List<Future<?>> opened = new ArrayList<>();
        opened.add(HardenedHttp.listen(
                        vertx,
                        options(config.hospital(), HOSPITAL),
                        HttpLimits.standard(),
                        shared.hospitalDoor(),
                        () -> pg.waiting() > STORE_WAITING_MAX,
                        request -> {
                            if (hospital.serves(request.path())) {
                                hospital.handle(request);
                            } else {
                                terminal.handle(request);
                            }
                        })
                .onSuccess(server -> ports.hospital = keep(server, shared.hospitalDoor())));
        Listener peerListener = config.peer();
        if (peerListener != null) {
            PeerListener peer = new PeerListener(shared.clock(), exchanges, refused, shared.shownByPeers());
            opened.add(HardenedHttp.listen(
                            vertx, options(peerListener, PEER), HttpLimits.standard(), shared.peerDoor(), peer::handle)
                    .onSuccess(server -> ports.peer = keep(server, shared.peerDoor())));
        }
        Listener callbackListener = config.callbacks();
        if (callbackListener != null) {
            CallbackListener callbacks = new CallbackListener(payments, shared.callbackQuota());
            PatientPages pages = new PatientPages(
                    links(serials, world),
                    () -> shared.directory().get().topology().areas(),
                    shared.patientRoom());
            opened.add(HardenedHttp.listen(
                            vertx,
                            options(callbackListener, CALLBACKS),
                            HttpLimits.small(),
                            shared.callbackDoor(),
                            request -> {
                                if (pages.serves(request.path())) {
                                    pages.handle(request);
                                } else {
                                    callbacks.handle(request);
                                }
                            })
                    .onSuccess(server -> ports.callbacks = keep(server, shared.callbackDoor())));
        }
        PaymentTasks tasks = new PaymentTasks(
                shared.clock(),
                serials,
                world.store(),
                shared.plugins().channels(),
                payments,
                pg,
                leases,
                charges::work);
        Resolution resolution = new Resolution(leases, pg, exchanges);
        every(LeaseKeeper.TURN_MILLIS, "the leases could not be kept", leases::turn);
        every(BACKGROUND_EVERY_MILLIS, "the outbox could not be read", tasks::run);
        every(BACKGROUND_EVERY_MILLIS, "open exchanges could not be read", resolution::sweep);
        every(
                SIDES_EVERY_MILLIS,
                "the sides of settlements could not be compared",
                new SideSweep(world, pg, exchanges)::sweep);
        ChannelReconciliation reconciliation = new ChannelReconciliation(
                shared.clock(), pg, shared.plugins().channels(), payments, new OurDays(pg.pool()));
        HomeReconciliation homes =
                new HomeReconciliation(shared.clock(), serials, pg, shared.plugins(), new HomeDays(pg));
        ports.desk = desk(reconciliation, homes, payments);
        if (sweeps) {
            every(
                    SWEEP_EVERY_MILLIS,
                    "cases could not climb",
                    new CaseSweep(
                            shared.clock(),
                            pg,
                            pg,
                            () -> shared.directory().get().topology(),
                            shared.events())::sweep);
            every(
                    CURES_EVERY_MILLIS,
                    "cures could not go on",
                    new CureSweep(
                            shared.clock(),
                            pg,
                            pg,
                            Cures.all(
                                    shared.clock(),
                                    world.store(),
                                    new OurMessages(world, exchanges),
                                    shared.directory(),
                                    config.callbackBase().isEmpty() ? Asking.AT_THE_WINDOW : links(serials, world)),
                            shared.events())::sweep);
            every(
                    SWEEP_EVERY_MILLIS,
                    "admissions left open could not be found",
                    new StaySweep(shared.clock(), pg, pg)::sweep);
            every(
                    CURES_EVERY_MILLIS,
                    "notices could not be sent",
                    new NoticeSweep(
                                    shared.clock(),
                                    serials,
                                    world.store(),
                                    pg,
                                    shared.plugins()::notifier,
                                    shared.events())::sweep);
            every(BILLS_EVERY_MILLIS, "a day could not be compared with its bill", reconciliation::runDue);
            every(BILLS_EVERY_MILLIS, "a day could not be compared with a home", homes::runDue);
            every(
                    SWEEP_EVERY_MILLIS,
                    "old nonces could not be dropped",
                    () -> pg.dropNonces(before(NONCE_SECONDS_KEPT)));
            every(
                    SWEEP_EVERY_MILLIS,
                    "old workers could not be dropped",
                    () -> pg.dropWorkers(before(WORKER_SECONDS_KEPT)));
        }
        return Future.all(opened);
    }

    private ChoiceLinks links(Serials serials, Ports world) {
        return new ChoiceLinks(
                shared.clock(),
                serials,
                world.store(),
                URI.create(shared.config().callbackBase()));
    }

    private MoneyDesk desk(ChannelReconciliation reconciliation, HomeReconciliation homes, Payments payments) {
        return new MoneyDesk() {
            @Override
            public Future<Outcome<Totals>> compareDay(String party, LocalDate day) {
                return here(() -> homes.knows(party) ? homes.run(party, day) : reconciliation.run(party, day));
            }

            @Override
            public Future<Refund> giveBack(GiveBack ask) {
                return here(() -> payments.giveBack(ask));
            }

            private <T> Future<T> here(Supplier<Future<T>> work) {
                return Future.future(
                        promise -> context.runOnContext(go -> work.get().onComplete(promise)));
            }
        };
    }

    private Instant before(long seconds) {
        return shared.clock().now().minusSeconds(seconds);
    }

    /** Does something again and again, never twice at a time. */
    private void every(long millis, String failed, Supplier<Future<?>> work) {
        AtomicBoolean busy = new AtomicBoolean();
        timers.add(vertx.setPeriodic(millis, tick -> {
            if (busy.compareAndSet(false, true)) {
                work.get().onFailure(failure -> LOG.warn(failed, failure)).onComplete(done -> busy.set(false));
            }
        }));
    }

    private Link link(AppConfig config) {
        Listener listener = config.peer();
        Tls tls = listener == null ? null : listener.tls();
        if (tls == null) {
            return (peer, body, millis) -> Future.failedFuture(new CallFailure(false, "no_peer"));
        }
        Map<String, Peer> peers = new HashMap<>();
        config.peers().forEach(peer -> peers.put(peer.name(), peer));
        HttpLink made = new HttpLink(vertx, peers, tls.identity(), tls.trusted());
        link = made;
        return new GuardedLink(made, shared.peerGuards());
    }

    private static HttpServerOptions options(Listener listener, int any) {
        int port = listener.port() == 0 ? any : listener.port();
        Tls tls = listener.tls();
        if (tls == null) {
            return HardenedHttp.plain(listener.host(), port);
        }
        return tls.ca() == null
                ? HardenedHttp.tls(listener.host(), port, tls.identity())
                : HardenedHttp.mutualTls(listener.host(), port, tls.identity(), tls.trusted());
    }

    private int keep(HttpServer server, io.wutong.http.guard.Admission door) {
        listeners.add(() -> HardenedHttp.leave(vertx, server, door, DRAIN_SECONDS));
        return server.actualPort();
    }

    @Override
    public Future<?> stop() {
        timers.forEach(vertx::cancelTimer);
        List<Future<?>> drained = new ArrayList<>();
        listeners.forEach(leaving -> drained.add(leaving.get()));
        HttpLink open = link;
        PgStore pg = store;
        LeaseKeeper leases = keeper;
        return Future.join(drained)
                .otherwiseEmpty()
                .compose(done -> leases == null ? Future.succeededFuture() : leases.resign())
                .otherwiseEmpty()
                .compose(done -> open == null ? Future.succeededFuture() : open.close())
                .compose(done -> pg == null ? Future.succeededFuture() : pg.close());
    }
}
