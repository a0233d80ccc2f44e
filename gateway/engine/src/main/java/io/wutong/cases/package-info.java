/** What only an operator can bring to an end. */
@NullMarked
package io.wutong.cases;

import org.jspecify.annotations.NullMarked;
