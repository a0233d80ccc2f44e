package io.wutong.envelope;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code api-spec/transactions.csv} says of one {@code infno}.
 *
 * @param needsPerson {@code insuplc_admdvs} is required
 * @param forwards the home takes part
 */
public record Transaction(
        String infno, String titleZh, String titleEn, Effect effect, boolean needsPerson, boolean forwards) {

    /** Our own, between processes and never from a hospital: whether a settlement stands at home. */
    public static final String SIDES = "WT01";

    /** From a home to a place of care: take an admission back that was left open. */
    public static final String REVOKE = "WT02";

    /** From a place of care to a home: a manual claim with nothing left to key in. */
    public static final String CLAIM = "WT03";

    /** From one home to another: whether a person is insured there too. */
    public static final String COVERED = "WT04";

    /** From a home to a place of care: what was held may be settled now. */
    public static final String RELEASE = "WT05";

    /** From one home to another: the person has given this coverage up, suspend it. */
    public static final String SUSPEND = "WT06";

    /** From a node that knows the homes of all to one of them: the person is known elsewhere too. */
    public static final String KNOWN = "WT07";

    /** From the home that a person has moved to, to the former one: the proof of his coverage (凭证). */
    public static final String PROOF = "WT08";

    /** From the same to the same: the day on which the new coverage takes over (联系函). */
    public static final String TAKEN_OVER = "WT09";

    /** From the former home to the new one: what the person was insured for before (信息表). */
    public static final String RECORD = "WT10";

    private static final List<Transaction> BETWEEN_AGENCIES = List.of(
            own(REVOKE, "遗留入院登记撤销请求", "Request to take an admission back"),
            own(CLAIM, "零星报销材料传送", "Manual claim handed over"),
            own(COVERED, "参保情况核实", "Whether a person is insured there too"),
            own(RELEASE, "暂缓结算恢复", "What was held may be settled"),
            own(SUSPEND, "参保暂停", "Suspension of a coverage"),
            own(KNOWN, "多地参保提示", "A person is known elsewhere too"),
            own(PROOF, "转移接续参保凭证", "Proof of a coverage that is to be moved"),
            own(TAKEN_OVER, "转移接续联系函", "The day on which a coverage is taken over"),
            own(RECORD, "转移接续信息表", "Coverages before the one that was moved"));

    private static final String OUR_OWN = "WT";

    private static Transaction own(String infno, String zh, String en) {
        return new Transaction(infno, zh, en, Effect.LOCAL, true, true);
    }

    /** Whether it is between agencies alone, who have it in our store whatever their legacy systems are. */
    public boolean betweenAgencies() {
        return ourOwn(infno) && !infno.equals(SIDES);
    }

    /** Whether a number is one of ours, which only this gateway itself sends. */
    public static boolean ourOwn(String infno) {
        return infno.startsWith(OUR_OWN);
    }

    public enum Effect {
        /** None; journaled with its answer. */
        NONE,
        /** Changes only the place of care's own rows. */
        LOCAL,
        VISIT,
        LINE,
        SETTLEMENT,
        CANCELLATION,
        REVERSAL,
        FILING
    }

    /** Whether a repetition under another message id would do something twice, so that a business key guards it. */
    public boolean guarded() {
        return effect == Effect.SETTLEMENT || effect == Effect.CANCELLATION || effect == Effect.VISIT;
    }

    /** The table of all known transactions. */
    public static final class Table {
        private final Map<String, Transaction> byInfno = new HashMap<>();

        private Table() {}

        public static Table load() {
            Table table = new Table();
            for (Map<String, String> row : Csv.rows("transactions.csv")) {
                Transaction transaction = new Transaction(
                        row.getOrDefault("infno", ""),
                        row.getOrDefault("title_zh", ""),
                        row.getOrDefault("title_en", ""),
                        Effect.valueOf(row.getOrDefault("effect", "none").toUpperCase(java.util.Locale.ROOT)),
                        "yes".equals(row.get("person")),
                        !"none".equals(row.get("home")));
                table.byInfno.put(transaction.infno(), transaction);
            }
            table.byInfno.put(
                    SIDES, new Transaction(SIDES, "双方结果核对", "Comparison of both sides", Effect.NONE, true, true));
            BETWEEN_AGENCIES.forEach(ours -> table.byInfno.put(ours.infno(), ours));
            return table;
        }

        public Optional<Transaction> find(String infno) {
            return Optional.ofNullable(byInfno.get(infno));
        }
    }
}
