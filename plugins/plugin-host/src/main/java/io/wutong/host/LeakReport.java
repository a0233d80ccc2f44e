package io.wutong.host;

import java.util.List;

/**
 * What a plugin left behind when it was taken out.
 *
 * @param pluginId whose
 * @param version its version
 * @param loaderCollected whether its class loader is gone; if not, something still refers to one of its classes
 * @param threads names of threads that it started and that still run
 */
public record LeakReport(String pluginId, String version, boolean loaderCollected, List<String> threads) {
    public boolean clean() {
        return loaderCollected && threads.isEmpty();
    }
}
