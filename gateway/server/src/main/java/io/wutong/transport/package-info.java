/** Links to neighbouring processes. */
@NullMarked
package io.wutong.transport;

import org.jspecify.annotations.NullMarked;
