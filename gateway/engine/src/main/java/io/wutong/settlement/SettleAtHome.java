package io.wutong.settlement;

import io.wutong.benefit.Accumulator;
import io.wutong.benefit.Calculation;
import io.wutong.benefit.rules.Amounts;
import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.Calculator;
import io.wutong.benefit.rules.Policy;
import io.wutong.benefit.rules.PolicyVersions;
import io.wutong.benefit.rules.Stay;
import io.wutong.benefit.rules.StayRefusal;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.CoverageTally;
import io.wutong.coverage.HomeFiling;
import io.wutong.coverage.Insured;
import io.wutong.coverage.Person;
import io.wutong.cure.Claim;
import io.wutong.cure.FilingGate;
import io.wutong.cure.HoldSettlement;
import io.wutong.cure.HomeStay;
import io.wutong.cure.OtherStays;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.Desk;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Fen;
import io.wutong.topology.Node;
import io.wutong.visit.Admit;
import io.wutong.visit.PersonVisit;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import io.wutong.visit.Visits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * 2303 and 2304, 2206 and 2207 at a home whose rules are a policy in our store: calculates on what the place of care
 * says, refuses a message whose own sums differ, and commits settlement, accumulators and books for those that settle.
 */
public final class SettleAtHome implements HomeSide {

    private static final String PURCHASE = "druginfo";

    private final boolean commits;
    private final String part;

    private SettleAtHome(boolean commits, String part) {
        this.commits = commits;
        this.part = part;
    }

    /** 2303, 2206: keeps nothing. */
    public static SettleAtHome trial() {
        return new SettleAtHome(false, "data");
    }

    /** 2304, 2207. */
    public static SettleAtHome commit() {
        return new SettleAtHome(true, "data");
    }

    /** 2101: keeps nothing. */
    public static SettleAtHome purchaseTrial() {
        return new SettleAtHome(false, PURCHASE);
    }

    /** 2102. */
    public static SettleAtHome purchase() {
        return new SettleAtHome(true, PURCHASE);
    }

    /** A stay is paid by what covers its admission, however long it lasts; a batch by what covers the days of its fees. */
    private static Coverage covering(Insured person, Care care, Part settles) {
        if (settles.kind() != Part.Kind.BATCH || care.fees().isEmpty()) {
            return Admit.requireActive(person, care.insutype(), care.admittedAt());
        }
        Coverage coverage =
                Admit.requireActive(person, care.insutype(), care.fees().get(0).day());
        for (Care.DayFees fees : care.fees()) {
            if (!coverage.covers(fees.day())) {
                throw Fault.COVERAGE.refusal(care.insutype() + " " + fees.day());
            }
        }
        return coverage;
    }

    private boolean isPurchase() {
        return part.equals(PURCHASE);
    }

    @Override
    public Needs needs(Message message, Node home) {
        Body data = message.data(part);
        String psnNo = data.textOr("psn_no", "");
        Needs person = Needs.rows(Person.key(home.id(), psnNo));
        Needs rows = isPurchase()
                ? person
                : person.and(Needs.rows(Visit.key(Desk.ofHome(message, home), data.textOr("mdtrt_id", ""))))
                        .and(Needs.rows(HomeStay.key(home.id(), psnNo, data.textOr("mdtrt_id", ""))))
                        .and(Needs.groups(Claim.of(home.id(), psnNo)));
        return rows.and(Needs.groups(
                Accumulator.of(home.id(), psnNo), CoverageTally.of(home.id(), psnNo), HomeFiling.of(home.id(), psnNo)));
    }

    /** Of a visit that is held, the case that it waits for; of others nothing more is read. */
    @Override
    public Needs more(Message message, Node home, Rows rows) {
        if (!commits || isPurchase()) {
            return Needs.NONE;
        }
        return rows.one(Visit.key(Desk.ofHome(message, home), message.data(part).textOr("mdtrt_id", "")))
                .filter(Visit::isHeld)
                .map(visit -> Needs.rows(HoldSettlement.key(home, visit)))
                .orElse(Needs.NONE);
    }

    @Override
    public Optional<Key<BusinessKey>> businessKey(Message message, Node home) {
        String desk = Desk.ofHome(message, home);
        return commits
                ? Optional.of(isPurchase() ? Purchase.key(message, desk) : Settle.key(message, desk))
                : Optional.empty();
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        if (care == null) {
            throw Fault.FIELD.refusal("care", "不能为空");
        }
        requireSameSums(message.data(part), care);
        if (care.settlementLevel().isEmpty()) { // behind a platform, and not imported: its level decides what is paid
            throw Fault.INSTITUTION.refusal(care.fixmedinsCode());
        }
        Insured person = rows.one(Person.key(home.id(), care.psnNo()))
                .orElseThrow(Fault.PERSON::refusal)
                .read()
                .fromBirth(message);
        Part settles = Part.of(message.infno(), message.data(part));
        Coverage coverage = covering(person, care, settles);
        Visit visit = visit(message, home, care, rows);
        if (commits && visit.isHeld()) {
            return HoldSettlement.hold(message, home, visit, rows);
        }
        if (!isPurchase()) {
            Claim.instead(rows.all(Claim.of(home.id(), care.psnNo())), care.fixmedinsCode(), care.iptOtpNo())
                    .ifPresent(claim -> {
                        throw Fault.CLAIMED.refusal(claim.claimNo());
                    });
            FilingGate.require(message, home, care, visit, person, rows);
        }
        PolicyVersions policies = day -> message.directory()
                .policies()
                .find(message.directory().topology().areas(), message.envelope().homeArea(), care.insutype(), day)
                .orElseThrow(() -> Fault.POLICY.refusal(message.envelope().homeArea(), care.insutype() + " " + day));
        Care counted =
                isPurchase() || settles.kind() == Part.Kind.BATCH ? care : BeforeAdmission.counted(care, policies);
        CoverageTally tally = CoverageTally.of(
                rows.all(CoverageTally.of(home.id(), care.psnNo())), home.id(), care.psnNo(), coverage);
        boolean accountUsed = message.data(part).textOr("acct_used_flag", "0").equals("1");
        Stay stay = CareStay.of(
                counted,
                visit,
                settles,
                person,
                rows.all(HomeFiling.of(home.id(), care.psnNo())),
                coverage,
                message.directory().topology().areas(),
                accountUsed
                        ? new Stay.Wallet(true, Math.max(0, tally.accountFen()), Math.max(0, tally.mutualAidFen()))
                        : Stay.Wallet.NONE);
        Amounts used = Accumulator.used(rows.all(Accumulator.of(home.id(), care.psnNo())), care.insutype());
        Map<String, Policy> applied = new LinkedHashMap<>();
        boolean closed = ClaimInstead.applies(message, settles, care);
        Benefit benefit = closed
                ? Calculator.unfunded(policies.on(stay.discharged()), stay, used)
                : calculate(
                        day -> {
                            Policy policy = policies.on(day);
                            applied.put(policy.hash(), policy);
                            return policy;
                        },
                        stay,
                        used);
        String setlId = commits ? home.area() + message.serial() : "";
        CoverageTally after =
                tally.spent(benefit.accountFen(), benefit.mutualAidFen(), tally.next(message.receivedAt()));
        Body output = SettlementAnswer.of(
                message,
                home,
                person,
                coverage,
                counted,
                benefit,
                policies.on(stay.discharged()).account(),
                after.accountFen(),
                setlId);
        if (closed) {
            output = ClaimInstead.told(output, benefit.cashFen(), commits);
        }
        if (!commits) {
            return Reply.done(output, List.of(), "");
        }
        Settlement settlement = Settlement.fromOutput(
                Desk.ofHome(message, home),
                setlId,
                care.mdtrtId(),
                care.psnNo(),
                care.fixmedinsCode(),
                message.msgid(),
                message.envelope().homeArea(),
                SettlementState.STANDING,
                null,
                new Billed(visit, settles, null).kept(),
                output,
                message.arrival().entry().id(),
                message.receivedAt());
        List<Row> writes = new ArrayList<>(moved(message, visit, settles, setlId, care));
        if (isPurchase()) {
            writes.add(PersonVisit.of(visit));
        } else if (settles.kind() == Part.Kind.WHOLE) {
            writes.addAll(OtherStays.settled(message, home, care.psnNo(), care.mdtrtId(), rows));
        }
        writes.add(settlement);
        if (!closed) { // what no fund has paid is not calculated again
            writes.add(new Calculation(
                    home.id(),
                    care.psnNo(),
                    setlId,
                    settlement.node(),
                    care.insutype(),
                    after.calculatedAt(),
                    true,
                    Calculation.basis(applied.values(), stay, benefit),
                    null));
        }
        writes.add(after);
        writes.addAll(Accumulator.changed(home.id(), care.psnNo(), care.insutype(), benefit.before(), benefit.after()));
        writes.addAll(SettlementBooks.atHome(settlement, care.institutionArea(), benefit));
        return Reply.done(output, writes, setlId);
    }

    /** A purchase has none before it is made. */
    private Visit visit(Message message, Node home, Care care, Rows rows) {
        String desk = Desk.ofHome(message, home);
        return isPurchase()
                ? Visit.atHome(desk, message.envelope().homeArea(), care, VisitState.OPENING)
                : rows.one(Visit.key(desk, care.mdtrtId()))
                        .filter(v -> v.psnNo().equals(care.psnNo()))
                        .orElseThrow(() -> Fault.VISIT.refusal(care.mdtrtId()));
    }

    /** The home's visit ends with a stay; it stays open for an outpatient's next batch and after a mid-stay settlement. */
    private static List<Row> moved(Message message, Visit visit, Part settles, String setlId, Care care) {
        if (visit.state() == VisitState.OPENING) {
            return Visits.moved(
                    visit, visit.withSettlement(VisitState.SETTLED, setlId), VisitState.Event.SETTLE_DONE, message);
        }
        Visit settling = visit.withState(Visits.next(visit, VisitState.Event.SETTLE, message));
        return settles.kind() == Part.Kind.BATCH
                ? List.of()
                : new Billed(settling, settles, null).toSettled(setlId, Settle.day(care), message);
    }

    private static Benefit calculate(PolicyVersions policies, Stay stay, Amounts used) {
        try {
            return Calculator.calculate(policies, stay, used);
        } catch (StayRefusal e) {
            throw Fault.FIELD.refusal(e.field(), String.valueOf(e.getMessage()));
        }
    }

    private static void requireSameSums(Body data, Care care) {
        long total = Envelope.amount(data, "medfee_sumamt");
        long parts = care.ownPayFen() + care.overLimitFen() + care.priorSelfPayFen() + care.inScopeFen();
        if (total != care.medfeeSumFen() || parts != care.medfeeSumFen()) {
            throw Fault.HOMEDIFF.refusal(
                    Fen.format(total) + "、" + Fen.format(care.medfeeSumFen()) + "、" + Fen.format(parts));
        }
    }
}
