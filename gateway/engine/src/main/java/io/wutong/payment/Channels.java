package io.wutong.payment;

import io.wutong.spi.PaymentChannel;
import java.util.List;
import java.util.Optional;

/** The configured payment channels as they are now. */
@FunctionalInterface
public interface Channels {
    Optional<PaymentChannel> find(String name);

    /** The names of those that collect by a code of this wallet, in a fixed order. */
    default List<String> collecting(PaymentCode wallet) {
        return List.of();
    }

    /** The names of those that give a bill of each day. */
    default List<String> billing() {
        return List.of();
    }
}
