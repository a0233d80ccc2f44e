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
    /** The last of each row, in the order in which they were first written; a dozen, so they are looked through. */
    private final List<Row> writes = new ArrayList<>();

    private final List<Key<?>> keys = new ArrayList<>();

    Overlay(Rows below) {
        this.below = below;
    }

    /** What moves twice in one commit has moved once: the state between has never stood. */
    void write(List<? extends Row> rows) {
        for (Row row : rows) {
            Row written = row instanceof StateChange change ? joined(change) : row;
            Key<?> key = written.key();
            int place = keys.indexOf(key);
            if (place < 0) {
                keys.add(key);
                writes.add(written);
            } else {
                writes.set(place, written);
            }
        }
    }

    private StateChange joined(StateChange change) {
        for (int place = 0; place < writes.size(); place++) {
            if (writes.get(place) instanceof StateChange before && before.goesOnTo(change)) {
                writes.remove(place);
                keys.remove(place);
                return before.and(change);
            }
        }
        return change;
    }

    /** All writes, the last of each row. */
    List<Row> writes() {
        return List.copyOf(writes);
    }

    @Override
    public <T extends Row> Optional<T> one(Key<T> key) {
        int place = keys.indexOf(key);
        return place < 0 ? below.one(key) : Optional.of(key.type().cast(writes.get(place)));
    }

    @Override
    public <T extends Row> List<T> all(Key<T> prefix) {
        List<T> read = below.all(prefix);
        Map<Key<?>, T> merged = null;
        for (int place = 0; place < writes.size(); place++) {
            if (keys.get(place).startsWith(prefix)) {
                merged = merged != null ? merged : byKey(read);
                merged.put(keys.get(place), prefix.type().cast(writes.get(place)));
            }
        }
        return merged == null ? read : List.copyOf(merged.values());
    }

    private static <T extends Row> Map<Key<?>, T> byKey(List<T> rows) {
        Map<Key<?>, T> byKey = new LinkedHashMap<>();
        rows.forEach(row -> byKey.put(row.key(), row));
        return byKey;
    }
}
