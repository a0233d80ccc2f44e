package io.wutong.port;

import io.wutong.spi.Descriptor;
import io.wutong.spi.RegionAdapter;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An adapter for a home's legacy system, guarded by the plugin host.
 *
 * @param name the configured name, in metrics and origins
 * @param adapter answers always, in one of the five outcomes
 * @param refusal why a call would be refused now, before anything is stored for it; empty when it would be made
 */
public record HomeAdapter(
        String name, Descriptor descriptor, RegionAdapter adapter, Supplier<Optional<String>> refusal) {

    /** One that refuses nothing early. */
    public HomeAdapter(String name, Descriptor descriptor, RegionAdapter adapter) {
        this(name, descriptor, adapter, Optional::empty);
    }
}
