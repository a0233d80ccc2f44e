/** A region, or the nation, that speaks the national interface. */
@NullMarked
package io.wutong.simulator.national;

import org.jspecify.annotations.NullMarked;
