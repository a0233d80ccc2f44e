package io.wutong.port;

import io.wutong.spi.Descriptor;
import io.wutong.spi.RegionAdapter;

/**
 * An adapter for a home's legacy system, guarded by the plugin host.
 *
 * @param name the configured name, in metrics and origins
 * @param adapter answers always, in one of the five outcomes
 */
public record HomeAdapter(String name, Descriptor descriptor, RegionAdapter adapter) {}
