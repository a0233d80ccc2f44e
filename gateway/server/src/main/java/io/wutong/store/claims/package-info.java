/** Manual claims in the store. */
@NullMarked
package io.wutong.store.claims;

import org.jspecify.annotations.NullMarked;
