package io.wutong.benefit.rules;

/**
 * A change of a ratio: by percentage points, by a factor, or of the person's own share by a factor; one of the three.
 *
 * @param pointsBp added to the ratio
 * @param timesBp the ratio times this; 10000 for none
 * @param ownShareBp what remains to the person times this; 10000 for none
 */
public record RatioChange(int pointsBp, int timesBp, int ownShareBp) {

    /** Products are rounded HALF_UP to a basis point. */
    int apply(int ratioBp) {
        int times = (int) Ratios.of(ratioBp, timesBp);
        return Ratios.WHOLE - (int) Ratios.of(Ratios.WHOLE - times, ownShareBp) + pointsBp;
    }

    /** Applies every change whose conditions hold, in order. */
    static Brackets applyAll(Table<RatioChange> changes, Facts facts, Brackets brackets) {
        Brackets changed = brackets;
        for (Table.Row<RatioChange> row : changes.rows()) {
            if (row.when().holds(facts)) {
                changed = changed.map(row.value()::apply);
            }
        }
        return changed;
    }
}
