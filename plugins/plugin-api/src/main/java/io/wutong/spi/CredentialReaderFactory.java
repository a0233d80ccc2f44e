package io.wutong.spi;

import io.vertx.core.Future;
import org.pf4j.ExtensionPoint;

/** Makes credential readers. */
public interface CredentialReaderFactory extends ExtensionPoint {
    Descriptor descriptor();

    Future<CredentialReader> create(AdapterConfig config, PluginServices services);
}
