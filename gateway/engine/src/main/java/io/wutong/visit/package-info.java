/** Visits and their fee lines at the place of care. */
@NullMarked
package io.wutong.visit;

import org.jspecify.annotations.NullMarked;
