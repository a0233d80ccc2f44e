package io.wutong.payment;

import io.wutong.spi.PaymentChannel;
import java.util.Optional;

/** The configured payment channels as they are now. */
@FunctionalInterface
public interface Channels {
    Optional<PaymentChannel> find(String name);
}
