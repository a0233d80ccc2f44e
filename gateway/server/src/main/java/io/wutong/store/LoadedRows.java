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
import java.util.function.Predicate;

/**
 * The rows of one batch: what was loaded, and over it what the commands before have written. Each group that was asked
 * for has its rows beside it, so that a command finds its own without looking through those of the others.
 */
final class LoadedRows implements Rows {

    private final Map<Key<?>, Row> loaded = new HashMap<>();
    private final Set<Key<?>> asked = new HashSet<>();
    private final Map<Key<?>, Row> written = new LinkedHashMap<>();
    private final Map<Key<?>, TreeMap<Key<?>, Row>> groups = new HashMap<>();
    /** How many parts the groups of a kind of row have. */
    private final Map<Class<?>, Set<Integer>> lengths = new HashMap<>();

    void asked(Iterable<? extends Key<?>> keys) {
        keys.forEach(asked::add);
    }

    /** Before the rows of these groups are loaded. */
    void askedGroups(Iterable<? extends Key<?>> prefixes) {
        for (Key<?> prefix : prefixes) {
            groups.computeIfAbsent(prefix, p -> new TreeMap<>());
            lengths.computeIfAbsent(prefix.type(), type -> new HashSet<>()).add(prefix.size());
        }
    }

    void loaded(Row row) {
        Key<?> key = row.key();
        loaded.put(key, row);
        group(key, row);
    }

    private void group(Key<?> key, Row row) {
        Set<Integer> known = lengths.get(key.type());
        if (known == null) {
            return;
        }
        for (int length : known) {
            TreeMap<Key<?>, Row> group = groups.get(key.first(length));
            if (group != null) {
                group.put(key, row);
            }
        }
    }

    /**
     * What a command that succeeded has decided to write: all of it or nothing.
     *
     * @param mayReplace of a row that an earlier command of the batch has written
     * @throws IllegalStateException when it may not
     */
    void write(List<Row> rows, Predicate<Key<?>> mayReplace) {
        List<Key<?>> keys = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Key<?> key = row.key();
            if (written.containsKey(key) && !mayReplace.test(key)) {
                throw new IllegalStateException("written by two commands: " + key);
            }
            keys.add(key);
        }
        for (int i = 0; i < keys.size(); i++) {
            written.put(keys.get(i), rows.get(i));
            group(keys.get(i), rows.get(i));
        }
    }

    /** The final writes, the last of each row. */
    Map<Key<?>, Row> writes() {
        return written;
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
        Row row = written.get(key);
        if (row == null) {
            row = loaded.get(key);
        }
        if (row == null && !asked.contains(key) && !inGroup(key)) {
            throw new IllegalStateException("the command's needs do not name " + key);
        }
        return Optional.ofNullable(row).map(key.type()::cast);
    }

    private boolean inGroup(Key<?> key) {
        Set<Integer> known = lengths.get(key.type());
        return known != null
                && known.stream().anyMatch(length -> length <= key.size() && groups.containsKey(key.first(length)));
    }

    @Override
    public <T extends Row> List<T> all(Key<T> prefix) {
        TreeMap<Key<?>, Row> group = groups.get(prefix);
        if (group == null) {
            throw new IllegalStateException("the command's needs do not name the group " + prefix);
        }
        List<T> rows = new ArrayList<>(group.size());
        group.values().forEach(row -> rows.add(prefix.type().cast(row)));
        return rows;
    }
}
