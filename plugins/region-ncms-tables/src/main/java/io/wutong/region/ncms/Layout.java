package io.wutong.region.ncms;

import io.wutong.spi.SqlStatement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A county's tables as data: which of our tables and columns are which of theirs. Statements are written in our names
 * and come out in theirs; what a layout does not have is left out.
 */
final class Layout {

    private record Table(String name, Map<String, Column> columns) {}

    private final Map<String, Table> tables = new LinkedHashMap<>();

    private Layout() {}

    /** A layout of the jar with what the configuration says otherwise. */
    static Layout load(String name, Map<String, String> names, Map<String, String> codes) {
        try (InputStream in = Layout.class.getResourceAsStream("layouts/" + name + ".csv")) {
            if (in == null) {
                throw new IllegalArgumentException("no layout " + name);
            }
            Layout layout = new Layout();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split("\\s*,\\s*", -1))
                    .forEach(cells -> layout.add(
                            cells[0],
                            names.getOrDefault(cells[0], cells[1]),
                            cells[2],
                            codes.getOrDefault(cells[0], cells[3])));
            names.keySet().forEach(layout::requireKnown);
            codes.keySet().forEach(layout::requireKnown);
            return layout;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String ours, String theirs, String kind, String codes) {
        if (kind.equals("table")) {
            tables.put(ours, new Table(theirs, new LinkedHashMap<>()));
        } else {
            int dot = ours.indexOf('.');
            table(ours.substring(0, dot))
                    .columns
                    .put(ours.substring(dot + 1), new Column(theirs, kind, Column.codes(codes)));
        }
    }

    private void requireKnown(String ours) {
        String[] parts = ours.split("\\.", 2);
        if (!has(parts[0]) || (parts.length == 2 && !has(parts[0], parts[1]))) {
            throw new IllegalArgumentException("the layout has no " + ours);
        }
    }

    boolean has(String table) {
        return tables.containsKey(table);
    }

    boolean has(String table, String column) {
        return has(table) && table(table).columns.containsKey(column);
    }

    /** Whether a column knows one of our codes. */
    boolean knows(String table, String column, String code) {
        return has(table, column) && column(table(table), column).codes().containsKey(code);
    }

    private Table table(String name) {
        Table table = tables.get(name);
        if (table == null) {
            throw new IllegalArgumentException("the layout has no table " + name);
        }
        return table;
    }

    /** Inserts a row of what is given. */
    SqlStatement insert(String table, Map<String, String> row) {
        Table to = table(table);
        List<String> columns = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        to.columns.forEach((ours, column) -> {
            String value = row.get(ours);
            if (value != null) {
                columns.add(quoted(column.name()));
                values.add(column.toTheirs(ours, value));
            }
        });
        String places = columns.stream()
                .map(column -> "$" + (columns.indexOf(column) + 1))
                .collect(Collectors.joining(", "));
        return new SqlStatement(
                "insert into " + quoted(to.name) + " (" + String.join(", ", columns) + ") values (" + places + ")",
                values);
    }

    /** All columns of the rows that are equal to {@code where}, in our names. */
    SqlStatement select(String table, Map<String, String> where) {
        Table from = table(table);
        List<@Nullable Object> values = new ArrayList<>();
        String list = from.columns.entrySet().stream()
                .map(column -> quoted(column.getValue().name()) + " as " + quoted(column.getKey()))
                .collect(Collectors.joining(", "));
        return new SqlStatement(
                "select " + list + " from " + quoted(from.name) + " where " + condition(from, where, values), values);
    }

    /** As above, of a time: from the first, before the second. */
    SqlStatement between(String table, Map<String, String> where, String column, String from, String before) {
        SqlStatement all = select(table, where);
        Column time = column(table(table), column);
        List<@Nullable Object> values = new ArrayList<>(all.parameters());
        values.add(time.toTheirs(column, from));
        values.add(time.toTheirs(column, before));
        String name = quoted(time.name());
        return new SqlStatement(
                all.text() + " and " + name + " >= $" + (values.size() - 1) + " and " + name + " < $" + values.size(),
                values);
    }

    /** Changes what is equal to {@code where}. */
    SqlStatement update(String table, Map<String, String> set, Map<String, String> where) {
        Table at = table(table);
        List<@Nullable Object> values = new ArrayList<>();
        String changes = set.keySet().stream()
                .filter(at.columns::containsKey)
                .map(ours -> assignment(at, ours, set.getOrDefault(ours, ""), values))
                .collect(Collectors.joining(", "));
        return new SqlStatement(
                "update " + quoted(at.name) + " set " + changes + " where " + condition(at, where, values), values);
    }

    SqlStatement delete(String table, Map<String, String> where) {
        Table at = table(table);
        List<@Nullable Object> values = new ArrayList<>();
        return new SqlStatement("delete from " + quoted(at.name) + " where " + condition(at, where, values), values);
    }

    private static String condition(Table table, Map<String, String> where, List<@Nullable Object> values) {
        return where.entrySet().stream()
                .map(given -> assignment(table, given.getKey(), given.getValue(), values))
                .collect(Collectors.joining(" and "));
    }

    private static String assignment(Table table, String ours, String value, List<@Nullable Object> values) {
        Column column = column(table, ours);
        values.add(column.toTheirs(ours, value));
        return quoted(column.name()) + " = $" + values.size();
    }

    private static Column column(Table table, String ours) {
        Column column = table.columns.get(ours);
        if (column == null) { // a condition that is left out would mean more rows
            throw new IllegalArgumentException(table.name + " has no " + ours);
        }
        return column;
    }

    /** A row of theirs with our values; its names are ours already. */
    Map<String, String> ours(String table, Map<String, String> row) {
        Map<String, String> ours = new LinkedHashMap<>();
        row.forEach((name, value) -> {
            Column column = table(table).columns.get(name);
            ours.put(name, column == null ? value : column.toOurs(value));
        });
        return ours;
    }

    /** Names have case and Chinese characters; the schema of the configuration keeps quotes out. */
    private static String quoted(String name) {
        return '"' + name.replace(".", "\".\"") + '"';
    }
}
