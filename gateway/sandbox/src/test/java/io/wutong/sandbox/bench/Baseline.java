package io.wutong.sandbox.bench;

import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    /** Longer texts are documents, not keys, and stay as they are. */
    private static final int KEY_LENGTH_MAX = 100;

    private static final List<String> INSERTED = List.of(
            "exchange",
            "nonce",
            "business_key",
            "settlement",
            "settlement_fund",
            "calculation",
            "ledger_entry",
            "state_change");
    private static final Map<String, String> WHERE = Map.of(
            "exchange", "msgid = '%1$s'",
            "nonce", "ctid = (select ctid from nonce order by at limit 1)",
            "business_key", "value = '%2$s/whole'",
            "settlement", "setl_id = '%3$s'",
            "settlement_fund", "setl_id = '%3$s'",
            "calculation", "setl_id = '%3$s'",
            "ledger_entry", "setl_id = '%3$s'",
            "state_change", "id = '%2$s'");

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
            Database database, Path program, Path folder, Patients patients, Patients.Home home, long visit, boolean pipelined)
            throws SQLException, IOException {
        String mdtrtId = Patients.mdtrtId(visit);
        String setlId = database.text("select setl_id from visit where node = ? and mdtrt_id = ?", Patients.CARE, mdtrtId);
        String msgid = Patients.msgid(visit);
        String serial = setlId.substring(home.area.length());
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put(msgid, "'" + msgid.substring(0, 12) + "9' || lpad((:n)::text, 17, '0')");
        keys.put(setlId, "'" + home.area + "9' || lpad((:n)::text, 13, '0')");
        keys.put(mdtrtId, "'" + Patients.CARE + "' || lpad((:n)::text, 14, '0')");
        keys.put(patients.psnNo(home, visit), "'" + home.area + "' || lpad((:p)::text, 14, '0')");
        keys.put(serial, "'9' || lpad((:n)::text, 13, '0')");
        keys.put(database.text("select nonce from nonce order by at limit 1"), "'pgbench-' || (:n)::text");
        keys.put(database.text("select trace_id from exchange where msgid = ?", msgid), "md5((:n)::text)");

        StringBuilder text = new StringBuilder();
        text.append("\\set i :i + 1\n\\set n :first + (:i - 1) * ").append(CLIENTS).append(" + :client_id\n");
        text.append("\\set p (:n - ").append(home.first).append(") * 7919 % ").append(patients.persons()).append("\n");
        text.append(pipelined ? "\\startpipeline\n" : "").append("begin;\n");
        int rows = 0;
        for (String table : INSERTED) {
            List<String> columns = columns(database, table);
            List<String> values = new ArrayList<>();
            for (List<String> row : rows(database, table, WHERE.get(table).formatted(msgid, mdtrtId, setlId))) {
                List<String> cells = new ArrayList<>();
                for (int i = 0; i < row.size(); i++) {
                    cells.add(expression(row.get(i), columns.get(i), keys));
                }
                values.add("(" + String.join(", ", cells) + ")");
            }
            if (values.isEmpty()) {
                throw new IllegalStateException("the settlement has written nothing into " + table);
            }
            rows += values.size();
            text.append("insert into ").append(table).append(" values ").append(String.join(", ", values)).append(";\n");
        }
        text.append("update visit set state = 'SETTLED', setl_id = ").append(keys.get(setlId))
                .append(" where node in ('").append(Patients.CARE).append("', '").append(home.desk)
                .append("') and mdtrt_id = ").append(keys.get(mdtrtId)).append(";\n");
        text.append("update accumulator set amounts = ").append(literal(database.text(
                        "select amounts from accumulator where node = ? and psn_no = ?",
                        home.area,
                        patients.psnNo(home, visit))))
                .append(" where node = '").append(home.area).append("' and psn_no = ")
                .append(keys.get(patients.psnNo(home, visit))).append(" and insutype = '390' and year = '2026';\n");
        text.append("end;\n").append(pipelined ? "\\endpipeline\n" : "");
        Path script = Files.writeString(
                folder.resolve(pipelined ? "baseline-pipelined.sql" : "baseline.sql"), text.toString());
        return new Baseline(database, program, script, rows + 3);
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

    private static List<String> columns(Database database, String table) throws SQLException {
        List<String> types = new ArrayList<>();
        for (List<String> row : database.rows(
                "select data_type from information_schema.columns where table_name = ? order by ordinal_position", table)) {
            types.add(row.get(0));
        }
        return types;
    }

    private static List<List<String>> rows(Database database, String table, String where) throws SQLException {
        return database.rows("select * from " + table + " where " + where);
    }

    private static String expression(String value, String type, Map<String, String> keys) {
        if (value == null) {
            return "null::" + type;
        }
        if (type.startsWith("timestamp")) {
            return "now()";
        }
        if (!type.equals("text")) {
            return "'" + value + "'::" + type;
        }
        return value.length() > KEY_LENGTH_MAX ? literal(value) : concatenated(value, keys);
    }

    private static String concatenated(String value, Map<String, String> keys) {
        for (Map.Entry<String, String> key : keys.entrySet()) {
            int at = value.indexOf(key.getKey());
            if (at >= 0) {
                String before = value.substring(0, at);
                String after = value.substring(at + key.getKey().length());
                return (before.isEmpty() ? "" : concatenated(before, keys) + " || ")
                        + key.getValue()
                        + (after.isEmpty() ? "" : " || " + concatenated(after, keys));
            }
        }
        return literal(value);
    }

    /** As bytes, which pgbench cannot take for variables; folded into a constant when the statement is planned. */
    private static String literal(String text) {
        StringBuilder hex = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hex.append(String.format("%02x", b));
        }
        return text.matches("[A-Za-z0-9_./-]*") ? "'" + text + "'" : "convert_from('\\x" + hex + "', 'UTF8')";
    }
}
