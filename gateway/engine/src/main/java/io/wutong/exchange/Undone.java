package io.wutong.exchange;

import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Outcome;
import io.wutong.work.Waits;
import java.util.List;

/**
 * How undoing what an ended exchange may have left at its legacy home went. It is done again until nothing of it can
 * still be on its way there, as {@link LegacyHome} says.
 */
final class Undone implements Command<Boolean> {

    private final Passage passage;
    private final Outcome<?> outcome;

    Undone(Passage passage, Outcome<?> outcome) {
        this.passage = passage;
        this.outcome = outcome;
    }

    @Override
    public Needs needs() {
        return Needs.rows(passage.message().exchangeKey());
    }

    @Override
    public Needs more(Rows rows) {
        return rows.one(passage.message().exchangeKey())
                .map(seen -> Needs.rows(Takeover.caseOf(seen, "").key()))
                .orElse(Needs.NONE);
    }

    @Override
    public Decision<Boolean> decide(Rows rows) {
        List<Row> writes = rows.one(passage.message().exchangeKey())
                .filter(seen -> seen.pursuit().ranBy(passage.message().serial()))
                .map(seen -> after(rows, seen))
                .orElse(List.of());
        return Decision.of(outcome instanceof Outcome.Succeeded, writes);
    }

    private List<Row> after(Rows rows, Exchange seen) {
        Pursuit pursuit = seen.pursuit();
        boolean done = outcome instanceof Outcome.Succeeded && pursuit.asks() >= LegacyHome.ASKS_BEFORE_ABSENT;
        if (!done) {
            return List.of(seen.in(
                    seen.state(),
                    pursuit.rest(passage.tenure().databaseTime().plus(Waits.after(pursuit.asks(), passage.jitter())))));
        }
        Row rested = seen.in(
                seen.state(), pursuit.rest(pursuit.late() ? passage.tenure().databaseTime() : null));
        return rows.one(Takeover.caseOf(seen, "").key())
                .map(given -> List.<Row>of(rested, given.ended(passage.tenure().databaseTime())))
                .orElse(List.of(rested));
    }
}
