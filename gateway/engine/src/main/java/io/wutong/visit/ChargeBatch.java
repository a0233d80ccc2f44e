package io.wutong.visit;

import io.wutong.port.Key;
import io.wutong.port.Row;
import org.jspecify.annotations.Nullable;

/**
 * A charge batch ({@code chrg_bchno}) of an outpatient visit at the place of care: its lines are settled together, apart
 * from those of the visit's other batches.
 *
 * @param setlId the settlement that stands; null without one
 * @param disease {@code dise_codg} of its lines, the same for all; empty when they have none
 * @param bill running sums of its fee lines
 */
public record ChargeBatch(
        String node,
        String mdtrtId,
        String batch,
        ChargeBatchState state,
        @Nullable String setlId,
        String disease,
        Bill bill)
        implements Row {

    public static Key<ChargeBatch> key(String node, String mdtrtId, String batch) {
        return Key.of(ChargeBatch.class, node, mdtrtId, batch);
    }

    /** All batches of a visit. */
    public static Key<ChargeBatch> of(String node, String mdtrtId) {
        return Key.of(ChargeBatch.class, node, mdtrtId);
    }

    /** A batch before its first line. */
    public static ChargeBatch empty(String node, String mdtrtId, String batch) {
        return new ChargeBatch(node, mdtrtId, batch, ChargeBatchState.OPEN, null, "", Bill.EMPTY);
    }

    @Override
    public Key<ChargeBatch> key() {
        return key(node, mdtrtId, batch);
    }

    public ChargeBatch with(ChargeBatchState next, @Nullable String settlement) {
        return new ChargeBatch(node, mdtrtId, batch, next, settlement, disease, bill);
    }

    public ChargeBatch withDisease(String code) {
        return new ChargeBatch(node, mdtrtId, batch, state, setlId, code, bill);
    }

    /** The running sums with one line more ({@code sign} 1) or less (-1). */
    public ChargeBatch withLine(FeeLine line, int sign) {
        return new ChargeBatch(node, mdtrtId, batch, state, setlId, disease, bill.with(line, sign, line, false));
    }
}
