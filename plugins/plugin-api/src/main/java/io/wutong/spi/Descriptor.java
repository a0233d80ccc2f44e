package io.wutong.spi;

import java.util.Set;

/**
 * What a factory makes.
 *
 * @param id the plugin's id, for instance {@code region-hunan-xml}
 * @param title what an operator reads, Chinese first
 * @param capabilities what it can do
 * @param transactions the {@code infno}s that it answers; empty for channels, readers and notifiers
 * @param limits what may be under way at once
 */
public record Descriptor(
        String id, String title, Set<Capability> capabilities, Set<String> transactions, Limits limits) {
    public Descriptor {
        capabilities = Set.copyOf(capabilities);
        transactions = Set.copyOf(transactions);
    }

    public boolean can(Capability capability) {
        return capabilities.contains(capability);
    }
}
