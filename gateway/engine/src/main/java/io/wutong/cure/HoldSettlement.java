package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.envelope.Fault;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Care;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import io.wutong.visit.Visit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the home does with a settlement that must wait: it says so, and keeps what was asked, so that it goes on by itself. */
public final class HoldSettlement {

    /** Beside what was held: the message, which a 2601 may have taken back by the time it is to go on. */
    static final String HELD_AS = "held_msgid";

    private HoldSettlement() {}

    public static Key<Case> key(Node home, Visit visit) {
        return Case.key(home.id(), Case.INSURED_TWICE, visit.mdtrtId());
    }

    /** Whether it is one that may have to wait, at a home with a legacy system as at any other. */
    public static boolean mayWait(Message message) {
        return message.infno().equals("2304");
    }

    /** At a home with a legacy system, which keeps no visits of ours: the case that it may have to wait for. */
    public static Key<Case> atLegacy(Message message, Node home) {
        return Case.key(home.id(), Case.INSURED_TWICE, message.data("data").textOr("mdtrt_id", ""));
    }

    /** Whether it has to. */
    public static boolean waits(Case given) {
        return given.closedAt() == null && !given.known().textOr("phase", "").equals(InsuredTwice.RELEASED);
    }

    /** The home's part in the legacy system's stead while it waits. */
    public static HomeSide instead(Key<Case> key) {
        return new HomeSide() {
            @Override
            public Needs needs(Message message, Node home) {
                return Needs.rows(key);
            }

            @Override
            public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
                return hold(message, rows.one(key));
            }
        };
    }

    public static Reply hold(Message message, Node home, Visit visit, Rows rows) {
        return hold(message, rows.one(key(home, visit)));
    }

    private static Reply hold(Message message, Optional<Case> waits) {
        String deadline =
                waits.map(given -> given.known().textOr("deadline", "")).orElse("");
        List<Row> writes = waits.map(given -> CaseNotes.of(given, message.receivedAt())
                        .step(CaseText.of("twice.settlement_held", message.msgid()))
                        .knowing(given.known()
                                .with(
                                        "held",
                                        Value.text(Json.writeText(
                                                message.envelope().input())))
                                .with(HELD_AS, Value.text(message.msgid()))
                                .with("told", Value.text("")))
                        .rows())
                .orElse(List.of());
        return new Reply(Fault.INSUREDTWICE.rejected(deadline), writes, "");
    }
}
