/** Double-entry books, one set of entries per effect. */
@NullMarked
package io.wutong.ledger;

import org.jspecify.annotations.NullMarked;
