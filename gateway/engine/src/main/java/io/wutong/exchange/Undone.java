package io.wutong.exchange;

import io.wutong.cases.Case;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Outcome;
import io.wutong.work.Waits;
import java.util.List;

/** How undoing what an ended exchange may have left at its legacy home went: done, or to be tried again. */
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
        boolean done = outcome instanceof Outcome.Succeeded;
        List<Row> writes = rows.one(passage.message().exchangeKey())
                .filter(seen -> seen.pursuit().run().equals(passage.message().serial()))
                .map(seen -> after(rows, seen, done))
                .orElse(List.of());
        return Decision.of(done, writes);
    }

    private List<Row> after(Rows rows, Exchange seen, boolean done) {
        Pursuit pursuit = seen.pursuit();
        if (!done) {
            return List.of(seen.in(
                    seen.state(),
                    pursuit.rest(passage.clock().now().plus(Waits.after(pursuit.asks(), passage.jitter())))));
        }
        Row rested = seen.in(seen.state(), pursuit.rest(pursuit.dueAt()));
        return rows.one(Takeover.caseOf(seen, "").key())
                .map((Case given) -> List.of(rested, given.ended(passage.clock().now())))
                .orElse(List.of(rested));
    }
}
