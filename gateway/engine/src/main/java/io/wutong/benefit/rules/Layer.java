package io.wutong.benefit.rules;

import io.wutong.spi.Fen;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer after the basic fund, for instance critical illness.
 *
 * <pre>
 *   parts of the bill that it looks at ─ deductible ─▶ F(year so far + this) − F(year so far) ─▶ entry? ─▶ caps
 * </pre>
 *
 * @param id names its accumulators
 * @param countsAs whose caps it shares; itself by default
 * @param name what a patient reads
 * @param fundPayType {@code fund_pay_type} of its line
 * @param field its field in {@code setlinfo}
 * @param payer who pays it
 * @param when which stays it is for
 * @param base the parts that it pays on
 * @param grossInScope brackets count on the whole amount in scope, whatever was paid; the payment still comes out of
 *     {@code base}
 * @param ofYear F counts on the policy year's amounts, not the stay's
 * @param deductible of its own
 * @param brackets F
 * @param changes of its ratios
 * @param entry what must be reached first; null for nothing
 * @param caps the most it pays
 */
public record Layer(
        String id,
        String countsAs,
        String name,
        String fundPayType,
        String field,
        String payer,
        When when,
        List<Part> base,
        boolean grossInScope,
        boolean ofYear,
        Deductible deductible,
        Table<Brackets> brackets,
        Table<RatioChange> changes,
        @Nullable Entry entry,
        Caps caps) {

    /**
     * A threshold on what an earlier fund has paid.
     *
     * @param fund its id
     * @param reachesFen at least this
     * @param ofStay in this stay; else in the policy year, this stay included
     */
    public record Entry(String fund, long reachesFen, boolean ofStay) {}

    public Layer {
        base = List.copyOf(base);
    }

    /**
     * What it pays.
     *
     * @param earlier what the funds before it pay on this stay, by id
     */
    Paid pay(Facts facts, Sums sums, Remainder rest, Usage usage, String year, java.util.Map<String, Long> earlier) {
        Brackets f = RatioChange.applyAll(changes, facts, brackets.get(facts, name + "支付比例"));
        if (entry != null && reached(entry, usage, year, earlier) < entry.reachesFen()) {
            return new Paid(0, 0, f, "未达到进入条件：" + entry.fund() + "累计支付" + Fen.format(entry.reachesFen()));
        }
        long available = rest.of(base);
        long looked = grossInScope ? sums.inScopeFen() : available;
        long borne = deductible == Deductible.NONE ? 0 : deductible.take(facts, usage, id, year, looked);
        long counted = looked - borne;
        long before = ofYear ? usage.get(year, id + ".base") : 0;
        long due = f.paid(before + counted) - f.paid(before);
        if (ofYear) {
            usage.add(year, id + ".base", counted);
        }
        long room = caps.room(facts, usage, countsAs, year);
        long pays = Math.min(Math.min(due, room), available);
        caps.count(facts, usage, countsAs, year, pays);
        rest.take(base, pays);
        return new Paid(pays, borne, f, process(before, counted, borne, f, due, pays, room));
    }

    private static long reached(Entry entry, Usage usage, String year, java.util.Map<String, Long> earlier) {
        return entry.ofStay() ? earlier.getOrDefault(entry.fund(), 0L) : usage.get(year, Caps.paid(entry.fund()));
    }

    private String process(long before, long counted, long borne, Brackets f, long due, long pays, long room) {
        StringBuilder text = new StringBuilder();
        if (ofYear) {
            text.append("本年度累计").append(Fen.format(before)).append("，");
        }
        text.append("本次计入").append(Fen.format(counted));
        if (borne > 0) {
            text.append("(已扣起付线").append(Fen.format(borne)).append(')');
        }
        text.append("，比例").append(Explain.brackets(f));
        text.append("，应付").append(Fen.format(due));
        if (pays < due) {
            text.append(room < due ? "，封顶余额" + Fen.format(room) : "，以剩余费用为限");
        }
        return text.append("，实付").append(Fen.format(pays)).toString();
    }
}
