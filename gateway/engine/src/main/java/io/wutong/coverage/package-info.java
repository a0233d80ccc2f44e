/** Persons, coverages and where a person's home is. */
@NullMarked
package io.wutong.coverage;

import org.jspecify.annotations.NullMarked;
