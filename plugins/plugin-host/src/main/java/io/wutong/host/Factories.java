package io.wutong.host;

import io.vertx.core.Future;
import io.wutong.host.PluginRefusedException.Reason;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Closeable;
import io.wutong.spi.CredentialReaderFactory;
import io.wutong.spi.Descriptor;
import io.wutong.spi.NotifierFactory;
import io.wutong.spi.PaymentChannelFactory;
import io.wutong.spi.PluginServices;
import io.wutong.spi.RegionAdapterFactory;
import org.jspecify.annotations.Nullable;
import org.pf4j.ExtensionPoint;

/** The four kinds of factories, which share a shape but no type. */
final class Factories {
    private Factories() {}

    /** The descriptor, or why it is none. */
    static Descriptor descriptor(String origin, @Nullable String pluginId, ExtensionPoint factory) {
        Descriptor descriptor;
        try {
            descriptor = describe(factory);
        } catch (Throwable e) { // plugin code
            throw bad(origin, text(e));
        }
        if (descriptor == null) {
            throw bad(origin, "null");
        }
        if (pluginId != null && !pluginId.equals(descriptor.id())) {
            throw bad(origin, "id '" + descriptor.id() + "', Plugin-Id '" + pluginId + "'");
        }
        if (descriptor.limits() == null || descriptor.limits().inFlightMax() <= 0) {
            throw bad(origin, "limits.inFlightMax must be more than 0");
        }
        return descriptor;
    }

    private static PluginRefusedException bad(String origin, String why) {
        return new PluginRefusedException(
                Reason.BAD_DESCRIPTOR,
                origin,
                "描述不可用(" + why + ")。请改正 descriptor()",
                "its descriptor cannot be used (" + why + "); correct descriptor()");
    }

    @SuppressWarnings("NullAway") // plugin code may answer null
    private static Descriptor describe(ExtensionPoint factory) {
        if (factory instanceof RegionAdapterFactory region) {
            return region.descriptor();
        }
        if (factory instanceof PaymentChannelFactory channel) {
            return channel.descriptor();
        }
        if (factory instanceof CredentialReaderFactory reader) {
            return reader.descriptor();
        }
        if (factory instanceof NotifierFactory notifier) {
            return notifier.descriptor();
        }
        throw new IllegalArgumentException(
                "no factory of the SPI: " + factory.getClass().getName());
    }

    /** May throw or answer null: plugin code. */
    static @Nullable Future<? extends Closeable> create(
            ExtensionPoint factory, AdapterConfig config, PluginServices services) {
        if (factory instanceof RegionAdapterFactory region) {
            return region.create(config, services);
        }
        if (factory instanceof PaymentChannelFactory channel) {
            return channel.create(config, services);
        }
        if (factory instanceof CredentialReaderFactory reader) {
            return reader.create(config, services);
        }
        return ((NotifierFactory) factory).create(config, services);
    }

    /** An exception as text, without its class: that would keep the plugin's loader alive. */
    static String text(Throwable failure) {
        Throwable cause = failure.getCause();
        String own = failure.getClass().getName() + ": " + failure.getMessage();
        return cause == null || cause == failure
                ? own
                : own + " <- " + cause.getClass().getName() + ": " + cause.getMessage();
    }
}
