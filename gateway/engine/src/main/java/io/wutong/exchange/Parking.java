package io.wutong.exchange;

import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.work.Waits;
import java.util.List;
import java.util.Optional;

/** The end of a run could not be stored: the exchange is left as unknown, to be asked about by whoever has its lease. */
final class Parking implements Command<Boolean> {

    private final Passage passage;
    private final Target target;

    Parking(Passage passage, Target target) {
        this.passage = passage;
        this.target = target;
    }

    @Override
    public Needs needs() {
        return Needs.rows(passage.message().exchangeKey());
    }

    @Override
    public Decision<Boolean> decide(Rows rows) {
        Optional<Exchange> mine = rows.one(passage.message().exchangeKey())
                .filter(seen -> seen.pursuit().ranBy(passage.message().serial()));
        List<Row> writes = mine.map(seen -> {
                    Pursuit pursuit = seen.pursuit();
                    return List.<Row>of(seen.in(
                            seen.open() ? Exchange.State.UNKNOWN : seen.state(),
                            pursuit.rest(
                                    passage.way().asksByItself(target)
                                            ? passage.tenure()
                                                    .databaseTime()
                                                    .plus(Waits.after(pursuit.asks(), passage.jitter()))
                                            : null)));
                })
                .orElse(List.of());
        return Decision.of(!writes.isEmpty(), writes);
    }
}
