package io.wutong.settlement;

import io.wutong.catalogue.PurchaseLines;
import io.wutong.coverage.Institution;
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
import io.wutong.visit.Bill;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Mids;
import io.wutong.visit.PersonVisit;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * 2101 and 2102 at the place of care: a purchase at a pharmacy brings its lines itself. They are split, the home is told
 * the sums, and for 2102 visit, lines, settlement and books come into being together. The answer carries the split of
 * each line ({@code detlcutinfo}). One purchase is known by pharmacy, person and time.
 */
public final class Purchase implements CareSide {

    private static final String INFO = "druginfo";

    private final boolean commits;

    private Purchase(boolean commits) {
        this.commits = commits;
    }

    /** 2101. */
    public static Purchase trial() {
        return new Purchase(false);
    }

    /** 2102. */
    public static Purchase commit() {
        return new Purchase(true);
    }

    @Override
    public Needs needs(Message message) {
        return commits
                ? PurchaseLines.needs(message).and(ofVisit(message, mdtrtId(message)))
                : PurchaseLines.needs(message);
    }

    /** A repetition has a serial of its own, but the visit is the one that the home was told of. */
    @Override
    public Needs needsAfter(Message message, @Nullable Care care) {
        return commits && care != null ? ofVisit(message, care.mdtrtId()) : needs(message);
    }

    private static Needs ofVisit(Message message, String mdtrtId) {
        String node = message.care().id();
        return Needs.rows(Visit.key(node, mdtrtId)).and(Needs.groups(FeeLine.of(node, mdtrtId)));
    }

    @Override
    public Optional<Key<BusinessKey>> businessKey(Message message) {
        return commits ? Optional.of(key(message, message.care().id())) : Optional.empty();
    }

    /** The same at both sides. */
    static Key<BusinessKey> key(Message message, String node) {
        Body info = message.data(INFO);
        return Part.of(message.infno(), info)
                .key(node, "", message.envelope().fixmedinsCode(), info.textOr("psn_no", ""));
    }

    @Override
    public Step before(Message message, Rows rows) {
        PurchaseLines split = split(message, rows);
        Visit visit = split.visit();
        long said = Envelope.amount(message.data(INFO), "medfee_sumamt");
        if (said != visit.bill().medfeeSumFen()) {
            throw Fault.SUM.refusal("medfee_sumamt " + Fen.format(said) + "≠费用明细合计"
                    + Fen.format(visit.bill().medfeeSumFen()));
        }
        SumRule.split(message.data(INFO)).ifPresent(broken -> {
            throw Fault.SUM.refusal(broken);
        });
        List<Row> writes = new ArrayList<>();
        if (commits) {
            writes.add(visit);
            writes.add(PersonVisit.of(visit));
            writes.addAll(split.lines());
            writes.addAll(split.questions());
        }
        return Step.forward(message.arrival().destination(), visit.careWithFees(), writes);
    }

    @Override
    public Reply after(Message message, Rows rows, @Nullable Care care, Outcome<Body> home) {
        if (care == null || home instanceof Outcome.Unknown || home instanceof Outcome.Pending) {
            return Reply.of(home);
        }
        if (!commits) {
            return home instanceof Outcome.Succeeded<Body> trial
                    ? Reply.done(withLines(trial.answer(), split(message, rows).lines()), List.of(), "")
                    : Reply.of(home);
        }
        Billed billed = Billed.find(
                        rows, message.care().id(), care.mdtrtId(), Part.of(message.infno(), message.data(INFO)))
                .orElseThrow(() -> Fault.VISIT.refusal(care.mdtrtId()));
        return home instanceof Outcome.Succeeded<Body> settled
                ? Settle.adopt(
                        message,
                        billed,
                        care,
                        withLines(
                                settled.answer(),
                                rows.all(FeeLine.of(message.care().id(), care.mdtrtId()))),
                        Split.OURS)
                : new Reply(home, billed.toNotSettled(message), "");
    }

    private static Body withLines(Body answer, List<FeeLine> lines) {
        Body.Builder with = Body.builder();
        answer.fields().forEach(with::put);
        return with.put("detlcutinfo", lines.stream().map(FeeLine::toResult).toList())
                .build();
    }

    private static PurchaseLines split(Message message, Rows rows) {
        return PurchaseLines.split(message, bare(message), rows);
    }

    private static Visit bare(Message message) {
        Body info = message.data(INFO);
        Institution sender = message.sender();
        String begntime = Envelope.required(info, "begntime");
        return new Visit(
                message.care().id(),
                mdtrtId(message),
                Visit.Side.CARE,
                VisitState.SETTLING,
                Envelope.required(info, "psn_no"),
                Envelope.required(info, "insutype"),
                Envelope.required(info, "med_type"),
                sender.code(),
                sender.name(),
                sender.settlementLevel(),
                message.envelope().careArea(),
                message.envelope().homeArea(),
                begntime,
                begntime,
                null,
                null,
                null,
                "",
                null,
                Bill.EMPTY,
                "",
                info.text("dise_codg").orElse(null),
                Mids.NONE);
    }

    /** Issued by the place of care: its area and the message's own serial. */
    private static String mdtrtId(Message message) {
        return message.care().area() + message.serial();
    }
}
