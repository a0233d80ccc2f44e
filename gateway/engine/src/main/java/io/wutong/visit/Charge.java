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
public record Charge(
        String node,
        String mdtrtId,
        String batch,
        ChargeState state,
        @Nullable String setlId,
        String disease,
        Bill bill)
        implements Row {

    public static Key<Charge> key(String node, String mdtrtId, String batch) {
        return Key.of(Charge.class, node, mdtrtId, batch);
    }

    /** All batches of a visit. */
    public static Key<Charge> of(String node, String mdtrtId) {
        return Key.of(Charge.class, node, mdtrtId);
    }

    /** A batch before its first line. */
    public static Charge empty(String node, String mdtrtId, String batch) {
        return new Charge(node, mdtrtId, batch, ChargeState.OPEN, null, "", Bill.EMPTY);
    }

    @Override
    public Key<Charge> key() {
        return key(node, mdtrtId, batch);
    }

    public Charge with(ChargeState next, @Nullable String settlement) {
        return new Charge(node, mdtrtId, batch, next, settlement, disease, bill);
    }

    public Charge withDisease(String code) {
        return new Charge(node, mdtrtId, batch, state, setlId, code, bill);
    }

    /** The running sums with one line more ({@code sign} 1) or less (-1). */
    public Charge withLine(FeeLine line, int sign) {
        return new Charge(node, mdtrtId, batch, state, setlId, disease, bill.with(line, sign));
    }
}
