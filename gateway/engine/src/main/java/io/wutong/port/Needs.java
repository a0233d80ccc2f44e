package io.wutong.port;

import java.util.ArrayList;
import java.util.List;

/**
 * The rows that a command reads: single rows, locked until the commit, and whole groups, which are read without a lock
 * because the single row above them (a person, a visit) is locked.
 */
public record Needs(List<Key<?>> rows, List<Key<?>> groups) {
    public static final Needs NONE = new Needs(List.of(), List.of());

    public Needs {
        rows = List.copyOf(rows);
        groups = List.copyOf(groups);
    }

    public static Needs rows(Key<?>... keys) {
        return new Needs(List.of(keys), List.of());
    }

    public static Needs groups(Key<?>... keys) {
        return new Needs(List.of(), List.of(keys));
    }

    public Needs and(Needs other) {
        if (other.isEmpty()) {
            return this;
        }
        List<Key<?>> allRows = new ArrayList<>(rows);
        allRows.addAll(other.rows);
        List<Key<?>> allGroups = new ArrayList<>(groups);
        allGroups.addAll(other.groups);
        return new Needs(allRows, allGroups);
    }

    public boolean isEmpty() {
        return rows.isEmpty() && groups.isEmpty();
    }
}
