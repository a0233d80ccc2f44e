package io.wutong.sandbox.bench;

import io.vertx.pgclient.PgConnectOptions;
import io.wutong.sandbox.stand.Database;
import io.wutong.sandbox.stand.Patients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the gateway is compared with: the rows that one settlement of its own has written, written again by pgbench under
 * other keys, one transaction each, nothing read, nothing calculated, nothing answered.
 *
 * <p>The script is made from the rows as they stand in the store: what was inserted is inserted, one statement for each
 * table; the visit's two sides and the accumulator, which stood before, are updated.
 */
final class Baseline {

    private static final int CLIENTS = 16;
    private static final Pattern PROCESSED = Pattern.compile("transactions actually processed: (\\d+)");
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+) \\(without initial");

    private final Database database;
    private final Path program;
    private final Path script;
    private final int rows;

    private Baseline(Database database, Path program, Path script, int rows) {
        this.database = database;
        this.program = program;
        this.script = script;
        this.rows = rows;
    }

    /**
     * A run of it.
     *
     * @param visitsUsed visits from the first on that may have been used
     */
    record Ran(long transactions, double perSecond, long visitsUsed) {}

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
    static Baseline of(
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
        return new Baseline(database, program, script, sample.rows());
    }

    /** How many rows a transaction writes. */
    int rows() {
        return rows;
    }

    Ran run(long firstVisit, int seconds) throws IOException, InterruptedException {
        PgConnectOptions options = database.options();
        ProcessBuilder builder = new ProcessBuilder(
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
                "--username=" + options.getUser(),
                options.getDatabase());
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
