package io.wutong.store;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The rows of one batch: what was loaded, and over it what the commands before have written. */
final class LoadedRows implements Rows {

    private final Map<Key<?>, Row> loaded = new HashMap<>();
    private final Set<Key<?>> asked = new HashSet<>();
    private final Map<Key<?>, Row> written = new LinkedHashMap<>();

    void asked(Iterable<? extends Key<?>> keys) {
        keys.forEach(asked::add);
    }

    void loaded(Row row) {
        loaded.put(row.key(), row);
    }

    /** Whether an earlier command of the batch has written the row. */
    boolean wrote(Key<?> key) {
        return written.containsKey(key);
    }

    /** What a command that succeeded has decided to write. */
    void write(List<Row> rows) {
        rows.forEach(row -> written.put(row.key(), row));
    }

    /** The final writes, the last of each row. */
    Iterable<Row> writes() {
        return written.values();
    }

    boolean hasWrites() {
        return !written.isEmpty();
    }

    /** Whether a row stood in the database when it was loaded, so that it is updated, not inserted. */
    boolean stood(Key<?> key) {
        return loaded.containsKey(key);
    }

    @Override
    public <T extends Row> Optional<T> one(Key<T> key) {
        Row row = written.containsKey(key) ? written.get(key) : loaded.get(key);
        if (row == null && !asked.contains(key) && asked.stream().noneMatch(key::startsWith)) {
            throw new IllegalStateException("the command's needs do not name " + key);
        }
        return Optional.ofNullable(row).map(key.type()::cast);
    }

    @Override
    public <T extends Row> List<T> all(Key<T> prefix) {
        if (!asked.contains(prefix)) {
            throw new IllegalStateException("the command's needs do not name the group " + prefix);
        }
        Map<String, T> sorted = new TreeMap<>();
        for (Map<Key<?>, Row> rows : List.of(loaded, written)) {
            rows.forEach((key, row) -> {
                if (key.startsWith(prefix)) {
                    sorted.put(String.join("\u0000", key.parts()), prefix.type().cast(row));
                }
            });
        }
        return new ArrayList<>(sorted.values());
    }
}
