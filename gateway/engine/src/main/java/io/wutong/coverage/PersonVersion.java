package io.wutong.coverage;

import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;

/** One version of a person, kept for ever. */
public record PersonVersion(String node, String psnNo, String version, String content, Instant at) implements Row {
    @Override
    public Key<PersonVersion> key() {
        return Key.of(PersonVersion.class, node, psnNo, version);
    }
}
