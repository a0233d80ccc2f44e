package io.wutong.sandbox.bench;

import io.vertx.pgclient.PgConnectOptions;
import io.wutong.app.AppConfig.Tls;
import io.wutong.sandbox.Certificates;
import io.wutong.sandbox.EmbeddedDatabase;
import io.wutong.sandbox.FreePort;
import io.wutong.sandbox.bench.Patients.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds what is measured: databases with their rows, configuration files, processes. */
final class Stands {

    /** Who hosts what when there are three processes; the first is the hospital's, the last the far home's. */
    private static final Map<String, List<String>> THREE = new LinkedHashMap<>();

    static {
        THREE.put("care", List.of("320000", "321100", "321102"));
        THREE.put("nation", List.of("100000"));
        THREE.put("home", List.of("430000", "430400", "430421"));
    }

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
                THREE.values().stream().flatMap(List::stream).sorted().toList();
        Path config = config(name, database.options(), nodes, "", "");
        load(config, true, List.of(homes));
        for (Home home : homes) {
            patients.layPersons(database.connection(), home);
            patients.layVisitsAtCare(database.connection(), home);
            patients.layVisitsAtHome(database.connection(), home);
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
        for (String name : THREE.keySet()) {
            ports.put(name, FreePort.next());
        }
        Map<String, Database> databases = new LinkedHashMap<>();
        Map<String, Path> configs = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> process : THREE.entrySet()) {
            String name = process.getKey();
            Database database = new Database(server.database("three_" + name));
            databases.put(name, database);
            Tls tls = certificates.issue(name, process.getValue());
            String peer = "  peer: {host: 127.0.0.1, port: " + ports.get(name) + ", tls: {certificate: "
                    + tls.certificate() + ", key: " + tls.key() + ", ca: " + tls.ca() + "}}\n";
            configs.put(name, config(name, database.options(), process.getValue(), peer, neighbours(name, ports)));
            load(configs.get(name), name.equals("care"), name.equals("home") ? List.of(Home.FAR) : List.of());
        }
        Database care = databases.get("care");
        Database home = databases.get("home");
        patients.layVisitsAtCare(care.connection(), Home.FAR);
        patients.layPersons(home.connection(), Home.FAR);
        patients.layVisitsAtHome(home.connection(), Home.FAR);
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

    /** The nodes of others that a process must know, and who they are. */
    private static String neighbours(String name, Map<String, Integer> ports) {
        StringBuilder nodes = new StringBuilder();
        StringBuilder peers = new StringBuilder("peers:\n");
        Map<String, String> borders =
                name.equals("nation") ? Map.of("care", "320000", "home", "430000") : Map.of("nation", "100000");
        borders.forEach((peer, node) -> {
            nodes.append("  - {area: \"")
                    .append(node)
                    .append("\", peer: ")
                    .append(peer)
                    .append("}\n");
            peers.append("  - {name: ")
                    .append(peer)
                    .append(", host: localhost, port: ")
                    .append(ports.get(peer))
                    .append("}\n");
        });
        return nodes + peers.toString();
    }

    private Path config(String name, PgConnectOptions store, List<String> nodes, String peer, String neighbours)
            throws IOException {
        Files.createDirectories(folder.resolve("plugins"));
        StringBuilder text = new StringBuilder("""
                process: %1$s
                data_dir: %1$s-data
                index_key: sixteen-bytes-or-more
                plugins: plugins
                database: {host: %2$s, port: %3$d, database: %4$s, user: %5$s, password: %6$s}
                listeners:
                  hospital: {host: 127.0.0.1, port: 0}
                  admin: {port: 0}
                """.formatted(
                name, store.getHost(), store.getPort(), store.getDatabase(), store.getUser(), store.getPassword()));
        text.append(peer).append("nodes:\n");
        nodes.forEach(node -> text.append("  - area: \"").append(node).append("\"\n"));
        text.append(neighbours).append("accounts:\n");
        Patients.accountsYaml().forEach(line -> text.append(line).append('\n'));
        return Files.writeString(folder.resolve(name + ".yaml"), text);
    }

    private void load(Path config, boolean institutions, List<Home> homes) throws IOException, InterruptedException {
        if (institutions) {
            Path file = Files.writeString(folder.resolve("institutions.csv"), Patients.institutionsCsv());
            GatewayProcess.command(
                    "institution", "import", "-c", config.toString(), "--name", "bench", file.toString());
        }
        if (!homes.isEmpty()) {
            List<String> command = new ArrayList<>(List.of("policy", "import", "-c", config.toString()));
            for (Home home : homes) {
                Path file = folder.resolve("policy-" + home.area + ".yaml");
                command.add(Files.writeString(file, Policy.yaml(home.area)).toString());
            }
            GatewayProcess.command(command.toArray(String[]::new));
        }
    }

    private static void ready(Database database) throws SQLException {
        database.execute("vacuum analyze");
        database.execute("checkpoint");
        database.execute("create extension if not exists pg_walinspect");
    }

    private static void said(String name, Patients patients, long begun) {
        System.out.printf(
                "%s: %,d persons and %,d visits of each home laid down in %.0f s%n",
                name, patients.persons(), patients.visits(), (System.nanoTime() - begun) / 1e9);
    }
}
