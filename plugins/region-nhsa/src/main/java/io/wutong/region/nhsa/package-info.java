/** A region that speaks the national interface, over any of its three transports. */
@NullMarked
package io.wutong.region.nhsa;

import org.jspecify.annotations.NullMarked;
