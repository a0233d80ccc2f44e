package io.wutong.region.nhsa;

import io.wutong.spi.Body;
import io.wutong.spi.DayRow;
import io.wutong.support.stay.StayState;
import java.util.Optional;

/**
 * A row of our day as the region knows it.
 *
 * @param group whose statement it belongs to
 * @param accountFen below zero of a cancellation, as the other amounts
 */
record StatementRow(
        Group group,
        String setlId,
        String mdtrtId,
        String psnNo,
        long medfeeFen,
        long fundFen,
        long accountFen,
        boolean cancels) {

    /** One statement: an institution's, with one who clears, of one coverage and one kind of clearing. */
    record Group(
            String careArea, String homeArea, String institution, String clears, String clearedAs, String coverage) {

        /** Not by {@code equals}: a record's leaves its class behind in the JDK, and so this plugin's loader. */
        String key() {
            return String.join("/", careArea, homeArea, institution, clears, clearedAs, coverage);
        }
    }

    /** Empty when nothing is remembered of its settlement. */
    static Optional<StatementRow> of(DayRow row) {
        StayState state = StayState.of(row.remembered());
        Optional<Body> settlement = Remembered.amounts(state, row.settlementId());
        return settlement.map(settled -> {
            long account = settled.fen("acct_pay").orElse(0L);
            Group group = new Group(
                    row.careArea(),
                    row.homeArea(),
                    row.fixmedinsCode(),
                    settled.textOr(Remembered.CLEARS, ""),
                    settled.textOr(Remembered.CLEARED_AS, ""),
                    settled.textOr(Remembered.COVERAGE, ""));
            return new StatementRow(
                    group,
                    row.setlId(),
                    state.visitNo(),
                    row.psnNo(),
                    row.medfeeSumFen(),
                    row.fundPaySumFen(),
                    row.cancels() ? -account : account,
                    row.cancels());
        });
    }
}
