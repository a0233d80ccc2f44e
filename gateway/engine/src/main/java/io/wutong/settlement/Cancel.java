package io.wutong.settlement;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Desk;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.exchange.Step;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import io.wutong.topology.Node;
import io.wutong.visit.Visit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * 2305, 2208 and 2103: the home commits the negative row first; then the place of care adopts it, and only then is the patient's cash
 * refunded.
 */
public final class Cancel implements CareSide, HomeSide {

    @Override
    public Needs needs(Message message) {
        Body data = message.data("data");
        return Needs.rows(
                Visit.key(message.care().id(), data.textOr("mdtrt_id", "")),
                Settlement.key(message.care().id(), data.textOr("setl_id", "")));
    }

    @Override
    public Needs more(Message message, Rows rows) {
        return rows.one(Settlement.key(message.care().id(), message.data("data").textOr("setl_id", "")))
                .map(Undo::needs)
                .orElse(Needs.NONE);
    }

    @Override
    public Optional<Key<BusinessKey>> businessKey(Message message) {
        return Optional.of(key(message.care().id(), message.data("data").textOr("setl_id", "")));
    }

    static Key<BusinessKey> key(String node, String setlId) {
        return BusinessKey.key(node, "cancellation", setlId);
    }

    @Override
    public Step before(Message message, Rows rows) {
        Settlement settlement = settlement(message, rows);
        Billed billed = billed(message, rows, settlement);
        return Step.forward(message.arrival().destination(), billed.told(), billed.toCancelling(message));
    }

    @Override
    public Reply after(Message message, Rows rows, @Nullable Care care, Outcome<Body> home) {
        if (home instanceof Outcome.Unknown || home instanceof Outcome.Pending) {
            return Reply.of(home);
        }
        if (home instanceof Outcome.Succeeded<Body> done) {
            Optional<Settlement> reversed = reversedMeanwhile(message, rows);
            if (reversed.isPresent()) {
                return Reply.done(done.answer(), List.of(), negativeId(done.answer(), reversed.get()));
            }
        }
        Settlement settlement = settlement(message, rows);
        if (!(home instanceof Outcome.Succeeded<Body> succeeded)) {
            return new Reply(home, billed(message, rows, settlement).toNotCancelled(message), "");
        }
        String negative = negativeId(succeeded.answer(), settlement);
        List<Row> writes = Undo.writes(message, rows, settlement, negative, succeeded.answer());
        return Reply.done(succeeded.answer(), writes, negative);
    }

    private static Billed billed(Message message, Rows rows, Settlement settlement) {
        return Billed.atCare(message, rows, settlement.mdtrtId(), settlement.psnNo(), settlement.settles());
    }

    /** A 2601 was faster: everything is taken back here already. */
    private static Optional<Settlement> reversedMeanwhile(Message message, Rows rows) {
        return rows.one(Settlement.key(message.care().id(), message.data("data").textOr("setl_id", "")))
                .filter(settlement -> settlement.state() == SettlementState.CANCELLED);
    }

    private static String negativeId(Body answer, Settlement settlement) {
        return answer.body("setlinfo")
                .text("setl_id")
                .filter(id -> !id.equals(settlement.setlId()))
                .orElse(settlement.negativeId());
    }

    // ------------------------------------------------------------------ home

    @Override
    public Needs needs(Message message, Node home) {
        return Needs.rows(
                Settlement.key(Desk.ofHome(message, home), message.data("data").textOr("setl_id", "")));
    }

    @Override
    public Needs more(Message message, Node home, Rows rows) {
        return rows.one(Settlement.key(
                        Desk.ofHome(message, home), message.data("data").textOr("setl_id", "")))
                .map(settlement -> Undo.needs(settlement).and(Undo.ofPerson(settlement.node(), settlement.psnNo())))
                .orElse(Needs.NONE);
    }

    @Override
    public Optional<Key<BusinessKey>> businessKey(Message message, Node home) {
        return Optional.of(key(Desk.ofHome(message, home), message.data("data").textOr("setl_id", "")));
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        String setlId = Envelope.required(message.data("data"), "setl_id");
        Settlement settlement = standing(
                rows.one(Settlement.key(Desk.ofHome(message, home), setlId))
                        .filter(s -> s.psnNo().equals(message.data("data").textOr("psn_no", ""))),
                setlId);
        String negative = settlement.negativeId();
        Body output =
                Undo.withBalance(SettlementAnswer.negative(settlement.output(), negative, message), rows, settlement);
        return Reply.done(output, Undo.writes(message, rows, settlement, negative, output), negative);
    }

    private static Settlement settlement(Message message, Rows rows) {
        Body data = message.data("data");
        String setlId = Envelope.required(data, "setl_id");
        return standing(
                rows.one(Settlement.key(message.care().id(), setlId))
                        .filter(s -> s.fixmedinsCode().equals(message.envelope().fixmedinsCode())
                                && s.psnNo().equals(data.textOr("psn_no", ""))
                                && s.mdtrtId().equals(data.textOr("mdtrt_id", ""))),
                setlId);
    }

    private static Settlement standing(Optional<Settlement> found, String setlId) {
        Settlement settlement = found.orElseThrow(() -> Fault.SETTLEMENT.refusal(setlId));
        if (settlement.state() == SettlementState.CANCELLED) {
            throw Fault.CANCELLED.refusal(setlId);
        }
        if (settlement.state() == SettlementState.NEGATIVE) {
            throw Fault.SETTLEMENT.refusal(setlId);
        }
        return settlement;
    }
}
