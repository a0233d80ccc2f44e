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
        return isEmpty() ? other : new Needs(both(rows, other.rows), both(groups, other.groups));
    }

    private static List<Key<?>> both(List<Key<?>> some, List<Key<?>> others) {
        if (some.isEmpty() || others.isEmpty()) {
            return some.isEmpty() ? others : some;
        }
        List<Key<?>> all = new ArrayList<>(some.size() + others.size());
        all.addAll(some);
        all.addAll(others);
        return all;
    }

    public boolean isEmpty() {
        return rows.isEmpty() && groups.isEmpty();
    }
}
