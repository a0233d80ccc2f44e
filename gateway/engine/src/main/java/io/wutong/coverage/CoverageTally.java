package io.wutong.coverage;

import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What settlements change of a coverage beside its accumulators: what the personal account and family mutual aid still
 * hold, and when the last settlement was calculated.
 *
 * <p>The person file states both balances. A figure that differs from the one stated before replaces what is held here
 * (the account was topped up or corrected); the same figure leaves it.
 *
 * @param calculatedAt when the last settlement was calculated
 * @param accountFen what the account holds
 * @param accountStatedFen what the person file said when that was last taken over
 * @param mutualAidFen what mutual aid holds
 * @param mutualAidStatedFen what the person file said of it
 */
public record CoverageTally(
        String node,
        String psnNo,
        String insutype,
        Instant calculatedAt,
        long accountFen,
        long accountStatedFen,
        long mutualAidFen,
        long mutualAidStatedFen)
        implements Row {

    /** All of a person. */
    public static Key<CoverageTally> of(String node, String psnNo) {
        return Key.of(CoverageTally.class, node, psnNo);
    }

    /** What is held of a coverage, from the rows of its person. */
    public static CoverageTally of(List<CoverageTally> rows, String node, String psnNo, Coverage coverage) {
        for (CoverageTally held : rows) {
            if (held.insutype.equals(coverage.insutype())) {
                return held.stated(coverage);
            }
        }
        return new CoverageTally(
                node,
                psnNo,
                coverage.insutype(),
                Instant.EPOCH,
                coverage.balanceFen(),
                coverage.balanceFen(),
                coverage.mutualAidFen(),
                coverage.mutualAidFen());
    }

    private CoverageTally stated(Coverage coverage) {
        return new CoverageTally(
                node,
                psnNo,
                insutype,
                calculatedAt,
                coverage.balanceFen() == accountStatedFen ? accountFen : coverage.balanceFen(),
                coverage.balanceFen(),
                coverage.mutualAidFen() == mutualAidStatedFen ? mutualAidFen : coverage.mutualAidFen(),
                coverage.mutualAidFen());
    }

    @Override
    public Key<CoverageTally> key() {
        return Key.of(CoverageTally.class, node, psnNo, insutype);
    }

    /** When the next settlement is calculated: now, but after the last, whatever the clocks say. */
    public Instant next(Instant now) {
        Instant after = calculatedAt.plus(1, ChronoUnit.MICROS);
        return now.isBefore(after) ? after : now;
    }

    /** After a settlement took so much; less than zero gives back. */
    public CoverageTally spent(long ofAccountFen, long ofMutualAidFen, Instant calculated) {
        return new CoverageTally(
                node,
                psnNo,
                insutype,
                calculated,
                accountFen - ofAccountFen,
                accountStatedFen,
                mutualAidFen - ofMutualAidFen,
                mutualAidStatedFen);
    }
}
