package io.wutong.sandbox.bench;

import io.wutong.sandbox.stand.Database;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * Where a settlement's bytes in the database's log go: by table and index, and each row that it writes with its columns.
 * Printed with {@code -Dbench.anatomy=true}.
 */
final class Anatomy {

    private static final String BY_RELATION = """
            select coalesce(c.relname, 'other'), round(count(*)::numeric / %1$d, 2),
              round(sum(record_length - coalesce(block_fpi_length, 0))::numeric / %1$d)
            from pg_get_wal_block_info(cast(? as pg_lsn), cast(? as pg_lsn)) b
            left join pg_class c on pg_relation_filenode(c.oid) = b.relfilenode and b.reldatabase <> 0
            where b.block_id = 0
            group by 1 order by 3 desc""";

    private Anatomy() {}

    static boolean wanted() {
        return Boolean.getBoolean("bench.anatomy");
    }

    /** What was logged between two places for a number of settlements, each relation's records and bytes a settlement. */
    static void log(Database database, String from, String to, long settlements) throws SQLException {
        System.out.println("log, by settlement: records, bytes without full pages");
        for (List<String> row : database.rows(BY_RELATION.formatted(settlements), from, to)) {
            System.out.printf(Locale.ROOT, "  %-28s %6s %8s%n", row.get(0), row.get(1), row.get(2));
        }
    }

    /** The rows of one settlement, each column's bytes. */
    static void rows(Database database, String table, String where) throws SQLException {
        String columns = database.text(
                "select string_agg(format('%L || '':'' || pg_column_size(t.%I)', column_name, column_name), ', '"
                        + " order by ordinal_position) from information_schema.columns where table_name = ?",
                table);
        for (List<String> row : database.rows("select pg_column_size(t.*)::text, concat_ws(' ', " + columns + ") from "
                + table + " t where " + where)) {
            System.out.printf("  %s %s: %s%n", table, row.get(0), row.get(1));
        }
    }
}
