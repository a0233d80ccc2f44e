package io.wutong.benefit.rules;

import io.wutong.spi.Fen;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a basic fund for one kind of care: the policy's {@code basic}, or one of its programmes.
 *
 * @param id its name; accumulators carry {@code countsAs}
 * @param countsAs whose deductible, admissions and caps it shares; itself by default
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
        String countsAs,
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
        Payment payment) {

    /** What it pays on a stay: takes its parts from {@code rest} and counts in {@code usage}. */
    Paid pay(Facts facts, Sums sums, Remainder rest, Usage usage, String year) {
        if (given) {
            return paidElsewhere(facts, sums, rest, usage, year);
        }
        long scope = sums.inScopeFen();
        long borne = deductible.take(facts, usage, countsAs, year, scope);
        rest.move(Part.DEDUCTIBLE, borne);
        Brackets brackets = RatioChange.applyAll(changes, facts, ratio.get(facts, "支付比例"));

        String edges = countsAs + ".edges";
        long start = edgesOfYear ? usage.get(year, edges) : 0;
        long counted = edgesInScope ? scope : scope - borne;
        long from = edgesInScope ? start + borne : start;
        long to = start + counted;
        long byRatio = edgesOfYear ? brackets.paid(to) - brackets.paid(from) : brackets.paid(from, to);
        if (edgesOfYear) {
            usage.add(year, edges, counted);
        }
        long least = floor == null ? 0 : floor.least(facts, sums, borne);
        long due = Math.max(byRatio, least);

        long room = caps.room(facts, usage, countsAs, year);
        long pays = Math.min(due, room);
        caps.count(facts, usage, countsAs, year, pays);
        if (pays < due) {
            rest.move(Part.ABOVE_CAP, aboveCap(brackets, from, to, byRatio, due, pays));
        }
        rest.takeBasic(pays);
        return new Paid(pays, borne, brackets, process(facts, scope, borne, brackets, byRatio, least, due, pays, room));
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

    private Paid paidElsewhere(Facts facts, Sums sums, Remainder rest, Usage usage, String year) {
        Long paid = facts.stay().given().get(id);
        if (paid == null) {
            throw new StayRefusal("given." + id, "此基金由其他系统计算，须给出其支付额 · calculated elsewhere: say what it pays");
        }
        if (paid > sums.totalFen()) {
            throw new StayRefusal("given." + id, "大于总费用 · more than the bill");
        }
        caps.count(facts, usage, countsAs, year, paid);
        rest.takeBasic(paid);
        return new Paid(paid, 0, Brackets.flat(0), name + "已由其他系统支付" + Fen.format(paid));
    }

    private static String process(
            Facts facts,
            long scope,
            long borne,
            Brackets brackets,
            long byRatio,
            long least,
            long due,
            long pays,
            long room) {
        StringBuilder text = new StringBuilder("政策范围内").append(Fen.format(scope));
        text.append("，起付线").append(Fen.format(borne));
        if (facts.nth() > 1) {
            text.append("(本年度第").append(facts.nth()).append("次)");
        }
        text.append("，比例").append(Explain.brackets(brackets));
        text.append("，按比例应付").append(Fen.format(byRatio));
        if (due > byRatio) {
            text.append("，保底应付").append(Fen.format(least));
        }
        if (pays < due) {
            text.append("，封顶余额").append(Fen.format(room));
        }
        return text.append("，实付").append(Fen.format(pays)).toString();
    }
}
