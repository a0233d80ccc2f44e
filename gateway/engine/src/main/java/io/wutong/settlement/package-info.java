/** Settlements and cancellations on both sides. */
@NullMarked
package io.wutong.settlement;

import org.jspecify.annotations.NullMarked;
