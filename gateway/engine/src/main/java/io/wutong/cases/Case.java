package io.wutong.cases;

import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a day of asking has not brought to an end: an operator must.
 *
 * @param kind {@link #EXCHANGE}, {@link #TASK} or {@link #SETTLEMENT}
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

    /** Paid after its order had ended; {@code ref} is the order. The money goes back by itself, the case ends with it. */
    public static final String LATE_PAYMENT = "late_payment";

    public static Key<Case> key(String node, String kind, String ref) {
        return Key.of(Case.class, node, kind, ref);
    }

    public static Case open(String node, String kind, String ref, String cause, Instant at) {
        return new Case(node, kind, ref, CaseState.OPEN, cause, at, null);
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
