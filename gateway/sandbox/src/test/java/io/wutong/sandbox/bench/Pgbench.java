package io.wutong.sandbox.bench;

import io.vertx.pgclient.PgConnectOptions;
import io.wutong.sandbox.stand.Database;
import io.wutong.sandbox.stand.Patients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The baseline by pgbench, with a script made from the rows as they stand in the store. */
final class Pgbench implements Baseline {

    private static final Pattern PROCESSED = Pattern.compile("transactions actually processed: (\\d+)");
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+) \\(without initial");

    private final Database database;
    private final Path program;
    private final Path folder;
    private final Path script;
    private final boolean pipelined;
    private final int rows;

    private Pgbench(Database database, Path program, Path folder, Path script, boolean pipelined, int rows) {
        this.database = database;
        this.program = program;
        this.folder = folder;
        this.pipelined = pipelined;
        this.script = script;
        this.rows = rows;
    }

    /** pgbench, where this machine has one. */
    static Optional<Path> program() {
        String path = System.getenv("PATH");
        return List.of((path == null ? "" : path).split(":")).stream()
                .map(folder -> Path.of(folder, "pgbench"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Makes the script.
     *
     * @param visit the only one that has been settled so far
     * @param pipelined sends all statements of a transaction without waiting for one after the other
     */
    static Pgbench of(
            Database database,
            Path program,
            Path folder,
            Patients patients,
            Patients.Home home,
            long visit,
            boolean pipelined)
            throws SQLException, IOException {
        Sample sample = Sample.of(database, patients, home, visit, ":n", ":p");
        StringBuilder text = new StringBuilder();
        text.append("\\set i :i + 1\n\\set n :first + (:i - 1) * ")
                .append(CLIENTS)
                .append(" + :client_id\n\\set p ")
                .append(patients.personOf(home, ":n"))
                .append(pipelined ? "\n\\startpipeline\nbegin;\n" : "\nbegin;\n");
        sample.inserts()
                .forEach((table, rows) -> text.append("insert into ")
                        .append(table)
                        .append(" values ")
                        .append(String.join(", ", rows))
                        .append(";\n"));
        text.append(sample.updates()).append(pipelined ? "end;\n\\endpipeline\n" : "end;\n");
        Path script = Files.writeString(
                folder.resolve(pipelined ? "baseline-pipelined.sql" : "baseline.sql"), text.toString());
        return new Pgbench(database, program, folder, script, pipelined, sample.rows());
    }

    @Override
    public String name() {
        return "pgbench -M prepared -c " + CLIENTS + ", one transaction each" + (pipelined ? ", pipelined" : "");
    }

    @Override
    public double must() {
        return 1.5;
    }

    @Override
    public double aim() {
        return 3.0;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public Ran run(long firstVisit, int seconds) throws IOException, InterruptedException {
        return ran(firstVisit, seconds, List.of());
    }

    /**
     * What it took at a fixed rate.
     *
     * @param latencyMillis of each transaction from when it was due, sorted
     */
    record Paced(Ran ran, double[] latencyMillis) {

        double millis(double share) {
            int at = (int) Math.ceil(share * latencyMillis.length) - 1;
            return latencyMillis[Math.max(0, at)];
        }
    }

    /** At a fixed rate: the latency that the server and its disk alone have. */
    Paced runAt(long firstVisit, double perSecond, int seconds) throws IOException, InterruptedException {
        Path logs = Files.createTempDirectory(folder, "paced");
        Ran ran = ran(
                firstVisit, seconds, List.of("--rate=" + perSecond, "--log", "--log-prefix=" + logs.resolve("log")));
        List<String> lines = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(logs)) {
            for (Path file : files) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        // client, transaction, microseconds from when it was due, ...
        double[] millis = lines.stream()
                .mapToDouble(line -> Long.parseLong(line.split(" ")[2]) / 1e3)
                .sorted()
                .toArray();
        return new Paced(ran, millis);
    }

    private Ran ran(long firstVisit, int seconds, List<String> further) throws IOException, InterruptedException {
        PgConnectOptions options = database.options();
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--no-vacuum",
                "--protocol=prepared",
                "--client=" + CLIENTS,
                "--jobs=2",
                "--time=" + seconds,
                "--define=i=0",
                "--define=first=" + firstVisit,
                "--file=" + script,
                "--host=" + options.getHost(),
                "--port=" + options.getPort(),
                "--username=" + options.getUser()));
        command.addAll(further);
        command.add(options.getDatabase());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PGPASSWORD", options.getPassword());
        builder.environment().put("PGOPTIONS", "-c plan_cache_mode=force_generic_plan");
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher processed = PROCESSED.matcher(said);
        Matcher tps = TPS.matcher(said);
        if (process.waitFor() != 0 || !processed.find() || !tps.find()) {
            throw new IllegalStateException("pgbench: " + said);
        }
        long transactions = Long.parseLong(processed.group(1));
        // clients do not keep step
        return new Ran(transactions, Double.parseDouble(tps.group(1)), transactions * 2 + 100 * CLIENTS);
    }
}
