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
 * A person closes a case by hand; who and why stand in its history. One that has a cure can only be withdrawn so.
 *
 * @param by who says so
 * @param why what was done
 */
public record CloseCase(Key<Case> key, String by, String why, Instant at) implements Command<Case> {

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
        if (open.kind().equals(Case.APPROVAL)) {
            // its filing would wait for ever
            throw Fault.FIELD.refusal("ref", "待审批的备案请办理同意或不同意");
        }
        CaseState.Event event =
                CaseKind.of(open.kind()).cured() ? CaseState.Event.WITHDRAWN : CaseState.Event.SETTLED_BY_HAND;
        CaseState next = CaseState.TABLE
                .next(open.state(), event)
                .orElseThrow(() -> Fault.FIELD.refusal("ref", open.state().zh()));
        Case closed = open.closed(next, at, event == CaseState.Event.WITHDRAWN ? by : "");
        return Decision.of(closed, List.of(closed, closed.change(open, event, by + ": " + why, at)));
    }
}
