package io.wutong.benefit.rules;

import org.jspecify.annotations.Nullable;

/**
 * The rules of a basic fund for one kind of care: the policy's {@code basic}, or one of its programmes.
 *
 * @param id its name; accumulators carry those of {@code counted}
 * @param counted under whose names: whose deductible, admissions and caps it shares; itself by default
 * @param name what a patient reads
 * @param fundPayType {@code fund_pay_type}
 * @param field its field in {@code setlinfo}
 * @param when which visits it is for
 * @param given another system has calculated it: the stay brings what it paid
 * @param ratio brackets by level, person and so on
 * @param edgesInScope brackets count from the first fen in scope, the deductible lying in the lowest; else from the
 *     first fen above the deductible
 * @param edgesOfYear brackets count on the policy year's amounts, not the stay's
 * @param changes of the ratio, all that hold, in order
 * @param floor null for none
 */
public record Fund(
        String id,
        Kinds counted,
        String name,
        String fundPayType,
        String field,
        When when,
        boolean given,
        Deductible deductible,
        Table<Brackets> ratio,
        boolean edgesInScope,
        boolean edgesOfYear,
        Table<RatioChange> changes,
        @Nullable Floor floor,
        Caps caps,
        Payment payment)
        implements Payer {

    /** What it pays on a stay: takes its parts from {@code rest} and counts in {@code usage}. */
    FundLine pay(Facts facts, Sums sums, Remainder rest, Usage usage, String year) {
        if (given) {
            return paidElsewhere(facts, sums, rest, usage, year);
        }
        long scope = sums.inScopeFen();
        long borne = deductible.take(facts, usage, counted, year, scope);
        rest.move(Part.DEDUCTIBLE, borne);
        Brackets brackets = RatioChange.applyAll(changes, facts, ratio.get(facts, name, "支付比例"));

        long looked = edgesInScope ? scope : scope - borne;
        long start = edgesOfYear ? usage.add(year, counted.edges(), looked) - looked : 0;
        long from = edgesInScope ? start + borne : start;
        long to = start + looked;
        long byRatio = edgesOfYear ? brackets.paid(to) - brackets.paid(from) : brackets.paid(from, to);
        long least = floor == null ? 0 : floor.least(facts, sums, borne);
        long due = Math.max(byRatio, least);

        long room = caps.room(facts, usage, counted, year);
        long pays = Math.min(due, room);
        caps.count(facts, usage, counted, year, pays);
        if (pays < due) {
            rest.move(Part.ABOVE_CAP, aboveCap(brackets, from, to, byRatio, due, pays));
        }
        rest.takeBasic(pays);
        return line(pays, borne, brackets, new Reason.Basic(facts.nth(), scope, byRatio, least, due, room));
    }

    private FundLine line(long pays, long borne, Brackets brackets, Reason reason) {
        return new FundLine(this, pays, borne, brackets, reason);
    }

    /** The amount in scope beyond the point where the cap was reached. */
    private long aboveCap(Brackets brackets, long from, long to, long byRatio, long due, long pays) {
        if (due > byRatio) {
            return Ratios.share(to - from, due - pays, due);
        }
        if (edgesOfYear) {
            long before = brackets.paid(from);
            return to - brackets.reached(from, to, pays, x -> brackets.paid(x) - before);
        }
        return to - brackets.reached(from, to, pays, x -> brackets.paid(from, x));
    }

    private FundLine paidElsewhere(Facts facts, Sums sums, Remainder rest, Usage usage, String year) {
        Long paid = facts.stay().given().get(id);
        if (paid == null) {
            throw new StayRefusal("given." + id, "此基金由其他系统计算，须给出其支付额 · calculated elsewhere: say what it pays");
        }
        if (paid > sums.totalFen()) {
            throw new StayRefusal("given." + id, "大于总费用 · more than the bill");
        }
        caps.count(facts, usage, counted, year, paid);
        rest.takeBasic(paid);
        return line(paid, 0, Brackets.flat(0), new Reason.Elsewhere());
    }
}
