/** What the store gives a reconciliation to read. */
@NullMarked
package io.wutong.store.reconcile;

import org.jspecify.annotations.NullMarked;
