package io.wutong.host;

import java.util.List;

/**
 * What reading the configured adapters again has changed, by name.
 *
 * @param started plugins that did not run before
 */
public record AdapterChanges(List<String> added, List<String> changed, List<String> removed, List<String> started) {
    public AdapterChanges {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        started = List.copyOf(started);
    }

    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }
}
