package io.wutong.terminal;

import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;

/**
 * What is known of a terminal beside its key and its institution, which the configuration says.
 *
 * @param seenAt about when it was last heard of
 * @param locked nothing of it is taken any more, on no connection
 * @param by who locked or unlocked it; empty when nobody has
 */
public record TerminalState(String id, Instant seenAt, boolean locked, String by, String why) implements Row {

    public static Key<TerminalState> key(String id) {
        return Key.of(TerminalState.class, id);
    }

    @Override
    public Key<TerminalState> key() {
        return key(id);
    }

    TerminalState seen(Instant at) {
        return new TerminalState(id, at, locked, by, why);
    }
}
