package io.wutong.sandbox.bench;

import io.wutong.sandbox.stand.Database;
import io.wutong.sandbox.stand.Patients;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows that one settlement has written, as SQL that writes them again under other keys. Keys become expressions over
 * the number of a visit; documents stay as they are.
 *
 * @param inserts by table, each row's values
 * @param updates of what stood before: the visit's two sides, accumulator and tally
 * @param visits the visit's two sides as rows' values, where they have to be laid down too
 * @param rows how many in all, without those
 */
record Sample(Map<String, List<String>> inserts, String updates, List<String> visits, int rows) {

    /** Two sides of a visit, an accumulator, a tally. */
    private static final int UPDATED = 4;

    /** Longer texts are documents, not keys. */
    private static final int KEY_LENGTH_MAX = 100;

    private static final Map<String, String> WHERE = new LinkedHashMap<>();

    static {
        WHERE.put("exchange", "msgid = '%1$s'");
        WHERE.put("nonce", "ctid = (select ctid from nonce order by at limit 1)");
        WHERE.put("business_key", "value = '%2$s/whole'");
        WHERE.put("settlement", "setl_id = '%3$s'");
        WHERE.put("calculation", "setl_id = '%3$s'");
        WHERE.put("entry_set", "entry_set = '%3$s'");
        WHERE.put("state_change", "id = '%2$s'");
    }

    /**
     * Reads them.
     *
     * @param visit the first that was settled
     * @param n the number of a visit in SQL
     * @param p the number of its person in SQL
     */
    static Sample of(Database database, Patients patients, Patients.Home home, long visit, String n, String p)
            throws SQLException {
        String mdtrtId = Patients.mdtrtId(visit);
        String setlId =
                database.text("select setl_id from visit where node = ? and mdtrt_id = ?", Patients.CARE, mdtrtId);
        String msgid = Patients.msgid(visit);
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put(msgid, "'" + msgid.substring(0, 12) + "9' || lpad((" + n + ")::text, 17, '0')");
        keys.put(setlId, "'" + home.area + "9' || lpad((" + n + ")::text, 13, '0')");
        keys.put(mdtrtId, "'" + Patients.CARE + "' || lpad((" + n + ")::text, 14, '0')");
        keys.put(patients.psnNo(home, visit), "'" + home.area + "' || lpad((" + p + ")::text, 14, '0')");
        keys.put(setlId.substring(home.area.length()), "'9' || lpad((" + n + ")::text, 13, '0')");
        keys.put(database.text("select nonce from nonce order by at limit 1"), "'again-' || (" + n + ")::text");
        keys.put(database.text("select trace_id from exchange where msgid = ?", msgid), "md5((" + n + ")::text)");
        Map<String, List<String>> inserts = new LinkedHashMap<>();
        int rows = UPDATED;
        for (Map.Entry<String, String> table : WHERE.entrySet()) {
            List<String> values =
                    values(database, table.getKey(), table.getValue().formatted(msgid, mdtrtId, setlId), keys);
            inserts.put(table.getKey(), values);
            rows += values.size();
            if (Anatomy.wanted()) {
                Anatomy.rows(database, table.getKey(), table.getValue().formatted(msgid, mdtrtId, setlId));
            }
        }
        String amounts = database.text(
                "select amounts from accumulator where node = ? and psn_no = ?",
                home.area,
                patients.psnNo(home, visit));
        String updates = "update visit set state = 'SETTLED', setl_id = " + keys.get(setlId) + " where node in ('"
                + Patients.CARE + "', '" + home.desk + "') and mdtrt_id = " + keys.get(mdtrtId) + ";\n"
                + "update accumulator set amounts = " + literal(amounts) + " where node = '" + home.area
                + "' and psn_no = " + keys.get(patients.psnNo(home, visit))
                + " and insutype = '390' and year = '2026';\n"
                + "update coverage_tally set calculated_at = now() where node = '" + home.area + "' and psn_no = "
                + keys.get(patients.psnNo(home, visit)) + " and insutype = '390';\n";
        return new Sample(inserts, updates, values(database, "visit", "mdtrt_id = '" + mdtrtId + "'", keys), rows);
    }

    private static List<String> values(Database database, String table, String where, Map<String, String> keys)
            throws SQLException {
        List<List<String>> types = database.rows(
                "select data_type from information_schema.columns where table_name = ? order by ordinal_position",
                table);
        List<String> values = new ArrayList<>();
        for (List<String> row : database.rows("select * from " + table + " where " + where)) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                cells.add(expression(row.get(i), types.get(i).get(0), keys));
            }
            values.add("(" + String.join(", ", cells) + ")");
        }
        if (values.isEmpty()) {
            throw new IllegalStateException("the settlement has written nothing into " + table);
        }
        return values;
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
        if (text.matches("[A-Za-z0-9_./-]*")) {
            return "'" + text + "'";
        }
        StringBuilder hex = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hex.append(String.format("%02x", b));
        }
        return "convert_from('\\x" + hex + "', 'UTF8')";
    }
}
