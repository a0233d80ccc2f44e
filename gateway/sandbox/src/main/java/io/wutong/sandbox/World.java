package io.wutong.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.wutong.app.AppConfig;
import io.wutong.app.AppConfig.Listener;
import io.wutong.app.AppConfig.Tls;
import io.wutong.app.Gateway;
import io.wutong.app.SystemClock;
import io.wutong.charge.Sequence;
import io.wutong.charge.Sequences;
import io.wutong.host.AdapterChanges;
import io.wutong.host.AdapterSpec;
import io.wutong.host.JarTrust;
import io.wutong.http.Account;
import io.wutong.http.Terminal;
import io.wutong.simulator.national.NationalCaller;
import io.wutong.simulator.national.NationalCaller.Hospital;
import io.wutong.simulator.national.Sm2Pair;
import io.wutong.store.imports.Change;
import io.wutong.topology.Areas;
import io.wutong.topology.Level;
import io.wutong.topology.Node;
import io.wutong.transport.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The five-level world: a nation with three provinces down to institutions, one home with a policy, one with a legacy
 * system, and the counterparts of their plugins. In one process, or in three over mutual TLS.
 */
public final class World {

    /** How the nodes are shared out to processes. */
    public enum Layout {
        ONE,
        THREE
    }

    public static final String HOSPITAL = "H32110200001";
    public static final String CARE_AREA = "321102";

    /**
     * A home that comes on top, for a plugin under development.
     *
     * @param nodes in the process of the nation
     * @param adapter its adapter
     */
    public record Guest(List<String> nodes, AdapterSpec adapter) {
        public Guest {
            nodes = List.copyOf(nodes);
        }
    }

    /** An institution of the world that signs in: its HIS's account and its terminal. */
    private record Client(String code, String area, String paasid, String terminal) {}

    private static final List<Client> CLIENTS = List.of(
            new Client(HOSPITAL, CARE_AREA, "sandbox-zhenjiang", "T0001"),
            new Client("H32110200002", CARE_AREA, "sandbox-zhenjiang-tcm", "T0002"),
            new Client("H43042100001", "430421", "sandbox-hengyang", "T0003"));

    /** 镇江 wants the money before it settles a stay that is paid in one, and takes both halves in one order. */
    private static final Sequences CHARGES = new Sequences(List.of(
            new Sequences.Rule("321100", "2304", Sequence.PAY_FIRST),
            new Sequences.Rule("321100", "2207", Sequence.PAY_FIRST, true)));

    /** Where the nation's own platform has a hospital that no process of ours knows. */
    static final Hospital ABROAD = new Hospital("H51010400001", "成都市示范医院", "510104");

    private static final String NATION = "100000";
    private static final String NATION_ACCOUNT = "sandbox-nation";

    /** Nodes of the world below the nation, by the process that hosts them when there are three. */
    private static final Map<String, List<String>> PROCESSES = Map.of(
            "nation",
                    Stream.concat(Stream.of("100000", "500000", "500236"), Dialects.NODES.stream())
                            .toList(),
            "jiangsu", List.of("320000", "320100", "320115", "321100", "321102"),
            "hunan", List.of("430000", "430400", "430421"));

    private final Vertx vertx;
    private final Counterparts counterparts;
    private final @Nullable Guest guest;
    private final Certificates certificates;
    private final Map<String, String> secrets = new HashMap<>();
    private final Sm2Pair platformKeys = Sm2Pair.make();
    private final Sm2Pair answerKeys = Sm2Pair.make();
    private final Map<String, Gateway> gateways = new HashMap<>();
    private final Map<String, AppConfig> configs = new HashMap<>();
    /** What each process's configuration names by now. */
    private final Map<String, List<AdapterSpec>> adapters = new ConcurrentHashMap<>();

    private World(
            Vertx vertx,
            Counterparts counterparts,
            @Nullable Guest guest,
            Certificates certificates,
            SecureRandom random) {
        this.vertx = vertx;
        this.counterparts = counterparts;
        this.guest = guest;
        this.certificates = certificates;
        CLIENTS.forEach(client -> {
            secrets.put(client.paasid(), secret(random));
            secrets.put(client.terminal(), secret(random));
        });
        secrets.put(NATION_ACCOUNT, secret(random));
    }

    /**
     * Builds and starts the world.
     *
     * @param plugins folder of plugin jars
     * @param work scratch folder
     */
    public static Future<World> start(Vertx vertx, EmbeddedDatabase database, Path plugins, Path work, Layout layout) {
        return start(vertx, database, plugins, work, layout, null);
    }

    /** As above, with a home on top. */
    public static Future<World> start(
            Vertx vertx, EmbeddedDatabase database, Path plugins, Path work, Layout layout, @Nullable Guest guest) {
        SecureRandom random = new SecureRandom();
        PgConnectOptions front;
        try {
            front = database.database("front");
        } catch (SQLException e) {
            return Future.failedFuture(e);
        }
        return Counterparts.start(vertx, front).compose(counterparts -> {
            try {
                World world = new World(vertx, counterparts, guest, new Certificates(work.resolve("tls")), random);
                return world.open(database, plugins, work, layout, random).map(world);
            } catch (GeneralSecurityException | IOException | SQLException e) {
                return Future.failedFuture(e);
            }
        });
    }

    private Future<Void> open(EmbeddedDatabase database, Path plugins, Path work, Layout layout, SecureRandom random)
            throws GeneralSecurityException, IOException, SQLException {
        Map<String, List<String>> apart = new HashMap<>(PROCESSES);
        if (guest != null) {
            apart.merge(
                    "nation",
                    guest.nodes(),
                    (own, more) -> Stream.concat(own.stream(), more.stream()).toList());
        }
        Map<String, List<String>> processes = layout == Layout.THREE
                ? apart
                : Map.of(
                        "sandbox",
                        apart.values().stream().flatMap(List::stream).sorted().toList());
        Map<String, Integer> peerPorts = new HashMap<>();
        int callbackPort = FreePort.next();
        for (String process : processes.keySet()) {
            peerPorts.put(process, FreePort.next());
        }
        byte[] indexKey = secret(random).getBytes(StandardCharsets.UTF_8);
        Areas areas = Gateway.areas();
        Future<Void> opened = Future.succeededFuture();
        for (Map.Entry<String, List<String>> process : processes.entrySet()) {
            String name = process.getKey();
            List<String> hosted = process.getValue();
            Tls tls = certificates.issue(name, hosted);
            boolean cares = hosted.contains("321102");
            AppConfig config = new AppConfig(
                    name,
                    work.resolve(name),
                    plugins,
                    // what this very build has made; a configuration file cannot say so
                    JarTrust.folder(),
                    database.database(name),
                    0,
                    // a port of its own: Vert.x lets all servers on "any port" of one Vertx share one
                    new Listener("127.0.0.1", FreePort.next(), new Tls(tls.certificate(), tls.key(), null)),
                    new Listener("127.0.0.1", peerPorts.getOrDefault(name, 0), tls),
                    cares ? new Listener("127.0.0.1", callbackPort, new Tls(tls.certificate(), tls.key(), null)) : null,
                    new Listener("127.0.0.1", 0, null),
                    "https://localhost:" + callbackPort + "/callbacks",
                    nodes(areas, processes, name),
                    peers(processes, peerPorts, name),
                    accounts(hosted),
                    institutions(hosted).stream()
                            .map(client -> new Terminal(client.terminal(), key(client), client.code()))
                            .toList(),
                    adapters(hosted),
                    CHARGES,
                    indexKey);
            configs.put(name, config);
            adapters.put(name, config.adapters());
            opened = opened.compose(done -> started(name))
                    .onSuccess(gateway -> gateways.put(name, gateway))
                    .compose(gateway -> load(gateway, hosted));
        }
        return opened;
    }

    private Future<Gateway> started(String name) {
        AppConfig config = Objects.requireNonNull(configs.get(name), name);
        return Gateway.start(vertx, config, new SystemClock(), () -> adapters.getOrDefault(name, List.of()));
    }

    private static List<Client> institutions(List<String> hosted) {
        return CLIENTS.stream().filter(client -> hosted.contains(client.area())).toList();
    }

    private List<Account> accounts(List<String> hosted) {
        List<Account> accounts = new ArrayList<>();
        institutions(hosted).forEach(client -> accounts.add(account(client)));
        if (hosted.contains(NATION)) {
            accounts.add(new Account(
                    NATION_ACCOUNT,
                    secrets.getOrDefault(NATION_ACCOUNT, ""),
                    Set.of(),
                    platformKeys.publicText(),
                    NATION,
                    answerKeys.privateText()));
        }
        return accounts;
    }

    private Account account(Client client) {
        return new Account(client.paasid(), secrets.getOrDefault(client.paasid(), ""), Set.of(client.code()), null);
    }

    private byte[] key(Client client) {
        return secrets.getOrDefault(client.terminal(), "").getBytes(StandardCharsets.UTF_8);
    }

    private List<AdapterSpec> adapters(List<String> hosted) {
        List<AdapterSpec> adapters = new ArrayList<>(counterparts.dialects().adapters(hosted));
        if (guest != null && hosted.containsAll(guest.nodes())) {
            adapters.add(guest.adapter());
        }
        if (hosted.contains("430421")) {
            adapters.add(counterparts.hunanAdapter("430421"));
        }
        if (hosted.contains("321102")) {
            adapters.add(counterparts.weChatPay());
            adapters.add(counterparts.alipayAdapter());
            adapters.add(counterparts.unionPayAdapter());
            adapters.add(counterparts.mobilePay());
            adapters.add(counterparts.credentials());
        }
        return adapters;
    }

    /** The nodes that a process hosts, and those of others that border on them. */
    private static List<Node> nodes(Areas areas, Map<String, List<String>> processes, String process) {
        Map<String, String> hosts = new HashMap<>();
        processes.forEach((name, list) -> list.forEach(node -> hosts.put(node, name)));
        List<Node> nodes = new ArrayList<>();
        for (String id : hosts.keySet()) {
            String parent = parent(areas, hosts.keySet(), id);
            boolean here = process.equals(hosts.get(id));
            boolean borders = parent != null && process.equals(hosts.get(parent))
                    || hosts.keySet().stream()
                            .anyMatch(child -> id.equals(parent(areas, hosts.keySet(), child))
                                    && process.equals(hosts.get(child)));
            if (here || borders) {
                Level level = areas.find(id).orElseThrow().level();
                boolean above = !here
                        && parent != null
                        && !process.equals(hosts.get(parent))
                        && level != Level.NATION
                        && nodes.stream().noneMatch(n -> n.id().equals(parent));
                nodes.add(new Node(
                        id,
                        areas.find(id).orElseThrow().name(),
                        level,
                        id,
                        above ? null : parent,
                        here ? null : hosts.get(id)));
            }
        }
        return nodes;
    }

    private static @Nullable String parent(Areas areas, Set<String> nodes, String id) {
        return areas.upwards(id).stream()
                .skip(1)
                .map(area -> area.code())
                .filter(nodes::contains)
                .findFirst()
                .orElse(null);
    }

    private static List<Peer> peers(Map<String, List<String>> processes, Map<String, Integer> ports, String process) {
        List<Peer> peers = new ArrayList<>();
        processes.forEach((name, nodes) -> {
            if (!name.equals(process)) {
                peers.add(new Peer(name, "localhost", ports.getOrDefault(name, 0), Set.copyOf(nodes)));
            }
        });
        return peers;
    }

    private static Future<Void> load(Gateway gateway, List<String> hosted) {
        Instant now = Instant.now();
        Future<?> loaded = Future.succeededFuture();
        if (!institutions(hosted).isEmpty()) {
            loaded = loaded.compose(ok -> gateway.imports().institutions("world", resource("institutions.csv"), now));
        }
        if (hosted.contains(NATION)) {
            loaded = loaded.compose(
                    ok -> gateway.imports().institutions("abroad", resource("institutions-abroad.csv"), now));
        }
        if (hosted.contains("321102")) {
            loaded = loaded.compose(ok -> gateway.imports()
                    .catalogue(
                            "321100",
                            resource("catalogue-321100.csv"),
                            new Change("sandbox", "示例世界 · the world of the sandbox", "", ""),
                            now));
        }
        if (hosted.contains("320115")) {
            loaded = loaded.compose(ok ->
                            gateway.imports().policy("policy-320115-390.yaml", resource("policy-320115-390.yaml"), now))
                    .compose(ok -> gateway.imports()
                            .persons(
                                    "320115",
                                    resource("persons-320115.jsonl").lines().toList(),
                                    now));
        } else if (hosted.contains(NATION)) {
            // what 江宁 publishes to the nation, so that 1101 without a home finds it from another province
            loaded = loaded.compose(ok -> gateway.imports()
                    .personIndex(
                            "320115", resource("persons-320115.jsonl").lines().toList(), now));
        }
        return loaded.compose(ok -> gateway.reload());
    }

    /** A file of the world. */
    static String resource(String name) {
        try (var in = World.class.getResourceAsStream("/world/" + name)) {
            if (in == null) {
                throw new IllegalStateException("world/" + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Counterparts counterparts() {
        return counterparts;
    }

    /** The process that hosts a node. */
    public Gateway gateway(String node) {
        return gateways.values().stream()
                .filter(gateway -> gateway.directory()
                        .topology()
                        .find(node)
                        .filter(Node::hostedHere)
                        .isPresent())
                .findFirst()
                .orElseThrow();
    }

    /** Changes the adapters of the process that hosts a node, as an operator does: without a restart. */
    public Future<AdapterChanges> reconfigure(String node, UnaryOperator<List<AdapterSpec>> change) {
        Gateway gateway = gateway(node);
        gateways.forEach((name, each) -> {
            if (each == gateway) {
                adapters.computeIfPresent(name, (process, now) -> List.copyOf(change.apply(now)));
            }
        });
        return gateway.plugins().configure();
    }

    public Map<String, Gateway> gateways() {
        return Map.copyOf(gateways);
    }

    /** The demonstration's hospital. */
    public HospitalClient hospital() {
        return hospital(HOSPITAL);
    }

    /** An institution's HIS. */
    public HospitalClient hospital(String fixmedinsCode) {
        Client client = client(fixmedinsCode);
        Account account = account(client);
        return new HospitalClient(
                vertx,
                certificates.authorityFile(),
                gateway(client.area()).hospitalPort(),
                account.paasid(),
                account.token(),
                client.code(),
                client.area());
    }

    /** The nation's platform, which calls for patients insured with us. */
    public NationalCaller nation() {
        return new NationalCaller(
                vertx,
                new NationalCaller.Account(
                        gateway(NATION).hospitalPort(),
                        certificates.authorityFile(),
                        NATION_ACCOUNT,
                        secrets.getOrDefault(NATION_ACCOUNT, ""),
                        platformKeys,
                        answerKeys.publicKey()));
    }

    /** A terminal at the demonstration's window. */
    public TerminalClient terminal() {
        return terminal(HOSPITAL);
    }

    /** An institution's terminal. */
    public TerminalClient terminal(String fixmedinsCode) {
        Client client = client(fixmedinsCode);
        return new TerminalClient(
                vertx,
                certificates.authorityFile(),
                gateway(client.area()).hospitalPort(),
                client.terminal(),
                key(client));
    }

    /** What an institution's terminal signs with, so that a test can be wrong on purpose. */
    Terminal terminalOf(String fixmedinsCode) {
        Client client = client(fixmedinsCode);
        return new Terminal(client.terminal(), key(client), client.code());
    }

    private static Client client(String fixmedinsCode) {
        return CLIENTS.stream()
                .filter(client -> client.code().equals(fixmedinsCode))
                .findFirst()
                .orElseThrow();
    }

    /** Ends the process that hosts a node, lets something happen without it, and starts it anew on its rows. */
    Future<Void> restart(String node, Supplier<Future<?>> meanwhile) {
        Gateway old = gateway(node);
        String name = process(old);
        return old.close()
                .compose(closed -> meanwhile.get())
                .compose(done -> started(name))
                .onSuccess(gateway -> gateways.put(name, gateway))
                .mapEmpty();
    }

    private String process(Gateway gateway) {
        return gateways.entrySet().stream()
                .filter(entry -> entry.getValue() == gateway)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Where the process that hosts a node keeps its rows, for commands that work beside it. */
    PgConnectOptions database(String node) {
        return Objects.requireNonNull(configs.get(process(gateway(node))), node).database();
    }

    public Certificates certificates() {
        return certificates;
    }

    public Future<Void> close() {
        List<Future<?>> closed = new ArrayList<>();
        gateways.values().forEach(gateway -> closed.add(gateway.close()));
        return Future.join(closed).otherwiseEmpty().compose(done -> counterparts.stop());
    }

    private static String secret(SecureRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
