package io.wutong.exchange;

import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the place of care does for one transaction: pure functions over rows. Refusals are thrown as
 * {@link io.wutong.envelope.Refusal}.
 */
public interface CareSide {

    Needs needs(Message message);

    /** Rows known only from the first ones. */
    default Needs more(Message message, Rows rows) {
        return Needs.NONE;
    }

    /** The home's area; differs from the envelope's only where the home has still to be found (1101). */
    default String destination(Message message, Rows rows) {
        return message.arrival().destination();
    }

    /** What may stand only once, whatever the message id. */
    default Optional<Key<BusinessKey>> businessKey(Message message) {
        return Optional.empty();
    }

    /** Before the home is asked. */
    Step before(Message message, Rows rows);

    /**
     * What {@link #after} reads; what {@link #needs} names unless this message was asked about before, under other
     * numbers.
     *
     * @param care what the home was told, by the first attempt that may have arrived
     */
    default Needs needsAfter(Message message, @Nullable Care care) {
        return needs(message);
    }

    /** After it has answered: adopts a success, takes back what was begun on a refusal, keeps an unknown as it is. */
    default Reply after(Message message, Rows rows, @Nullable Care care, Outcome<Body> home) {
        return Reply.of(home);
    }
}
