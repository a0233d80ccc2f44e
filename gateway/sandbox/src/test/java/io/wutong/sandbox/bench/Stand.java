package io.wutong.sandbox.bench;

import io.wutong.sandbox.EmbeddedDatabase;
import io.wutong.sandbox.bench.Patients.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One process of five levels on a database of its own, with its persons and visits, and the load on it. */
final class Stand implements AutoCloseable {

    private static final List<String> NODES =
            List.of("100000", "320000", "321100", "321102", "430000", "430400", "430421");

    private final Settings settings;
    private final Path folder;
    private final Patients patients;
    private final Database database;
    private final GatewayProcess gateway;
    private final Map<Home, Load> loads = new EnumMap<>(Home.class);
    private final Map<Home, Long> next = new EnumMap<>(Home.class);
    private final long sample;

    private Stand(Settings settings, Path folder, Patients patients, Database database, GatewayProcess gateway) {
        this.settings = settings;
        this.folder = folder;
        this.patients = patients;
        this.database = database;
        this.gateway = gateway;
        for (Home home : Home.values()) {
            loads.put(home, new Load(gateway.port(), visit -> patients.message(home, visit)));
            next.put(home, (long) home.first);
        }
        sample = take(Home.FAR);
    }

    static Stand open(EmbeddedDatabase server, Path folder, Settings settings) throws Exception {
        long begun = System.nanoTime();
        Patients patients = new Patients(settings.persons() / 2, settings.visits() / 2);
        Database database = new Database(server.database("bench"));
        Path config = config(folder, database);
        Path institutions = Files.writeString(folder.resolve("institutions.csv"), Patients.institutionsCsv());
        GatewayProcess.command(
                "institution", "import", "-c", config.toString(), "--name", "bench", institutions.toString());
        for (Home home : Home.values()) {
            Path policy = Files.writeString(folder.resolve("policy-" + home.area + ".yaml"), Policy.yaml(home.area));
            GatewayProcess.command("policy", "import", "-c", config.toString(), policy.toString());
            patients.layPersons(database.connection(), home);
            patients.layVisitsAtCare(database.connection(), home);
            patients.layVisitsAtHome(database.connection(), home);
        }
        database.execute("vacuum analyze");
        database.execute("checkpoint");
        database.execute("create extension if not exists pg_walinspect");
        System.out.printf(
                "laid down: %,d persons, %,d visits, %.0f s%n",
                settings.persons(), settings.visits(), (System.nanoTime() - begun) / 1e9);
        GatewayProcess gateway = GatewayProcess.start(config, settings);
        try {
            Stand stand = new Stand(settings, folder, patients, database, gateway);
            // the one whose rows the baseline writes again
            require(stand.loads.get(Home.FAR).open(stand.sample, 1, 1, 1));
            return stand;
        } catch (Exception e) {
            gateway.close();
            throw e;
        }
    }

    private static Path config(Path folder, Database database) throws IOException {
        StringBuilder text = new StringBuilder(GatewayProcess.configHead(folder, "bench", database.options()));
        text.append("listeners:\n  hospital: {host: 127.0.0.1, port: 0}\n  admin: {port: 0}\nnodes:\n");
        NODES.forEach(node -> text.append("  - area: \"").append(node).append("\"\n"));
        text.append("accounts:\n");
        Patients.accountsYaml().forEach(line -> text.append(line).append('\n'));
        return Files.writeString(folder.resolve("bench.yaml"), text);
    }

    Database database() {
        return database;
    }

    GatewayProcess gateway() {
        return gateway;
    }

    Baseline baseline(boolean pipelined) throws SQLException, IOException {
        Path program = Baseline.program().orElseThrow(() -> new IllegalStateException("no pgbench on this machine"));
        return Baseline.of(database, program, folder, patients, Home.FAR, sample, pipelined);
    }

    private long take(Home home) {
        long visit = next.get(home);
        next.put(home, visit + 1);
        return visit;
    }

    /** Settles as fast as it goes, and proves it. */
    Load.Ran settle(Home home, int seconds) throws Exception {
        long first = next.get(home);
        Load.Ran ran = loads.get(home).closed(first, settings.connections(), seconds);
        used(home, first, ran);
        return ran;
    }

    /** Settles at a fixed rate, and proves it. */
    Load.Ran settle(Home home, double perSecond, int seconds) throws Exception {
        long first = next.get(home);
        Load.Ran ran = loads.get(home).open(first, settings.connections(), perSecond, seconds);
        used(home, first, ran);
        return ran;
    }

    private void used(Home home, long first, Load.Ran ran) throws SQLException {
        requireLeft(home, first + ran.sent());
        next.put(home, first + ran.sent());
        require(ran);
        Proof.require(database, home, first, first + ran.sent(), ran.acknowledged());
    }

    private static void require(Load.Ran ran) {
        if (!ran.errors().isEmpty() || ran.acknowledged() != ran.sent()) {
            throw new IllegalStateException("this run does not count: " + ran.sent() + " sent, " + ran.acknowledged()
                    + " acknowledged " + ran.errors());
        }
    }

    private void requireLeft(Home home, long end) {
        if (end > home.first + patients.visits()) {
            throw new IllegalStateException("no visits left: -Dbench.visits=");
        }
    }

    /** Writes the same rows by themselves, and proves it. */
    double write(Baseline baseline, int seconds) throws Exception {
        long first = next.get(Home.FAR);
        Baseline.Ran ran = baseline.run(first, seconds);
        long end = first + ran.visitsUsed();
        requireLeft(Home.FAR, end);
        next.put(Home.FAR, end);
        Proof.require(database, Home.FAR, first, end, ran.transactions());
        return ran.perSecond();
    }

    @Override
    public void close() throws Exception {
        for (Load load : loads.values()) {
            load.close();
        }
        try {
            gateway.close();
        } finally {
            database.close();
        }
    }
}
