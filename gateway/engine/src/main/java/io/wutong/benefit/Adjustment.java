package io.wutong.benefit;

import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;

/**
 * What a home's fund owes a person more (补支) or less (追回) on a settlement that stands, because an earlier one was
 * cancelled. The answered settlement, and what the hospital is owed, never change.
 *
 * @param node the home's desk
 * @param setlId the settlement that stands
 * @param cause the negative {@code setl_id} of the cancellation
 * @param fundPayType which fund
 * @param fen more positive, less negative
 */
public record Adjustment(String node, String setlId, String cause, String fundPayType, long fen, Instant at)
        implements Row {

    @Override
    public Key<Adjustment> key() {
        return Key.of(Adjustment.class, node, setlId, cause, fundPayType);
    }
}
