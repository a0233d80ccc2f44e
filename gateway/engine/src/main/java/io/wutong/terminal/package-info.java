/** The terminals at windows: when each was last seen, and which are locked out. */
@NullMarked
package io.wutong.terminal;

import org.jspecify.annotations.NullMarked;
