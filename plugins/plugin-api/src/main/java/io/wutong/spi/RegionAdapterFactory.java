package io.wutong.spi;

import io.vertx.core.Future;
import org.pf4j.ExtensionPoint;

/** Makes adapters of one dialect; PF4J may create several instances, so it keeps no state. */
public interface RegionAdapterFactory extends ExtensionPoint {
    Descriptor descriptor();

    /** Called once for each configured adapter, on an event loop. A failed future is a start-up error. */
    Future<RegionAdapter> create(AdapterConfig config, PluginServices services);
}
