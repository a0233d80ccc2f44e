package io.wutong.sandbox.chaos;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.wutong.sandbox.chaos.CrashPoint.Role;
import io.wutong.sandbox.chaos.CrashPoint.Step;
import io.wutong.sandbox.stand.Database;
import io.wutong.sandbox.stand.GatewayJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One process of a deployment that is broken: its database, the wires to both, and the process itself. */
final class Member implements AutoCloseable {

    /** What the processes say. */
    static final Path LOG = Path.of("target", "chaos-gateway.log");

    /**
     * Starts fast rather than runs fast. Vert.x keeps a key in a PKCS #12 store in memory, whose ten thousand rounds of
     * hashing take a second of a JVM that compiles little.
     */
    private static final List<String> OPTIONS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-Xshare:auto", "-Dkeystore.pkcs12.keyPbeIterationCount=1");

    private static final List<String> FIRST_COMPILER = List.of("-XX:TieredStopAtLevel=1");
    /** RSA takes seven times as long with the first one alone; this leaves it to the second, and nothing else. */
    private static final List<String> BOTH_COMPILERS = List.of(
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:CompilerDirectivesFile="
                    + Path.of("..", "..", ".mvn", "second-compiler.json").toAbsolutePath());

    final String name;
    final Role role;
    final CommitRelay database;
    final Relay peer;
    private final PgConnectOptions direct;

    @Nullable
    Path config;

    private List<String> compilers = FIRST_COMPILER;
    private volatile @Nullable GatewayJvm jvm;

    Member(Vertx vertx, Role role, PgConnectOptions direct) {
        this.name = role.name().toLowerCase(java.util.Locale.ROOT);
        this.role = role;
        this.direct = direct;
        this.database = new CommitRelay(vertx, direct::getPort);
        this.peer = new Relay(vertx, () -> port("peer"));
    }

    /** Its database as the process sees it: behind the wire. */
    PgConnectOptions store() {
        return new PgConnectOptions(direct).setHost("127.0.0.1").setPort(database.port());
    }

    PgConnectOptions direct() {
        return direct;
    }

    /** Its database, whatever becomes of the wire. */
    Database open() throws SQLException {
        return new Database(direct);
    }

    /** What it signs for payment channels is RSA. */
    void signsMuch() {
        compilers = BOTH_COMPILERS;
    }

    /** {@code wutong run}. */
    GatewayJvm start() throws IOException {
        return start(options());
    }

    private List<String> options() throws IOException {
        return options(ClassArchive.options());
    }

    private List<String> options(List<String> archive) {
        return Stream.of(OPTIONS, compilers, archive).flatMap(List::stream).toList();
    }

    /** Starts and drains once, for the classes of those that start later to be laid down. */
    void layArchive() throws IOException, InterruptedException {
        ClassArchive.lay(archiving -> {
            start(options(archiving));
            drain();
            jvm = null;
        });
    }

    private GatewayJvm start(List<String> options) throws IOException {
        GatewayJvm started = GatewayJvm.run(options, LOG, file());
        jvm = started;
        return started;
    }

    /** The same with the sandbox's seams, to stop at one of these steps when it has been passed so many times. */
    GatewayJvm startStepping(Collection<Step> steps, int passed) throws IOException {
        return startSeamed(steps.stream().map(Step::name).collect(Collectors.joining(",")), Integer.toString(passed));
    }

    /** The same with a bug that {@link ChaosGateway} knows how to plant. */
    GatewayJvm startPlanted(String bug) throws IOException {
        return startSeamed("", "0", bug);
    }

    private GatewayJvm startSeamed(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(file().toString()));
        all.addAll(List.of(arguments));
        GatewayJvm started = GatewayJvm.start(options(), LOG, ChaosGateway.class.getName(), all.toArray(String[]::new));
        jvm = started;
        return started;
    }

    private Path file() {
        return java.util.Objects.requireNonNull(config, "config");
    }

    /** Where one of its listeners listens; 0 while it does not run. */
    int port(String listener) {
        GatewayJvm running = jvm;
        return running == null ? 0 : running.port(listener);
    }

    /** Moves its database to another disk; nobody is connected. */
    void moveTo(Path folder) throws SQLException {
        try (Database server = new Database(new PgConnectOptions(direct).setDatabase("postgres"))) {
            server.execute("create tablespace " + direct.getDatabase() + " location '" + folder + "'");
            server.execute("alter database " + direct.getDatabase() + " set tablespace " + direct.getDatabase());
        }
    }

    /** From now on what its database acknowledges is written seconds later: a crash loses it. */
    void loseCommits() throws SQLException {
        try (Database own = open()) {
            own.execute("alter database " + direct.getDatabase() + " set synchronous_commit = off");
            own.execute("alter system set wal_writer_delay = '10s'");
            own.execute("alter system set wal_writer_flush_after = '1GB'");
            own.rows("select pg_reload_conf()");
        }
        database.reset(); // sessions that begin now have it
    }

    Path adminToken() {
        return java.util.Objects.requireNonNull(jvm, "it does not run").adminToken();
    }

    /** SIGTERM: it finishes what it has. How it ended. */
    int drain() throws InterruptedException {
        GatewayJvm running = java.util.Objects.requireNonNull(jvm, "it does not run");
        return running.stop();
    }

    /** Another process over the same database. */
    Member twin(Vertx vertx) throws IOException {
        Member twin = new Member(vertx, role, direct);
        twin.config = Files.writeString(
                file().resolveSibling(name + "-2.yaml"),
                Files.readString(file())
                        .replace("process: " + name, "process: " + name + "-2")
                        .replace("data_dir: " + name, "data_dir: " + name + "-2"));
        return twin;
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        GatewayJvm running = jvm;
        jvm = null;
        if (running != null) {
            running.kill();
        }
    }

    @Override
    public void close() throws InterruptedException, TimeoutException {
        kill();
        peer.close();
        database.close();
    }
}
