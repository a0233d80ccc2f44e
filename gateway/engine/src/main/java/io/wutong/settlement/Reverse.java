package io.wutong.settlement;

import io.wutong.cure.OtherStays;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Desk;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.exchange.Reversals;
import io.wutong.exchange.Step;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import io.wutong.topology.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * 2601: undoes a message whose answer was never seen, and says what it found. It takes the original's route; at each
 * process the original is marked, so that it is refused should it come later. An original that never came leaves a
 * tombstone.
 */
public final class Reverse implements CareSide, HomeSide {

    /**
     * What can be reversed: what the interface lists, and a registration like an admission. Fee lines are taken back by
     * 2205 and 2302, a discharge by 2405.
     */
    private static final Map<String, Reversible> REVERSIBLE = Map.of(
            "2102", new ReverseSettlement(),
            "2103", new ReverseCancellation(),
            "2201", new ReverseAdmission(),
            "2207", new ReverseSettlement(),
            "2208", new ReverseCancellation(),
            "2304", new ReverseSettlement(),
            "2305", new ReverseCancellation(),
            "2401", new ReverseAdmission());

    @Override
    public Needs needs(Message message) {
        return Needs.rows(original(message));
    }

    @Override
    public Needs more(Message message, Rows rows) {
        return undone(
                message, rows, (kind, original) -> kind.needs(message.care().id(), original));
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
        if (original.isEmpty() || (Reversals.nothingHappened(original.get()) && !Reversals.insists(message))) {
            return Step.answer(found("无此业务，原报文已作废"), List.of(Reversals.tombstone(message, original)));
        }
        Reversible kind = kind(message, original.get());
        if (!original.get().destination().equals(message.arrival().destination())) {
            throw Fault.FIELD.refusal("insuplc_admdvs", "与原报文不一致");
        }
        if (!kind.said(original.get(), "psn_no").equals(message.data("data").textOr("psn_no", ""))) {
            throw Fault.VISITPERSON.refusal(kind.said(original.get(), "mdtrt_id"));
        }
        kind.require(message, message.care().id(), original.get(), rows);
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
        return undone(
                message,
                rows,
                (kind, original) -> kind.heard(home, original)
                        .map(Needs::rows)
                        .orElse(Needs.NONE)
                        .and(kind.needsAtHome(Desk.ofHome(message, home), original)));
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        requireReversible(message);
        List<Row> writes = new ArrayList<>(undo(message, Desk.ofHome(message, home), rows));
        if (!writes.isEmpty()) {
            rows.one(original(message))
                    .flatMap(original -> kind(message, original).heard(home, original))
                    .ifPresent(stay -> writes.addAll(OtherStays.revoked(home, stay.part(1), stay.part(2), rows)));
        }
        if (message.careNode() == null) {
            writes.add(Reversals.tombstone(message, rows.one(original(message))));
        }
        return Reply.done(found(writes.isEmpty() ? "无此业务" : "已冲正"), writes, "");
    }

    // ---------------------------------------------------------------- shared

    private static Key<Exchange> original(Message message) {
        return message.exchangeKey(message.data("data").textOr("omsgid", ""));
    }

    private static Reversible requireReversible(Message message) {
        String infno = Envelope.required(message.data("data"), "oinfno");
        Reversible kind = REVERSIBLE.get(infno);
        if (kind == null) {
            throw Fault.FIELD.refusal("input.data.oinfno", "不支持冲正" + infno);
        }
        Envelope.required(message.data("data"), "omsgid");
        return kind;
    }

    /** What is undone is what the original was, whatever the reversal says of it. */
    private static Reversible kind(Message message, Exchange original) {
        Reversible kind = requireReversible(message);
        if (!original.infno().equals(message.data("data").textOr("oinfno", ""))) {
            throw Fault.FIELD.refusal("input.data.oinfno", "与原报文不一致");
        }
        return kind;
    }

    private static Needs undone(Message message, Rows rows, BiFunction<Reversible, Exchange, Needs> needs) {
        Optional<Exchange> original = rows.one(original(message));
        Reversible kind = REVERSIBLE.get(original.map(Exchange::infno).orElse(""));
        return original.isEmpty() || kind == null ? Needs.NONE : needs.apply(kind, original.get());
    }

    private static List<Row> undo(Message message, String node, Rows rows) {
        Optional<Exchange> original = rows.one(original(message));
        return original.isEmpty() || Reversals.nothingHappened(original.get())
                ? List.of()
                : kind(message, original.get()).undo(message, node, original.get(), rows);
    }

    private static Body found(String what) {
        return Body.of("result", Body.of("revs_rslt", io.wutong.spi.Value.text(what)));
    }
}
