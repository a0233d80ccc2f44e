package io.wutong.sandbox.chaos;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.wutong.app.AppConfig.Tls;
import io.wutong.app.Gateway;
import io.wutong.sandbox.Certificates;
import io.wutong.sandbox.EmbeddedDatabase;
import io.wutong.sandbox.chaos.CrashPoint.Role;
import io.wutong.sandbox.stand.Configs;
import io.wutong.sandbox.stand.Database;
import io.wutong.sandbox.stand.Patients;
import io.wutong.sandbox.stand.Patients.Home;
import io.wutong.sandbox.stand.Policy;
import io.wutong.store.Migrations;
import io.wutong.store.PgStore;
import io.wutong.store.imports.Change;
import io.wutong.store.imports.Imports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Three processes over mutual TLS, the hospital's province, the nation and the homes', each with a database of its own.
 * All wires between them, and to their databases, can be cut.
 */
final class Cluster implements AutoCloseable {

    private static final int SECONDS_MAX = 60;
    /** A neighbour that was killed is back after seconds; what waits for a breaker of half a minute tests nothing. */
    private static final String QUICK_BREAKER = "breaker_open_millis: 500, breaker_open_millis_max: 2000";

    private final Vertx vertx;
    private final List<Member> twins = new ArrayList<>();
    private final Map<Role, Member> members = new EnumMap<>(Role.class);
    final Patients patients;
    final @Nullable Legacy legacy;
    /** Where patients pay; null where none does. */
    final @Nullable PaymentWindow window;

    private Cluster(
            Vertx vertx,
            Patients patients,
            @Nullable Legacy legacy,
            @Nullable Function<ToIntFunction<String>, PaymentWindow> window) {
        this.vertx = vertx;
        this.patients = patients;
        this.legacy = legacy;
        this.window = window == null
                ? null
                : window.apply(listener -> member(Role.CARE).port(listener));
    }

    /**
     * Lays down databases, configuration files and what is imported; nothing runs yet.
     *
     * @param legacy a home behind a plugin on top; null for none
     * @param window opens a window where patients pay, by where the place of care listens; null for none
     */
    static Cluster lay(
            Vertx vertx,
            EmbeddedDatabase server,
            Path folder,
            Patients patients,
            @Nullable Legacy legacy,
            @Nullable Function<ToIntFunction<String>, PaymentWindow> window)
            throws Exception {
        Cluster cluster = new Cluster(vertx, patients, legacy, window);
        Certificates certificates = new Certificates(folder.resolve("tls"), "Wutong Chaos CA");
        for (Role role : Role.values()) {
            PgConnectOptions direct = server.database("chaos_" + role.name().toLowerCase(java.util.Locale.ROOT));
            cluster.members.put(role, new Member(vertx, role, direct));
        }
        for (Role role : Role.values()) {
            Member member = cluster.member(role);
            List<String> nodes = new ArrayList<>(Configs.THREE.get(member.name));
            String more = Configs.neighbours(
                    member.name,
                    name -> cluster.member(Role.valueOf(name.toUpperCase(java.util.Locale.ROOT)))
                            .peer
                            .port(),
                    QUICK_BREAKER);
            if (role == Role.HOME && legacy != null) {
                nodes.add(Legacy.AREA);
                more += legacy.configure(folder);
            }
            Tls tls = certificates.issue(member.name, nodes);
            String listeners = Configs.peerListener(0, tls);
            if (role == Role.CARE && cluster.window != null) {
                member.signsMuch();
                listeners += cluster.window.listener(tls);
                more += cluster.window.configure(folder, folder.resolve("care-plugins"));
            }
            Path config =
                    Configs.write(folder, member.name, member.store(), nodes, listeners, more, Patients.accountsYaml());
            member.config = config;
            load(vertx, member.direct(), role).await(SECONDS_MAX, TimeUnit.SECONDS);
        }
        try (Database care = cluster.member(Role.CARE).open();
                Database home = cluster.member(Role.HOME).open()) {
            patients.layVisitsAtCare(care.connection(), Home.FAR);
            patients.layPersons(home.connection(), Home.FAR);
            patients.layVisitsAtHome(home.connection(), Home.FAR);
            care.vacuum();
            home.vacuum();
        }
        return cluster;
    }

    /** What the imports of the command line would load. */
    private static Future<?> load(Vertx vertx, PgConnectOptions database, Role role) {
        Instant now = Instant.now();
        Pool pool = PgBuilder.pool().connectingTo(database).using(vertx).build();
        return Migrations.run(vertx, database)
                .compose(done -> Future.future(loaded -> vertx.runOnContext(go -> {
                    PgStore store = new PgStore(vertx, database);
                    Imports imports = new Imports(pool, store, Gateway.areas(), certificate -> certificate);
                    Future<?> all = switch (role) {
                        case CARE ->
                            imports.institutions("chaos", Patients.institutionsCsv(), now)
                                    .compose(ok -> imports.catalogue(
                                            "321100", catalogue(), new Change("chaos", "chaos", "", ""), now));
                        case HOME -> imports.policy("policy.yaml", Policy.yaml(Home.FAR.area), now);
                        case NATION -> Future.succeededFuture();
                    };
                    all.eventually(store::close).<Void>mapEmpty().onComplete(loaded);
                })))
                .eventually(pool::close);
    }

    private static String catalogue() {
        try (var in = Cluster.class.getResourceAsStream("/world/catalogue-321100.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Member member(Role role) {
        return java.util.Objects.requireNonNull(members.get(role), "member");
    }

    List<Member> members() {
        return List.copyOf(members.values());
    }

    /** Another process over the same database; does not run yet. */
    Member twin(Member member) throws IOException {
        Member twin = member.twin(vertx);
        twins.add(twin);
        return twin;
    }

    /** Starts all three as {@code wutong run}. */
    Cluster start() throws IOException {
        for (Member member : members.values()) {
            member.start();
        }
        if (window != null) {
            window.connect();
        }
        return this;
    }

    /** Where hospitals send to; 0 while nobody listens. */
    int hospitalPort() {
        return member(Role.CARE).port("hospital");
    }

    @Override
    public void close() throws Exception {
        twins.addAll(members.values());
        for (Member member : twins) {
            member.close();
        }
        if (legacy != null) {
            legacy.close();
        }
        if (window != null) {
            window.close();
        }
    }
}
