package io.wutong.exchange;

import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.port.Key;
import io.wutong.port.Row;

/**
 * Stands while an effect stands: a HIS whose button is pressed twice makes a new {@code msgid}, and is told of the
 * first here.
 *
 * @param node the node that has the effect
 * @param kind {@code visit}, {@code settlement}, {@code cancellation}, {@code filing} or {@link #PART}
 * @param value the key in the business's own words, for instance {@code mdtrt_id/whole}
 * @param msgid the message that holds it
 * @param result the {@code mdtrt_id} or {@code setl_id} once done, else empty
 */
public record BusinessKey(String node, String kind, String value, State state, String msgid, String result)
        implements Row {

    /** A kind of which one may be under way at a time, but many may stand: the next takes the key over. */
    public static final String PART = "part";

    public enum State {
        UNDER_WAY,
        STANDING,
        RELEASED
    }

    public static Key<BusinessKey> key(String node, String kind, String value) {
        return Key.of(BusinessKey.class, node, kind, value);
    }

    static BusinessKey of(Key<BusinessKey> key, State state, String msgid, String result) {
        return new BusinessKey(key.part(0), key.part(1), key.part(2), state, msgid, result);
    }

    @Override
    public Key<BusinessKey> key() {
        return key(node, kind, value);
    }

    /** The effect is gone: another message may claim it. */
    public BusinessKey released(String byMsgid) {
        return new BusinessKey(node, kind, value, State.RELEASED, byMsgid, "");
    }

    /** Whether what stands bars another. */
    boolean bars() {
        return state == State.UNDER_WAY || (state == State.STANDING && !kind.equals(PART));
    }

    /** What a second message is told that wants the same once more. */
    Refusal alreadyDone() {
        return switch (kind) {
            case "visit" -> Fault.VISITDUP.refusal(value.substring(value.indexOf('/') + 1), result);
            case "filing" -> Fault.FILED.refusal(result);
            case "cancellation" -> Fault.CANCELLED.refusal(value);
            default -> Fault.SETTLED.refusal(result);
        };
    }
}
