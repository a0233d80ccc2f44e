package io.wutong.host;

import io.wutong.spi.Outcome;
import java.util.Set;

/**
 * What the end of a call tells of the other side. An answer is healthy, a refusal too; no answer is not. Some ends tell
 * nothing: the adapter waits for an earlier message of the same visit, our own store failed it, or the caller came with
 * no time left.
 */
enum Health {
    GOOD,
    BAD,
    NOT_TOLD;

    private static final Set<String> OUR_OWN = Set.of(
            "absence_unproven",
            "care_missing",
            "deadline",
            "earlier_unresolved",
            "memory_lost",
            "memory_recall",
            "memory_remember");

    static Health of(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Unknown<?> unknown) {
            return of(unknown.cause());
        }
        return outcome instanceof Outcome.NotSent<?> notSent ? of(notSent.cause()) : GOOD;
    }

    private static Health of(String cause) {
        return OUR_OWN.contains(cause) ? NOT_TOLD : BAD;
    }
}
