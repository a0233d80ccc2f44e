package io.wutong.benefit.rules;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    private static final String STAYS = ".stays";
    private static final String NTH = ".nth@";

    private Calculator() {}

    /**
     * Calculates one stay.
     *
     * @param policies the versions of the person's scheme
     * @param used accumulators of the person and scheme so far, named as {@link Usage} says
     * @throws StayRefusal when the stay cannot be calculated, naming the field
     */
    public static Benefit calculate(PolicyVersions policies, Stay stay, Map<String, Long> used) {
        Policy policy = policies.on(stay.discharged());
        Sums sums = policy.preAdmission().join(stay);
        Stay whole = joined(policy, stay, sums);
        Facts facts = Facts.of(whole, policy);
        Usage usage = new Usage(used);
        Merge merge = new Merge();
        for (Stay part : policy.crossYear().split(whole, policy.yearStart(), facts)) {
            Policy inForce = policies.on(part.discharged());
            merge.add(inForce, one(inForce, part, usage));
        }
        Account.Split purse = policy.account().split(stay.wallet(), merge.left);
        long joined = sums.totalFen() - stay.sums().totalFen();
        long exams =
                stay.exams().stream().mapToLong(exam -> exam.sums().totalFen()).sum();
        return new Benefit(
                policy.id(),
                merge.programme,
                policy.yearOf(stay.discharged()),
                merge.deductible,
                merge.ratioBp,
                sums.totalFen(),
                List.copyOf(merge.funds.values()),
                merge.hospital,
                sums.totalFen() - merge.funded - merge.hospital,
                purse.accountFen(),
                purse.mutualAidFen(),
                merge.left,
                merge.owed,
                exams - joined,
                merge.years,
                Map.copyOf(used),
                usage.snapshot());
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
    private record One(
            Fund fund, String year, Sums sums, Payment.Bill bill, Remainder rest, List<FundLine> lines, Paid basic) {}

    private static One one(Policy policy, Stay stay, Usage usage) {
        String year = policy.yearOf(stay.discharged());
        Facts raw = Facts.of(stay, policy);
        Fund fund = policy.fundFor(raw)
                .orElseThrow(() -> new StayRefusal(
                        "med_type", "政策 " + policy.id() + " 没有适用于本次就医的待遇 · no programme of the policy fits"));
        Facts facts = raw.withNth(number(fund, stay, usage, year));
        Payment.Bill bill = fund.payment().bill(facts, stay.sums());
        Remainder rest = new Remainder(bill.patient());

        List<FundLine> lines = new ArrayList<>();
        Map<String, Long> earlier = new HashMap<>();
        Paid basic = fund.pay(facts, bill.patient(), rest, usage, year);
        lines.add(line(fund.id(), fund.name(), fund.fundPayType(), fund.field(), basic));
        earlier.put(fund.countsAs(), basic.fen());
        earlier.put(fund.id(), basic.fen());
        for (Layer layer : policy.layers()) {
            if (layer.when().holds(facts)) {
                Paid paid = layer.pay(facts, bill.patient(), rest, usage, year, earlier);
                lines.add(line(layer.id(), layer.name(), layer.fundPayType(), layer.field(), paid));
                earlier.put(layer.id(), paid.fen());
            }
        }
        return new One(fund, year, stay.sums(), bill, rest, lines, basic);
    }

    private static FundLine line(String id, String name, String type, String field, Paid paid) {
        return new FundLine(id, name, type, field, paid.fen(), paid.deductibleFen(), paid.process());
    }

    /** Which admission of the policy year this is; what continues an admission has that one's number. */
    private static int number(Fund fund, Stay stay, Usage usage, String year) {
        String continues = !stay.visit().isEmpty() || fund.deductible().chained() ? stay.continues() : null;
        if (continues != null) {
            long nth = usage.get(Usage.LIFETIME, fund.countsAs() + NTH + continues);
            if (nth > 0) {
                return (int) nth;
            }
        }
        usage.add(year, fund.countsAs() + STAYS, 1);
        long nth = usage.get(year, fund.countsAs() + STAYS);
        if (continues != null) {
            usage.add(Usage.LIFETIME, fund.countsAs() + NTH + continues, nth);
        }
        return (int) nth;
    }

    /** Accumulators after a stay is taken back: what it added goes. */
    public static Map<String, Long> undo(Map<String, Long> now, Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> undone = new TreeMap<>(now);
        after.forEach((kind, value) -> undone.merge(kind, before.getOrDefault(kind, 0L) - value, Long::sum));
        return undone;
    }

    /** The parts of a stay put together. */
    private static final class Merge {
        private final Map<String, FundLine> funds = new java.util.LinkedHashMap<>();
        private final Map<Part, Long> left = new EnumMap<>(Part.class);
        private final List<Benefit.YearPart> years = new ArrayList<>();
        private String programme = "";
        private long deductible;
        private int ratioBp;
        private long funded;
        private long hospital;
        private long owed;

        void add(Policy policy, One one) {
            long paid = 0;
            for (FundLine line : one.lines()) {
                funds.merge(line.id(), line, FundLine::plus);
                paid += line.fen();
            }
            one.rest().snapshot().forEach((part, fen) -> left.merge(part, fen, Long::sum));
            Brackets brackets = one.basic().brackets();
            programme = one.fund().id();
            deductible += one.basic().deductibleFen();
            ratioBp = brackets.isFlat() ? brackets.list().get(0).ratioBp() : 0;
            funded += paid;
            hospital += one.bill().borneFen();
            owed += one.bill().owedFen();
            years.add(new Benefit.YearPart(
                    policy.id(), one.year(), one.sums(), paid, one.basic().deductibleFen()));
            if (paid + one.rest().total() + one.bill().borneFen() != one.sums().totalFen()) {
                throw new IllegalStateException("funds, hospital and person do not sum to the bill");
            }
        }
    }
}
