package io.wutong.notice;

import io.wutong.envelope.MessageHash;
import io.wutong.port.Key;
import io.wutong.port.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A link by which a patient chooses between two coverages. Its token is known to the patient alone: what is kept is a
 * hash of it.
 *
 * @param ref of the case, a {@code mdtrt_id}
 * @param usedAt when the patient chose by it; then it is of no use any more
 */
public record ChoiceLink(
        String tokenHash,
        String node,
        String ref,
        Instant expiresAt,
        @Nullable Instant usedAt) implements Row {

    static Key<ChoiceLink> keyOf(String token) {
        return Key.of(ChoiceLink.class, MessageHash.sha256Hex(token.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Key<ChoiceLink> key() {
        return Key.of(ChoiceLink.class, tokenHash);
    }

    boolean opens(Instant now) {
        return usedAt == null && now.isBefore(expiresAt);
    }

    ChoiceLink used(Instant at) {
        return new ChoiceLink(tokenHash, node, ref, expiresAt, at);
    }
}
