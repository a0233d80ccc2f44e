package io.wutong.port;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Names one row, or with fewer parts all rows whose keys begin so. Keys are what a batch looks its rows up by, many times
 * each: the hash is computed once.
 */
public final class Key<T extends Row> implements Comparable<Key<?>> {

    private final Class<T> type;
    private final String[] parts;
    private final int hash;

    private Key(Class<T> type, String[] parts) {
        this.type = type;
        this.parts = parts;
        // not the class's own hash, which differs from run to run
        this.hash = 31 * type.getName().hashCode() + Arrays.hashCode(parts);
    }

    public static <T extends Row> Key<T> of(Class<T> type, String... parts) {
        for (String part : parts) {
            Objects.requireNonNull(part, "part");
        }
        return new Key<>(type, parts);
    }

    /** The kind of row. */
    public Class<T> type() {
        return type;
    }

    /** The values of the key's columns, in order. */
    public List<String> parts() {
        return List.of(parts);
    }

    /** How many columns it names. */
    public int size() {
        return parts.length;
    }

    /** The value of one of them. */
    public String part(int column) {
        return parts[column];
    }

    public boolean startsWith(Key<?> prefix) {
        int length = prefix.parts.length;
        if (type != prefix.type || parts.length < length) {
            return false;
        }
        // from the end: what differs stands there
        for (int i = length - 1; i >= 0; i--) {
            if (!parts[i].equals(prefix.parts[i])) {
                return false;
            }
        }
        return true;
    }

    /** The first of its parts. */
    public Key<T> first(int length) {
        return length == parts.length ? this : new Key<>(type, Arrays.copyOf(parts, length));
    }

    /** The order in which rows of one kind are locked. */
    @Override
    public int compareTo(Key<?> other) {
        int length = Math.min(parts.length, other.parts.length);
        for (int i = 0; i < length; i++) {
            int order = parts[i].compareTo(other.parts[i]);
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(parts.length, other.parts.length);
        return order != 0 ? order : type.getName().compareTo(other.type.getName());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Key<?> that
                && hash == that.hash
                && type == that.type
                && Arrays.equals(parts, that.parts);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return type.getSimpleName() + Arrays.toString(parts);
    }
}
