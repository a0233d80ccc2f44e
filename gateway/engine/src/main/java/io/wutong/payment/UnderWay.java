package io.wutong.payment;

import io.wutong.port.Key;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tasks that one worker has under way: each once, so many in all and so many of each party, so that a channel or a
 * home that hangs costs only itself.
 */
final class UnderWay {

    /** In all. */
    static final int MAX = 160;

    static final int OF_ONE_PARTY_MAX = 32;

    private final Set<Key<Task>> running = new HashSet<>();
    private final Map<String, Integer> parties = new HashMap<>();

    /** Whether it is begun: there is room for it, and it is not under way yet. */
    boolean begin(Task task) {
        if (!room() || full(task.party()) || !running.add(task.key())) {
            return false;
        }
        parties.merge(task.party(), 1, Integer::sum);
        return true;
    }

    void end(Task task) {
        running.remove(task.key());
        parties.computeIfPresent(task.party(), (party, tasks) -> tasks == 1 ? null : tasks - 1);
    }

    boolean room() {
        return running.size() < MAX;
    }

    /** The parties that there is no room for. */
    Set<String> full() {
        Set<String> full = new TreeSet<>(parties.keySet());
        full.removeIf(party -> !full(party));
        return full;
    }

    private boolean full(String party) {
        return parties.getOrDefault(party, 0) >= OF_ONE_PARTY_MAX;
    }
}
