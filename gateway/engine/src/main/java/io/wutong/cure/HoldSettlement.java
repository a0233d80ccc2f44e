package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import io.wutong.visit.Visit;
import java.util.List;
import java.util.Optional;

/** What the home does with a settlement that must wait: it says so, and keeps what was asked, so that it goes on by itself. */
public final class HoldSettlement {

    private HoldSettlement() {}

    public static Key<Case> key(Node home, Visit visit) {
        return Case.key(home.id(), Case.INSURED_TWICE, visit.mdtrtId());
    }

    public static Reply hold(Message message, Node home, Visit visit, Rows rows) {
        Optional<Case> waits = rows.one(key(home, visit));
        String deadline =
                waits.map(given -> given.known().textOr("deadline", "")).orElse("");
        List<Row> writes = waits.map(given -> CaseNotes.of(given, message.receivedAt())
                        .step(CaseText.of("twice.settlement_held", message.msgid()))
                        .knowing(given.known()
                                .with(
                                        "held",
                                        Value.text(Json.writeText(
                                                message.envelope().input())))
                                .with("told", Value.text("")))
                        .rows())
                .orElse(List.of());
        return new Reply(Fault.INSUREDTWICE.rejected(deadline), writes, "");
    }
}
