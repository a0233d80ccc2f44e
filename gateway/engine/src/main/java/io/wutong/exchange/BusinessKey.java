package io.wutong.exchange;

import io.wutong.port.Key;
import io.wutong.port.Row;

/**
 * Stands while an effect stands: a HIS whose button is pressed twice makes a new {@code msgid}, and is told of the
 * first here.
 *
 * @param node the node that has the effect
 * @param kind {@code visit}, {@code settlement} or {@code cancellation}
 * @param value the key in the business's own words, for instance {@code mdtrt_id/whole}
 * @param msgid the message that holds it
 * @param result the {@code mdtrt_id} or {@code setl_id} once done, else empty
 */
public record BusinessKey(String node, String kind, String value, State state, String msgid, String result)
        implements Row {

    public enum State {
        UNDER_WAY,
        STANDING,
        RELEASED
    }

    public static Key<BusinessKey> key(String node, String kind, String value) {
        return Key.of(BusinessKey.class, node, kind, value);
    }

    @Override
    public Key<BusinessKey> key() {
        return key(node, kind, value);
    }
}
