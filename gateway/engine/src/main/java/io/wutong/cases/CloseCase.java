package io.wutong.cases;

import io.wutong.envelope.Fault;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import java.time.Instant;
import java.util.List;

/**
 * A person closes a case by hand; who and why stand in its history.
 *
 * @param by who says so
 * @param why what was done
 */
public record CloseCase(Key<Case> key, String by, String why, Instant at) implements Command<Case> {

    private static final CaseState.Event EVENT = CaseState.Event.SETTLED_BY_HAND;

    @Override
    public Needs needs() {
        return Needs.rows(key);
    }

    /**
     * The closed case.
     *
     * @throws io.wutong.envelope.Refusal when there is none, or it is closed already
     */
    @Override
    public Decision<Case> decide(Rows rows) {
        Case open = rows.one(key).orElseThrow(() -> Fault.FIELD.refusal("ref", "没有这一事项"));
        CaseState next = CaseState.TABLE
                .next(open.state(), EVENT)
                .orElseThrow(() -> Fault.FIELD.refusal("ref", open.state().zh()));
        Case closed = open.closed(next, at);
        return Decision.of(closed, List.of(closed, closed.change(open, EVENT, by + ": " + why, at)));
    }
}
