package io.wutong.settlement;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.envelope.SumRule;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.ByCaller;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.exchange.Step;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Fen;
import io.wutong.spi.Outcome;
import io.wutong.visit.Bill;
import io.wutong.visit.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * 2303 and 2304, 2206 and 2207 at the place of care: checks the request's sums against each other (I1) and against the visit's fee
 * lines (I7), tells the home, and for 2304 and 2207 adopts its answer: settlement, books, visit.
 */
public final class Settle implements CareSide {

    private final boolean commits;
    private final Split split;

    private Settle(boolean commits, Split split) {
        this.commits = commits;
        this.split = split;
    }

    /** 2303, 2206. */
    public static CareSide trial() {
        return new ByCaller(new Settle(false, Split.OURS), new Settle(false, Split.THEIRS));
    }

    /** 2304, 2207. */
    public static CareSide commit() {
        return new ByCaller(new Settle(true, Split.OURS), new Settle(true, Split.THEIRS));
    }

    @Override
    public Needs needs(Message message) {
        return Billed.needs(message.care().id(), message.data("data").textOr("mdtrt_id", ""), part(message));
    }

    @Override
    public Optional<Key<BusinessKey>> businessKey(Message message) {
        return commits ? Optional.of(key(message, message.care().id())) : Optional.empty();
    }

    /** A stay is settled once as a whole, an outpatient's visit once for each charge batch. */
    static Key<BusinessKey> key(Message message, String node) {
        Body data = message.data("data");
        return part(message)
                .key(node, data.textOr("mdtrt_id", ""), message.envelope().fixmedinsCode(), data.textOr("psn_no", ""));
    }

    private static Part part(Message message) {
        return Part.of(message.infno(), message.data("data"));
    }

    @Override
    public Step before(Message message, Rows rows) {
        Body data = message.data("data");
        Billed billed = split.billed(
                message,
                Billed.atCare(
                        message,
                        rows,
                        Envelope.required(data, "mdtrt_id"),
                        Envelope.required(data, "psn_no"),
                        part(message)),
                data);
        Visit visit = billed.visit();
        if (data.textOr("mid_setl_flag", "0").equals("1")) {
            throw Fault.FIELD.refusal("mid_setl_flag", "不支持中途结算，请出院时整次结算，跨年费用由参保地按其政策切分");
        }
        requireKind(visit, billed.part());
        if (billed.settled()) {
            throw Fault.SETTLED.refusal(String.valueOf(billed.setlId()));
        }
        if (billed.part().kind() == Part.Kind.BATCH && billed.bill().lines() == 0) {
            throw Fault.BATCH.refusal(billed.part().value());
        }
        List<Row> moved = billed.toSettling(message);
        SumRule.split(data).ifPresent(broken -> {
            throw Fault.SUM.refusal(broken);
        });
        Bill bill = billed.bill();
        requireSame(data, "medfee_sumamt", bill.medfeeSumFen(), true);
        requireSame(data, "fulamt_ownpay_amt", bill.ownPayFen(), false);
        requireSame(data, "overlmt_selfpay", bill.overLimitFen(), false);
        requireSame(data, "preselfpay_amt", bill.priorSelfPayFen(), false);
        requireSame(data, "inscp_scp_amt", bill.inScopeFen(), false);
        return Step.forward(message.arrival().destination(), care(billed, data), commits ? moved : List.of());
    }

    /** A stay of which no discharge was registered ends when the message says so. */
    private static Care care(Billed billed, Body data) {
        Visit visit = billed.visit();
        if (billed.part().kind() == Part.Kind.BATCH) {
            return billed.care(data.textOr("med_type", visit.medType()));
        }
        return visit.withDischarge(
                        visit.state(),
                        visit.dischargedAt() == null ? data.text("dscgTime").orElse(null) : visit.dischargedAt())
                .careWithFees();
    }

    /** An inpatient's stay has no charge batches, an outpatient's visit is never settled without one. */
    private static void requireKind(Visit visit, Part part) {
        if (visit.outpatient() != (part.kind() == Part.Kind.BATCH)) {
            throw Fault.FIELD.refusal("mdtrt_id", visit.outpatient() ? "是门诊就诊" : "是住院就诊");
        }
    }

    @Override
    public Reply after(Message message, Rows rows, @Nullable Care care, Outcome<Body> home) {
        if (!commits || care == null || home instanceof Outcome.Unknown || home instanceof Outcome.Pending) {
            return Reply.of(home);
        }
        Billed billed = Billed.find(rows, message.care().id(), care.mdtrtId(), part(message))
                .orElseThrow(() -> Fault.VISIT.refusal(care.mdtrtId()));
        if (!(home instanceof Outcome.Succeeded<Body> succeeded)) {
            return new Reply(home, billed.toNotSettled(message), "");
        }
        return adopt(message, billed, succeeded.answer(), split);
    }

    /** The settlement, its funds and books, and what it settles. */
    static Reply adopt(Message message, Billed billed, Body output, Split split) {
        Visit visit = billed.visit();
        Optional<String> setlId = output.body("setlinfo").text("setl_id");
        if (setlId.isEmpty()) {
            return Reply.of(Outcome.unknown("answer_without_setl_id"));
        }
        Settlement settlement = Settlement.fromOutput(
                visit.node(),
                setlId.get(),
                visit.mdtrtId(),
                visit.psnNo(),
                visit.fixmedinsCode(),
                message.msgid(),
                visit.homeArea(),
                SettlementState.STANDING,
                null,
                billed.part(),
                output,
                message.receivedAt());
        List<Row> writes = new ArrayList<>(billed.toSettled(setlId.get(), message));
        writes.add(settlement);
        writes.addAll(SettlementFund.of(settlement, output));
        writes.addAll(split.books(settlement, output));
        return Reply.done(output, writes, setlId.get());
    }

    private static void requireSame(Body data, String name, long oursFen, boolean required) {
        if (!required && data.text(name).isEmpty()) {
            return;
        }
        long theirs = Envelope.amount(data, name);
        if (theirs != oursFen) {
            throw Fault.SUM.refusal(name + " " + Fen.format(theirs) + "≠费用明细合计" + Fen.format(oursFen));
        }
    }
}
