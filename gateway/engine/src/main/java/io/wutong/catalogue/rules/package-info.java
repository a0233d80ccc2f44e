/** Pure rules of catalogue: no store, no clock, no futures. */
@NullMarked
package io.wutong.catalogue.rules;

import org.jspecify.annotations.NullMarked;
