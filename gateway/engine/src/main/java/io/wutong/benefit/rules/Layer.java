package io.wutong.benefit.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A layer after the basic fund, for instance critical illness.
 *
 * <pre>
 *   parts of the bill that it looks at ─ deductible ─▶ F(year so far + this) − F(year so far) ─▶ entry? ─▶ caps
 * </pre>
 *
 * @param id its name
 * @param own the names of its accumulators
 * @param capped under whose names its caps are counted; its own by default
 * @param name what a patient reads
 * @param fundPayType {@code fund_pay_type} of its line
 * @param field its field in {@code setlinfo}
 * @param payer who pays it
 * @param when which stays it is for
 * @param base the parts that it pays on, kept in the order in which payments take from them
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
        Kinds own,
        Kinds capped,
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
        Caps caps)
        implements Payer {

    /**
     * A threshold on what an earlier fund has paid.
     *
     * @param fund the names under which it is counted
     * @param reachesFen at least this
     * @param ofStay in this stay; else in the policy year, this stay included
     */
    public record Entry(Kinds fund, long reachesFen, boolean ofStay) {}

    public Layer {
        base = base.stream().sorted().toList();
    }

    /**
     * What it pays.
     *
     * @param basic the stay's basic fund, whose line is the first of {@code earlier}
     * @param earlier what the funds before it pay on this stay
     */
    FundLine pay(Facts facts, Sums sums, Remainder rest, Usage usage, String year, Fund basic, List<FundLine> earlier) {
        Brackets f = RatioChange.applyAll(changes, facts, brackets.get(facts, name, "支付比例"));
        if (entry != null && reached(entry, usage, year, basic, earlier) < entry.reachesFen()) {
            return line(0, 0, f, new Reason.NotEntered(entry.fund().fund(), entry.reachesFen()));
        }
        long available = rest.of(base);
        long looked = grossInScope ? sums.inScopeFen() : available;
        long borne = deductible == Deductible.NONE ? 0 : deductible.take(facts, usage, own, year, looked);
        long counted = looked - borne;
        long before = ofYear ? usage.add(year, own.base(), counted) - counted : 0;
        long due = f.paid(before + counted) - f.paid(before);
        long room = caps.room(facts, usage, capped, year);
        long pays = Math.min(Math.min(due, room), available);
        caps.count(facts, usage, capped, year, pays);
        rest.take(base, pays);
        return line(pays, borne, f, new Reason.OfLayer(ofYear, before, counted, due, room));
    }

    private FundLine line(long pays, long borne, Brackets f, Reason reason) {
        return new FundLine(this, pays, borne, f, reason);
    }

    private static long reached(Entry entry, Usage usage, String year, Fund basic, List<FundLine> earlier) {
        if (!entry.ofStay()) {
            return usage.get(year, entry.fund().paid());
        }
        String wanted = entry.fund().fund();
        if (wanted.equals(basic.counted().fund())) {
            return earlier.get(0).fen();
        }
        for (FundLine line : earlier) {
            if (line.id().equals(wanted)) {
                return line.fen();
            }
        }
        return 0;
    }
}
