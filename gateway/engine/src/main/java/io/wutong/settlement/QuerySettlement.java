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
import io.wutong.visit.ChargeBatch;
import io.wutong.visit.Visit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
                ? Step.answer(own.get().outputBody(), List.of())
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
        return Reply.done(settlement.outputBody(), List.of(), "");
    }

    private static Needs needsAt(Message message, String node) {
        Body data = message.data("data");
        String mdtrtId = data.textOr("mdtrt_id", "");
        return data.text("setl_id").isPresent()
                ? Needs.rows(Settlement.key(node, data.textOr("setl_id", "")))
                : Needs.rows(Visit.key(node, mdtrtId)).and(Needs.groups(ChargeBatch.of(node, mdtrtId)));
    }

    private static Needs moreAt(Message message, String node, Rows rows) {
        if (message.data("data").text("setl_id").isPresent()) {
            return Needs.NONE;
        }
        Needs needs = Needs.NONE;
        for (String setlId : standing(message, node, rows)) {
            needs = needs.and(Needs.rows(Settlement.key(node, setlId)));
        }
        return needs;
    }

    /** Of a visit: its own settlement, or those of its charge batches. */
    private static List<String> standing(Message message, String node, Rows rows) {
        String mdtrtId = message.data("data").textOr("mdtrt_id", "");
        return Stream.concat(
                        rows.one(Visit.key(node, mdtrtId)).map(Visit::setlId).stream(),
                        rows.all(ChargeBatch.of(node, mdtrtId)).stream()
                                .filter(charge -> charge.setlId() != null)
                                .map(charge -> String.valueOf(charge.setlId())))
                .toList();
    }

    /** By its number; without one the visit's, and of several batches the latest. */
    private static Optional<Settlement> find(Message message, String node, Rows rows) {
        Body data = message.data("data");
        List<String> numbers = data.text("setl_id").map(List::of).orElseGet(() -> standing(message, node, rows));
        return numbers.stream()
                .flatMap(id -> rows.one(Settlement.key(node, id)).stream())
                .filter(s -> s.psnNo().equals(data.textOr("psn_no", "")))
                .max(Comparator.comparing(Settlement::at).thenComparing(Settlement::setlId));
    }
}
