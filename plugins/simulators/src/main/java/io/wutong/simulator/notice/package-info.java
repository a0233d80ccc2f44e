/** How every simulated channel tells its merchants: repeated, held back, lost or sent twice, as it is told to. */
@NullMarked
package io.wutong.simulator.notice;

import org.jspecify.annotations.NullMarked;
