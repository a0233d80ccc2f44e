/** Pure rules of benefit: no store, no clock, no futures. */
@NullMarked
package io.wutong.benefit.rules;

import org.jspecify.annotations.NullMarked;
