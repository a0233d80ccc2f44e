/**
 * Loads, verifies, runs and replaces plugins, and lends them what they may use.
 *
 * <p>{@link io.wutong.host.PluginHost} is the way in; {@link io.wutong.host.HostServices} is what an adapter sees of the
 * machine. See the module's README for the order of checks and of a replacement.
 */
@NullMarked
package io.wutong.host;

import org.jspecify.annotations.NullMarked;
