package io.wutong.exchange;

import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;

/**
 * A nonce that was used, in its caller's own name space.
 *
 * @param hour the hour of the signed timestamp, by which old ones are dropped: an hour lies far outside the window
 */
public record Nonce(String caller, String nonce, String hour, Instant at) implements Row {
    public static Key<Nonce> key(String caller, String nonce, String hour) {
        return Key.of(Nonce.class, caller, nonce, hour);
    }

    @Override
    public Key<Nonce> key() {
        return key(caller, nonce, hour);
    }
}
