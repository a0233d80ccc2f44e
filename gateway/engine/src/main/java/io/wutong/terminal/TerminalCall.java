package io.wutong.terminal;

import io.wutong.exchange.Nonce;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A terminal is heard of: claims its nonce, keeps when that was, at most once a minute, and says whether it may go on.
 *
 * @param nonce null for a word on a connection that is open already
 */
public record TerminalCall(String id, @Nullable Nonce nonce, Instant at) implements Command<TerminalCall.Answer> {

    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    /** Whether it may go on. */
    public enum Answer {
        GO_ON,
        REPEATED,
        LOCKED
    }

    @Override
    public Needs needs() {
        Needs own = Needs.rows(TerminalState.key(id));
        return nonce == null ? own : Needs.rows(nonce.key()).and(own);
    }

    @Override
    public Decision<Answer> decide(Rows rows) {
        if (nonce != null && rows.one(nonce.key()).isPresent()) {
            return Decision.nothing(Answer.REPEATED);
        }
        Optional<TerminalState> before = rows.one(TerminalState.key(id));
        List<Row> writes = new ArrayList<>();
        if (nonce != null) {
            writes.add(nonce);
        }
        boolean noted = before.filter(state -> at.isBefore(state.seenAt().plus(NOTED_EVERY)))
                .isPresent();
        if (!noted) {
            writes.add(before.map(state -> state.seen(at)).orElse(new TerminalState(id, at, false, "", "")));
        }
        boolean locked = before.filter(TerminalState::locked).isPresent();
        return Decision.of(locked ? Answer.LOCKED : Answer.GO_ON, writes);
    }
}
