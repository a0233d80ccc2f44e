package io.wutong.sandbox.stand;

import io.vertx.pgclient.PgConnectOptions;
import io.wutong.app.AppConfig.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Configuration files of processes that are measured or broken, and what is imported by them. */
public final class Configs {

    /** Who hosts what when there are three processes; the first is the hospital's, the last the far home's. */
    public static final Map<String, List<String>> THREE = new LinkedHashMap<>();

    static {
        THREE.put("care", List.of("320000", "321100", "321102"));
        THREE.put("nation", List.of("100000"));
        THREE.put("home", List.of("430000", "430400", "430421"));
    }

    private Configs() {}

    /**
     * Writes one.
     *
     * @param peer the listener for neighbours, empty for none
     * @param more whatever else stands at the top, neighbours for instance, which go on with the list of nodes
     * @param accounts lines of the list
     */
    public static Path write(
            Path folder,
            String name,
            PgConnectOptions store,
            List<String> nodes,
            String peer,
            String more,
            List<String> accounts)
            throws IOException {
        Files.createDirectories(folder.resolve(name + "-plugins"));
        StringBuilder text = new StringBuilder("""
                process: %1$s
                data_dir: %1$s-data
                index_key: sixteen-bytes-or-more
                plugins: %1$s-plugins
                database: {host: %2$s, port: %3$d, database: %4$s, user: %5$s, password: %6$s}
                listeners:
                  hospital: {host: 127.0.0.1, port: 0}
                  admin: {port: 0}
                """.formatted(
                name, store.getHost(), store.getPort(), store.getDatabase(), store.getUser(), store.getPassword()));
        text.append(peer).append("nodes:\n");
        nodes.forEach(node -> text.append("  - area: \"").append(node).append("\"\n"));
        text.append(more).append("accounts:\n");
        accounts.forEach(line -> text.append(line).append('\n'));
        return Files.writeString(folder.resolve(name + ".yaml"), text);
    }

    /** A listener for neighbours. */
    public static String peerListener(int port, Tls tls) {
        return "  peer: {host: 127.0.0.1, port: " + port + ", tls: {certificate: " + tls.certificate() + ", key: "
                + tls.key() + ", ca: " + tls.ca() + "}}\n";
    }

    /** The nodes of others that one of the three must know, and who they are. */
    public static String neighbours(String name, ToIntFunction<String> ports) {
        return neighbours(name, ports, "");
    }

    /** @param calls what each neighbour's {@code calls} have that is not usual: {@code key: value, …} */
    public static String neighbours(String name, ToIntFunction<String> ports, String calls) {
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
                    .append(ports.applyAsInt(peer))
                    .append(calls.isEmpty() ? "" : ", calls: {" + calls + "}")
                    .append("}\n");
        });
        return nodes + peers.toString();
    }

    public static void loadInstitutions(Path folder, Path config) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("institutions.csv"), Patients.institutionsCsv());
        GatewayJvm.command("institution", "import", "-c", config.toString(), "--name", "bench", file.toString());
    }

    public static void loadPolicies(Path folder, Path config, List<String> areas)
            throws IOException, InterruptedException {
        if (areas.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("policy", "import", "-c", config.toString()));
        for (String area : areas) {
            Path file = folder.resolve("policy-" + area + ".yaml");
            command.add(Files.writeString(file, Policy.yaml(area)).toString());
        }
        GatewayJvm.command(command.toArray(String[]::new));
    }
}
