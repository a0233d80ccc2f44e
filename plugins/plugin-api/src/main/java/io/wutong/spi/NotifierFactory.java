package io.wutong.spi;

import io.vertx.core.Future;
import org.pf4j.ExtensionPoint;

/** Makes notifiers. */
public interface NotifierFactory extends ExtensionPoint {
    Descriptor descriptor();

    Future<Notifier> create(AdapterConfig config, PluginServices services);
}
