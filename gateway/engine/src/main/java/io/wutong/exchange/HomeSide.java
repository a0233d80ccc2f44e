package io.wutong.exchange;

import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Care;
import io.wutong.topology.Node;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a home without a legacy system does for one transaction, in our own store. Refusals are thrown as
 * {@link io.wutong.envelope.Refusal}.
 */
public interface HomeSide {

    Needs needs(Message message, Node home);

    default Needs more(Message message, Node home, Rows rows) {
        return Needs.NONE;
    }

    default Optional<Key<BusinessKey>> businessKey(Message message, Node home) {
        return Optional.empty();
    }

    Reply answer(Message message, Node home, @Nullable Care care, Rows rows);
}
