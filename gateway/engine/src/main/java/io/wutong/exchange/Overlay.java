package io.wutong.exchange;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.state.StateChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows as they stand after some writes: the second half of a decision reads what the first half wrote. */
final class Overlay implements Rows {

    private final Rows below;
    private final Map<Key<?>, Row> writes = new LinkedHashMap<>();

    Overlay(Rows below) {
        this.below = below;
    }

    /** What moves twice in one commit has moved once: the state between has never stood. */
    void write(List<? extends Row> rows) {
        for (Row row : rows) {
            Row written = row instanceof StateChange change ? joined(change) : row;
            writes.put(written.key(), written);
        }
    }

    private StateChange joined(StateChange change) {
        for (Row row : writes.values()) {
            if (row instanceof StateChange before && before.goesOnTo(change)) {
                writes.remove(before.key());
                return before.and(change);
            }
        }
        return change;
    }

    /** All writes, the last of each row. */
    List<Row> writes() {
        return new ArrayList<>(writes.values());
    }

    @Override
    public <T extends Row> Optional<T> one(Key<T> key) {
        Row written = writes.get(key);
        return written != null ? Optional.of(key.type().cast(written)) : below.one(key);
    }

    @Override
    public <T extends Row> List<T> all(Key<T> prefix) {
        Map<Key<?>, T> merged = new LinkedHashMap<>();
        below.all(prefix).forEach(row -> merged.put(row.key(), row));
        writes.forEach((key, row) -> {
            if (key.startsWith(prefix)) {
                merged.put(key, prefix.type().cast(row));
            }
        });
        return List.copyOf(merged.values());
    }
}
