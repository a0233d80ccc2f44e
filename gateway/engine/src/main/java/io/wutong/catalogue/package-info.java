/** The place of care's catalogue. */
@NullMarked
package io.wutong.catalogue;

import org.jspecify.annotations.NullMarked;
