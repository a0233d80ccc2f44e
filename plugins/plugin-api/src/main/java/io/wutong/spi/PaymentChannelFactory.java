package io.wutong.spi;

import io.vertx.core.Future;
import org.pf4j.ExtensionPoint;

/** Makes payment channels, one per configured merchant account. */
public interface PaymentChannelFactory extends ExtensionPoint {
    Descriptor descriptor();

    Future<PaymentChannel> create(AdapterConfig config, PluginServices services);
}
