package io.wutong.benefit.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Calculates what each fund pays on a stay.
 *
 * <pre>
 *   join listed examinations ─▶ split at the year's end ─▶ each part:
 *     level, place, filing ─▶ first programme that fits ─▶ hospital's standard (it bears what is above)
 *       ─▶ basic fund: deductible, ratio, floor, caps
 *       ─▶ each layer in order: on what is left
 *   ─▶ total − Σ funds − hospital = person ─▶ account, mutual aid, cash
 * </pre>
 */
public final class Calculator {

    private Calculator() {}

    /**
     * Calculates one stay.
     *
     * @param policies the versions of the person's scheme
     * @param used accumulators of the person and scheme so far
     * @throws StayRefusal when the stay cannot be calculated, naming the field
     */
    public static Benefit calculate(PolicyVersions policies, Stay stay, Amounts used) {
        Policy policy = policies.on(stay.discharged());
        Sums sums = policy.preAdmission().join(stay);
        Stay whole = joined(policy, stay, sums);
        String year = policy.yearOf(stay.discharged());
        Usage usage = new Usage(used);
        Paid paid = null;
        for (Stay part : policy.crossYear().split(whole, policy)) {
            boolean atDischarge = part.discharged().equals(stay.discharged());
            Policy inForce = atDischarge ? policy : policies.on(part.discharged());
            Paid more = pay(inForce, part, atDischarge ? year : inForce.yearOf(part.discharged()), usage);
            paid = paid == null ? more : paid.plus(more);
        }
        Objects.requireNonNull(paid, "a stay has a part");
        Account.Split purse = policy.account().split(stay.wallet(), paid.left());
        long joined = sums.totalFen() - stay.sums().totalFen();
        long exams = 0;
        for (Stay.Exam exam : stay.exams()) {
            exams += exam.sums().totalFen();
        }
        return new Benefit(
                policy.id(),
                paid.programme(),
                year,
                paid.deductibleFen(),
                paid.ratioBp(),
                sums.totalFen(),
                paid.lines(),
                paid.hospitalFen(),
                paid.left().total(),
                purse.accountFen(),
                purse.mutualAidFen(),
                paid.left(),
                paid.owedFen(),
                exams - joined,
                paid.years(),
                used,
                usage.amounts());
    }

    /** What is left to a person for whom no fund pays: the account may, and nothing is accumulated. */
    public static Benefit unfunded(Policy policy, Stay stay, Amounts used) {
        Shares left = new Remainder(stay.sums()).shares();
        Account.Split purse = policy.account().split(stay.wallet(), left);
        return new Benefit(
                policy.id(),
                "",
                policy.yearOf(stay.discharged()),
                0,
                0,
                stay.sums().totalFen(),
                List.of(),
                0,
                left.total(),
                purse.accountFen(),
                purse.mutualAidFen(),
                left,
                stay.sums().totalFen(),
                0,
                List.of(),
                used,
                used);
    }

    private static Stay joined(Policy policy, Stay stay, Sums sums) {
        if (stay.exams().isEmpty()) {
            return stay;
        }
        List<Stay.DatedSums> fees = new ArrayList<>(stay.fees());
        if (!fees.isEmpty()) {
            for (Stay.Exam exam : stay.exams()) {
                if (policy.preAdmission().belongs(stay, exam)) {
                    fees.add(new Stay.DatedSums(exam.day(), exam.sums()));
                }
            }
        }
        return stay.withSums(sums, fees);
    }

    /** What is paid on a stay, or on one policy year's part of it. */
    private record Paid(
            String programme,
            long deductibleFen,
            int ratioBp,
            List<FundLine> lines,
            Shares left,
            long hospitalFen,
            long owedFen,
            List<Benefit.YearPart> years) {

        /** With the next year's part; programme and ratio are the later one's. */
        Paid plus(Paid next) {
            Map<String, FundLine> byFund = new LinkedHashMap<>();
            lines.forEach(line -> byFund.put(line.id(), line));
            next.lines.forEach(line -> byFund.merge(line.id(), line, FundLine::plus));
            List<Benefit.YearPart> both = new ArrayList<>(years);
            both.addAll(next.years);
            return new Paid(
                    next.programme,
                    deductibleFen + next.deductibleFen,
                    next.ratioBp,
                    List.copyOf(byFund.values()),
                    left.plus(next.left),
                    hospitalFen + next.hospitalFen,
                    owedFen + next.owedFen,
                    both);
        }
    }

    private static Paid pay(Policy policy, Stay stay, String year, Usage usage) {
        Facts raw = Facts.of(stay, policy);
        Fund fund = policy.fundFor(raw);
        if (fund == null) {
            throw new StayRefusal("med_type", "政策 " + policy.id() + " 没有适用于本次就医的待遇 · no programme of the policy fits");
        }
        Facts facts = raw.withNth(number(fund, stay, usage, year));
        Payment.Bill bill = fund.payment().bill(facts, stay.sums());
        Remainder rest = new Remainder(bill.patient());
        List<FundLine> lines = new ArrayList<>(1 + policy.layers().size());
        FundLine basic = fund.pay(facts, bill.patient(), rest, usage, year);
        lines.add(basic);
        long funds = basic.fen();
        for (Layer layer : policy.layers()) {
            if (layer.when().holds(facts)) {
                FundLine line = layer.pay(facts, bill.patient(), rest, usage, year, fund, lines);
                lines.add(line);
                funds += line.fen();
            }
        }
        if (funds + rest.total() + bill.borneFen() != stay.sums().totalFen()) {
            throw new IllegalStateException("funds, hospital and person do not sum to the bill");
        }
        Brackets brackets = basic.brackets();
        return new Paid(
                fund.id(),
                basic.deductibleFen(),
                brackets.isFlat() ? brackets.list().get(0).ratioBp() : 0,
                lines,
                rest.shares(),
                bill.borneFen(),
                bill.owedFen(),
                List.of(new Benefit.YearPart(policy.id(), year, stay.sums(), funds, basic.deductibleFen())));
    }

    /** Which admission of the policy year this is; what continues an admission has that one's number. */
    private static int number(Fund fund, Stay stay, Usage usage, String year) {
        String continues = !stay.visit().isEmpty() || fund.deductible().chained() ? stay.continues() : null;
        if (continues != null) {
            long nth = usage.get(Amounts.LIFETIME, fund.counted().nth() + continues);
            if (nth > 0) {
                return (int) nth;
            }
        }
        long nth = usage.add(year, fund.counted().stays(), 1);
        if (continues != null) {
            usage.add(Amounts.LIFETIME, fund.counted().nth() + continues, nth);
        }
        return (int) nth;
    }
}
