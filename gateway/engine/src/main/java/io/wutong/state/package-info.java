/** State tables as data: event × state → state. */
@NullMarked
package io.wutong.state;

import org.jspecify.annotations.NullMarked;
