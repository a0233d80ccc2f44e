package io.wutong.cases;

import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A case climbs to the node above the one that has not acted. What was closed or has climbed meanwhile stays as it is.
 *
 * @param seen the case as it was found due
 * @param above the node above its actor; null at the top, where it stays
 */
public record Escalate(Case seen, @Nullable String above, Instant at) implements Command<Optional<Case>> {

    @Override
    public Needs needs() {
        return Needs.rows(seen.key());
    }

    /** The case where it is now; empty when it did not climb. */
    @Override
    public Decision<Optional<Case>> decide(Rows rows) {
        Key<Case> key = seen.key();
        return rows.one(key)
                .filter(seen::equals)
                .map(given -> {
                    Case climbed = given.climbed(above, at);
                    return Decision.of(
                            Optional.of(climbed),
                            List.of(climbed, climbed.change(given, CaseState.Event.ESCALATED, climbed.actor(), at)));
                })
                .orElseGet(() -> Decision.nothing(Optional.empty()));
    }
}
