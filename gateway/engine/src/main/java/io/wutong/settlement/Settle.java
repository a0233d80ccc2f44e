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
import io.wutong.visit.VisitState;
import io.wutong.visit.Visits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * 2303 and 2304, 2206 and 2207 at the place of care: checks the request's sums against each other (I1) and against the visit's fee
 * lines (I7), tells the home, and for 2304 and 2207 adopts its answer: settlement, books, visit.
 */
public final class Settle implements CareSide {

    private static final int DATE_LENGTH = 10;
    private static final int MONTH_AT = 5;

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
        requireKind(visit, billed.part());
        if (billed.settled()) {
            throw Fault.SETTLED.refusal(String.valueOf(billed.setlId()));
        }
        if (billed.part().kind() == Part.Kind.BATCH && billed.bill().lines() == 0) {
            throw Fault.BATCH.refusal(billed.part().value());
        }
        if (billed.part().kind() == Part.Kind.MID) {
            requireMidStay(billed);
        }
        Billed discharged = dischargedBefore(billed, data, message);
        discharged.toSettling(message); // refused first where the state does not allow it
        SumRule.split(data).ifPresent(broken -> {
            throw Fault.SUM.refusal(broken);
        });
        Bill bill = billed.bill();
        requireTotal(data, bill);
        requireSame(data, "fulamt_ownpay_amt", bill.ownPayFen());
        requireSame(data, "overlmt_selfpay", bill.overLimitFen());
        requireSame(data, "preselfpay_amt", bill.priorSelfPayFen());
        requireSame(data, "inscp_scp_amt", bill.inScopeFen());
        return Step.forward(
                message.arrival().destination(),
                care(discharged, data),
                commits ? settling(billed, discharged, message) : List.of());
    }

    private static List<Row> settling(Billed before, Billed told, Message message) {
        List<Row> moved = new ArrayList<>(told.toSettling(message));
        if (told.visit().state() != before.visit().state()) {
            // a discharge was made up; the visit itself is written already
            moved.add(Visits.moved(before.visit(), told.visit(), VisitState.Event.DISCHARGE, message)
                    .get(1));
        }
        return moved;
    }

    private static void requireMidStay(Billed billed) {
        if (billed.visit().state() == VisitState.DISCHARGED) {
            throw Fault.FIELD.refusal("mid_setl_flag", "已办理出院登记，请整次结算");
        }
        if (billed.bill().medfeeSumFen() == 0) {
            throw Fault.FIELD.refusal("mid_setl_flag", "没有未结算的费用");
        }
    }

    /** A discharge that was not registered is made up from what the settlement says of it. */
    private static Billed dischargedBefore(Billed billed, Body data, Message message) {
        Visit visit = billed.visit();
        Optional<String> said = data.text("dscgTime");
        if (billed.part().kind() != Part.Kind.WHOLE || visit.state() != VisitState.OPEN || said.isEmpty()) {
            return billed;
        }
        VisitState next = Visits.next(visit, VisitState.Event.DISCHARGE, message);
        return new Billed(visit.withDischarge(next, said.get()), billed.part(), null);
    }

    private static Care care(Billed billed, Body data) {
        Visit visit = billed.visit();
        return switch (billed.part().kind()) {
            case BATCH -> billed.care(data.textOr("med_type", visit.medType()));
            case MID -> visit.withDischarge(visit.state(), end(visit, data)).careWithFees();
            default ->
                visit.withDischarge(
                                visit.state(), visit.dischargedAt() == null ? end(visit, data) : visit.dischargedAt())
                        .careWithFees();
        };
    }

    /** Until when it is settled, of a patient who is not discharged: as the message says, else the last day of a fee. */
    private static String end(Visit visit, Body data) {
        List<Care.DayFees> days = visit.bill().days();
        return data.text("dscgTime")
                .orElseGet(() -> days.isEmpty()
                        ? visit.admittedAt()
                        : days.get(days.size() - 1).day());
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
        return adopt(message, billed, care, succeeded.answer(), split);
    }

    /** The settlement, its funds and books, and what it settles. */
    static Reply adopt(Message message, Billed billed, Care care, Body told, Split split) {
        Visit visit = billed.visit();
        Body output = ClaimInstead.without(told);
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
                billed.kept(),
                output,
                message.arrival().entry().id(),
                message.receivedAt());
        List<Row> writes = new ArrayList<>(billed.toSettled(setlId.get(), day(care), message));
        writes.add(settlement);
        writes.addAll(split.books(settlement, output));
        writes.addAll(ClaimInstead.begun(message, visit, billed.part().value(), setlId.get(), told));
        return Reply.done(output, writes, setlId.get());
    }

    /** The last day that a settlement settles. */
    static String day(Care care) {
        String end = care.dischargedAt() == null ? care.admittedAt() : care.dischargedAt();
        return end.substring(0, Math.min(DATE_LENGTH, end.length()));
    }

    /** SUM-MISMATCH-001: which day's lines are missing or too many is seen from the sums of each day. */
    private static void requireTotal(Body data, Bill bill) {
        long theirs = Envelope.amount(data, "medfee_sumamt");
        long ours = bill.medfeeSumFen();
        if (theirs != ours) {
            String days = bill.days().stream()
                    .map(day -> day.day().substring(MONTH_AT) + " "
                            + Fen.format(
                                    day.ownPayFen() + day.overLimitFen() + day.priorSelfPayFen() + day.inScopeFen()))
                    .collect(Collectors.joining("、"));
            throw Fault.SUMMISMATCH.refusal(
                    Fen.format(theirs), Fen.format(ours), Fen.format(theirs - ours), days.isEmpty() ? "无" : days);
        }
    }

    private static void requireSame(Body data, String name, long oursFen) {
        if (data.text(name).isEmpty()) {
            return;
        }
        long theirs = Envelope.amount(data, name);
        if (theirs != oursFen) {
            throw Fault.SUM.refusal(name + " " + Fen.format(theirs) + "≠费用明细合计" + Fen.format(oursFen));
        }
    }
}
