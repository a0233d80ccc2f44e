package io.wutong.cases;

import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that the gateway cannot bring to an end by itself, or not in a day of asking: a person must.
 *
 * @param kind one of the constants here
 * @param ref what it is about, in that kind's words
 * @param cause why it has no end, a dotted word
 */
public record Case(
        String node,
        String kind,
        String ref,
        CaseState state,
        String cause,
        Instant openedAt,
        @Nullable Instant closedAt)
        implements Row {

    /** An exchange whose outcome is not known; {@code ref} is institution and {@code msgid}. */
    public static final String EXCHANGE = "exchange";

    /** A task of the outbox; {@code ref} is its kind and its own reference. */
    public static final String TASK = "task";

    /** A settlement whose two sides differ and cannot be repaired; {@code ref} is institution and {@code msgid}. */
    public static final String SETTLEMENT = "settlement";

    /**
     * A settlement that could not be calculated again when an earlier one was cancelled; {@code ref} is its {@code
     * setl_id} and that of the cancelling row.
     */
    public static final String RECALCULATION = "recalculation";

    /** Paid after its order had ended; {@code ref} is the order. The money goes back by itself, the case ends with it. */
    public static final String LATE_PAYMENT = "late_payment";

    /** Money that the counter must hand back; {@code ref} is the refund. */
    public static final String HAND_OVER = "hand_over";

    /** A charge whose settlement differs from what was paid and that the home will not cancel; {@code ref} is its message. */
    public static final String CHARGE = "charge";

    public static Key<Case> key(String node, String kind, String ref) {
        return Key.of(Case.class, node, kind, ref);
    }

    public static Case open(String node, String kind, String ref, String cause, Instant at) {
        return new Case(node, kind, ref, CaseState.OPEN, cause, at, null);
    }

    /** Who must act on a case of a kind, and how. */
    public static String who(String kind) {
        return switch (kind) {
            case EXCHANGE -> "平台运维：按机构和报文编号向对端核实 · operations: ask the other side about the message";
            case TASK -> "平台财务：向支付渠道核实此单 · finance: ask the payment channel about the order";
            case SETTLEMENT -> "平台运维：按机构和报文编号核对就医地与参保地两侧的结算 · operations: compare both sides of the settlement";
            case LATE_PAYMENT -> "平台财务：款项自动退回，核实退款到账 · finance: the money goes back by itself; see that it arrives";
            case HAND_OVER -> "医院收费窗口：把款退给患者并登记 · the counter: hand the money back and record it";
            case CHARGE ->
                "平台运维与参保地：结算金额与已付不符而撤销被拒，撤销该结算后款项自动退回 · operations and the home: have the"
                        + " settlement cancelled, then the money goes back by itself";
            case RECALCULATION ->
                "参保地经办机构：此前的结算已撤销，本结算未能重算，请人工核定补支或追回 · the home's clerks: settle by hand what an"
                        + " earlier cancellation changes on this settlement";
            default -> throw new IllegalArgumentException("no kind of case: " + kind);
        };
    }

    @Override
    public Key<Case> key() {
        return key(node, kind, ref);
    }

    /** What it is about has come to an end; a case that is closed already stays as it is. */
    public Case ended(Instant at) {
        return CaseState.TABLE
                .next(state, CaseState.Event.ENDED)
                .map(next -> new Case(node, kind, ref, next, cause, openedAt, at))
                .orElse(this);
    }
}
