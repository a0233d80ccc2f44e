package io.wutong.settlement;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.envelope.SumRule;
import io.wutong.exchange.BusinessKey;
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
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import io.wutong.visit.Visits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * 2303 and 2304 at the place of care: checks the request's sums against each other (I1) and against the visit's fee
 * lines (I7), tells the home, and for 2304 adopts its answer: settlement, books, visit.
 */
public final class Settle implements CareSide {

    private final boolean commits;

    private Settle(boolean commits) {
        this.commits = commits;
    }

    /** 2303. */
    public static Settle trial() {
        return new Settle(false);
    }

    /** 2304. */
    public static Settle commit() {
        return new Settle(true);
    }

    @Override
    public Needs needs(Message message) {
        return Needs.rows(Visit.key(message.care().id(), message.data("data").textOr("mdtrt_id", "")));
    }

    @Override
    public Optional<Key<BusinessKey>> businessKey(Message message) {
        return commits ? Optional.of(key(message, message.care().id())) : Optional.empty();
    }

    /** A visit is settled once, as a whole. */
    static Key<BusinessKey> key(Message message, String node) {
        return key(node, message.data("data").textOr("mdtrt_id", ""));
    }

    static Key<BusinessKey> key(String node, String mdtrtId) {
        return BusinessKey.key(node, "settlement", mdtrtId + "/whole");
    }

    @Override
    public Step before(Message message, Rows rows) {
        Body data = message.data("data");
        Visit visit =
                Visits.atCare(message, rows, Envelope.required(data, "mdtrt_id"), Envelope.required(data, "psn_no"));
        if (data.textOr("mid_setl_flag", "0").equals("1")) {
            throw Fault.FIELD.refusal("mid_setl_flag", "不支持中途结算，请出院时整次结算，跨年费用由参保地按其政策切分");
        }
        if (visit.state() == VisitState.SETTLED) {
            throw Fault.SETTLED.refusal(String.valueOf(visit.setlId()));
        }
        VisitState next = Visits.next(visit, VisitState.Event.SETTLE, message);
        SumRule.split(data).ifPresent(broken -> {
            throw Fault.SUM.refusal(broken);
        });
        requireSame(data, "medfee_sumamt", visit.bill().medfeeSumFen(), true);
        requireSame(data, "fulamt_ownpay_amt", visit.bill().ownPayFen(), false);
        requireSame(data, "overlmt_selfpay", visit.bill().overLimitFen(), false);
        requireSame(data, "preselfpay_amt", visit.bill().priorSelfPayFen(), false);
        requireSame(data, "inscp_scp_amt", visit.bill().inScopeFen(), false);
        Care care = visit.withDischarge(
                        visit.state(),
                        visit.dischargedAt() == null ? data.text("dscgTime").orElse(null) : visit.dischargedAt())
                .careWithFees();
        return Step.forward(
                message.arrival().destination(),
                care,
                commits ? Visits.moved(visit, visit.withState(next), VisitState.Event.SETTLE, message) : List.of());
    }

    @Override
    public Reply after(Message message, Rows rows, @Nullable Care care, Outcome<Body> home) {
        if (!commits || care == null || home instanceof Outcome.Unknown || home instanceof Outcome.Pending) {
            return Reply.of(home);
        }
        Visit visit = rows.one(Visit.key(message.care().id(), care.mdtrtId()))
                .orElseThrow(() -> Fault.VISIT.refusal(care.mdtrtId()));
        if (!(home instanceof Outcome.Succeeded<Body> succeeded)) {
            VisitState.Event event =
                    visit.dischargedAt() == null ? VisitState.Event.REFUSED_IN_STAY : VisitState.Event.REFUSED;
            return new Reply(
                    home, Visits.moved(visit, visit.withState(Visits.next(visit, event, message)), event, message), "");
        }
        return adopt(message, visit, succeeded.answer());
    }

    private static Reply adopt(Message message, Visit visit, Body output) {
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
                output,
                message.arrival().entry().id(),
                message.receivedAt());
        VisitState next = Visits.next(visit, VisitState.Event.SETTLE_DONE, message);
        List<Row> writes = new ArrayList<>(
                Visits.moved(visit, visit.withSettlement(next, setlId.get()), VisitState.Event.SETTLE_DONE, message));
        writes.add(settlement);
        writes.addAll(SettlementBooks.atCare(settlement, output));
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
