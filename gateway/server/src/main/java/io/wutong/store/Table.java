package io.wutong.store;

import io.vertx.sqlclient.Tuple;
import io.wutong.port.Key;
import io.wutong.port.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One table: how its rows become records and back, and the multi-row statements on it. The key's columns come first and
 * are text.
 */
final class Table<T extends Row> {

    private final Class<T> type;
    private final String name;
    private final int keyColumns;
    private final List<Column<T>> columns;
    private final Function<Cells, T> reader;
    /** Another table's row that belongs to each, and what is read of it behind the table's own columns. */
    private final String join;

    private final String joined;
    /** The statements' texts, made once: each batch sends two dozen. */
    private final String[] selects;

    private final String[] selectsLocking;
    private final String insert;
    private final String update;

    private Table(
            Class<T> type,
            String name,
            int keyColumns,
            List<Column<T>> columns,
            String join,
            String joined,
            Function<Cells, T> reader) {
        this.type = type;
        this.name = name;
        this.keyColumns = keyColumns;
        this.columns = List.copyOf(columns);
        this.reader = reader;
        this.join = join;
        this.joined = joined;
        this.selects = new String[keyColumns + 1];
        this.selectsLocking = new String[keyColumns + 1];
        for (int parts = 1; parts <= keyColumns; parts++) {
            selects[parts] = selectText(parts, false);
            selectsLocking[parts] = selectText(parts, true);
        }
        this.insert = insertText();
        this.update = updateText();
    }

    static <T extends Row> Builder<T> of(Class<T> type, String name, int keyColumns) {
        return new Builder<>(type, name, keyColumns);
    }

    Class<T> type() {
        return type;
    }

    String name() {
        return name;
    }

    T read(io.vertx.sqlclient.Row row) {
        return reader.apply(new Cells(row));
    }

    /** All columns, in the order that {@link #read} takes them. */
    String selectList(String alias) {
        return columns.stream().map(c -> alias + "." + c.name()).collect(Collectors.joining(", ")) + joined;
    }

    /** The table under its alias {@code t}, with what is read beside it. */
    String from() {
        return name + " t " + join;
    }

    /**
     * Rows whose keys begin with the given parts; with {@code lock} single rows, locked in the order of the keys given.
     *
     * @param parts how many key columns are given
     */
    String select(int parts, boolean lock) {
        return lock ? selectsLocking[parts] : selects[parts];
    }

    /**
     * For each key in turn, its rows: a plan that was made while the table was empty can look them up in no other way. Were
     * this a join, it would read the whole table for each batch until its statistics are renewed. {@code offset 0} keeps it
     * from becoming one; so does a lock.
     */
    private String selectText(int parts, boolean lock) {
        String names = IntStream.range(0, parts).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
        String arrays = IntStream.rangeClosed(1, parts)
                .mapToObj(i -> "$" + i + "::text[]")
                .collect(Collectors.joining(", "));
        String on = IntStream.range(0, parts)
                .mapToObj(i -> "t." + columns.get(i).name() + " = q.k" + i)
                .collect(Collectors.joining(" and "));
        return "select f.* from unnest(" + arrays + ") as q(" + names + ") cross join lateral (select "
                + selectList("t") + " from " + from() + " where " + on + (lock ? " for update of t" : " offset 0")
                + ") f";
    }

    /** The arguments of {@link #select}. */
    static Tuple keys(Collection<? extends Key<?>> keys, int parts) {
        Object[] arrays = new Object[parts];
        for (int i = 0; i < parts; i++) {
            String[] array = new String[keys.size()];
            int at = 0;
            for (Key<?> key : keys) {
                array[at++] = key.part(i);
            }
            arrays[i] = array;
        }
        return Tuple.wrap(arrays);
    }

    String insert() {
        return insert;
    }

    private String insertText() {
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        return "insert into " + name + " (" + names + ") select * from unnest(" + arrays() + ")";
    }

    String update() {
        return update;
    }

    private String updateText() {
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        String set = columns.stream()
                .skip(keyColumns)
                .map(c -> c.name() + " = u." + c.name())
                .collect(Collectors.joining(", "));
        String on = columns.stream()
                .limit(keyColumns)
                .map(c -> "t." + c.name() + " = u." + c.name())
                .collect(Collectors.joining(" and "));
        return "update " + name + " t set " + set + " from unnest(" + arrays() + ") as u(" + names + ") where " + on;
    }

    /** The arguments of {@link #insert} and {@link #update}: one array for each column. */
    Tuple values(List<T> rows) {
        Object[] arrays = new Object[columns.size()];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = columns.get(i).array(rows);
        }
        return Tuple.wrap(arrays);
    }

    private String arrays() {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> "$" + (i + 1) + "::" + columns.get(i).type().sql + "[]")
                .collect(Collectors.joining(", "));
    }

    /** Gathers the columns in their order. */
    static final class Builder<T extends Row> {
        private final Class<T> type;
        private final String name;
        private final int keyColumns;
        private final List<Column<T>> columns = new ArrayList<>();
        private String join = "";
        private String joined = "";

        private Builder(Class<T> type, String name, int keyColumns) {
            this.type = type;
            this.name = name;
            this.keyColumns = keyColumns;
        }

        Builder<T> text(String column, Function<T, @Nullable Object> value) {
            return add(column, Column.Type.TEXT, value);
        }

        Builder<T> fen(String column, Function<T, @Nullable Object> value) {
            return add(column, Column.Type.BIGINT, value);
        }

        Builder<T> integer(String column, Function<T, @Nullable Object> value) {
            return add(column, Column.Type.INTEGER, value);
        }

        Builder<T> bool(String column, Function<T, @Nullable Object> value) {
            return add(column, Column.Type.BOOLEAN, value);
        }

        Builder<T> bytes(String column, Function<T, @Nullable Object> value) {
            return add(column, Column.Type.BYTES, value);
        }

        Builder<T> time(String column, Function<T, @Nullable Object> value) {
            return add(column, Column.Type.TIME, value);
        }

        private Builder<T> add(String column, Column.Type columnType, Function<T, @Nullable Object> value) {
            columns.add(new Column<>(column, columnType, value));
            return this;
        }

        /**
         * Reads of another table beside.
         *
         * @param with a join with {@code t}
         * @param values what it reads, behind the table's own columns
         */
        Builder<T> beside(String with, String values) {
            join = with;
            joined = ", " + values;
            return this;
        }

        Table<T> build(Function<Cells, T> reader) {
            return new Table<>(type, name, keyColumns, columns, join, joined, reader);
        }
    }
}
