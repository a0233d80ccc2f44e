package io.wutong.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names one row, or with fewer parts all rows whose keys begin so. Keys are what a batch looks its rows up by, many times
 * each: the hash is computed once.
 */
public final class Key<T extends Row> implements Comparable<Key<?>> {

    private final Class<T> type;
    private final List<String> parts;
    private final int hash;

    private Key(Class<T> type, List<String> parts) {
        this.type = type;
        this.parts = parts;
        // not the class's own hash, which differs from run to run
        this.hash = 31 * type.getName().hashCode() + parts.hashCode();
    }

    public static <T extends Row> Key<T> of(Class<T> type, String... parts) {
        return new Key<>(type, List.of(parts));
    }

    /** The kind of row. */
    public Class<T> type() {
        return type;
    }

    /** The values of the key's columns, in order. */
    public List<String> parts() {
        return parts;
    }

    public boolean startsWith(Key<?> prefix) {
        int length = prefix.parts.size();
        if (type != prefix.type || parts.size() < length) {
            return false;
        }
        // from the end: what differs stands there
        for (int i = length - 1; i >= 0; i--) {
            if (!parts.get(i).equals(prefix.parts.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The first of its parts. */
    public Key<T> first(int length) {
        return length == parts.size() ? this : new Key<>(type, parts.subList(0, length));
    }

    /** The order in which rows of one kind are locked. */
    @Override
    public int compareTo(Key<?> other) {
        int length = Math.min(parts.size(), other.parts.size());
        for (int i = 0; i < length; i++) {
            int order = parts.get(i).compareTo(other.parts.get(i));
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(parts.size(), other.parts.size());
        return order != 0 ? order : type.getName().compareTo(other.type.getName());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Key<?> that && hash == that.hash && type == that.type && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return type.getSimpleName() + parts;
    }
}
