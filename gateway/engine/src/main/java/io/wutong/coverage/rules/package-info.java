/** Days of coverages, pure. */
@NullMarked
package io.wutong.coverage.rules;

import org.jspecify.annotations.NullMarked;
