package io.wutong.sandbox.bench;

import io.vertx.pgclient.PgConnectOptions;
import io.wutong.app.AppConfig.Tls;
import io.wutong.sandbox.Certificates;
import io.wutong.sandbox.EmbeddedDatabase;
import io.wutong.sandbox.FreePort;
import io.wutong.sandbox.stand.Configs;
import io.wutong.sandbox.stand.Database;
import io.wutong.sandbox.stand.Patients;
import io.wutong.sandbox.stand.Patients.Home;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Builds what is measured: databases with their rows, configuration files, processes. */
final class Stands {

    private final EmbeddedDatabase server;
    private final Path folder;
    private final Settings settings;

    Stands(EmbeddedDatabase server, Path folder, Settings settings) {
        this.server = server;
        this.folder = folder;
        this.settings = settings;
    }

    /** Five levels in one process, with the patients of some homes. */
    Stand one(String name, Patients patients, Home... homes) throws Exception {
        long begun = System.nanoTime();
        Database database = new Database(server.database(name));
        List<String> nodes =
                Configs.THREE.values().stream().flatMap(List::stream).sorted().toList();
        Path config = config(name, database.options(), nodes, "", "");
        load(config, true, List.of(homes));
        try (Database beside = new Database(database.options())) {
            together(
                    () -> {
                        for (Home home : homes) {
                            patients.layVisitsAtCare(beside.connection(), home);
                        }
                    },
                    () -> {
                        for (Home home : homes) {
                            patients.layPersons(database.connection(), home);
                            patients.layVisitsAtHome(database.connection(), home);
                        }
                    });
        }
        ready(database);
        said(name, patients, begun);
        return new Stand(
                settings, folder, patients, database, database, List.of(GatewayProcess.start(config, settings)));
    }

    /** Three processes over mutual TLS, the hospital's province, the nation and the home's, each with its database. */
    Stand three(Patients patients) throws Exception {
        long begun = System.nanoTime();
        Certificates certificates = new Certificates(folder.resolve("tls"), "Wutong Benchmark CA");
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (String name : Configs.THREE.keySet()) {
            ports.put(name, FreePort.next());
        }
        Map<String, Database> databases = new LinkedHashMap<>();
        Map<String, Path> configs = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> process : Configs.THREE.entrySet()) {
            String name = process.getKey();
            Database database = new Database(server.database("three_" + name));
            databases.put(name, database);
            Tls tls = certificates.issue(name, process.getValue());
            String peer = Configs.peerListener(ports.get(name), tls);
            configs.put(
                    name,
                    config(name, database.options(), process.getValue(), peer, Configs.neighbours(name, ports::get)));
            load(configs.get(name), name.equals("care"), name.equals("home") ? List.of(Home.FAR) : List.of());
        }
        Database care = databases.get("care");
        Database home = databases.get("home");
        together(() -> patients.layVisitsAtCare(care.connection(), Home.FAR), () -> {
            patients.layPersons(home.connection(), Home.FAR);
            patients.layVisitsAtHome(home.connection(), Home.FAR);
        });
        ready(home);
        ready(care);
        databases.get("nation").close();
        said("three processes", patients, begun);
        List<GatewayProcess> gateways = new ArrayList<>();
        for (Path config : configs.values()) {
            gateways.add(GatewayProcess.start(config, settings));
        }
        return new Stand(settings, folder, patients, care, home, gateways);
    }

    private Path config(String name, PgConnectOptions store, List<String> nodes, String peer, String neighbours)
            throws IOException {
        return Configs.write(folder, name, store, nodes, peer, neighbours, Patients.accountsYaml());
    }

    private void load(Path config, boolean institutions, List<Home> homes) throws IOException, InterruptedException {
        if (institutions) {
            Configs.loadInstitutions(folder, config);
        }
        Configs.loadPolicies(
                folder, config, homes.stream().map(home -> home.area).toList());
    }

    /** Lays rows on two connections at once: the server works on each by a process of its own. */
    private static void together(Laying here, Laying beside) throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Void> laid = other.submit(() -> {
                beside.lay();
                return null;
            });
            here.lay();
            laid.get();
        } finally {
            other.shutdown();
        }
    }

    private interface Laying {
        void lay() throws SQLException;
    }

    private static void ready(Database database) throws SQLException {
        database.vacuum();
        database.execute("checkpoint");
        database.execute("create extension if not exists pg_walinspect");
    }

    private static void said(String name, Patients patients, long begun) {
        System.out.printf(
                "%s: %,d persons and %,d visits of each home laid down in %.0f s%n",
                name, patients.persons(), patients.visits(), (System.nanoTime() - begun) / 1e9);
    }
}
