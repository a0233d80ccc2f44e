package io.wutong.envelope;

import java.util.HashMap;
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

    private static final String OUR_OWN = "WT";

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
            return table;
        }

        public Optional<Transaction> find(String infno) {
            return Optional.ofNullable(byInfno.get(infno));
        }
    }
}
