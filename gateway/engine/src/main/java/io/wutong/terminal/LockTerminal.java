package io.wutong.terminal;

import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.state.StateChange;
import java.time.Instant;
import java.util.List;

/** A terminal that was stolen is locked out, or one that was found is let in again; who and why stay. */
public record LockTerminal(String id, boolean lock, String by, String why, Instant at)
        implements Command<TerminalState> {

    @Override
    public Needs needs() {
        return Needs.rows(TerminalState.key(id));
    }

    @Override
    public Decision<TerminalState> decide(Rows rows) {
        TerminalState before =
                rows.one(TerminalState.key(id)).orElse(new TerminalState(id, Instant.EPOCH, false, "", ""));
        if (before.locked() == lock) {
            return Decision.nothing(before);
        }
        TerminalState after = new TerminalState(id, before.seenAt(), lock, by, why);
        return Decision.of(
                after,
                List.of(
                        after,
                        new StateChange(
                                "",
                                "terminal",
                                id,
                                at.toString(),
                                lock ? "OPEN" : "LOCKED",
                                lock ? "LOCK" : "UNLOCK",
                                lock ? "LOCKED" : "OPEN",
                                by + ": " + why,
                                at)));
    }
}
