/** Where a message goes next: pure functions over the topology. */
@NullMarked
package io.wutong.routing;

import org.jspecify.annotations.NullMarked;
