/** The mapping queue in the store. */
@NullMarked
package io.wutong.store.catalogue;

import org.jspecify.annotations.NullMarked;
