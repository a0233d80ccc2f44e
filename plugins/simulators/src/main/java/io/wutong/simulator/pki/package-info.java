/** Certificate authorities of the simulators, made anew at each start. */
@NullMarked
package io.wutong.simulator.pki;

import org.jspecify.annotations.NullMarked;
