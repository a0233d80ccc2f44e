package io.wutong.host;

import io.wutong.spi.CredentialReaderFactory;
import io.wutong.spi.NotifierFactory;
import io.wutong.spi.PaymentChannelFactory;
import io.wutong.spi.RegionAdapterFactory;
import org.pf4j.ExtensionPoint;

/** What a plugin makes. */
public enum PluginKind {
    REGION,
    CHANNEL,
    CREDENTIAL,
    NOTIFIER;

    static PluginKind of(ExtensionPoint factory) {
        if (factory instanceof RegionAdapterFactory) {
            return REGION;
        }
        if (factory instanceof PaymentChannelFactory) {
            return CHANNEL;
        }
        if (factory instanceof CredentialReaderFactory) {
            return CREDENTIAL;
        }
        if (factory instanceof NotifierFactory) {
            return NOTIFIER;
        }
        throw new IllegalArgumentException(
                "no factory of the SPI: " + factory.getClass().getName());
    }
}
