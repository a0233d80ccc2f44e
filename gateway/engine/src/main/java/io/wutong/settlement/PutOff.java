package io.wutong.settlement;

import io.wutong.exchange.SideCheck;
import io.wutong.exchange.SideState;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Puts a comparison off whose turn changed nothing: nobody could be asked, or what became of the question was not kept. It
 * counts as a question, so that one that can never be asked is an operator's case in the end. Its result is the finding.
 *
 * @param check as the turn found it
 * @param node whose operator must look in the end
 * @param databaseTime by which it is due again
 * @param at by this process's clock
 */
record PutOff(SideCheck check, String node, Instant databaseTime, Instant at) implements Command<String> {

    @Override
    public Needs needs() {
        return Needs.rows(check.key(), Sides.caseKey(node, check.fixmedinsCode(), check.msgid()));
    }

    @Override
    public Decision<String> decide(Rows rows) {
        Optional<SideCheck> unchanged = rows.one(check.key())
                .filter(now -> now.state() == SideState.DUE && now.asks() == check.asks())
                .map(now -> now.asked(databaseTime));
        if (unchanged.isEmpty()) {
            return Decision.nothing(Sides.UNANSWERED);
        }
        return Sides.lastAsk(unchanged.get())
                ? Decision.of("case", Sides.givenUp(rows, node, unchanged.get(), Sides.UNANSWERED_CAUSE, at))
                : Decision.of(Sides.UNANSWERED, List.of(unchanged.get().later(Sides.UNANSWERED)));
    }
}
