package io.wutong.settlement;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Desk;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.exchange.Reversals;
import io.wutong.exchange.Step;
import io.wutong.ledger.Entry;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.topology.Node;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import io.wutong.visit.Visits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * 2601: undoes a message whose answer was never seen, and says what it found. It takes the original's route; at each
 * process the original is marked, so that it is refused should it come later. An original that never came leaves a
 * tombstone.
 */
public final class Reverse implements CareSide, HomeSide {

    /** What can be reversed; an admission or a settlement whose answer was seen is taken back by 2404 or 2305. */
    private static final Set<String> REVERSIBLE = Set.of("2304");

    @Override
    public Needs needs(Message message) {
        return Needs.rows(original(message));
    }

    @Override
    public Needs more(Message message, Rows rows) {
        return undoNeeds(message, message.care().id(), rows);
    }

    @Override
    public String destination(Message message, Rows rows) {
        return rows.one(original(message))
                .map(Exchange::destination)
                .filter(area -> !area.isEmpty())
                .orElse(message.arrival().destination());
    }

    @Override
    public Step before(Message message, Rows rows) {
        requireReversible(message);
        Optional<Exchange> original = rows.one(original(message));
        if (original.isEmpty() || Reversals.nothingHappened(original.get())) {
            return Step.answer(found("无此业务，原报文已作废"), List.of(Reversals.tombstone(message, original)));
        }
        String mdtrtId = input(original.get(), "mdtrt_id");
        if (!original.get().destination().equals(message.arrival().destination())) {
            throw Fault.FIELD.refusal("insuplc_admdvs", "与原报文不一致");
        }
        if (!input(original.get(), "psn_no").equals(message.data("data").textOr("psn_no", ""))) {
            throw Fault.VISITPERSON.refusal(mdtrtId);
        }
        if (standing(message.care().id(), original.get(), rows)
                .filter(settlement -> settlement.orderNo() != null)
                .isPresent()) {
            throw Fault.SETTLED.refusal(original.get().result());
        }
        return Step.forward(original.get().destination(), null, List.of());
    }

    @Override
    public Reply after(Message message, Rows rows, @Nullable Care care, Outcome<Body> home) {
        if (!(home instanceof Outcome.Succeeded)) {
            return Reply.of(home);
        }
        List<Row> writes = new ArrayList<>(undo(message, message.care().id(), rows));
        writes.add(Reversals.tombstone(message, rows.one(original(message))));
        return Reply.done(found("已冲正"), writes, "");
    }

    // ------------------------------------------------------------------ home

    @Override
    public Needs needs(Message message, Node home) {
        return Needs.rows(original(message));
    }

    @Override
    public Needs more(Message message, Node home, Rows rows) {
        String node = Desk.ofHome(message, home);
        return rows.one(original(message))
                .map(original -> undoNeeds(message, node, rows).and(Undo.ofPerson(node, input(original, "psn_no"))))
                .orElse(Needs.NONE);
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        requireReversible(message);
        List<Row> writes = new ArrayList<>(undo(message, Desk.ofHome(message, home), rows));
        if (message.careNode() == null) {
            writes.add(Reversals.tombstone(message, rows.one(original(message))));
        }
        return Reply.done(found(writes.isEmpty() ? "无此业务" : "已冲正"), writes, "");
    }

    // ---------------------------------------------------------------- shared

    private static Key<Exchange> original(Message message) {
        return message.exchangeKey(message.data("data").textOr("omsgid", ""));
    }

    private static void requireReversible(Message message) {
        String infno = Envelope.required(message.data("data"), "oinfno");
        if (!REVERSIBLE.contains(infno)) {
            throw Fault.FIELD.refusal("input.data.oinfno", "不支持冲正" + infno);
        }
        Envelope.required(message.data("data"), "omsgid");
    }

    private static Needs undoNeeds(Message message, String node, Rows rows) {
        Optional<Exchange> original = rows.one(original(message));
        if (original.isEmpty()) {
            return Needs.NONE;
        }
        String mdtrtId = input(original.get(), "mdtrt_id");
        Needs needs = Needs.rows(Visit.key(node, mdtrtId), Settle.key(node, mdtrtId));
        String setlId = original.get().result();
        if (!setlId.isEmpty()) {
            needs = needs.and(Needs.rows(Settlement.key(node, setlId)))
                    .and(Needs.groups(Key.of(Entry.class, node, setlId)));
        }
        return needs;
    }

    /** Takes back what stands at a node: a settlement that was booked, or a visit that waits for its answer. */
    private static List<Row> undo(Message message, String node, Rows rows) {
        Optional<Exchange> original = rows.one(original(message));
        if (original.isEmpty() || Reversals.nothingHappened(original.get())) {
            return List.of();
        }
        Optional<Settlement> standing = standing(node, original.get(), rows);
        if (standing.isPresent()) {
            String negative = Desk.node(node) + message.serial() + "R";
            Body output = SettlementAnswer.negative(standing.get().outputBody(), negative, message);
            return Undo.writesWithTask(message, rows, standing.get(), negative, output);
        }
        String mdtrtId = input(original.get(), "mdtrt_id");
        List<Row> writes = new ArrayList<>();
        boolean othersSettle = rows.one(Settle.key(node, mdtrtId))
                .filter(held -> held.state() == BusinessKey.State.UNDER_WAY)
                .filter(held -> !held.msgid().equals(original.get().msgid()))
                .isPresent();
        rows.one(Visit.key(node, mdtrtId))
                .filter(visit -> visit.state() == VisitState.SETTLING && !othersSettle)
                .ifPresent(visit -> {
                    VisitState.Event event =
                            visit.dischargedAt() == null ? VisitState.Event.REFUSED_IN_STAY : VisitState.Event.REFUSED;
                    writes.addAll(
                            Visits.moved(visit, visit.withState(Visits.next(visit, event, message)), event, message));
                });
        rows.one(Settle.key(node, mdtrtId))
                .filter(held -> held.msgid().equals(original.get().msgid()))
                .ifPresent(held -> writes.add(new BusinessKey(
                        held.node(), held.kind(), held.value(), BusinessKey.State.RELEASED, message.msgid(), "")));
        return writes;
    }

    private static Optional<Settlement> standing(String node, Exchange original, Rows rows) {
        return original.result().isEmpty()
                ? Optional.empty()
                : rows.one(Settlement.key(node, original.result()))
                        .filter(settlement -> settlement.state() == SettlementState.STANDING);
    }

    /** What the original itself said, whatever the reversal says of it. */
    private static String input(Exchange original, String name) {
        return original.request().length == 0
                ? ""
                : Json.read(original.request()).body("input").body("data").textOr(name, "");
    }

    private static Body found(String what) {
        return Body.of("result", Body.of("revs_rslt", io.wutong.spi.Value.text(what)));
    }
}
