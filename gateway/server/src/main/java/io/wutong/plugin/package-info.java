/** What the engine sees of the plugin host. */
@NullMarked
package io.wutong.plugin;

import org.jspecify.annotations.NullMarked;
