package io.wutong.http;

import java.util.HashMap;
import java.util.Map;

/** Counts what is under way for each name and stops at a limit. Lives on one event loop. */
final class Quota {

    private final int max;
    private final Map<String, Integer> counts = new HashMap<>();

    Quota(int max) {
        this.max = max;
    }

    boolean enter(String name) {
        if (counts.getOrDefault(name, 0) >= max) {
            return false;
        }
        counts.merge(name, 1, Integer::sum);
        return true;
    }

    void leave(String name) {
        counts.computeIfPresent(name, (n, count) -> count > 1 ? count - 1 : null);
    }
}
