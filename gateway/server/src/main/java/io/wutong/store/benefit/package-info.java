/** SQL about what homes have calculated. */
@NullMarked
package io.wutong.store.benefit;

import org.jspecify.annotations.NullMarked;
