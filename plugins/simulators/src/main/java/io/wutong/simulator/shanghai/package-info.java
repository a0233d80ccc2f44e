/** A Shanghai fifth-phase front machine behind its HTTP wrapper. */
@NullMarked
package io.wutong.simulator.shanghai;

import org.jspecify.annotations.NullMarked;
