package io.wutong.port;

import java.util.List;

/**
 * Names one row, or with fewer parts all rows whose keys begin so.
 *
 * @param type the kind of row
 * @param parts the values of the key's columns, in order
 */
public record Key<T extends Row>(Class<T> type, List<String> parts) {
    public Key {
        parts = List.copyOf(parts);
    }

    public static <T extends Row> Key<T> of(Class<T> type, String... parts) {
        return new Key<>(type, List.of(parts));
    }

    public boolean startsWith(Key<?> prefix) {
        return type == prefix.type
                && parts.size() >= prefix.parts.size()
                && parts.subList(0, prefix.parts.size()).equals(prefix.parts);
    }
}
