/** Comparing our day with a payment channel's bill, and what is to be done about differences. */
@NullMarked
package io.wutong.reconcile;

import org.jspecify.annotations.NullMarked;
