package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The two commits around a cure's turn. */
final class TakeTurn {

    /** Longer than any message of a turn takes; whoever dies within it leaves the next turn to others. */
    static final Duration HELD = Duration.ofMinutes(2);

    private TakeTurn() {}

    /**
     * Puts the next turn off for as long as this one takes, so that nobody else begins it; empty when somebody has. The
     * time is one that a store keeps as it is, so that the row is known again.
     */
    static Command<Optional<Case>> begin(Case seen, Instant at) {
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(seen.key());
            }

            @Override
            public Decision<Optional<Case>> decide(Rows rows) {
                return rows.one(seen.key())
                        .filter(seen::equals)
                        .map(given -> given.turnAt(at.plus(HELD).truncatedTo(ChronoUnit.MILLIS)))
                        .map(held -> Decision.of(Optional.of(held), List.of(held)))
                        .orElseGet(() -> Decision.nothing(Optional.empty()));
            }
        };
    }

    /** Keeps what a turn leaves; a case that somebody has changed meanwhile keeps that, and has its turn anew. */
    static Command<Case> end(Case held, Turn turn, Instant at) {
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.rows(held.key()).and(turn.needs());
            }

            @Override
            public Decision<Case> decide(Rows rows) {
                Case now = rows.one(held.key()).orElse(held);
                if (!now.equals(held)) {
                    boolean open = now.closedAt() == null;
                    Case again = now.turnAt(open ? at : null);
                    return Decision.of(again, List.of(again));
                }
                CaseNotes notes = CaseNotes.of(now, at);
                return Decision.of(notes.now(), turn.rows(notes, rows));
            }
        };
    }
}
