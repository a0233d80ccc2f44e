package io.wutong.settlement;

import io.wutong.envelope.Fault;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Desk;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.exchange.Step;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.topology.Node;
import io.wutong.visit.Visit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** 5203: the place of care answers from its own store; what it does not know, the home is asked. */
public final class QuerySettlement implements CareSide, HomeSide {

    @Override
    public Needs needs(Message message) {
        return needsAt(message, message.care().id());
    }

    @Override
    public Needs more(Message message, Rows rows) {
        return moreAt(message, message.care().id(), rows);
    }

    @Override
    public Step before(Message message, Rows rows) {
        Optional<Settlement> own = find(message, message.care().id(), rows)
                .filter(s -> s.fixmedinsCode().equals(message.envelope().fixmedinsCode()));
        return own.isPresent()
                ? Step.answer(own.get().output(), List.of())
                : Step.forward(message.arrival().destination(), null, List.of());
    }

    @Override
    public Needs needs(Message message, Node home) {
        return needsAt(message, Desk.ofHome(message, home));
    }

    @Override
    public Needs more(Message message, Node home, Rows rows) {
        return moreAt(message, Desk.ofHome(message, home), rows);
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        Settlement settlement = find(message, Desk.ofHome(message, home), rows)
                .filter(s -> s.fixmedinsCode().equals(message.envelope().fixmedinsCode()))
                .orElseThrow(() -> Fault.SETTLEMENT.refusal(message.data("data")
                        .text("setl_id")
                        .orElse(message.data("data").textOr("mdtrt_id", ""))));
        return Reply.done(settlement.output(), List.of(), "");
    }

    private static Needs needsAt(Message message, String node) {
        Body data = message.data("data");
        return data.text("setl_id").isPresent()
                ? Needs.rows(Settlement.key(node, data.textOr("setl_id", "")))
                : Needs.rows(Visit.key(node, data.textOr("mdtrt_id", "")));
    }

    private static Needs moreAt(Message message, String node, Rows rows) {
        if (message.data("data").text("setl_id").isPresent()) {
            return Needs.NONE;
        }
        return rows.one(Visit.key(node, message.data("data").textOr("mdtrt_id", "")))
                .map(Visit::setlId)
                .map(id -> Needs.rows(Settlement.key(node, id)))
                .orElse(Needs.NONE);
    }

    private static Optional<Settlement> find(Message message, String node, Rows rows) {
        Body data = message.data("data");
        Optional<String> setlId = data.text("setl_id").isPresent()
                ? data.text("setl_id")
                : rows.one(Visit.key(node, data.textOr("mdtrt_id", ""))).map(Visit::setlId);
        return setlId.flatMap(id -> rows.one(Settlement.key(node, id)))
                .filter(s -> s.psnNo().equals(data.textOr("psn_no", "")));
    }
}
