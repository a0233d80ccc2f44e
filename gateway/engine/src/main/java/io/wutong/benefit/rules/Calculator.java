package io.wutong.benefit.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        Merge merge = new Merge();
        for (Stay part : policy.crossYear().split(whole, policy)) {
            Policy inForce = policies.on(part.discharged());
            boolean atDischarge = inForce == policy && part.discharged().equals(stay.discharged());
            merge.add(inForce, one(inForce, part, atDischarge ? year : inForce.yearOf(part.discharged()), usage));
        }
        Account.Split purse = policy.account().split(stay.wallet(), merge.left);
        long joined = sums.totalFen() - stay.sums().totalFen();
        long exams = 0;
        for (Stay.Exam exam : stay.exams()) {
            exams += exam.sums().totalFen();
        }
        return new Benefit(
                policy.id(),
                merge.programme,
                year,
                merge.deductible,
                merge.ratioBp,
                sums.totalFen(),
                merge.funds,
                merge.hospital,
                sums.totalFen() - merge.funded - merge.hospital,
                purse.accountFen(),
                purse.mutualAidFen(),
                merge.left,
                merge.owed,
                exams - joined,
                merge.years,
                used,
                usage.amounts());
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

    /** One policy year's part of a stay. */
    private record One(Fund fund, String year, Sums sums, Payment.Bill bill, Remainder rest, List<FundLine> lines) {
        FundLine basic() {
            return lines.get(0);
        }
    }

    private static One one(Policy policy, Stay stay, String year, Usage usage) {
        Facts raw = Facts.of(stay, policy);
        Fund fund = policy.fundFor(raw);
        if (fund == null) {
            throw new StayRefusal("med_type", "政策 " + policy.id() + " 没有适用于本次就医的待遇 · no programme of the policy fits");
        }
        Facts facts = raw.withNth(number(fund, stay, usage, year));
        Payment.Bill bill = fund.payment().bill(facts, stay.sums());
        Remainder rest = new Remainder(bill.patient());

        List<FundLine> lines = new ArrayList<>(1 + policy.layers().size());
        lines.add(fund.pay(facts, bill.patient(), rest, usage, year));
        for (Layer layer : policy.layers()) {
            if (layer.when().holds(facts)) {
                lines.add(layer.pay(facts, bill.patient(), rest, usage, year, fund, lines));
            }
        }
        return new One(fund, year, stay.sums(), bill, rest, lines);
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
        usage.add(year, fund.counted().stays(), 1);
        long nth = usage.get(year, fund.counted().stays());
        if (continues != null) {
            usage.add(Amounts.LIFETIME, fund.counted().nth() + continues, nth);
        }
        return (int) nth;
    }

    /** The parts of a stay put together. */
    private static final class Merge {
        private List<FundLine> funds = List.of();
        private List<Benefit.YearPart> years = List.of();
        private Shares left = Shares.NONE;
        private String programme = "";
        private long deductible;
        private int ratioBp;
        private long funded;
        private long hospital;
        private long owed;

        void add(Policy policy, One one) {
            long paid = 0;
            for (FundLine line : one.lines()) {
                paid += line.fen();
            }
            Shares shares = one.rest().shares();
            if (paid + shares.total() + one.bill().borneFen() != one.sums().totalFen()) {
                throw new IllegalStateException("funds, hospital and person do not sum to the bill");
            }
            Benefit.YearPart part = new Benefit.YearPart(
                    policy.id(), one.year(), one.sums(), paid, one.basic().deductibleFen());
            boolean first = years.isEmpty();
            funds = first ? one.lines() : together(funds, one.lines());
            left = first ? shares : left.plus(shares);
            years = first ? List.of(part) : and(years, part);
            Brackets brackets = one.basic().brackets();
            programme = one.fund().id();
            deductible += one.basic().deductibleFen();
            ratioBp = brackets.isFlat() ? brackets.list().get(0).ratioBp() : 0;
            funded += paid;
            hospital += one.bill().borneFen();
            owed += one.bill().owedFen();
        }

        private static List<FundLine> together(List<FundLine> earlier, List<FundLine> later) {
            Map<String, FundLine> byFund = new LinkedHashMap<>();
            earlier.forEach(line -> byFund.put(line.id(), line));
            later.forEach(line -> byFund.merge(line.id(), line, FundLine::plus));
            return List.copyOf(byFund.values());
        }

        private static <T> List<T> and(List<T> list, T more) {
            List<T> all = new ArrayList<>(list);
            all.add(more);
            return all;
        }
    }
}
