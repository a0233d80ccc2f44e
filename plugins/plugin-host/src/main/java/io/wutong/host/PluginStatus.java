package io.wutong.host;

import java.util.List;

/**
 * One plugin as it stands, for operators.
 *
 * @param title its own, in Chinese
 * @param file the jar's name
 * @param vouchedBy who says that it may run, as {@link JarTrust#verify} said
 * @param serving false when it was disabled: its adapters answer {@code NotSent}
 * @param adapters names of the configured adapters
 * @param previous version that {@code rollback} would return to; empty when there is none
 */
public record PluginStatus(
        String id,
        String version,
        String title,
        PluginKind kind,
        String file,
        String vouchedBy,
        boolean serving,
        List<String> adapters,
        String previous) {}
