package io.wutong.coverage;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseState;
import io.wutong.envelope.Fault;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The responsible level approves of a filing or refuses it. What is approved holds from then on and the patient is told;
 * what is refused holds nowhere and may be filed anew.
 *
 * @param key the item of {@link Case#APPROVAL}
 */
public record DecideFiling(Key<Case> key, boolean approve, String by, String why, Instant at)
        implements Command<HomeFiling> {

    @Override
    public Needs needs() {
        return Needs.rows(key);
    }

    @Override
    public Needs more(Rows rows) {
        return rows.one(key)
                .map(item -> {
                    String psnNo = item.known().textOr("psn_no", "");
                    Key<HomeFiling> filing = HomeFiling.key(item.node(), psnNo, item.ref());
                    return Needs.rows(
                            Person.key(item.node(), psnNo),
                            filing,
                            FilingTold.key(item.node(), item.ref()),
                            FileAtHome.key(item.node(), item.known().textOr("guard", "")));
                })
                .orElse(Needs.NONE);
    }

    /** @throws io.wutong.envelope.Refusal when there is nothing to decide any more */
    @Override
    public Decision<HomeFiling> decide(Rows rows) {
        Case item = rows.one(key)
                .filter(found -> found.kind().equals(Case.APPROVAL) && found.closedAt() == null)
                .orElseThrow(() -> Fault.FIELD.refusal("ref", "没有这一待审批事项"));
        String psnNo = item.known().textOr("psn_no", "");
        HomeFiling filing = rows.one(HomeFiling.key(item.node(), psnNo, item.ref()))
                .filter(asked -> asked.standing() && asked.approval() == Approval.ASKED)
                .orElseThrow(() -> Fault.FILING.refusal(item.ref()));
        HomeFiling decided = filing.decided(approve);
        List<Row> writes = new ArrayList<>();
        writes.add(decided);
        if (approve) {
            writes.addAll(FilingTold.rows(decided, rows.one(Person.key(item.node(), psnNo)), rows, at));
        } else {
            rows.one(FileAtHome.key(item.node(), filing.guard()))
                    .filter(held -> held.result().equals(filing.sn()))
                    .ifPresent(held -> writes.add(held.released("refused " + filing.sn())));
        }
        writes.addAll(CaseNotes.of(item, at)
                .step((approve ? "同意" : "不同意") + "：" + by + "，" + why)
                .closed(CaseState.Event.SETTLED_BY_HAND, by)
                .rows());
        return Decision.of(decided, writes);
    }
}
